"""Reads of opinions: one query each."""

from cabinet_rgpd.history import memory
from cabinet_rgpd.history import queries as history
from cabinet_rgpd.isolation.scope import structure_in_scope
from cabinet_rgpd.structures import queries as structures
from cabinet_rgpd.structures.roles import DELEGATED_KINDS, Role
from cabinet_rgpd.timeline import queries as timeline
from registry.opinions import delegation
from registry.opinions.models import Opinion
from registry.opinions.records import OpinionRecord
from registry.opinions.vocabulary import SUBJECTS, Kind


def of(aggregate, object_id):
    """The opinions on one record, the latest first."""
    return tuple(map(_record, _rows().filter(aggregate=aggregate, object_id=object_id)))


def by_object(aggregate):
    """`{object id: opinions, the latest first}` of every record of a kind."""
    found = {}
    for row in map(_record, _rows().filter(aggregate=aggregate)):
        found.setdefault(row.object_id, []).append(row)
    return {key: tuple(rows) for key, rows in found.items()}


def between(first, last):
    """The opinions, visas and validations given from one day to another, in order."""
    return tuple(map(_record, _rows().filter(given_on__range=(first, last)).order_by("given_on", "updated_at", "id")))


def subject(aggregate, object_id):
    """The row that an opinion may be given on, or None: unknown, a draft, or of a kind that asks for no opinion."""
    root = timeline.record(aggregate, object_id) if aggregate in SUBJECTS else None
    return root if root is not None and root.version else None


def author_of(root):
    """The key, as text, of the account that wrote the present version of a record."""
    [version] = memory.versions(root, 1)
    return version.actor


def authorships():
    """`{obj: Authorship}` of the records that a DPO wrote by delegation; six queries, one when nothing was ever delegated."""
    structure_id = structure_in_scope()
    granted = structures.delegations(structure_id)
    if not granted:
        return {}
    moments = history.first_entries("delegation", [each.pk for each in granted])
    since = {}
    for each in granted:
        actor, at = str(each.member.account_id), moments[str(each.pk)]
        since[actor] = min(at, since.get(actor, at))
    members = structures.members(structure_id)
    managers = {str(each.account_id) for each in members if each.role == Role.MANAGER}
    given = {}
    for row in map(_record, _rows().filter(kind=Kind.VALIDATION)):
        given.setdefault(f"{row.aggregate}:{row.object_id}", []).append(row)
    names = structures.actors(set(since))
    found = {
        obj: delegation.authorship(lines, since=since, managers=managers, names=names, validations=given.get(obj, ()))
        for obj, lines in history.hands(since).items()
        if obj.partition(":")[0] in DELEGATED_KINDS
    }
    return {obj: each for obj, each in found.items() if each is not None}


def waiting():
    """What waits for the controller: `(kind in French, row, Authorship)`, the oldest first; one query for each kind."""
    found = [(obj, each) for obj, each in authorships().items() if each.waits]
    found.sort(key=lambda pair: (pair[1].written_at, pair[0]))
    rows, kinds = timeline.records(obj for obj, _ in found), history.kinds()
    return [(kinds[rows[obj].AGGREGATE], rows[obj], each) for obj, each in found if obj in rows]


def _rows():
    return Opinion.objects.select_related("member__account")


def _record(row):
    return OpinionRecord(
        id=row.pk, aggregate=row.aggregate, object_id=row.object_id, object_version=row.object_version, kind=row.kind,
        stance=row.stance, text=row.text, author=row.member.account.name, given_on=row.given_on, label=row.label,
    )  # fmt: skip
