"""Impact assessments as frozen facts."""

import datetime as dt
import uuid
from dataclasses import dataclass, field, replace

from registry.dpia.changes import Change
from registry.dpia.rules import LABELS, REQUIRED, Answer
from registry.dpia.terms import CARRY_OUT, OUTCOMES, Fear, Level, Residual

#: The answers by code, as a decision keeps them: the paragraph that binds stands in its reasons.
ANSWERS = {REQUIRED: "Une analyse d’impact est obligatoire (RGPD, art.\u00a035)", **LABELS}


@dataclass(frozen=True)
class RiskRecord:
    fear: str
    severity: str = ""
    likelihood: str = ""
    impacts: str = ""
    measures: str = ""

    @property
    def fear_label(self):
        return Fear.label_of(self.fear)

    @property
    def severity_label(self):
        return Level.label_of(self.severity) if self.severity else ""

    @property
    def likelihood_label(self):
        return Level.label_of(self.likelihood) if self.likelihood else ""


@dataclass(frozen=True)
class CoveredRecord:
    """Another activity that an assessment covers; `name` is its reference and name."""

    activity_id: uuid.UUID
    name: str
    assessed_version: int = 0
    assessed: dict = field(default_factory=dict, compare=False)


@dataclass(frozen=True, kw_only=True)
class AssessmentRecord:
    """The decision on one activity, and the assessment itself when there is one.

    `main_id` is set when the activity is covered by the assessment of another (seen_from).
    `assessed` is what of the sheet it rests on (changes.matters), `assessed_version` the version of that sheet (0: a draft).
    """

    id: uuid.UUID
    version: int
    activity_id: uuid.UUID
    decided_on: dt.date
    answer: str
    outcome: str
    assessed_version: int = 0
    assessed: dict = field(default_factory=dict, compare=False)
    figures: tuple[tuple[str, str], ...] = ()
    reasons: tuple[dict, ...] = ()
    justification: str = ""
    due_on: dt.date | None = None
    review_on: dt.date | None = None
    required: tuple[str, ...] = ()
    exempt: tuple[str, ...] = ()
    triggers: tuple[str, ...] = ()
    criteria: tuple[str, ...] = ()
    description: str = ""
    necessity: str = ""
    measures: str = ""
    residual: str = ""
    residual_note: str = ""
    dpo_opinion: str = ""
    dpo_opinion_on: dt.date | None = None
    views: str = ""
    link: str = ""
    completed_on: dt.date | None = None
    consulted_on: dt.date | None = None
    consultation_extended: bool = False
    consultation_answered_on: dt.date | None = None
    consultation_answer: str = ""
    risks: tuple[RiskRecord, ...] = ()
    similarity: str = ""
    covered: tuple[CoveredRecord, ...] = ()
    main_id: uuid.UUID | None = None

    def seen_from(self, activity_id):
        """The same for one of the activities that it covers: what of that sheet was looked at."""
        found = next((each for each in self.covered if each.activity_id == activity_id), None)
        if found is None:
            return self
        return replace(
            self, activity_id=activity_id, assessed=found.assessed, assessed_version=found.assessed_version,
            main_id=self.activity_id,
        )  # fmt: skip

    @property
    def is_covered(self):
        """Whether this is seen from an activity that another's assessment covers."""
        return self.main_id is not None

    @property
    def activity_name(self):
        """The reference and the name that the sheet had when it was decided upon."""
        return dict(self.figures).get("Activité", "")

    @property
    def answer_label(self):
        return ANSWERS.get(self.answer, self.answer)

    @property
    def outcome_label(self):
        return dict(OUTCOMES)[self.outcome]

    @property
    def carries_out(self):
        return self.outcome == CARRY_OUT

    @property
    def residual_label(self):
        return Residual.label_of(self.residual) if self.residual else ""

    @property
    def is_written(self):
        """Whether anything of the assessment itself was written."""
        return any((self.description, self.necessity, self.measures, self.risks, self.link, self.completed_on))


@dataclass(frozen=True)
class OnSheet:
    """What the page of a sheet shows of its assessment."""

    record: AssessmentRecord | None
    answer: Answer
    changes: tuple[Change, ...] = ()

    @property
    def is_lacking(self):
        """Whether the texts ask for an assessment that is not finished."""
        return self.answer.code == REQUIRED and (self.record is None or self.record.completed_on is None)
