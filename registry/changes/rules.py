"""What changed in the texts that records rest on, durations aside (they have their own page). Pure: nothing is rewritten.

No scan runs: a record knows the day whose law it followed, and the law knows what holds today.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from cabinet_rgpd.lib.calendar import add_months, add_years
from cabinet_rgpd.lib.french import date_in_words, number_in_figures
from registry.law import dated
from registry.law.dated import DatedValue, NoValueInForce, Parameter, Reference
from registry.law.dependence import Dependence

#: The house's pace, not the law's: a change is looked at within this many months of the day it holds from.
MONTHS_TO_HANDLE = 3
#: A record may tell of a day before the structure's first entry, not of one this long before.
YEARS_BEFORE = 1
#: Durations are copied into rules that a structure follows: registry.retention tells of their changes.
_ELSEWHERE = "retention"


@dataclass(frozen=True)
class Touched:
    """A record that follows the older text. `effect`: what the new one would answer of it, in French, or empty."""

    dependence: Dependence
    effect: str = ""

    @property
    def line(self) -> str:
        """The record and the effect in one French line, as a handled change keeps it."""
        return f"{self.dependence.what}. {self.effect}".strip()


@dataclass(frozen=True)
class TextChange:
    """A parameter with a later value in force than the one that some records follow. `before` is None for a new text."""

    parameter: Parameter
    before: DatedValue | None
    after: DatedValue
    touched: tuple[Touched, ...]

    @property
    def key(self) -> tuple[str, dt.date]:
        return self.parameter.key, self.after.since

    @property
    def due_on(self) -> dt.date:
        return add_months(self.after.since, MONTHS_TO_HANDLE)

    @property
    def sources(self) -> tuple[Reference, ...]:
        return self.after.references

    @property
    def before_sources(self) -> tuple[Reference, ...]:
        return self.before.references if self.before else ()

    @property
    def lines(self) -> tuple[tuple[str, str, str], ...]:
        """What differs: `(label, before, after)`."""
        before = self.before
        rows = [("Le texte", before.text if before else "Aucun texte sur ce point.", self.after.text)]
        if before and before.value != self.after.value:
            rows.append(("Le chiffre", _figure(before), _figure(self.after)))
        return tuple(rows)

    @property
    def why(self) -> str:
        return f"Depuis le {date_in_words(self.after.since)} : {self.after.text} Rien n’a été modifié chez vous."


def candidates(*, began: dt.date, on: dt.date) -> tuple[Parameter, ...]:
    """The parameters with a value in force that came during the life of a structure whose first entry is of `began`."""
    since = add_years(began, -YEARS_BEFORE)
    return tuple(
        parameter
        for subject in dated.subjects()
        if subject != _ELSEWHERE
        for each in dated.all_parameters(subject)
        if (parameter := dated.get(each.key)) and any(since < value.since <= on for value in parameter.values)
    )


def text_changes(
    parameters: Iterable[Parameter], dependences: Iterable[Dependence], *, handled: Collection[tuple], on: dt.date
) -> tuple[TextChange, ...]:
    """The changes that touch a record and wait to be handled, the oldest first; `handled` holds keys (TextChange.key)."""
    found = defaultdict(list)
    known = {parameter.key: parameter for parameter in parameters}
    for each in dependences:
        for key in sorted(each.parameters & known.keys()):
            before, after = _value(known[key], each.on), _value(known[key], on)
            if after is not None and after != before and (key, after.since) not in handled:
                found[key, after.since].append((before, after, each))
    changes = [_change(known[key], rows) for (key, _), rows in found.items()]
    return tuple(sorted(changes, key=lambda change: (change.after.since, change.parameter.key)))


def _change(parameter, rows):
    """Records made under different older values are told together: the oldest of these values is the one shown."""
    before, after, _ = min(rows, key=lambda row: row[0].since if row[0] else dt.date.min)
    return TextChange(
        parameter, before, after, tuple(Touched(each, _effect(each, on=after.since)) for *_, each in rows)
    )


def _effect(dependence, *, on):
    """The two answers are asked of the same facts, those of today: only the day of the law differs."""
    if dependence.answer is None:
        return ""
    try:
        then = dependence.answer(dependence.on)
    except NoValueInForce:
        then = ""
    now = dependence.answer(on)
    if then == now:
        return "Avec vos chiffres d’aujourd’hui, la réponse des textes ne change pas."
    return f"La réponse des textes devient « {now} »" + (f", au lieu de « {then} »." if then else ".")


def _value(parameter, day):
    try:
        return parameter.on(day)
    except NoValueInForce:
        return None


def _figure(value):
    return "—" if value.value is None else number_in_figures(value.value)
