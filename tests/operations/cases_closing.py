"""The end of a practice."""

import datetime as dt

from registry.closing import operations
from tests import cast
from tests.operations.registry_of_cases import case

ROOM = "registry.closing.operations"
KEPT = {
    "keeper": "structure", "keeper_name": "La maison de santé", "contact_name": "L’accueil",
    "contact_phone": "02 00 00 00 01",
}  # fmt: skip


def opened(clinic, **content):
    content = {
        "kind": "departure",
        "party": clinic.denis_party,
        "profession": "gp",
        "ends_on": dt.date(2026, 12, 31),
        **content,
    }
    return operations.open_case(content=content, by=clinic.sign())


@case(f"{ROOM}.open_case")
def _(clinic):
    return lambda: opened(clinic)


@case(f"{ROOM}.update_case")
def _(clinic):
    row = opened(clinic)
    holdings = [{"nature": "Dossiers de médecine générale", "support": "software", "count": 1450}]
    content = {**KEPT, "holdings": holdings}
    return lambda: operations.update_case(closing=row, lock="1", content=content, by=clinic.sign())


@case(f"{ROOM}.finish_case")
def _(clinic):
    row = opened(clinic, **KEPT)
    return lambda: operations.finish_case(closing=row, lock="1", on=cast.TODAY, by=clinic.sign())


@case(f"{ROOM}.reopen_case")
def _(clinic):
    row = operations.finish_case(closing=opened(clinic, **KEPT), lock="1", on=cast.TODAY, by=clinic.sign())
    return lambda: operations.reopen_case(closing=row, lock="2", by=clinic.sign())
