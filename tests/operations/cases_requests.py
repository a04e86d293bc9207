"""Requests of persons: received, followed, put off, answered."""

import datetime as dt

from django.utils import timezone

from cabinet_rgpd.lib.calendar import Territory
from registry.requests import operations
from tests import cast
from tests.operations.registry_of_cases import case

ROOM = "registry.requests.operations"


@case(f"{ROOM}.receive")
def _(clinic):
    now = timezone.now()
    content = {"kind": "access", "received_at": now}
    return lambda: operations.receive(content=content, by=clinic.sign(), now=now, on=cast.TODAY)


@case(f"{ROOM}.receive_by_phone")
def _(clinic):
    return lambda: operations.receive_by_phone(by=clinic.sign(), now=timezone.now(), on=cast.TODAY)


@case(f"{ROOM}.update")
def _(clinic):
    row = cast.asked(clinic)
    content = {"scope": "Tout le dossier"}
    return lambda: operations.update(request=row, lock="1", content=content, by=clinic.sign(), now=timezone.now())


@case(f"{ROOM}.extend")
def _(clinic):
    row = cast.asked(clinic, kind="access")
    content = {"extended_on": timezone.localdate(), "extension_reason": "Demande complexe"}
    place = {"tz": dt.UTC, "territory": Territory.NATIONAL}
    return lambda: operations.extend(request=row, lock="1", content=content, by=clinic.sign(), on=cast.TODAY, **place)


ANSWER = {"outcome": "granted", "answered_on": None}


@case(f"{ROOM}.answer")
def _(clinic):
    row = cast.asked(clinic)
    return lambda: operations.answer(request=row, lock="1", content=ANSWER, by=clinic.sign(), on=cast.TODAY)


@case(f"{ROOM}.reopen")
def _(clinic):
    row = cast.asked(clinic)
    row = operations.answer(request=row, lock="1", content=ANSWER, by=clinic.sign(), on=cast.TODAY)
    return lambda: operations.reopen(request=row, lock="2", by=clinic.sign())
