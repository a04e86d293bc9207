"""Documents handed over."""

from cabinet_rgpd.documents import operations as documents
from cabinet_rgpd.history.queries import receipt
from tests import cast
from tests.operations.registry_of_cases import case


@case("cabinet_rgpd.documents.operations.issue")
def _(clinic):
    return lambda: documents.issue(
        html="<p>Registre</p>", again=lambda: "<p>Registre</p>", render=str.encode, kind="register", series="register",
        title="Registre", receipt=receipt(), on=cast.TODAY, handed_to="La CNIL", by=clinic.sign(),
    )  # fmt: skip
