"""Reads of the history, with the names of its authors."""

from collections import defaultdict
from dataclasses import dataclass

from cabinet_rgpd.history import aggregates, memory
from cabinet_rgpd.history import queries as history
from cabinet_rgpd.history.memory import Version
from cabinet_rgpd.isolation.scope import structure_in_scope
from cabinet_rgpd.mail import queries as mail
from cabinet_rgpd.structures import queries as structures
from cabinet_rgpd.structures.roles import Role


@dataclass(frozen=True)
class Signed:
    """A version with its author's name and the act in words."""

    version: Version
    author: str
    act: str


def record(aggregate, object_id):
    """The row of a tracked record of the structure in scope, or None."""
    model = aggregates.roots().get(aggregate)
    if model is None:
        return None
    return model._base_manager.filter(pk=object_id, structure_id=structure_in_scope()).first()


def records(objs):
    """`{obj: row}` of the tracked records of the structure in scope among these; one query for each kind."""
    wanted = defaultdict(list)
    for obj in objs:
        aggregate, _, key = obj.partition(":")
        wanted[aggregate].append(key)
    models, structure_id = aggregates.roots(), structure_in_scope()
    return {
        row.obj: row
        for aggregate, keys in wanted.items()
        for row in models[aggregate]._base_manager.filter(pk__in=keys, structure_id=structure_id)
    }


def versions(root, limit=None):
    """The versions of a record, the latest first, signed."""
    found = memory.versions(root, limit)
    names = structures.actors({version.actor for version in found})
    return [
        Signed(version, names.get(version.actor, "Le logiciel"), history.act_in_words(version.act)) for version in found
    ]


def last_signed(objs):
    """`{obj: (author's name, moment)}` of the last version of each record; two queries."""
    entries = history.last_entries(objs)
    names = structures.actors({actor for actor, _ in entries.values()})
    return {obj: (names.get(actor, "Le logiciel"), at) for obj, (actor, at) in entries.items()}


def timeline(*, before=None, aggregate="", after=None):
    """The lines of the chain with their authors' names: `[(line, author)]`, and the seq to go on from, or None."""
    lines = history.timeline(before=before, aggregate=aggregate, after=after)
    names = structures.actors({line.entry.actor for line in lines})
    following = lines[-1].entry.seq if len(lines) == history.PAGE and lines[-1].entry.seq > 1 else None
    return [(line, names.get(line.entry.actor, "Le logiciel")) for line in lines], following


def receipt_mailed_at(structure_id):
    """When the last receipt that left by mail for someone else than a manager was written, or None."""
    managers = [each.account.email for each in structures.members(structure_id) if each.role == Role.MANAGER]
    return mail.last_left_for_others(structure_id, "receipt:", managers)


def names_of(account_ids):
    """`{account id: name}`."""
    wanted = {str(each): each for each in account_ids}
    return {wanted[key]: name for key, name in structures.actors(set(wanted)).items() if key in wanted}
