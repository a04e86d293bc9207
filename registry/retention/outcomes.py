"""What goes into a calculation of durations and what comes out of it; durations on a calendar. Pure."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field

from cabinet_rgpd.lib.calendar import add_months
from registry.law.dated import Reference
from registry.law.vocabulary import TriggerEvent
from registry.retention.rules import parse_duration


@dataclass(frozen=True)
class Given:
    """What was typed: dates by event; `never_shorten`: no particular case brings a deletion forward."""

    dates: Mapping[TriggerEvent, dt.date] = field(default_factory=dict)
    never_shorten: bool = True

    def day(self, event: TriggerEvent) -> dt.date | None:
        return self.dates.get(event)


@dataclass(frozen=True)
class Step:
    """One sentence of the reasoning, with the texts it rests on."""

    text: str
    references: tuple[Reference, ...] = ()


@dataclass(frozen=True)
class Outcome:
    """What a calculation says.

    `active_until`: the last day of current use, or None. Deletion falls due on `delete_on`; a text that gives bounds has
    `not_before` (earlier deletes too soon) and `delete_by` (later keeps too long) apart. `suspended`: an open claim stops
    everything. `kept`: the text sets no end. `missing`: the events whose date is needed first.
    """

    steps: tuple[Step, ...] = ()
    start: dt.date | None = None
    active_until: dt.date | None = None
    not_before: dt.date | None = None
    delete_by: dt.date | None = None
    suspended: bool = False
    kept: bool = False
    fate: str = ""
    missing: tuple[TriggerEvent, ...] = ()

    @property
    def delete_on(self) -> dt.date | None:
        """The day in one date: the earliest that no text forbids, else the latest that the text allows."""
        return None if self.suspended or self.kept else self.not_before or self.delete_by


def after(day: dt.date, iso: str) -> dt.date:
    """The day that comes `iso` (years, months, days) after a day: the same date, or the last day of the month."""
    duration = parse_duration(iso)
    return add_months(day, 12 * duration.years + duration.months) + dt.timedelta(days=duration.days)


def latest_start(day: dt.date, iso: str) -> dt.date:
    """The latest day from which `iso` has run out on `day`."""
    duration = parse_duration(iso)
    start = add_months(day, -12 * duration.years - duration.months) - dt.timedelta(days=duration.days)
    while after(start, iso) > day:
        start -= dt.timedelta(days=1)
    while after(start + dt.timedelta(days=1), iso) <= day:
        start += dt.timedelta(days=1)
    return start
