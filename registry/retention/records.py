"""A retention rule of a structure as frozen facts."""

import datetime as dt
import uuid
from dataclasses import dataclass

from registry.law.vocabulary import Force


@dataclass(frozen=True)
class RetentionRecord:
    id: uuid.UUID
    version: int
    name: str
    text: str
    trigger: str = ""
    active_use: str = ""
    archive: str = ""
    fate: str = ""
    force: str = "practice"
    to_validate: bool = False
    justification: str = ""
    parameter: str = ""
    parameter_date: dt.date | None = None
    sources: tuple[dict, ...] = ()
    archived_on: dt.date | None = None

    @property
    def force_label(self):
        return Force.label_of(self.force)
