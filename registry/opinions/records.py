"""An opinion as frozen facts."""

import datetime as dt
import uuid
from dataclasses import dataclass

from registry.opinions.vocabulary import Kind, Stance


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
