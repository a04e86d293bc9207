"""Who answers for what, as frozen facts."""

import datetime as dt
import uuid
from dataclasses import dataclass

from registry.law.vocabulary import HdsStatus
from registry.responsibilities.rules import Outcome, Paper

#: The level that opens nothing.
CLOSED = "none"


@dataclass(frozen=True)
class DecisionRecord:
    """`reasons` are `{"text", "references", "to_validate"}` as they stood on the day of the decision."""

    id: uuid.UUID
    activity_id: uuid.UUID
    answer: str
    outcome: str
    papers: tuple[str, ...]
    reasons: tuple[dict, ...]
    hds_alert: bool
    justification: str
    decided_on: dt.date

    @property
    def label(self):
        return Outcome.label_of(self.outcome)

    @property
    def answer_label(self):
        return Outcome.label_of(self.answer)

    @property
    def departs(self):
        return self.outcome != self.answer

    @property
    def is_joint(self):
        return self.outcome in (Outcome.JOINT, Outcome.JOINT_WITH_PROCESSOR)

    @property
    def has_processor(self):
        return self.outcome.endswith("_with_processor")

    @property
    def paper_labels(self):
        return tuple(Paper.label_of(paper) for paper in self.papers)


@dataclass(frozen=True)
class AgreementRecord:
    id: uuid.UUID
    version: int
    name: str
    informs: str
    answers: str
    notifies: str
    contact_point: str
    arrangement: str
    essence: str
    signed_on: dt.date | None
    archived_on: dt.date | None
    parties: tuple[tuple[uuid.UUID, str], ...]
    activities: tuple[tuple[uuid.UUID, str], ...]

    @property
    def party_names(self):
        return tuple(name for _, name in self.parties)


@dataclass(frozen=True)
class Essence:
    """The essence of an agreement, for the persons concerned; `activities` are the identifiers of what it is about."""

    names: tuple[str, ...]
    contact_point: str
    essence: str
    activities: tuple[str, ...]


@dataclass(frozen=True)
class ServiceRecord:
    """One sheet of the register of a processor (art. 30.2)."""

    id: uuid.UUID
    version: int
    name: str
    service_label: str
    processor_id: uuid.UUID
    processor: str
    categories: str
    subprocessors: str
    transfers: str
    security_measures: str
    health_data: bool
    hds: str
    contract_on: dt.date | None
    archived_on: dt.date | None
    controllers: tuple[tuple[uuid.UUID, str], ...]

    @property
    def hds_label(self):
        return HdsStatus.label_of(self.hds)

    @property
    def hds_alert(self):
        """Patients' data are kept for others without a known certificate (CSP L1111-8)."""
        return self.health_data and self.hds != HdsStatus.YES


@dataclass(frozen=True)
class MatrixRow:
    """One function of the matrix: what it is, its level for each subject in order, and why."""

    key: str
    label: str
    levels: tuple[tuple[str, str], ...]
    why: tuple[str, ...]

    @property
    def opened(self):
        return tuple((subject, level) for subject, level in self.levels if level != CLOSED)

    @property
    def closed(self):
        return tuple(subject for subject, level in self.levels if level == CLOSED)


@dataclass(frozen=True)
class MatrixRecord:
    """`adopted_on` is None for the proposal that nobody adopted yet."""

    subjects: tuple[tuple[str, str], ...]
    rows: tuple[MatrixRow, ...]
    objection: str
    adopted_on: dt.date | None
    id: uuid.UUID | None = None


@dataclass(frozen=True)
class Stood:
    """Who answered for what at one moment. `decisions` are `(name of the activity, DecisionRecord)`; `matrix` may be None."""

    decisions: tuple[tuple[str, DecisionRecord], ...]
    agreements: tuple[AgreementRecord, ...]
    services: tuple[ServiceRecord, ...]
    matrix: MatrixRecord | None
