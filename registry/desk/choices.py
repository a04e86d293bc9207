"""What the desk can be asked: filters and orders, with their words and what they mean in the database."""

import datetime as dt

from django.db.models import Exists, F, OuterRef, Q

from cabinet_rgpd.history import queries as history
from registry.activities import listing
from registry.desk.models import VisitMark
from registry.dpo.decisions import DESIGNATE, DO_NOT
from registry.incidents.queries import SUBJECT as BREACHES

STATES = {
    "": "Toutes",
    "retard": "Une échéance dépassée",
    "nouveau": "Du nouveau depuis votre visite",
    "manques": "Des points à compléter",
    "revue": "Registre à revoir",
    "dpo": "Sans décision sur le DPO",
    "notice": "Sans notice publiée, ou notice dépassée",
}
ORDERS = {"": "Échéance la plus proche", "nom": "Nom", "manques": "Points à compléter"}
OUTCOMES = {DESIGNATE: "Délégué désigné", DO_NOT: "Pas de délégué, décision écrite", "": "Aucune décision"}

#: The families of the screen of terms: what a DPO is asked about by others, then everything.
KINDS = {
    "": ("Demandes, violations, courriers de la CNIL", ("Demandes", BREACHES, "CNIL")),
    "demandes": ("Demandes des personnes", ("Demandes",)),
    "violations": ("Violations de données", (BREACHES,)),
    "cnil": ("Courriers de la CNIL", ("CNIL",)),
    "tout": ("Toutes les échéances", ()),
}
WHENS = {
    "": ("À toute date", None),
    "retard": ("En retard", dt.timedelta(0)),
    "semaine": ("D’ici sept jours", dt.timedelta(days=7)),
    "mois": ("D’ici trente jours", dt.timedelta(days=30)),
}


def named(text):
    """Whose name or town holds every word, whatever the accents."""
    found = Q()
    for word in listing.plain(text.replace("\x00", "")).split()[:6]:
        found &= Q(words__contains=word)
    return found


def in_state(state, *, now, account):
    """The structures in a state of the list; an unknown one asks for nothing."""
    return {
        "retard": Q(first_passes_at__lte=now),
        "manques": Q(lacking__gt=0),
        "revue": Q(review_due=True) | Q(in_force=0),
        "dpo": Q(outcome=""),
        "notice": Q(notice_on__isnull=True) | Q(notice_outdated=True),
        "nouveau": _has_news(account),
    }.get(state, Q())


def _has_news(account):
    """Somebody else wrote after the mark of this account, or there is no mark yet."""
    mine = VisitMark.objects.filter(structure_id=OuterRef("structure_id"), member__account_id=account.pk)
    seen = VisitMark.objects.filter(structure_id=OuterRef(OuterRef("structure_id")), member__account_id=account.pk)
    later = history.written_by_others(account.pk).filter(
        structure_id=OuterRef("structure_id"), seq__gt=seen.values("seq")[:1]
    )
    return ~Exists(mine) | Exists(later)


def order(name):
    """The columns of an order; the name of the structure, then its key, settle what is equal."""
    last = ("structure__name", "structure_id")
    return {
        "nom": last,
        "manques": (F("lacking").desc(), *last),
    }.get(name, (F("first_passes_at").asc(nulls_last=True), *last))
