"""The journal and the insurance as frozen facts."""

import datetime as dt
import uuid
from dataclasses import dataclass

from registry.law.vocabulary import EntryKind, Method


@dataclass(frozen=True, kw_only=True)
class EntryRecord:
    id: uuid.UUID
    version: int
    kind: str
    happened_on: dt.date
    title: str
    audience: str = ""
    content: str = ""
    method: str = ""
    next_on: dt.date | None = None
    archived_on: dt.date | None = None

    @property
    def obj(self):
        return f"journal:{self.id}"

    @property
    def kind_label(self):
        return EntryKind.label_of(self.kind)

    @property
    def method_label(self):
        return Method.label_of(self.method) if self.method else ""


@dataclass(frozen=True, kw_only=True)
class InsuranceRecord:
    id: uuid.UUID
    version: int
    insurer: str
    policy: str = ""
    starts_on: dt.date | None = None
    renews_on: dt.date | None = None
    limits: str = ""
    excluded: str = ""
    claims_phone: str = ""
    declare_within: str = ""
    declared: tuple[str, ...] = ()
