"""What the decision and the assessment say on paper. Pure: records come in, facts for a template go out."""

import datetime as dt
from dataclasses import dataclass

from registry.dpia.records import AssessmentRecord
from registry.dpia.terms import Gap


@dataclass(frozen=True, kw_only=True)
class AssessmentDocument:
    """One activity as it stood on the day `on`. `whole`: the assessment itself, else the decision alone.

    `activity` is the reference and the name that the sheet had; `receipt` the end of the chain that day.
    """

    structure: object
    activity: str
    record: AssessmentRecord
    on: dt.date
    receipt: object
    whole: bool = False
    gaps: tuple[Gap, ...] = ()
    answer_due_on: dt.date | None = None

    @property
    def title(self):
        return f"{'Analyse d’impact' if self.whole else 'Décision sur l’analyse d’impact'} — {self.activity}"
