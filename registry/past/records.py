"""The register of a day that is over, as frozen facts."""

import datetime as dt
from dataclasses import dataclass, field

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
    #: What the DPO and the controller had said of each record, the latest first, and who had written it by delegation: by `obj`.
    opinions: dict = field(default_factory=dict)
    authorships: dict = field(default_factory=dict)

    @property
    def opinions_on_sheets(self):
        """The opinions on each sheet, by its id."""
        return {each.id: self.opinions.get(f"activity:{each.id}", ()) for each in self.activities}
