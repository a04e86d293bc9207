"""What appeared, changed or went between two evenings, in sentences, by subject.

It compares what stood: a sheet made and archived in between is not told, and neither is a change of what stood on neither day.
"""

import uuid
from dataclasses import dataclass

from cabinet_rgpd.history import aggregates, past
from cabinet_rgpd.history.differences import Difference, differences
from cabinet_rgpd.lib.french import sort_key
from registry.past.subjects import BESIDE, SUBJECTS


@dataclass(frozen=True)
class Change:
    """One record: the sentence that tells it, and the fields that changed, if any. `kind`: appeared, changed, went."""

    aggregate: str
    id: uuid.UUID
    kind: str
    sentence: str
    differences: tuple[Difference, ...] = ()


@dataclass(frozen=True)
class Group:
    title: str
    changes: tuple[Change, ...]


@dataclass(frozen=True)
class Stood:
    """A record as it stood that evening, by the name it had; `version` is the one to read."""

    aggregate: str
    id: uuid.UUID
    version: int
    name: str


def beside(then, day):
    """What stood beside the register: `(title, tuple of Stood)` for each of BESIDE, empty ones included. A few queries a subject."""
    found: dict[str, list[Stood]] = {}
    for subject in BESIDE:
        states = then.states(aggregates.roots()[subject.aggregate])
        lines = [
            Stood(subject.aggregate, each.id, each.version, subject.name(each.state))
            for each in states
            if subject.stands(each.state, day)
        ]
        found.setdefault(subject.title, []).extend(sorted(lines, key=lambda each: sort_key(each.name)))
    return tuple((title, tuple(lines)) for title, lines in found.items())


def compare(first, second, tz):
    """What changed from the evening of `first` to that of `second`, as groups that hold something."""
    before, after = past.Past(past.evening(first, tz)), past.Past(past.evening(second, tz))
    groups: dict[str, list[Change]] = {}
    for subject in (*SUBJECTS, *BESIDE):
        model = aggregates.roots()[subject.aggregate]
        old = {each.id: each.state for each in before.states(model)}
        new = {each.id: each.state for each in after.states(model)}
        changes = [_change(subject, model, each, old.get(each), new[each], first, second) for each in new]
        groups.setdefault(subject.title, []).extend(sorted(filter(None, changes), key=lambda each: each.sentence))
    return tuple(Group(title, tuple(changes)) for title, changes in groups.items() if changes)


def _change(subject, model, record_id, old, new, first, second):
    stood = old is not None and subject.stands(old, first)
    stands = subject.stands(new, second)
    if not stood and not stands:
        return None
    found = tuple(differences(model, old, new)) if old is not None else ()
    if stood and stands:
        if not found:
            return None
        kind, sentence = "changed", subject.changed
    elif stands:
        kind, sentence = "appeared", subject.appeared if old is None else subject.back
    else:
        kind, sentence = "went", subject.went
    return Change(subject.aggregate, record_id, kind, sentence.format(name=subject.name(new)), found)
