"""What the decision and the mission letter say on paper. Pure: records come in, facts for a template go out."""

import datetime as dt
from dataclasses import dataclass

from registry.dpo.interests import Review
from registry.dpo.records import DecisionRecord, DesignationRecord


@dataclass(frozen=True, kw_only=True)
class DecisionDocument:
    """The decision of the structure as it stood on the day `on`. `receipt` is the end of the chain that day."""

    structure: object
    decision: DecisionRecord
    on: dt.date
    receipt: object

    @property
    def title(self):
        return "Décision sur le délégué à la protection des données"


@dataclass(frozen=True, kw_only=True)
class LetterDocument:
    """The mission letter of the person designated, ready to sign. `checks` sums up what was asked about the person."""

    structure: object
    designation: DesignationRecord
    checks: Review
    on: dt.date
    receipt: object

    @property
    def title(self):
        return "Lettre de mission du délégué à la protection des données"
