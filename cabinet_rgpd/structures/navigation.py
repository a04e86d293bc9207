"""The rail of a structure: its sections, in the order people meet them."""

from django.conf import settings
from django.urls import reverse

#: Group → sections: (route, label, permission).
SECTIONS = {
    "Au quotidien": [
        ("overview", "Vue d’ensemble", "structure.read"),
        ("deadlines", "Échéances", "structure.read"),
        ("requests", "Demandes", "register.read"),
    ],
    "Registre": [
        ("activities", "Activités", "register.read"),
        ("proposals", "Propositions", "register.read"),
        ("retention", "Durées", "register.read"),
        ("suppliers", "Prestataires", "register.read"),
        ("dpo", "DPO", "register.read"),
        ("dpia", "Analyses d’impact", "register.read"),
        ("notices", "Patients informés", "register.read"),
        ("text_changes", "Changements de textes", "register.read"),
    ],
    "Protéger": [
        ("incidents", "Violations", "register.read"),
        ("measures", "Mesures", "register.read"),
        ("journal", "Journal", "register.read"),
    ],
    "Preuve": [
        ("timeline", "Historique", "history.read"),
        ("inspection", "Dossier de contrôle", "history.read"),
        ("issued", "Documents remis", "history.read"),
        ("witness", "Reçus", "history.read"),
    ],
    "Structure": [
        ("parties", "Responsables", "structure.read"),
        ("responsibilities", "Qui répond de quoi", "register.read"),
        ("members", "Membres", "members.manage"),
        ("team", "Équipe", "people.read"),
        ("passages", "Arrivées et départs", "people.read"),
        ("access_reviews", "Revue des accès", "people.read"),
        ("outbox", "Envois", "members.manage"),
        ("structure_edit", "Coordonnées", "structure.edit"),
        ("closing", "Fin d’exercice", "register.read"),
    ],
}


def context(request):
    """`rail`, for pages of a structure: groups of (address, label, whether it is the section of this page)."""
    structure = getattr(request, "structure", None)
    if structure is None:
        return {"mail_configured": settings.EMAIL_CONFIGURED, "psc_configured": bool(settings.PSC_ISSUER)}
    rail = []
    for group, sections in SECTIONS.items():
        links = [_link(request, route, label) for route, label, permission in sections if request.may(permission)]
        if links:
            rail.append((group, links))
    return {
        "rail": rail,
        "structure": structure,
        "mail_configured": settings.EMAIL_CONFIGURED,
        "may_edit": request.may("register.edit"),
        "may_edit_structure": request.may("structure.edit"),
    }


def _link(request, route, label):
    url = reverse(route, args=[request.structure.pk])
    return url, label, request.path == url or (route != "overview" and request.path.startswith(url))
