"""Breaches as frozen facts: what rules, screens and documents read. Made by `queries` alone."""

import datetime as dt
import uuid
from dataclasses import dataclass, field

from registry.incidents.vocabulary import Answer, BreachKind, BreachState, CnilDecision, PersonsDecision, StepKind
from registry.law.vocabulary import DataKind, PersonCategory


@dataclass(frozen=True)
class StepRecord:
    """Something that was done, at a moment (UTC). `party` is the controller it was done for; None for all of them."""

    kind: str
    done_at: dt.datetime
    reference: str = ""
    note: str = ""
    by: str = ""
    party_id: uuid.UUID | None = None
    party: str = ""
    id: uuid.UUID | None = None

    @property
    def kind_label(self):
        return StepKind.label_of(self.kind)


@dataclass(frozen=True)
class Knowledge:
    """When one controller had reasonable certainty of the breach (UTC)."""

    party_id: uuid.UUID | None
    name: str
    known_at: dt.datetime


@dataclass(frozen=True, kw_only=True)
class IncidentRecord:
    """A breach. Moments are UTC; `risk` maps a criterion of the grid to the level answered (empty when not)."""

    id: uuid.UUID | None = None
    version: int = 1
    reference: str = ""
    title: str = ""
    state: str = BreachState.OPEN
    kind: str = BreachKind.OTHER
    at_supplier: bool = False
    supplier: str = ""
    attack: str = Answer.UNKNOWN
    description: str = ""
    happened_from: dt.datetime | None = None
    happened_until: dt.datetime | None = None
    known_at: dt.datetime | None = None
    known_how: str = ""
    supplier_told_at: dt.datetime | None = None
    confidentiality: bool = False
    integrity: bool = False
    availability: bool = False
    persons: tuple[str, ...] = ()
    persons_count: int | None = None
    data_kinds: tuple[str, ...] = ()
    records_count: int | None = None
    counts_note: str = ""
    consequences: str = ""
    measures_taken: str = ""
    measures_planned: str = ""
    risk: dict = field(default_factory=dict)
    cnil_decision: str = CnilDecision.UNDECIDED
    cnil_reason: str = ""
    cnil_decided_on: dt.date | None = None
    persons_decision: str = PersonsDecision.UNDECIDED
    persons_reason: str = ""
    persons_decided_on: dt.date | None = None
    insured: str = Answer.UNKNOWN
    insurer: str = ""
    insurer_hours: int | None = None
    closed_on: dt.date | None = None
    lessons: str = ""
    entered_at: dt.datetime | None = None
    steps: tuple[StepRecord, ...] = ()
    controllers: tuple[Knowledge, ...] = ()

    @property
    def is_draft(self):
        return self.state == BreachState.DRAFT

    @property
    def is_open(self):
        return self.state == BreachState.OPEN

    @property
    def state_label(self):
        return BreachState.label_of(self.state)

    @property
    def kind_label(self):
        return BreachKind.label_of(self.kind)

    @property
    def where_label(self):
        if not self.at_supplier:
            return "Au cabinet"
        return f"Chez un prestataire\u00a0: {self.supplier}" if self.supplier else "Chez un prestataire"

    @property
    def attack_label(self):
        return Answer.label_of(self.attack)

    @property
    def effects(self):
        """What was lost, in words."""
        found = [
            (self.confidentiality, "confidentialité (des données ont pu être vues ou copiées)"),
            (self.integrity, "intégrité (des données ont pu être modifiées)"),
            (self.availability, "disponibilité (des données ont été inaccessibles ou perdues)"),
        ]
        return tuple(words for lost, words in found if lost)

    @property
    def person_labels(self):
        return tuple(PersonCategory.label_of(each) for each in self.persons)

    @property
    def data_labels(self):
        return tuple(DataKind.label_of(each) for each in self.data_kinds)

    @property
    def cnil_label(self):
        return CnilDecision.label_of(self.cnil_decision)

    @property
    def persons_label(self):
        return PersonsDecision.label_of(self.persons_decision)

    def first_step(self, kinds, party_id=None):
        """The first step of some kinds done for a controller (or for all of them), or None."""
        found = [each for each in self.steps if each.kind in kinds and each.party_id in (None, party_id)]
        return min(found, key=lambda step: step.done_at) if found else None
