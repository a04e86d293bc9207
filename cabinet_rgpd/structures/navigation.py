"""The rail of a structure: its sections, in the order people meet them."""

from django.conf import settings
from django.urls import reverse

SECTIONS = [
    ("overview", "Vue d’ensemble", "structure.read"),
    ("activities", "Registre", "register.read"),
    ("retention", "Durées", "register.read"),
    ("dpo", "DPO", "register.read"),
    ("notice", "Patients informés", "register.read"),
    ("suppliers", "Prestataires", "register.read"),
    ("timeline", "Historique", "history.read"),
    ("parties", "Responsables", "structure.read"),
    ("members", "Membres", "members.manage"),
    ("structure_edit", "Coordonnées", "structure.edit"),
]


def context(request):
    """`rail`, for pages of a structure: (address, label, whether it is the section of this page)."""
    structure = getattr(request, "structure", None)
    if structure is None:
        return {"mail_configured": settings.EMAIL_CONFIGURED}
    rail = []
    for route, label, permission in SECTIONS:
        if request.may(permission):
            url = reverse(route, args=[structure.pk])
            here = request.path == url or (route != "overview" and request.path.startswith(url))
            rail.append((url, label, here))
    return {
        "rail": rail,
        "structure": structure,
        "may_edit": request.may("register.edit"),
        "may_edit_structure": request.may("structure.edit"),
    }
