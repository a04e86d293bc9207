"""A supplier's whole file as frozen facts: what its page, its letters and its points to check read."""

import datetime as dt
from dataclasses import dataclass, field

from registry.law.contracts import Clause, clauses
from registry.law.vocabulary import (
    AccessLevel,
    HdsActivity,
    HdsVersion,
    Place,
    SecondaryUse,
    SupplierRole,
    YesNoUnknown,
)
from registry.suppliers.records import SupplierRecord


@dataclass(frozen=True)
class SubProcessorRecord:
    name: str
    service: str
    country: str


@dataclass(frozen=True)
class InterventionRecord:
    done_on: dt.date
    place: str
    what: str
    by: str
    watched_by: str
    closed: bool

    @property
    def place_label(self):
        return Place.label_of(self.place)


@dataclass(frozen=True, kw_only=True)
class SupplierFile:
    """`supplier` is what sheets cite; the rest is what its own page asks. `found` is `{clause key: YesNoUnknown}`."""

    supplier: SupplierRecord
    role: str = SupplierRole.PROCESSOR.value
    contact: str = ""
    email: str = ""
    phone: str = ""
    access: str = AccessLevel.UNKNOWN.value
    reads: str = ""
    secondary_use: str = SecondaryUse.UNKNOWN.value
    secondary_note: str = ""
    contract_reference: str = ""
    contract_signed_on: dt.date | None = None
    contract_ends_on: dt.date | None = None
    confidentiality_on: dt.date | None = None
    hds_number: str = ""
    hds_version: str = ""
    hds_body: str = ""
    hds_activities: tuple[str, ...] = ()
    hds_until: dt.date | None = None
    hds_option: str = YesNoUnknown.UNKNOWN.value
    in_eea: str = YesNoUnknown.UNKNOWN.value
    found: dict[str, str] = field(default_factory=dict)
    sub_processors: tuple[SubProcessorRecord, ...] = ()
    interventions: tuple[InterventionRecord, ...] = ()

    @property
    def role_label(self):
        return SupplierRole.label_of(self.role)

    @property
    def access_label(self):
        return AccessLevel.label_of(self.access)

    @property
    def secondary_label(self):
        return SecondaryUse.label_of(self.secondary_use)

    @property
    def option_label(self):
        return YesNoUnknown.label_of(self.hds_option)

    @property
    def eea_label(self):
        return YesNoUnknown.label_of(self.in_eea)

    @property
    def version_label(self):
        return HdsVersion.label_of(self.hds_version) if self.hds_version else ""

    @property
    def activity_labels(self):
        return [HdsActivity.label_of(each) for each in self.hds_activities]

    @property
    def is_processor(self):
        return self.role == SupplierRole.PROCESSOR

    @property
    def clauses_asked(self) -> tuple[Clause, ...]:
        """The clauses that its contract must hold."""
        return tuple(each for each in clauses().values() if not each.hosts_only or self.supplier.hosts_health_data)

    @property
    def checklist(self):
        """`[(clause, YesNoUnknown)]`."""
        return [(each, YesNoUnknown(self.found.get(each.key, "unknown"))) for each in self.clauses_asked]

    @property
    def clauses_by_answer(self):
        """`[(YesNoUnknown, its clauses)]`, in the order of the answers; those that no clause got are left out."""
        found = [(answer, tuple(each for each, given in self.checklist if given == answer)) for answer in YesNoUnknown]
        return [(answer, clauses) for answer, clauses in found if clauses]
