"""Three texts of one thing: what the model said last (base), what stands here (mine), what it says now (theirs). Pure.

A text is plain data: `{field: value}` and `{list: [{"id": …, field: value}]}`. A reference is `{"obj": …, "label": …}`, and is
what it points to: another name of the same thing is no change.

    compare(base, mine, theirs)  →  the changes that the model makes and that do not stand here already
    merged(mine, changes, taken) →  what stands here once some of them are taken; taking none changes nothing
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from registry.proposals.texts import EVERY_LIST


@dataclass(frozen=True)
class Change:
    """One thing to take or leave: a field, a field of a line, or a whole line that comes (`mine` is None) or goes (`theirs`).

    `where` is the field or the list; `line` the id of the line, empty for a field of the text itself; `field` the field
    of the line, empty for a whole line. `local`: the words that stand here are not those the model gave.
    """

    where: str
    mine: Any
    theirs: Any
    local: bool
    line: str = ""
    field: str = ""
    #: The whole line as it stands here or would come: what a field of it is told by.
    row: dict | None = None

    @property
    def key(self) -> str:
        return ":".join(part for part in (self.where, self.line, self.field) if part)

    @property
    def is_whole_line(self) -> bool:
        return bool(self.line) and not self.field


def compare(base: dict, mine: dict, theirs: dict) -> tuple[Change, ...]:
    """The changes that the model proposes here, in the order of its text.

    What the model says as it said before is not proposed again, whatever was made of it here.
    """
    found = []
    for name, new in theirs.items():
        if name in EVERY_LIST:
            found += _lines(name, base.get(name, []), mine.get(name, []), new)
        else:
            found += _field(name, base.get(name), mine.get(name), new)
    return tuple(found)


def same_text(one: dict, other: dict) -> bool:
    """Whether two texts of the model say the same, the order of lines aside."""
    return not compare(one, one, other)


def merged(mine: dict, changes: Iterable[Change], taken: Collection[str]) -> dict:
    """The fields and the lists that differ from `mine` once the changes whose keys are `taken` are taken."""
    content = {}
    for change in changes:
        if change.key not in taken:
            continue
        if not change.line:
            content[change.where] = change.theirs
            continue
        rows = content.setdefault(change.where, [dict(row) for row in mine.get(change.where, [])])
        if change.field:
            next(row for row in rows if row["id"] == change.line)[change.field] = change.theirs
        elif change.theirs is None:
            rows[:] = [row for row in rows if row["id"] != change.line]
        else:
            rows.append(dict(change.theirs))
    return content


def suggested(changes: Iterable[Change]) -> frozenset[str]:
    """The keys that are ticked from the start: all but those that would go over words of this place."""
    return frozenset(change.key for change in changes if not change.local)


def outcome(changes: Collection[Change], taken: Collection[str]) -> str:
    """The state that an answer gives: `taken`, `partly` or `refused`."""
    kept = {change.key for change in changes} & set(taken)
    if len(kept) == len(changes):
        return "taken"
    return "partly" if kept else "refused"


def may_answer(*, edits: bool, own_party, party, represented: Collection) -> bool:
    """Whether a member answers a proposal made to a party: its own people alone where it has any, else whoever keeps the register."""
    return edits and (own_party == party or party not in represented)


def itself(value: Any) -> Any:
    """A value as it is compared."""
    return value["obj"] if isinstance(value, dict) and "obj" in value else value


def _field(name, base, mine, theirs, line="", list_name="", row=None):
    if itself(theirs) == itself(base) or itself(theirs) == itself(mine):
        return []
    local = itself(mine) != itself(base) and not (_is_empty(mine) and _is_empty(base))
    return [Change(list_name or name, mine, theirs, local, line=line, field=name if line else "", row=row)]


def _lines(name, base, mine, theirs):
    before, here, now = _by_id(base), _by_id(mine), _by_id(theirs)
    # What the model changes or takes away says nothing of what will stand here.
    staying = [
        row for row in mine if (not _differ(row, now[row["id"]]) if row["id"] in now else row["id"] not in before)
    ]
    for line, row in now.items():
        old, own = before.get(line), here.get(line)
        if own is not None:
            for field in _fields(row):
                yield from _field(field, (old or {}).get(field), own.get(field), row[field], line, name, own)
        elif (old is None or _differ(old, row)) and not any(_say_the_same(each, row) for each in staying):
            # Gone from here although the model had given it: it was taken away here, and only comes back by choice.
            yield Change(name, None, row, local=old is not None, line=line, row=row)
    for line, row in here.items():
        if line in before and line not in now:
            yield Change(name, row, None, local=_differ(before[line], row), line=line, row=row)


def _by_id(rows):
    return {row["id"]: row for row in rows}


def _fields(row):
    return [field for field in row if field != "id"]


def _differ(old, new):
    return any(itself(old[field]) != itself(new.get(field)) for field in _fields(old))


def _say_the_same(one, other):
    """Two lines with the same words: what the model would add stands here already."""
    return all(itself(one.get(field)) == itself(other[field]) for field in _fields(other))


def _is_empty(value):
    return value in (None, "", [], {})
