"""Activities as frozen facts: what rules, screens, documents and the notice read. Made by `queries` alone."""

import datetime as dt
import uuid
from dataclasses import dataclass

from registry.law.vocabulary import (
    Article9Condition,
    CatalogueFamily,
    DataKind,
    DpiaState,
    InformationMeans,
    LegalBasis,
    PersonCategory,
    ProcessorKind,
    RecipientKind,
    Role,
    TransferSafeguard,
)
from registry.retention.records import RetentionRecord
from registry.suppliers.records import SupplierRecord

STATES = {"draft": "Brouillon", "in_force": "En vigueur", "archived": "Archivée"}
STANCES = {
    "unknown": "À vérifier",
    "none": "Aucun transfert hors de l’Espace économique européen",
    "some": "Des données sortent de l’Espace économique européen",
}


@dataclass(frozen=True)
class ResponsibleRecord:
    party_id: uuid.UUID
    name: str
    role: str

    @property
    def role_label(self):
        return Role.label_of(self.role)


@dataclass(frozen=True)
class PurposeRecord:
    name: str
    legal_basis: str
    basis_text: str
    interest: str
    article_9: str
    to_validate: bool

    @property
    def basis_label(self):
        return LegalBasis.label_of(self.legal_basis) if self.legal_basis else ""

    @property
    def article_9_label(self):
        return Article9Condition.label_of(self.article_9) if self.article_9 else ""


@dataclass(frozen=True)
class DataRecord:
    description: str
    kind: str
    rule: RetentionRecord | None
    justification: str

    @property
    def kind_label(self):
        return DataKind.label_of(self.kind) if self.kind else ""

    @property
    def is_sensitive(self):
        return bool(self.kind) and DataKind(self.kind).is_sensitive

    @property
    def told_by(self):
        """What says how long: neighbours that share it are shown together."""
        return (self.rule.id if self.rule else None, self.justification)

    @property
    def needs_article_9(self):
        return bool(self.kind) and DataKind(self.kind).needs_article_9


@dataclass(frozen=True)
class RecipientRecord:
    kind: str
    name: str

    @property
    def kind_label(self):
        return RecipientKind.label_of(self.kind) if self.kind else ""


@dataclass(frozen=True)
class ProcessorRecord:
    kind: str
    supplier: SupplierRecord | None

    @property
    def kind_label(self):
        return ProcessorKind.label_of(self.kind)


@dataclass(frozen=True)
class TransferRecord:
    recipient: str
    country: str
    safeguard: str
    link: str

    @property
    def safeguard_label(self):
        return TransferSafeguard.label_of(self.safeguard) if self.safeguard else ""


@dataclass(frozen=True)
class SupplierUse:
    """A sheet in force that names a supplier; `told_to_patients`: the notice of patients speaks of it."""

    id: uuid.UUID
    name: str
    told_to_patients: bool


@dataclass(frozen=True)
class ActivityOutline:
    """What the list of the register filters and sorts by, without what is on the sheet."""

    id: uuid.UUID
    reference: str
    name: str
    state: str
    family: str
    next_review_on: dt.date | None
    updated_at: dt.datetime


@dataclass(frozen=True, kw_only=True)
class ActivityRecord:
    """One sheet of the register as it stands, with its lists."""

    id: uuid.UUID
    version: int
    lock_token: str
    reference: str
    name: str
    description: str = ""
    state: str = "in_force"
    family: str = ""
    persons: tuple[str, ...] = ()
    data_source: str = ""
    transfer_stance: str = "unknown"
    software: str = ""
    security_measures: str = ""
    information_means: str = ""
    information_note: str = ""
    dpia_state: str = ""
    dpia_note: str = ""
    started_on: dt.date | None = None
    reviewed_on: dt.date | None = None
    next_review_on: dt.date | None = None
    updated_at: dt.datetime | None = None
    origins: tuple[str, ...] = ()
    sources: tuple[dict, ...] = ()
    responsibles: tuple[ResponsibleRecord, ...] = ()
    purposes: tuple[PurposeRecord, ...] = ()
    data_categories: tuple[DataRecord, ...] = ()
    recipients: tuple[RecipientRecord, ...] = ()
    processors: tuple[ProcessorRecord, ...] = ()
    transfers: tuple[TransferRecord, ...] = ()

    @property
    def state_label(self):
        return STATES[self.state]

    @property
    def family_label(self):
        return CatalogueFamily.label_of(self.family) if self.family else ""

    @property
    def person_labels(self):
        return [PersonCategory.label_of(person) for person in self.persons]

    @property
    def stance_label(self):
        return STANCES[self.transfer_stance]

    @property
    def information_label(self):
        return InformationMeans.label_of(self.information_means) if self.information_means else ""

    @property
    def dpia_label(self):
        return DpiaState.label_of(self.dpia_state) if self.dpia_state else ""

    @property
    def measures(self):
        return [line.strip() for line in self.security_measures.splitlines() if line.strip()]

    @property
    def is_sensitive(self):
        return any(each.is_sensitive for each in self.data_categories)

    @property
    def needs_article_9(self):
        return any(each.needs_article_9 for each in self.data_categories)
