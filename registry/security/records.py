"""Answers about security measures, as frozen facts."""

import datetime as dt
import uuid
from dataclasses import dataclass

from registry.law.vocabulary import MeasureState, RestoreResult

MINUTES_IN_AN_HOUR = 60
NBSP = "\u00a0"


@dataclass(frozen=True)
class RestoreTestRecord:
    done_on: dt.date
    what: str
    minutes: int | None
    by: str
    result: str
    note: str = ""

    @property
    def result_label(self):
        return RestoreResult.label_of(self.result)

    @property
    def duration(self):
        """« 45 minutes », « 2 h 05 »."""
        if self.minutes is None:
            return ""
        hours, minutes = divmod(self.minutes, MINUTES_IN_AN_HOUR)
        if not hours:
            return f"{minutes}{NBSP}{'minute' if minutes < 2 else 'minutes'}"
        return f"{hours}{NBSP}h{NBSP}{minutes:02}" if minutes else f"{hours}{NBSP}h"


@dataclass(frozen=True, kw_only=True)
class MeasureAnswer:
    """Where a measure stands for the structure, or for one place (`site`). `tests` are the latest first."""

    id: uuid.UUID
    version: int
    key: str
    name: str
    site: str = ""
    state: str
    note: str = ""
    answered_on: dt.date
    next_check_on: dt.date | None = None
    planned_on: dt.date | None = None
    responsible: str = ""
    tests: tuple[RestoreTestRecord, ...] = ()

    @property
    def obj(self):
        return f"measure:{self.id}"

    @property
    def state_label(self):
        return MeasureState.label_of(self.state)

    @property
    def is_missing(self):
        return self.state in (MeasureState.PARTIAL, MeasureState.ABSENT)

    @property
    def is_done(self):
        return self.state == MeasureState.IN_PLACE
