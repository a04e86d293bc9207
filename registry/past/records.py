"""The register of a day that is over, as frozen facts."""

import datetime as dt
from dataclasses import dataclass

from registry.activities.records import ActivityRecord
from registry.closing.records import ClosingRecord
from registry.dpia.records import AssessmentRecord
from registry.dpo.records import DecisionRecord, DpoContact
from registry.retention.records import RetentionRecord
from registry.suppliers.records import SupplierRecord


@dataclass(frozen=True)
class PublishedEdition:
    """The edition of the patient notice in force, and its day."""

    edition: int
    published_on: dt.date


@dataclass(frozen=True, kw_only=True)
class PastRegister:
    """What stood in the evening of `day`.

    `activities` are the sheets in force; `rules` and `suppliers` those in use. `structure` and `parties` give names and
    coordinates as they were. `receipt` is the end of the chain that evening.
    """

    day: dt.date
    receipt: object
    structure: object
    parties: tuple
    activities: tuple[ActivityRecord, ...]
    rules: tuple[RetentionRecord, ...]
    suppliers: tuple[SupplierRecord, ...]
    dpo_decision: DecisionRecord | None
    dpo_contact: DpoContact | None
    notice: PublishedEdition | None
    #: The general description of the security measures: `(theme, sentences)`.
    measures: tuple[tuple[str, tuple[str, ...]], ...] = ()
    assessments: tuple[AssessmentRecord, ...] = ()
    closings: tuple[ClosingRecord, ...] = ()
