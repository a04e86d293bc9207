"""Opinions, visas and validations."""

from registry.activities import operations as activities
from registry.opinions import operations, queries
from tests import cast
from tests.operations.registry_of_cases import case


@case("registry.opinions.operations.validate")
def _(clinic):
    row = cast.activity(clinic)
    cast.delegation(clinic)
    by = clinic.sign("Relecture", actor=clinic.camille)
    activities.update_activity(activity=row, lock="1", content={"name": "Nom de la déléguée"}, by=by)
    waiting = queries.to_validate()
    return lambda: operations.validate(waiting=waiting, member=clinic.members["alice"], by=clinic.sign(), on=cast.TODAY)


@case("registry.opinions.operations.give")
def _(clinic):
    row = cast.activity(clinic)
    return lambda: operations.give(
        root=row, seen=1, kind="opinion", stance="favourable", text="Rien à redire.", member=clinic.members["camille"],
        by=clinic.sign(actor=clinic.camille), on=cast.TODAY,
    )  # fmt: skip
