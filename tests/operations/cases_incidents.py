"""Breaches: the draft, its entry in the register, decisions, what was done, the end."""

from django.utils import timezone

from registry.incidents import operations
from tests import cast
from tests.operations.registry_of_cases import case

ROOM = "registry.incidents.operations"
START = {"kind": "lost", "title": "Clé égarée"}
DECISION = {"cnil_decision": "notify", "cnil_reason": "", "persons_decision": "undecided", "persons_reason": ""}


def draft(clinic):
    content = {**START, "known_at": timezone.now()}
    return operations.start(content=content, by=clinic.sign(), on=cast.TODAY)


@case(f"{ROOM}.start")
def _(clinic):
    return lambda: operations.start(content=START, by=clinic.sign(), on=cast.TODAY)


@case(f"{ROOM}.update")
def _(clinic):
    row = cast.breach(clinic)
    return lambda: operations.update(
        incident=row, lock=row.lock_token, content={"description": "Récit"}, by=clinic.sign(), now=timezone.now()
    )


@case(f"{ROOM}.enter")
def _(clinic):
    row = draft(clinic)
    return lambda: operations.enter(incident=row, lock=row.lock_token, by=clinic.sign())


@case(f"{ROOM}.discard")
def _(clinic):
    row = draft(clinic)
    return lambda: operations.discard(incident=row, by=clinic.sign())


@case(f"{ROOM}.decide")
def _(clinic):
    row = cast.breach(clinic)
    return lambda: operations.decide(
        incident=row, lock=row.lock_token, content=DECISION, by=clinic.sign(), on=cast.TODAY
    )


@case(f"{ROOM}.note_step")
def _(clinic):
    row = cast.breach(clinic)
    content = {"kind": "complaint", "done_at": timezone.now(), "party": None, "by": "", "reference": "", "note": ""}
    return lambda: operations.note_step(
        incident=row, lock=row.lock_token, content=content, by=clinic.sign(), now=timezone.now()
    )


def decided(clinic):
    row = cast.breach(clinic)
    return operations.decide(incident=row, lock=row.lock_token, content=DECISION, by=clinic.sign(), on=cast.TODAY)


@case(f"{ROOM}.close")
def _(clinic):
    row = decided(clinic)
    return lambda: operations.close(
        incident=row, lock=row.lock_token, content={"lessons": ""}, by=clinic.sign(), on=cast.TODAY
    )


@case(f"{ROOM}.reopen")
def _(clinic):
    row = decided(clinic)
    row = operations.close(incident=row, lock=row.lock_token, content={"lessons": ""}, by=clinic.sign(), on=cast.TODAY)
    return lambda: operations.reopen(incident=row, lock=row.lock_token, by=clinic.sign())
