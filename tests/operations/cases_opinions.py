"""Opinions, visas and validations."""

from registry.opinions import operations
from tests import cast
from tests.operations.registry_of_cases import case


@case("registry.opinions.operations.give")
def _(clinic):
    row = cast.activity(clinic)
    return lambda: operations.give(
        root=row, seen=1, kind="opinion", stance="favourable", text="Rien à redire.", member=clinic.members["camille"],
        by=clinic.sign(actor=clinic.camille), on=cast.TODAY,
    )  # fmt: skip
