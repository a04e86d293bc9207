"""What the papers about people say. Pure: records come in, facts for a template go out."""

import datetime as dt
from dataclasses import dataclass

from registry.people.records import PassageRecord, ReviewRecord


@dataclass(frozen=True, kw_only=True)
class AccessReviewDocument:
    """The review of the accesses, each with what was decided; `receipt` the end of the chain."""

    structure: object
    on: dt.date
    receipt: object
    review: ReviewRecord


@dataclass(frozen=True, kw_only=True)
class PassageDocument:
    """The checklist of an arrival or of a departure: what was done, by whom, when, and what remains."""

    structure: object
    on: dt.date
    receipt: object
    record: PassageRecord
