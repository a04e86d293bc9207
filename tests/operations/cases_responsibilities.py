"""Who answers for what: decisions, agreements, services to members, the matrix of access."""

from registry.activities import queries as activities
from registry.responsibilities import operations, queries
from tests import cast
from tests.operations.registry_of_cases import case
from tests.registry.responsibilities.making import FACTS, agreement, agreement_content, service, service_content

ROOM = "registry.responsibilities.operations"


@case(f"{ROOM}.decide")
def _(clinic):
    sheet = activities.sheet(cast.activity(clinic).pk)
    return lambda: operations.decide(activity=sheet, content=FACTS, lock="", by=clinic.sign(), on=cast.TODAY)


@case(f"{ROOM}.save_agreement")
def _(clinic):
    content = agreement_content(clinic, cast.activity(clinic))
    return lambda: operations.save_agreement(agreement=None, lock="", content=content, by=clinic.sign())


@case(f"{ROOM}.archive_agreement")
def _(clinic):
    row = agreement(clinic)
    return lambda: operations.archive_agreement(row=row, lock="1", on=cast.TODAY, by=clinic.sign())


@case(f"{ROOM}.restore_agreement")
def _(clinic):
    row = operations.archive_agreement(row=agreement(clinic), lock="1", on=cast.TODAY, by=clinic.sign())
    return lambda: operations.restore_agreement(row=row, lock="2", by=clinic.sign())


@case(f"{ROOM}.save_service")
def _(clinic):
    return lambda: operations.save_service(service=None, lock="", content=service_content(clinic), by=clinic.sign())


@case(f"{ROOM}.archive_service")
def _(clinic):
    row = service(clinic)
    return lambda: operations.archive_service(row=row, lock="1", on=cast.TODAY, by=clinic.sign())


@case(f"{ROOM}.restore_service")
def _(clinic):
    row = operations.archive_service(row=service(clinic), lock="1", on=cast.TODAY, by=clinic.sign())
    return lambda: operations.restore_service(row=row, lock="2", by=clinic.sign())


@case(f"{ROOM}.adopt_matrix")
def _(clinic):
    levels = {(row.key, subject): level for row in queries.matrix().rows for subject, level in row.levels}
    return lambda: operations.adopt_matrix(
        lock="", levels=levels, objection="On le note.", by=clinic.sign(), on=cast.TODAY
    )
