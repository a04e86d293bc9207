"""Reads of who answers for what: the only bridge from rows to frozen facts. Each a constant number of queries."""

from cabinet_rgpd.history import claims
from cabinet_rgpd.lib.french import date_in_words
from registry.law import dated
from registry.law.dependence import Dependence
from registry.responsibilities import access
from registry.responsibilities.models import (
    AccessMatrix,
    JointAgreement,
    ProcessingForOthers,
    ResponsibilityDecision,
)
from registry.responsibilities.records import (
    AgreementRecord,
    DecisionRecord,
    Essence,
    MatrixRecord,
    MatrixRow,
    ServiceRecord,
)

_DECISION = [
    "id", "activity_id", "answer", "outcome", "papers", "reasons", "hds_alert", "justification", "decided_on",
]  # fmt: skip


def decisions():
    """`{activity id: DecisionRecord}`; one query."""
    rows = claims.dated(ResponsibilityDecision, ResponsibilityDecision.objects.order_by("pk").values(*_DECISION))
    return {row["activity_id"]: _decision(row) for row in rows}


def decision_row(activity_id):
    return ResponsibilityDecision.objects.filter(activity_id=activity_id).first()


def agreements(*, archived=False):
    """The agreements in use, by name (with `archived`, all of them); three queries."""
    rows = JointAgreement.objects.select_related("informs", "answers", "notifies").prefetch_related(
        "parties__party", "activities__activity"
    )
    rows = rows if archived else rows.filter(archived_on__isnull=True)
    return tuple(map(_agreement, claims.dated(JointAgreement, rows)))


def agreement(agreement_id):
    """One agreement, or None."""
    return next((each for each in agreements(archived=True) if each.id == agreement_id), None)


def agreement_row(agreement_id):
    return JointAgreement.objects.filter(pk=agreement_id).first()


def essences():
    """What the notice says of each agreement in use (art. 26.2), signed ones only (Essence); three queries."""
    return tuple(
        Essence(each.party_names, each.contact_point, each.essence, tuple(str(key) for key, _ in each.activities))
        for each in agreements()
        if each.signed_on is not None
    )


def services(*, processor_id=None, archived=False):
    """The sheets of the registers of processors in use, by name; two queries."""
    rows = ProcessingForOthers.objects.select_related("processor").prefetch_related("controllers__party")
    if processor_id:
        rows = rows.filter(processor_id=processor_id)
    rows = rows if archived else rows.filter(archived_on__isnull=True)
    return tuple(map(_service, claims.dated(ProcessingForOthers, rows)))


def service(service_id):
    """One sheet, or None."""
    return next((each for each in services(archived=True) if each.id == service_id), None)


def service_row(service_id):
    return ProcessingForOthers.objects.filter(pk=service_id).first()


def matrix():
    """The matrix that the structure adopted; the proposal until it did. Two queries."""
    proposed = access.proposed()
    row = next(iter(claims.dated(AccessMatrix, AccessMatrix.objects.all()[:1])), None)
    given = {(each.function, each.subject): each.level for each in row.rights.all()} if row else {}
    return MatrixRecord(
        subjects=tuple(proposed.subjects.items()),
        rows=tuple(
            MatrixRow(
                each.key,
                each.label,
                tuple((subject, given.get((each.key, subject), each.levels[subject])) for subject in proposed.subjects),
                each.why,
            )
            for each in proposed.functions
        ),
        objection=row.objection if row else proposed.objection,
        adopted_on=row.adopted_on if row else None,
        id=row.pk if row else None,
    )


def matrix_row():
    return AccessMatrix.objects.first()


def lines(row, name):
    """The rows of one list of a record, in order."""
    return getattr(row, name).all()


def dependences(today):
    """Each decision on who answers for an activity, and each signed agreement, follows the law of its day."""
    keys = frozenset(each.key for each in dated.all_parameters("responsibilities"))
    for row in ResponsibilityDecision.objects.select_related("activity"):
        what = f"La décision du {date_in_words(row.decided_on)} : qui répond de « {row.activity} »"
        yield Dependence(keys, row.decided_on, what, "responsibility", (row.activity_id,))
    for each in JointAgreement.objects.filter(archived_on__isnull=True, signed_on__isnull=False):
        what = f"L’accord « {each.name} », signé le {date_in_words(each.signed_on)}"
        yield Dependence(keys, each.signed_on, what, "responsibilities")


def _decision(row):
    return DecisionRecord(**{**row, "papers": tuple(row["papers"]), "reasons": tuple(row["reasons"])})


def _agreement(row):
    return AgreementRecord(
        id=row.pk, version=row.version, name=row.name, informs=row.informs.name, answers=row.answers.name,
        notifies=row.notifies.name, contact_point=row.contact_point, arrangement=row.arrangement, essence=row.essence,
        signed_on=row.signed_on, archived_on=row.archived_on,
        parties=tuple((each.party_id, each.party.name) for each in row.parties.all()),
        activities=tuple((each.activity_id, str(each.activity)) for each in row.activities.all()),
    )  # fmt: skip


def _service(row):
    return ServiceRecord(
        id=row.pk, version=row.version, name=row.name, service_label=row.get_service_display(),
        processor_id=row.processor_id, processor=row.processor.name, categories=row.categories,
        subprocessors=row.subprocessors, transfers=row.transfers, security_measures=row.security_measures,
        health_data=row.health_data, hds=row.hds, contract_on=row.contract_on, archived_on=row.archived_on,
        controllers=tuple((each.party_id, each.party.name) for each in row.controllers.all()),
    )  # fmt: skip
