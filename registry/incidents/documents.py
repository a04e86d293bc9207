"""The register of breaches, and one breach, on paper (GDPR art. 33.5). Pure: records in, facts for a template out."""

import datetime as dt
from dataclasses import dataclass

from cabinet_rgpd.history import claims
from cabinet_rgpd.lib.french import NBSP, moment_in_words
from registry.incidents import rules
from registry.incidents.records import IncidentRecord


@dataclass(frozen=True)
class BreachSheet:
    """One breach, ready to print. `late_entry`: the entry was written a day or more after the breach was known."""

    record: IncidentRecord
    anchor: str
    assessment: rules.Assessment
    clocks: tuple[tuple[rules.Clock, str], ...]
    entered_at: dt.datetime | None

    @property
    def title(self):
        return f"{self.record.reference} {self.record.title}"

    @property
    def late_entry(self):
        known, entered = self.record.known_at, self.entered_at
        return bool(known and entered and entered - known >= dt.timedelta(days=1))


@dataclass(frozen=True, kw_only=True)
class BreachesDocument:
    """The whole register of breaches, or one of them."""

    structure: object
    sheets: tuple[BreachSheet, ...]
    dpo: object | None
    receipt: object
    on: dt.date
    title: str = "Registre des violations de données"

    @property
    def notified(self):
        return sum(each.record.first_step(rules.TOLD_CNIL) is not None for each in self.sheets)


def breaches_document(*, structure, incidents, entered, dpo, receipt, on, now) -> BreachesDocument:
    """The breaches of the register, in the order given; `entered` maps an id to the moment of its first entry."""
    tz = structure.tz
    sheets = tuple(_sheet(each, number, entered, now, tz) for number, each in enumerate(incidents, start=1))
    return BreachesDocument(structure=structure, sheets=sheets, dpo=dpo, receipt=receipt, on=on)


def breach_document(*, structure, incident, entered, dpo, receipt, on, now) -> BreachesDocument:
    """One breach alone."""
    sheet = _sheet(incident, 1, entered, now, structure.tz)
    title = f"Violation de données {incident.reference}"
    return BreachesDocument(structure=structure, sheets=(sheet,), dpo=dpo, receipt=receipt, on=on, title=title)


def clock_in_words(clock: rules.Clock, tz) -> str:
    """What a term says on paper, where no second hand turns."""
    due = f"échéance {moment_in_words(clock.due_at, tz)}" if clock.due_at else ""
    done = f"faite le {moment_in_words(clock.done_at, tz)}{claims.when_written(clock.done_at)}" if clock.done_at else ""
    states = {
        rules.DONE: done, rules.DONE_LATE: f"{done}, après le terme", rules.RUNNING: "à faire", rules.OPEN: "à faire",
        rules.LATE: "non faite, terme passé", rules.OPTIONAL: "facultatif, non fait", rules.DECIDED: clock.detail,
    }  # fmt: skip
    return f"{due}{NBSP}; {states[clock.state]}" if due else states[clock.state]


def _sheet(record, number, entered, now, tz):
    clocks = tuple((each, clock_in_words(each, tz)) for each in rules.clocks(record, now=now))
    return BreachSheet(record, f"violation-{number}", rules.assess(record), clocks, entered.get(str(record.id)))
