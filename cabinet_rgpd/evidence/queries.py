"""Reads of the evidence of the structure in scope. The bytes are read by `content` alone."""

from collections import defaultdict
from dataclasses import fields

from django.db.models import Sum

from cabinet_rgpd.evidence.models import Evidence, EvidenceContent
from cabinet_rgpd.evidence.records import EvidenceRecord, Shelf
from cabinet_rgpd.history import aggregates
from cabinet_rgpd.isolation.scope import structure_in_scope

NAMES = [field.name for field in fields(EvidenceRecord)]


def of(obj):
    """The files attached to one record (its `obj`, such as « supplier:<uuid> »), the latest first."""
    return of_many([obj]).get(obj, ())


def of_many(objs):
    """`{obj: its files}` for the records that have some; one query."""
    found = defaultdict(list)
    for values in Evidence.objects.filter(about__in=list(objs), withdrawn_on__isnull=True).values(*NAMES):
        found[values["about"]].append(EvidenceRecord(**values))
    return {obj: tuple(records) for obj, records in found.items()}


def stood(then):
    """`{obj: its files}` as they stood at the moment of a `history.past.Past`, those withdrawn by then left out."""
    found = defaultdict(list)
    for each in sorted(then.instances(Evidence), key=lambda row: (row.added_on, row.name, str(row.id))):
        if each.withdrawn_on is None:
            found[each.about].append(described(each))
    return {obj: tuple(records) for obj, records in found.items()}


def shelf(request, root):
    """What the component `evidence.html` shows for a record: its files, and whether this person may attach one."""
    return Shelf(root.AGGREGATE, root.pk, of(root.obj), may_attach(request, root))


def may_attach(request, root):
    """Whether this person may attach a file to this record (the permission of its kind, and what she answers for)."""
    return bool(root.EVIDENCE_PERMISSION) and request.may_write(root.EVIDENCE_PERMISSION, root)


def record(aggregate, object_id):
    """The row of a record that files may be attached to, or None. Drafts are working papers: they hold none."""
    model = aggregates.roots().get(aggregate)
    if model is None or not model.EVIDENCE_PERMISSION:
        return None
    row = model._base_manager.filter(pk=object_id, structure_id=structure_in_scope()).first()
    return None if row is None or row.is_draft else row


def file(evidence_id):
    """The row of one file, or None."""
    return Evidence.objects.filter(pk=evidence_id).first()


def described(row):
    """A row as a frozen record."""
    return EvidenceRecord(**{name: getattr(row, name) for name in NAMES})


def content(evidence_id):
    """The bytes of a file, or None once they were removed."""
    row = EvidenceContent.objects.filter(pk=evidence_id).first()
    return None if row is None or row.content is None else bytes(row.content)


def space_used():
    """Bytes kept for the structure, files withdrawn from the lists included."""
    return Evidence.objects.aggregate(total=Sum("size"))["total"] or 0
