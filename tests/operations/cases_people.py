"""People who arrive, leave and may enter."""

from registry.people import operations
from tests import cast
from tests.operations.registry_of_cases import case

ROOM = "registry.people.operations"
STEP = {"done_on": cast.TODAY, "by": "Sophie Sorel", "aside": False, "note": ""}


@case(f"{ROOM}.open_passage")
def _(clinic):
    content = {"kind": "arrival", "whom": "staff", "person": "Lou Lambert", "on": cast.TODAY}
    return lambda: operations.open_passage(content=content, by=clinic.sign())


@case(f"{ROOM}.update_passage")
def _(clinic):
    row = cast.passage(clinic)
    content = {"function": "Médecin remplaçant"}
    return lambda: operations.update_passage(passage=row, lock="1", content=content, by=clinic.sign())


@case(f"{ROOM}.note_step")
def _(clinic):
    row = cast.passage(clinic)
    return lambda: operations.note_step(
        passage=row, lock="1", key="software", content=STEP, on=cast.TODAY, by=clinic.sign()
    )


@case(f"{ROOM}.finish_passage")
def _(clinic):
    row = cast.passage(clinic, kind="arrival")
    return lambda: operations.finish_passage(passage=row, lock="1", on=cast.TODAY, by=clinic.sign())


@case(f"{ROOM}.reopen_passage")
def _(clinic):
    row = cast.passage(clinic, kind="arrival")
    row = operations.finish_passage(passage=row, lock="1", on=cast.TODAY, by=clinic.sign())
    return lambda: operations.reopen_passage(passage=row, lock="2", by=clinic.sign())


@case(f"{ROOM}.review_accesses")
def _(clinic):
    decisions = [(each, name == "bob", each.role, "") for name, each in clinic.members.items()]
    return lambda: operations.review_accesses(
        decisions=decisions, reviewer="Alice Amblard", note="", next_on=cast.TODAY.replace(year=2027), on=cast.TODAY,
        by=clinic.sign(),
    )  # fmt: skip


@case(f"{ROOM}.call")
def _(clinic):
    recipients = [(clinic.denis_party.pk, clinic.denis, "Charte signée", "Bonjour,")]
    return lambda: operations.call(
        text="Bonjour,", recipients=recipients, subject="Ce qui vous attend", on=cast.TODAY, by=clinic.sign()
    )
