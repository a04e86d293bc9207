"""A file attached to a record, as frozen facts."""

import datetime as dt
import uuid
from dataclasses import dataclass

from cabinet_rgpd.evidence import files


@dataclass(frozen=True)
class EvidenceRecord:
    """`about` is the `obj` of the record; `sha256` the fingerprint of the bytes, as sealed."""

    id: uuid.UUID
    version: int
    about: str
    name: str
    kind: str
    size: int
    sha256: str
    note: str
    added_on: dt.date
    #: What the record was called when the file was attached.
    title: str = ""

    @property
    def kind_label(self):
        return files.BY_KEY[self.kind].label

    @property
    def size_in_words(self):
        return files.size_in_words(self.size)

    @property
    def media_type(self):
        return files.BY_KEY[self.kind].media_type


@dataclass(frozen=True)
class Shelf:
    """The files of one record, and where to attach another; `aggregate` and `object_id` name the record."""

    aggregate: str
    object_id: uuid.UUID
    files: tuple[EvidenceRecord, ...]
    may_attach: bool
