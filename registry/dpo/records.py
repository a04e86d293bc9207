"""The decision about the DPO and the person designated, as frozen facts."""

import datetime as dt
import uuid
from dataclasses import dataclass

from registry.dpo.decisions import ANSWERS, DESIGNATE
from registry.dpo.interests import DpoKind


@dataclass(frozen=True)
class DpoContact:
    """The DPO as documents name it (GDPR art. 13.1.b, 30.1.a)."""

    name: str
    organisation: str = ""
    email: str = ""
    phone: str = ""
    since: dt.date | None = None
    until: dt.date | None = None
    kind: str = ""
    cnil_number: str = ""
    postal_address: str = ""

    @property
    def kind_label(self):
        return DpoKind.label_of(self.kind) if self.kind else ""


@dataclass(frozen=True, kw_only=True)
class DesignationRecord(DpoContact):
    """The whole designation. `answers` are those about the person's freedom and means: `{question: yes|no}`."""

    id: uuid.UUID
    version: int
    postal_address: str = ""
    means: str = ""
    letter_signed_on: dt.date | None = None
    next_report_on: dt.date | None = None
    declared_on: dt.date | None = None
    end_reason: str = ""
    end_declared_on: dt.date | None = None
    representative: str = ""
    representative_role: str = ""
    headcount: int | None = None
    checked_on: dt.date | None = None
    checked_note: str = ""
    answers: tuple[tuple[str, str], ...] = ()

    def in_office(self, day):
        return self.since <= day and (self.until is None or self.until >= day)


@dataclass(frozen=True)
class DecisionRecord:
    """A dated decision. `figures` are the facts it rests on: `(label, words)`."""

    id: uuid.UUID
    version: int
    decided_on: dt.date
    figures: tuple[tuple[str, str], ...]
    answer: str
    reasons: tuple[dict, ...]
    outcome: str
    outcome_label: str
    justification: str = ""
    review_on: dt.date | None = None

    @property
    def answer_label(self):
        return ANSWERS.get(self.answer, self.answer)

    @property
    def designates(self):
        return self.outcome == DESIGNATE
