"""Reads of the register: the only bridge from rows to frozen facts. Seven queries, whatever the number of sheets."""

from collections import defaultdict
from dataclasses import fields

from cabinet_rgpd.history import claims
from registry.activities.models import (
    ActivityProcessor,
    DataCategory,
    ProcessingActivity,
    Purpose,
    Recipient,
    Responsible,
    State,
    Transfer,
)
from registry.activities.records import (
    ActivityOutline,
    ActivityRecord,
    DataRecord,
    ProcessorRecord,
    PurposeRecord,
    RecipientRecord,
    ResponsibleRecord,
    SupplierUse,
    TransferRecord,
)
from registry.law.vocabulary import PATIENT_AUDIENCE
from registry.retention import queries as retention
from registry.suppliers import queries as suppliers

_ROOT = [
    "id", "version", "reference", "name", "description", "state", "family", "persons", "data_source", "transfer_stance",
    "software", "security_measures", "information_means", "information_note", "dpia_state", "dpia_note", "started_on",
    "reviewed_on", "next_review_on", "updated_at", "origins", "sources",
]  # fmt: skip
_OUTLINE = [field.name for field in fields(ActivityOutline)]


def register(*, states=(State.IN_FORCE,), party_id=None):
    """The sheets of the register in scope, by reference. With a party: those that name it as responsible."""
    return _records(ProcessingActivity.objects.filter(state__in=states), party_id)


def everything():
    """Every sheet, drafts and archived ones included."""
    return _records(ProcessingActivity.objects.all())


def outlines(*, party_id=None):
    """Every sheet (with a party: those that name it), as little of it as a list needs to choose a page; one query."""
    rows = ProcessingActivity.objects.order_by("reference", "id")
    if party_id:
        rows = rows.filter(pk__in=Responsible.objects.filter(party_id=party_id).values("activity_id"))
    rows = rows.values_list(*_OUTLINE)
    return tuple(ActivityOutline(*values) for values in rows)


def reviews_by_party():
    """`{party id: [(next review or None, last review or None)]}` of the sheets in force that each answers for; one query."""
    found = defaultdict(list)
    rows = Responsible.objects.filter(activity__state=State.IN_FORCE)
    for party_id, *days in rows.values_list("party_id", "activity__next_review_on", "activity__reviewed_on").distinct():
        found[party_id].append(tuple(days))
    return dict(found)


def complete(outlines):
    """The whole sheets of some outlines, in their order."""
    ids = [each.id for each in outlines]
    found = {each.id: each for each in _records(ProcessingActivity.objects.filter(pk__in=ids))}
    return [found[each] for each in ids if each in found]


def sheet(activity_id):
    """One sheet, or None when it is not of the structure in scope."""
    return next(iter(_records(ProcessingActivity.objects.filter(pk=activity_id))), None)


def row(activity_id):
    """The row of one sheet, for an operation; or None."""
    return ProcessingActivity.objects.filter(pk=activity_id).first()


def children(activity, name):
    """The rows of one list of a sheet, in order."""
    return getattr(activity, name).all()


def reviewed_between(first, last):
    """`(reference, name, day)` of the sheets whose review was noted for a day between two, from their versions; one query."""
    rows = ProcessingActivity.history.filter(reviewed_on__range=(first, last)).order_by("history_date", "history_id")
    found = {
        (pk, day): (reference, name, day)
        for pk, day, reference, name in rows.values_list("id", "reviewed_on", "reference", "name")
    }
    return tuple(sorted(found.values()))


def references():
    return set(ProcessingActivity.objects.values_list("reference", flat=True))


def origins():
    """The keys of the typical activities that the register already covers, archived sheets included."""
    keys = set()
    for found in ProcessingActivity.objects.values_list("origins", flat=True):
        keys.update(found)
    return frozenset(keys)


def names_of_supplier_uses():
    """`{supplier id: [reference and name of each sheet in force that uses it]}`."""
    uses = defaultdict(list)
    rows = ActivityProcessor.objects.filter(supplier__isnull=False, activity__state=State.IN_FORCE)
    for supplier_id, reference, name in rows.order_by("activity__reference").values_list(
        "supplier_id", "activity__reference", "activity__name"
    ):
        uses[supplier_id].append(f"{reference} {name}")
    return uses


def supplier_uses():
    """`{supplier id: [SupplierUse of each sheet in force that names it]}`; one query."""
    uses = defaultdict(dict)
    rows = ActivityProcessor.objects.filter(supplier__isnull=False, activity__state=State.IN_FORCE)
    for supplier_id, activity_id, reference, name, persons in rows.order_by("activity__reference").values_list(
        "supplier_id", "activity_id", "activity__reference", "activity__name", "activity__persons"
    ):
        told = bool(PATIENT_AUDIENCE & set(persons))
        uses[supplier_id][activity_id] = SupplierUse(activity_id, f"{reference} {name}", told)
    return {supplier_id: list(found.values()) for supplier_id, found in uses.items()}


def names_of_rule_uses():
    """`{retention rule id: [reference and name of each sheet in force that follows it]}`."""
    uses = defaultdict(list)
    rows = DataCategory.objects.filter(retention_rule__isnull=False, activity__state=State.IN_FORCE)
    named = rows.values_list("retention_rule_id", "activity__reference", "activity__name").order_by(
        "activity__reference", "retention_rule_id"
    )
    for rule_id, reference, name in named.distinct():
        uses[rule_id].append(f"{reference} {name}")
    return uses


def rows_following(rule_id):
    """The rows of the sheets, in force or drafts, of which a category of data follows a retention rule."""
    following = DataCategory.objects.filter(retention_rule_id=rule_id).values("activity_id")
    return list(ProcessingActivity.objects.filter(pk__in=following).exclude(state=State.ARCHIVED).order_by("reference"))


def rules_told_to_patients():
    """The keys of the retention rules that a sheet in force about patients follows: those that the notice states."""
    rows = DataCategory.objects.filter(retention_rule__isnull=False, activity__state=State.IN_FORCE)
    return frozenset(
        rule_id
        for rule_id, persons in rows.order_by().values_list("retention_rule_id", "activity__persons")
        if PATIENT_AUDIENCE.intersection(persons)
    )


def waiting_for_a_supplier():
    """`{kind of processor: {sheet id: its reference and name}}` of the sheets, not archived, whose processor has no name."""
    waiting = defaultdict(dict)
    rows = ActivityProcessor.objects.filter(supplier__isnull=True).exclude(activity__state=State.ARCHIVED)
    for kind, activity_id, reference, name in rows.order_by("activity__reference").values_list(
        "kind", "activity_id", "activity__reference", "activity__name"
    ):
        waiting[kind][activity_id] = f"{reference} {name}"
    return waiting


def _records(rows, party_id=None):
    if party_id is not None:
        rows = rows.filter(responsibles__party_id=party_id).distinct()
    roots = claims.dated(ProcessingActivity, rows.order_by("reference", "id").values(*_ROOT))
    ids = {root["id"] for root in roots}
    lists = {name: read(ids) for name, read in _LISTS.items()} if ids else {}
    return tuple(_record(root, lists) for root in roots)


def _record(root, lists):
    content = dict(root)
    draft = content["state"] == State.DRAFT
    moment = content["updated_at"].timestamp()
    content["lock_token"] = f"{content['version']}-{moment:.6f}" if draft else str(content["version"])
    for name in ("persons", "origins", "sources"):
        content[name] = tuple(content[name])
    for name, found in lists.items():
        content[name] = tuple(found.get(root["id"], ()))
    return ActivityRecord(**content)


def _grouped(model, ids, columns, make):
    found = defaultdict(list)
    for values in model.objects.filter(activity_id__in=ids).order_by("position", "id").values("activity_id", *columns):
        found[values["activity_id"]].append(make(values))
    return found


def _simple(model, record, columns):
    def read(ids):
        return _grouped(model, ids, columns, lambda values: record(*[values[name] for name in columns]))

    return read


def _data(ids):
    joined = [f"retention_rule__{name}" for name in retention.NAMES]

    def make(values):
        rule = retention.record(values, "retention_rule__") if values["retention_rule__id"] else None
        return DataRecord(values["description"], values["kind"], rule, values["justification"])

    return _grouped(DataCategory, ids, ["description", "kind", "justification", *joined], make)


def _processors(ids):
    joined = [f"supplier__{name}" for name in suppliers.NAMES]

    def make(values):
        supplier = suppliers.record(values, "supplier__") if values["supplier__id"] else None
        return ProcessorRecord(values["kind"], supplier)

    return _grouped(ActivityProcessor, ids, ["kind", *joined], make)


_LISTS = {
    "responsibles": _simple(Responsible, ResponsibleRecord, ["party_id", "party__name", "role"]),
    "purposes": _simple(
        Purpose, PurposeRecord, ["name", "legal_basis", "basis_text", "interest", "article_9", "to_validate"]
    ),
    "data_categories": _data,
    "recipients": _simple(Recipient, RecipientRecord, ["kind", "name"]),
    "processors": _processors,
    "transfers": _simple(Transfer, TransferRecord, ["recipient", "country", "safeguard", "link"]),
}
