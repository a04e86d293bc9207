"""Reads of who answers for what: the only bridge from rows to frozen facts. Each a constant number of queries."""

from collections import defaultdict

from cabinet_rgpd.history import aggregates, claims
from cabinet_rgpd.lib.french import date_in_words
from registry.law import dated
from registry.law.dependence import Dependence
from registry.responsibilities import access
from registry.responsibilities.models import (
    AccessMatrix,
    AccessRight,
    AgreementActivity,
    AgreementParty,
    JointAgreement,
    ProcessingForOthers,
    ResponsibilityDecision,
    ServedController,
)
from registry.responsibilities.records import (
    AgreementRecord,
    DecisionRecord,
    Essence,
    MatrixRecord,
    MatrixRow,
    ServiceRecord,
    Stood,
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
    return tuple(
        _agreement(
            row,
            {each.pk: each.name for each in (row.informs, row.answers, row.notifies)}.get,
            tuple((each.party_id, each.party.name) for each in row.parties.all()),
            tuple((each.activity_id, str(each.activity)) for each in row.activities.all()),
        )
        for row in claims.dated(JointAgreement, rows)
    )


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
    return tuple(
        _service(
            row,
            {row.processor_id: row.processor.name}.get,
            tuple((each.party_id, each.party.name) for each in row.controllers.all()),
        )
        for row in claims.dated(ProcessingForOthers, rows)
    )


def service(service_id):
    """One sheet, or None."""
    return next((each for each in services(archived=True) if each.id == service_id), None)


def service_row(service_id):
    return ProcessingForOthers.objects.filter(pk=service_id).first()


def matrix():
    """The matrix that the structure adopted; the proposal until it did. Two queries."""
    row = next(iter(claims.dated(AccessMatrix, AccessMatrix.objects.all()[:1])), None)
    return _matrix(row, row.rights.all() if row else ())


def _matrix(row, rights):
    """The matrix of a row with its rights; what it does not say of a cell is as proposed. Without a row, the proposal."""
    proposed, given = access.proposed(), {(each.function, each.subject): each.level for each in rights}
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


def stood(then):
    """Who answered for what at the moment of a `history.past.Past` (Stood); archived papers are among them, and say it."""
    parties = then.names(aggregates.roots()["party"])
    activities = then.names(aggregates.roots()["activity"])

    def lists(model, owner, other, names):
        found = defaultdict(list)
        for each in sorted(then.instances(model), key=lambda line: (line.position, str(line.id))):
            key = getattr(each, other)
            found[getattr(each, owner)].append((key, names.get(key, "")))
        return {key: tuple(pairs) for key, pairs in found.items()}

    between = lists(AgreementParty, "agreement_id", "party_id", parties)
    about = lists(AgreementActivity, "agreement_id", "activity_id", activities)
    served = lists(ServedController, "processing_id", "party_id", parties)
    decisions = [
        _decision({name: getattr(each, name) for name in _DECISION}) for each in then.instances(ResponsibilityDecision)
    ]
    agreements = [
        _agreement(each, parties.get, between.get(each.id, ()), about.get(each.id, ()))
        for each in then.instances(JointAgreement)
    ]
    services = [_service(each, parties.get, served.get(each.id, ())) for each in then.instances(ProcessingForOthers)]
    matrix = next(iter(then.instances(AccessMatrix)), None)
    return Stood(
        decisions=tuple(
            sorted(
                ((activities.get(each.activity_id, ""), each) for each in decisions),
                key=lambda pair: (pair[0], str(pair[1].id)),
            )
        ),
        agreements=tuple(sorted(agreements, key=_in_use_by_name)),
        services=tuple(sorted(services, key=_in_use_by_name)),
        matrix=_matrix(matrix, then.instances(AccessRight)) if matrix else None,
    )


def _in_use_by_name(record):
    return record.archived_on is not None, record.name, str(record.id)


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


def _agreement(row, name_of, parties, activities):
    """`name_of(party id)`; `parties` and `activities` are `(id, name)` pairs in order."""
    return AgreementRecord(
        id=row.pk, version=row.version, name=row.name, informs=name_of(row.informs_id), answers=name_of(row.answers_id),
        notifies=name_of(row.notifies_id), contact_point=row.contact_point, arrangement=row.arrangement,
        essence=row.essence, signed_on=row.signed_on, archived_on=row.archived_on, parties=parties, activities=activities,
    )  # fmt: skip


def _service(row, name_of, controllers):
    return ServiceRecord(
        id=row.pk, version=row.version, name=row.name, service_label=row.get_service_display(),
        processor_id=row.processor_id, processor=name_of(row.processor_id), categories=row.categories,
        subprocessors=row.subprocessors, transfers=row.transfers, security_measures=row.security_measures,
        health_data=row.health_data, hds=row.hds, contract_on=row.contract_on, archived_on=row.archived_on,
        controllers=controllers,
    )  # fmt: skip
