"""An end of practice as frozen facts."""

import datetime as dt
import uuid
from dataclasses import dataclass

from registry.closing.vocabulary import Keeper, Support
from registry.law.closing import EndKind, Step
from registry.law.vocabulary import Profession


@dataclass(frozen=True)
class PublicContact:
    """Who may still be reached, as the public notice shows it after the end."""

    ends_on: dt.date
    who: str
    name: str
    address: str = ""
    email: str = ""
    phone: str = ""
    message: str = ""


@dataclass(frozen=True)
class Durations:
    """The rules (RetentionRecord) that go on running after the end: those of the patients' files, then the practice's own."""

    files: tuple = ()
    own: tuple = ()


@dataclass(frozen=True)
class StepRecord:
    step: Step
    due_on: dt.date
    done_on: dt.date | None = None
    note: str = ""


@dataclass(frozen=True)
class HoldingRecord:
    nature: str
    support: str
    count: int | None = None
    years: str = ""
    place: str = ""
    destination: str = ""

    @property
    def support_label(self):
        return Support.label_of(self.support)


@dataclass(frozen=True, kw_only=True)
class ClosingRecord:
    """`who` is the practitioner's name, empty when the whole structure closes."""

    id: uuid.UUID
    version: int
    kind: str
    ends_on: dt.date
    who: str = ""
    profession: str = ""
    keeper: str = ""
    keeper_name: str = ""
    keeper_address: str = ""
    keeper_since: dt.date | None = None
    contact_name: str = ""
    contact_address: str = ""
    contact_email: str = ""
    contact_phone: str = ""
    contact_shown: bool = False
    message: str = ""
    order_name: str = ""
    order_address: str = ""
    finished_on: dt.date | None = None
    steps: tuple[StepRecord, ...] = ()
    holdings: tuple[HoldingRecord, ...] = ()

    @property
    def kind_label(self):
        return EndKind.label_of(self.kind)

    @property
    def profession_label(self):
        return Profession.label_of(self.profession) if self.profession else ""

    @property
    def keeper_label(self):
        return Keeper.label_of(self.keeper) if self.keeper else ""

    @property
    def contact_is_reachable(self):
        return bool(self.contact_name and (self.contact_address or self.contact_email or self.contact_phone))

    @property
    def steps_done(self):
        return sum(each.done_on is not None for each in self.steps)

    @property
    def files(self):
        return sum(each.count or 0 for each in self.holdings)
