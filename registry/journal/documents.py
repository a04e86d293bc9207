"""What the PDFs of the journal contain. Pure."""

import datetime as dt
from dataclasses import dataclass

from registry.journal.records import EntryRecord, InsuranceRecord
from registry.journal.rules import Backing


@dataclass(frozen=True, kw_only=True)
class JournalDocument:
    """`lines` are `(entry, author, moment written)`, the latest first."""

    structure: object
    on: dt.date
    receipt: object
    lines: tuple[tuple[EntryRecord, str, dt.datetime | None], ...]
    insurance: InsuranceRecord | None
    backings: tuple[Backing, ...]
    #: `{obj: who wrote it by delegation, who validated it}`.
    authorships: dict


@dataclass(frozen=True, kw_only=True)
class ToSign:
    """A charter or an undertaking, ready to sign. `rules` are the measures in place that it may recall."""

    structure: object
    on: dt.date
    receipt: object
    rules: tuple[str, ...] = ()
