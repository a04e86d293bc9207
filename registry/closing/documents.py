"""What the papers of an end of practice say. Pure: records come in, facts for a template go out."""

import datetime as dt
from dataclasses import dataclass

from registry.closing.records import ClosingRecord, Durations

TITLES = {
    "poster": "À nos patients",
    "letter": "Lettre au conseil de l’Ordre",
    "inventory": "Inventaire des dossiers",
    "deed": "Acte de garde des dossiers",
}


@dataclass(frozen=True, kw_only=True)
class ClosingDocument:
    """`kind` is a key of TITLES; `durations` go on running; all of it as it stood on the day `on`; `receipt`: its chain's end."""

    kind: str
    structure: object
    record: ClosingRecord
    durations: Durations
    on: dt.date
    receipt: object

    @property
    def title(self):
        return TITLES[self.kind]

    @property
    def over(self):
        """Whether the last day of practice had passed on the day of the document."""
        return self.record.ends_on < self.on

    @property
    def whose(self):
        """Whose files these are: the practitioner, or the structure that closes."""
        return self.record.who or self.structure.name
