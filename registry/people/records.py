"""Arrivals, departures and reviews of accesses as frozen facts."""

import datetime as dt
import uuid
from dataclasses import dataclass

from registry.law.people import Item, Movement, Whom
from registry.people.vocabulary import Kept

#: The item that the access itself answers.
APP_ACCESS = "app_access"


@dataclass(frozen=True)
class StepRecord:
    """An item of the checklist and what became of it."""

    item: Item
    due_on: dt.date
    done_on: dt.date | None = None
    by: str = ""
    aside: bool = False
    note: str = ""

    @property
    def settled(self):
        return self.aside or self.done_on is not None


@dataclass(frozen=True, kw_only=True)
class PassageRecord:
    """`access_ends_on` is the end of the access of the person; `has_access` whether there is one at all."""

    id: uuid.UUID
    version: int
    kind: str
    whom: str
    person: str
    on: dt.date
    function: str = ""
    party: str = ""
    party_id: uuid.UUID | None = None
    membership_id: uuid.UUID | None = None
    access_ends_on: dt.date | None = None
    note: str = ""
    finished_on: dt.date | None = None
    steps: tuple[StepRecord, ...] = ()

    @property
    def kind_label(self):
        return Movement.label_of(self.kind)

    @property
    def whom_label(self):
        return Whom.label_of(self.whom)

    @property
    def is_departure(self):
        return self.kind == Movement.DEPARTURE

    @property
    def has_access(self):
        return self.membership_id is not None

    @property
    def waiting(self):
        """The steps that are not settled, the soonest first."""
        return tuple(sorted((each for each in self.steps if not each.settled), key=lambda each: each.due_on))

    @property
    def settled(self):
        return sum(each.settled for each in self.steps)


@dataclass(frozen=True, kw_only=True)
class LineRecord:
    """One access of a review; roles are in words."""

    person: str
    role_label: str
    decision: str
    membership_id: uuid.UUID
    party_id: uuid.UUID | None = None
    party: str = ""
    new_role_label: str = ""
    note: str = ""

    @property
    def decision_label(self):
        if self.decision == Kept.CHANGED and self.new_role_label:
            return f"{Kept.CHANGED.label}\u00a0: {self.new_role_label.lower()}"
        return Kept.label_of(self.decision)


@dataclass(frozen=True, kw_only=True)
class ReviewRecord:
    id: uuid.UUID
    version: int
    reviewed_on: dt.date
    by: str
    next_on: dt.date
    note: str = ""
    lines: tuple[LineRecord, ...] = ()

    def count(self, decision):
        return sum(each.decision == decision for each in self.lines)

    @property
    def tally(self):
        """`(kept, changed, ended)`."""
        return tuple(self.count(each) for each in Kept)
