"""A supplier as frozen facts."""

import datetime as dt
import uuid
from dataclasses import dataclass

from registry.law.vocabulary import HEALTH_DATA_HOSTS, HdsStatus, ProcessorKind


@dataclass(frozen=True)
class SupplierRecord:
    id: uuid.UUID
    version: int
    name: str
    kind: str
    country: str = ""
    hds: str = "unknown"
    note: str = ""
    archived_on: dt.date | None = None

    @property
    def kind_label(self):
        return ProcessorKind.label_of(self.kind)

    @property
    def hds_label(self):
        return HdsStatus.label_of(self.hds)

    @property
    def hosts_health_data(self):
        return self.kind in HEALTH_DATA_HOSTS
