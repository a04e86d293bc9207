"""The inspection file as frozen facts."""

import datetime as dt
from dataclasses import dataclass

from registry.inspection.parts import Part


@dataclass(frozen=True)
class Sheet:
    """One record as it stood: its fields in words. `sealed_at` is when this version was written down, `first_at` when the
    record was; what the record claims of its dates stands among its fields.
    """

    title: str
    kind: str
    version: int
    first_at: dt.datetime
    sealed_at: dt.datetime
    fields: tuple[tuple[str, tuple[str, ...]], ...]


@dataclass(frozen=True)
class Chapter:
    """A part with what it holds; `number` counts from 1, `anchor` is its address in the document."""

    part: Part
    number: int
    sheets: tuple[Sheet, ...] = ()
    count: int = 0

    @property
    def anchor(self):
        return f"partie-{self.number}"

    @property
    def title(self):
        return f"{self.number}. {self.part.title}"


@dataclass(frozen=True, kw_only=True)
class InspectionDocument:
    """The whole file. `stood` is the register of that evening; `receipt` the end of the chain then."""

    structure: object
    register: object
    stood: object
    chapters: tuple[Chapter, ...]
    editions: tuple
    on: dt.date
    made_on: dt.date
    receipt: object

    @property
    def title(self):
        return "Dossier de contrôle"

    @property
    def owner(self):
        return self.structure.name
