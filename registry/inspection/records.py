"""The inspection file as frozen facts."""

import datetime as dt
from dataclasses import dataclass

from registry.inspection.parts import Part


@dataclass(frozen=True)
class Seal:
    """When a record was written down: `first_at`, and `at` for this version of it."""

    version: int
    first_at: dt.datetime
    at: dt.datetime


@dataclass(frozen=True, kw_only=True)
class Kept:
    """A record with what proves it: its seal, the files attached to it, what the DPO and the controller said of it."""

    record: object
    seal: Seal
    files: tuple
    opinions: tuple
    authorship: object | None


@dataclass(frozen=True)
class Sheet:
    """One record as it stood: its fields in words; what the record claims of its dates stands among them."""

    title: str
    kind: str
    fields: tuple[tuple[str, tuple[str, ...]], ...]
    kept: Kept


@dataclass(frozen=True)
class Chapter:
    """A part with what it holds; `number` counts from 1, `anchor` is its address in the document."""

    part: Part
    number: int
    sheets: tuple[Sheet, ...] = ()
    count: int = 0
    #: What the layout of the part reads (registry.inspection.layouts); None for a part without one.
    content: object | None = None
    #: Files about records that no part shows.
    files: tuple = ()

    @property
    def template(self):
        """The layout of the part, or "" when its records are printed as they are."""
        return f"registry/inspection/documents/{self.part.key}.html" if self.content is not None else ""

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
    on: dt.date
    made_on: dt.date
    receipt: object

    @property
    def title(self):
        return "Dossier de contrôle"

    @property
    def owner(self):
        return self.structure.name
