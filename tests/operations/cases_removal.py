"""The removal of a text."""

import datetime as dt

from django.utils import timezone

from cabinet_rgpd.history.removal import operations
from tests import cast
from tests.operations.registry_of_cases import case

LATER = dt.timedelta(hours=73)
ROOM = "cabinet_rgpd.history.removal.operations"
ASKED = {"words": "Gaspard Zéphirin", "reason": "Identité d’un patient", "files": ()}


@case(f"{ROOM}.ask")
def _(clinic):
    return lambda: operations.ask(**ASKED, by=clinic.sign())


@case(f"{ROOM}.withdraw")
def _(clinic):
    request = operations.ask(**ASKED, by=clinic.sign())
    return lambda: operations.withdraw(request=request, by=clinic.sign())


def asked_whole(clinic):
    return operations.ask_deletion(
        name=clinic.structure.name, reason="Cessation d’activité", by=clinic.sign(), announce=lambda request: None
    )


@case(f"{ROOM}.ask_deletion")
def _(clinic):
    return lambda: asked_whole(clinic)


@case(f"{ROOM}.confirm_deletion")
def _(clinic):
    cast.supplier(clinic, note="Vu avec Gaspard Zéphirin")
    request = asked_whole(clinic)
    return lambda: operations.confirm_deletion(request=request, by=clinic.sign(at=timezone.now() + LATER))


@case(f"{ROOM}.confirm")
def _(clinic):
    cast.supplier(clinic, note="Vu avec Gaspard Zéphirin")
    request = operations.ask(**ASKED, by=clinic.sign())
    return lambda: operations.confirm(request=request, by=clinic.sign(at=timezone.now() + LATER))
