"""The decision about the DPO and the person designated, as frozen facts."""

import datetime as dt
import uuid
from dataclasses import dataclass

from registry.dpo.decisions import ANSWERS, DESIGNATE


@dataclass(frozen=True)
class DpoContact:
    """The DPO as documents name it (GDPR art. 13.1.b, 30.1.a)."""

    name: str
    organisation: str = ""
    email: str = ""
    phone: str = ""
    since: dt.date | None = None
    until: dt.date | None = None


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
