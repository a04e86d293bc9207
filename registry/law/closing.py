"""The steps of an end of practice and the fate of the files by profession: data, read once and checked."""

import datetime as dt
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from cabinet_rgpd.lib.calendar import add_months
from cabinet_rgpd.lib.terms import Term
from cabinet_rgpd.structures.vocabulary import Profession
from registry.law import dated
from registry.law.dated import DatedValue, InvalidParameter, load_yaml

FILE = Path(__file__).with_name("closing.yaml")
DURATIONS = Path(__file__).with_name("closing_durations.yaml")
#: What a duration becomes: it runs on for the patients' files, for what the practice keeps itself, or it soon ends.
FILES, OWN, STOPS = "files", "own", "stops"
_OFFSET = re.compile(r"(?P<sign>-?)P(?=\d)(?:(?P<months>\d+)M)?(?:(?P<days>\d+)D)?")
_FATES = {
    Profession.GP: "physician", Profession.SPECIALIST: "physician", Profession.DENTIST: "dentist",
    Profession.MIDWIFE: "midwife", Profession.NURSE: "nurse", Profession.PHYSIOTHERAPIST: "physiotherapist",
    Profession.PODIATRIST: "podiatrist", Profession.PHARMACIST: "pharmacist",
}  # fmt: skip


class EndKind(Term):
    RETIREMENT = "retirement", "Départ en retraite"
    DEATH = "death", "Décès"
    DEPARTURE = "departure", "Départ d’un praticien, les autres restent"
    CLOSURE = "closure", "Fermeture de la structure"


@dataclass(frozen=True)
class Step:
    """One thing to do. `offset` is (months, days) from the day of the end, negative before; `law` a dated parameter or empty."""

    key: str
    label: str
    kinds: frozenset[str]
    offset: tuple[int, int]
    law: str = ""

    def due_on(self, end: dt.date) -> dt.date:
        months, days = self.offset
        return add_months(end, months) + dt.timedelta(days=days)


@cache
def steps() -> tuple[Step, ...]:
    """Every step, in order. Raises InvalidParameter for a malformed one."""
    return tuple(_step(row) for row in load_yaml(FILE))


def label_of(key: str) -> str:
    """A step in words, whatever the end of practice; an unknown key (of an older list) as it is."""
    return " ou ".join(dict.fromkeys(each.label for each in steps() if each.key == key)) or key


def steps_of(kind: str) -> tuple[Step, ...]:
    """The steps of a kind of end, one a key."""
    return tuple(step for step in steps() if kind in step.kinds)


def goes_on(parameter: str) -> str:
    """What a duration becomes after the end of a practice: FILES, OWN or STOPS; a rule of the structure's own is OWN."""
    return _durations().get(parameter.removeprefix("retention."), OWN)


@cache
def _durations():
    data = load_yaml(DURATIONS)
    if set(data) != {FILES, OWN, STOPS}:
        raise InvalidParameter(f"closing durations are told as {FILES}, {OWN} and {STOPS}")
    found = {name: group for group, names in data.items() for name in names}
    if len(found) != sum(len(names) for names in data.values()):
        raise InvalidParameter("a closing duration is told once")
    for name in found:
        dated.get(f"retention.{name}")
    return found


def advice(*, kind: str, profession: str, on: dt.date) -> tuple[tuple[str, DatedValue], ...]:
    """What the texts say of the files, `(parameter, its value on the day)`: by profession first, then by kind of end."""
    name = _FATES.get(profession, "other") if profession else ""
    keys = [f"closing.fate_{name}"] if name else []
    if name == "physician":
        keys.append("closing.order_physician")
        keys += ["closing.death_physician"] if kind == EndKind.DEATH else []
    keys += ["closing.remaining_colleagues"] if kind == EndKind.DEPARTURE else []
    keys += ["closing.patients_told", "closing.durations_run", "closing.outside_archive"]
    return tuple((key, dated.get(key).on(on)) for key in keys)


def _step(row):
    found = _OFFSET.fullmatch(row["when"])
    if found is None or set(row) != {"key", "kinds", "when", "label", "law"}:
        raise InvalidParameter(f"closing step {row.get('key')} is malformed")
    if row["law"]:
        dated.get(row["law"])
    sign = -1 if found["sign"] else 1
    offset = sign * int(found["months"] or 0), sign * int(found["days"] or 0)
    return Step(row["key"], row["label"], frozenset(EndKind(kind).value for kind in row["kinds"]), offset, row["law"])
