"""What the tests of this room make, through the operations."""

from registry.activities import queries as activities
from registry.responsibilities import operations, queries
from tests import cast

FACTS = {"purposes": "together", "file": "shared", "instructed": "no", "hosts": "no"}


@cast.apart
def decided(clinic, row, **content):
    with clinic.scope():
        sheet, existing = activities.sheet(row.pk), queries.decision_row(row.pk)
        return operations.decide(
            activity=sheet, content={**FACTS, **content}, lock=existing.lock_token if existing else "",
            by=clinic.sign(), on=cast.TODAY,
        )  # fmt: skip


def agreement_content(clinic, *rows, **content):
    return {
        "name": "Dossier partagé", "informs": clinic.party, "answers": clinic.party, "notifies": clinic.party,
        "contact_point": "L’accueil, 02 00 00 00 01", "arrangement": "Chacun forme les siens.",
        "essence": "La maison informe\u00a0; chacun répond de ce qu’il écrit.", "signed_on": cast.TODAY,
        "parties": [{"party": clinic.party.pk}, {"party": clinic.denis_party.pk}],
        "activities": [{"activity": row.pk} for row in rows], **content,
    }  # fmt: skip


@cast.apart
def agreement(clinic, *rows, **content):
    return operations.save_agreement(
        agreement=None, lock="", content=agreement_content(clinic, *rows, **content), by=clinic.sign()
    )


def service_content(clinic, **content):
    return {
        "name": "Serveur commun", "service": "server", "processor": clinic.party, "categories": "Sauvegarde des dossiers",
        "health_data": True, "hds": "unknown", "controllers": [{"party": clinic.denis_party.pk}], **content,
    }  # fmt: skip


@cast.apart
def service(clinic, **content):
    return operations.save_service(service=None, lock="", content=service_content(clinic, **content), by=clinic.sign())
