"""The yearly report of the DPO."""

from registry.desk import operations
from tests import cast
from tests.operations.registry_of_cases import case


@case("registry.desk.operations.write_report")
def _(clinic):
    content = {"summary": "Une année de mise en route.", "recommendations": "Chiffrer le poste de l’accueil."}
    by = clinic.sign(actor=clinic.camille)
    return lambda: operations.write_report(year=cast.TODAY.year, report=None, lock="", content=content, by=by)
