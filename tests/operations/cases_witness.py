"""Who keeps the receipts."""

from registry.witness import operations as witness
from tests.operations.registry_of_cases import case


@case("registry.witness.operations.set_witness")
def _(clinic):
    content = {"name": "Ordre fictif", "email": "ordre@exemple.fr"}
    row = witness.set_witness(content=content, lock="", by=clinic.sign())
    return lambda: witness.set_witness(content={"name": "Ordre"}, lock=row.lock_token, by=clinic.sign())
