"""An opinion as frozen facts."""

import datetime as dt
import uuid
from dataclasses import dataclass

from registry.opinions.delegation import Authorship
from registry.opinions.vocabulary import Kind, Stance


@dataclass(frozen=True)
class Waiting:
    """What a delegate wrote and nobody validated: the row, and the Differences since what the controller answers for.

    `changes` is None where there is nothing to compare with.
    """

    kind: str
    row: object
    authorship: Authorship
    changes: tuple | None

    @property
    def key(self):
        """The record and its version, as the form of the list names them."""
        return f"{self.row.obj}:{self.row.version}"


@dataclass(frozen=True)
class OpinionRecord:
    """`author` is the name of the member who gave it; `object_version` the version that it speaks of."""

    id: uuid.UUID
    aggregate: str
    object_id: uuid.UUID
    object_version: int
    kind: str
    stance: str
    text: str
    author: str
    given_on: dt.date
    label: str = ""

    @property
    def kind_label(self):
        return Kind.label_of(self.kind)

    @property
    def stance_label(self):
        return Stance.label_of(self.stance) if self.stance else ""
