"""What is done when a person arrives and when a person leaves: data with its sources, read once and checked."""

import datetime as dt
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from cabinet_rgpd.lib.calendar import add_months
from cabinet_rgpd.lib.terms import Term
from registry.law.dated import InvalidParameter, Reference, load_yaml
from registry.law.vocabulary import Mark

FILE = Path(__file__).with_name("people.yaml")
_OFFSET = re.compile(r"(?P<sign>-?)P(?=\d)(?:(?P<months>\d+)M)?(?:(?P<days>\d+)D)?")
_KEYS = {"key", "movement", "for", "when", "label", "why", "mark", "reference"}


class Movement(Term):
    ARRIVAL = "arrival", "Arrivée"
    DEPARTURE = "departure", "Départ"


class Whom(Term):
    """Whose arrival or departure: a practitioner answers for activities and has patients' files, the others do not."""

    PRACTITIONER = "practitioner", "Praticien, remplaçant ou collaborateur"
    STAFF = "staff", "Secrétariat, assistant, stagiaire ou autre"


@dataclass(frozen=True)
class Item:
    """One thing to do. `offset` is (months, days) from the day of the movement, negative before."""

    key: str
    movement: str
    whom: frozenset[str]
    offset: tuple[int, int]
    label: str
    why: str
    mark: Mark
    references: tuple[Reference, ...]

    @property
    def to_validate(self):
        return self.mark.to_validate

    def due_on(self, day: dt.date) -> dt.date:
        months, days = self.offset
        return add_months(day, months) + dt.timedelta(days=days)


@cache
def items() -> tuple[Item, ...]:
    """Every item, in order. Raises InvalidParameter for a malformed one."""
    found = tuple(_item(row) for row in load_yaml(FILE))
    if len({(each.movement, each.key) for each in found}) < len(found):
        raise InvalidParameter("people.yaml names an item twice")
    return found


def label_of(key: str) -> str:
    """An item of the checklists in words; an unknown key (of an older list) as it is."""
    return " ou ".join(dict.fromkeys(each.label for each in items() if each.key == key)) or key


def items_of(movement: str, whom: str) -> tuple[Item, ...]:
    """The items of a movement, for a practitioner or for the others."""
    return tuple(each for each in items() if each.movement == movement and whom in each.whom)


def _item(row):
    offset = _OFFSET.fullmatch(row.get("when", ""))
    if offset is None or set(row) != _KEYS or not row["reference"]:
        raise InvalidParameter(f"people item {row.get('key')} is malformed")
    sign = -1 if offset["sign"] else 1
    return Item(
        row["key"], Movement(row["movement"]).value, frozenset(Whom(each).value for each in row["for"]),
        (sign * int(offset["months"] or 0), sign * int(offset["days"] or 0)), row["label"], row["why"],
        Mark(row["mark"]), tuple(Reference(**each) for each in row["reference"]),
    )  # fmt: skip
