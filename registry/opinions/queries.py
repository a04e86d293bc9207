"""Reads of opinions: one query each."""

from cabinet_rgpd.history import aggregates, memory
from cabinet_rgpd.history import queries as history
from cabinet_rgpd.history.differences import differences
from cabinet_rgpd.isolation.scope import structure_in_scope
from cabinet_rgpd.structures import queries as structures
from cabinet_rgpd.structures.roles import DELEGATED_KINDS, Role
from cabinet_rgpd.timeline import queries as timeline
from registry.opinions import delegation
from registry.opinions.models import Opinion
from registry.opinions.records import OpinionRecord, Waiting
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


def stood(then):
    """`{obj: opinions, the latest first}` as they stood at the moment of a `history.past.Past`."""
    rows = then.instances(Opinion)
    names, found = _names(then) if rows else {}, {}
    for each in sorted(rows, key=lambda row: (row.given_on, row.updated_at, str(row.id)), reverse=True):
        found.setdefault(f"{each.aggregate}:{each.object_id}", []).append(_record(each, names))
    return {obj: tuple(records) for obj, records in found.items()}


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
    validations = {}
    for row in map(_record, _rows().filter(kind=Kind.VALIDATION)):
        validations.setdefault(f"{row.aggregate}:{row.object_id}", []).append(row)
    delegates = {each.pk: str(each.member.account_id) for each in granted}
    return _authorships(delegates, structures.members(structure_id), validations)


def authorships_stood(then):
    """The same as it stood at the moment of a `history.past.Past`: what was not validated then still waited."""
    roots = aggregates.roots()
    granted = then.instances(roots["delegation"])
    if not granted:
        return {}
    members = {each.pk: each for each in then.instances(roots["member"])}
    delegates = {each.pk: str(members[each.member_id].account_id) for each in granted}
    validations = {obj: [each for each in given if each.kind == Kind.VALIDATION] for obj, given in stood(then).items()}
    return _authorships(delegates, members.values(), validations, until=then.at)


def _authorships(delegates, members, validations, *, until=None):
    """`delegates`: `{delegation: account}`; `validations`: those given, by `obj`, the latest first."""
    moments, since = history.first_entries("delegation", delegates), {}
    for key, actor in delegates.items():
        at = moments[str(key)]
        since[actor] = min(at, since.get(actor, at))
    managers = {str(each.account_id) for each in members if each.role == Role.MANAGER}
    names = structures.actors(set(since))
    found = {
        obj: delegation.authorship(
            lines, since=since, managers=managers, names=names, validations=validations.get(obj, ())
        )
        for obj, lines in history.hands(since, until=until).items()
        if obj.partition(":")[0] in DELEGATED_KINDS
    }
    return {obj: each for obj, each in found.items() if each is not None}


def authorship(row):
    """Who wrote a record by delegation and who validated it, or None."""
    return authorships().get(row.obj)


def waiting():
    """What waits for the controller: `(kind in French, row, Authorship)`, the oldest first; one query for each kind."""
    found = [(obj, each) for obj, each in authorships().items() if each.waits]
    found.sort(key=lambda pair: (pair[1].written_at, pair[0]))
    rows, kinds = timeline.records(obj for obj, _ in found), history.kinds()
    return [(kinds[rows[obj].AGGREGATE], rows[obj], each) for obj, each in found if obj in rows]


def to_validate():
    """What waits for the controller, with what the delegate changed: `Waiting`, the oldest first; one query more."""
    found = waiting()
    sealed = history.states(
        [pair for _, row, each in found for pair in ((row.obj, each.since), (row.obj, row.version))]
    )
    return [
        Waiting(kind, row, each, _changes(row, sealed.get((row.obj, each.since)), sealed.get((row.obj, row.version))))
        for kind, row, each in found
    ]


def _changes(row, before, after):
    """In words; None where there is nothing to compare with: a new record, or a text that was removed since."""
    return None if before is None or after is None else tuple(differences(type(row), before, after))


def _rows():
    return Opinion.objects.select_related("member__account")


def _names(then):
    members = then.instances(aggregates.roots()["member"])
    accounts = structures.actors({str(each.account_id) for each in members})
    return {each.pk: accounts.get(str(each.account_id), "") for each in members}


def _record(row, names=None):
    """`names` are those of the members at a moment of the past; without them, the row is asked."""
    author = row.member.account.name if names is None else names.get(row.member_id, "")
    return OpinionRecord(
        id=row.pk, aggregate=row.aggregate, object_id=row.object_id, object_version=row.object_version, kind=row.kind,
        stance=row.stance, text=row.text, author=author, given_on=row.given_on, label=row.label,
    )  # fmt: skip
