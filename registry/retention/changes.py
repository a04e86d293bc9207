"""What changed in the law since a structure copied it. Pure: rules and decisions come in, nothing of hers is rewritten.

No scan runs: a rule knows the value it was copied from, and the law knows the value in force today.
"""

import datetime as dt
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from cabinet_rgpd.lib.calendar import add_months
from cabinet_rgpd.lib.french import date_in_words
from registry.law import dated
from registry.law.dated import DatedValue, Reference
from registry.retention import readings, rules
from registry.retention.records import RetentionRecord

#: The house's pace, not the law's: a change is looked at within this many months of the day it holds from.
MONTHS_TO_DECIDE = 3


@dataclass(frozen=True)
class LawChange:
    """A rule of the structure whose legal value has a later one in force."""

    rule: RetentionRecord
    before: DatedValue
    after: DatedValue
    departs: bool = False

    @property
    def key(self) -> tuple:
        return self.rule.id, self.after.since

    @property
    def due_on(self) -> dt.date:
        return add_months(self.after.since, MONTHS_TO_DECIDE)

    @property
    def sources(self) -> tuple[Reference, ...]:
        return self.after.references

    @property
    def lines(self) -> tuple[tuple[str, str, str], ...]:
        """What differs, column by column: `(label, before, after)`."""
        before, after = readings.terms_of(self.before), readings.terms_of(self.after)
        labels = {
            "text": "La règle", "trigger": "Point de départ", "active_use": "Usage courant", "archive": "Archive",
            "fate": "Sort final",
        }  # fmt: skip
        return tuple(
            (label, before[name] or "—", after[name] or "—")
            for name, label in labels.items()
            if before[name] != after[name]
        )

    @property
    def why(self) -> str:
        return f"Depuis le {date_in_words(self.after.since)} : {self.after.text} Rien n’a été modifié chez vous."


@dataclass(frozen=True)
class FormChange:
    """A rule made for another legal form than the structure's, and the key of the one made for hers."""

    rule: RetentionRecord
    replacement: str
    after: DatedValue

    @property
    def text(self) -> str:
        return self.after.text

    @property
    def sources(self) -> tuple[Reference, ...]:
        return self.after.references

    def due_on(self, since: dt.date) -> dt.date:
        """`since`: the day from which the structure has its legal form."""
        return add_months(since, MONTHS_TO_DECIDE)


def law_changes(
    followed: Iterable[RetentionRecord], *, decided: Collection[tuple], on: dt.date
) -> tuple[LawChange, ...]:
    """The changes that wait for a decision, the oldest first. `decided` holds the keys of those already looked at."""
    found = []
    for rule in followed:
        reading = readings.read(rule, on=on)
        if reading.newer is not None and reading.value is not None:
            change = LawChange(rule, reading.value, reading.newer, reading.departs)
            if change.key not in decided:
                found.append(change)
    return tuple(sorted(found, key=lambda change: (change.after.since, change.rule.name)))


def form_changes(followed: Iterable[RetentionRecord], *, legal_form: str, on: dt.date) -> tuple[FormChange, ...]:
    """The rules that bind another legal form, when a rule is made for this one (C. com. L123-22; CGI art. 99)."""
    found = []
    for rule in followed:
        parameter = readings.parameter_of(rule)
        if parameter is None or readings.concerns_form(parameter, legal_form):
            continue
        key = rules.accounting_rule(legal_form)
        if rules.accounting_is_settled(legal_form) and key != rule.parameter:
            value = readings.value_on(dated.get(key), on)
            if value is not None:
                found.append(FormChange(rule, key, value))
    return tuple(found)
