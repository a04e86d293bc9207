"""Reads of opinions: one query each."""

from cabinet_rgpd.history import memory
from cabinet_rgpd.timeline import queries as timeline
from registry.opinions.models import Opinion
from registry.opinions.records import OpinionRecord
from registry.opinions.vocabulary import SUBJECTS


def of(aggregate, object_id):
    """The opinions on one record, the latest first."""
    return tuple(map(_record, _rows().filter(aggregate=aggregate, object_id=object_id)))


def by_object(aggregate):
    """`{object id: opinions, the latest first}` of every record of a kind."""
    found = {}
    for row in map(_record, _rows().filter(aggregate=aggregate)):
        found.setdefault(row.object_id, []).append(row)
    return {key: tuple(rows) for key, rows in found.items()}


def subject(aggregate, object_id):
    """The row that an opinion may be given on, or None: unknown, a draft, or of a kind that asks for no opinion."""
    root = timeline.record(aggregate, object_id) if aggregate in SUBJECTS else None
    return root if root is not None and root.version else None


def author_of(root):
    """The key, as text, of the account that wrote the present version of a record."""
    [version] = memory.versions(root, 1)
    return version.actor


def _rows():
    return Opinion.objects.select_related("member__account")


def _record(row):
    return OpinionRecord(
        id=row.pk, aggregate=row.aggregate, object_id=row.object_id, object_version=row.object_version, kind=row.kind,
        stance=row.stance, text=row.text, author=row.member.account.name, given_on=row.given_on,
    )  # fmt: skip
