"""What protects the data."""

from registry.security import operations as security
from tests import cast
from tests.operations.registry_of_cases import case


@case("registry.security.operations.answer")
def _(clinic):
    row = cast.measure(clinic, "firewall")
    content = {"state": "absent", "answered_on": cast.TODAY, "planned_on": cast.TODAY}
    return lambda: security.answer(key="firewall", row=row, lock="1", content=content, on=cast.TODAY, by=clinic.sign())


@case("registry.security.operations.note_restore_test")
def _(clinic):
    content = {"done_on": cast.TODAY, "what": "Base", "minutes": 5, "by": "x", "result": "success", "note": ""}
    return lambda: security.note_restore_test(content=content, on=cast.TODAY, by=clinic.sign())
