"""The yearly report of a DPO, as frozen facts (GDPR art. 38.3 and 39.1). Pure."""

import datetime as dt
from collections import Counter
from dataclasses import dataclass

from cabinet_rgpd.lib.french import NBSP, counted
from registry.law.vocabulary import MeasureState


@dataclass(frozen=True)
class Period:
    """A calendar year, up to `last`: its end, or the day it is looked at."""

    year: int
    first: dt.date
    last: dt.date

    @property
    def is_over(self):
        return self.last == dt.date(self.year, 12, 31)

    def holds(self, day):
        return day is not None and self.first <= day <= self.last


def period(year, today):
    """The year up to today."""
    return Period(year, dt.date(year, 1, 1), min(dt.date(year, 12, 31), today))


@dataclass(frozen=True)
class Asked:
    """A request of the year; `days` from its receipt to the answer, or to the day of the report while it waits."""

    reference: str
    kind: str
    received_on: dt.date
    answered_on: dt.date | None
    outcome: str
    days: int
    late: bool


@dataclass(frozen=True)
class Breach:
    """A breach known in the year; `hours` from knowledge to the first notification to the CNIL, None without one."""

    reference: str
    title: str
    known_on: dt.date
    decision: str
    hours: int | None
    closed_on: dt.date | None


@dataclass(frozen=True, kw_only=True)
class Report:
    """What is printed. `author` is who last wrote the words and `written_at` when; both empty before anything is written."""

    structure: object
    period: Period
    on: dt.date
    receipt: object
    dpo: str
    author: str
    written_at: dt.datetime | None
    summary: str
    recommendations: str
    in_force: int
    entries: int
    records: int
    reviewed: tuple
    opinions: tuple
    breaches: tuple[Breach, ...]
    requests: tuple[Asked, ...]
    journal: tuple
    #: `{state: how many measures}` the evening before the year, and on its last day.
    measures_before: dict
    measures_after: dict
    #: `(reference and name, how many points, their sentences)` of the sheets that lack something on the last day.
    lacking: tuple

    @property
    def title(self):
        return f"Bilan {self.period.year} du délégué à la protection des données"

    @property
    def points(self):
        return sum(count for _, count, _ in self.lacking)

    @property
    def measures(self):
        """`(state in words, before, after)`, for the states that are met."""
        found = [
            (each.label, self.measures_before.get(each, 0), self.measures_after.get(each, 0)) for each in MeasureState
        ]
        return tuple(line for line in found if line[1] or line[2])

    @property
    def given(self):
        """`(nature in words, how many)` of opinions, visas and validations."""
        return tuple(sorted(Counter(each.kind_label for each in self.opinions).items()))

    @property
    def answered(self):
        """The median of the days to answer, or None."""
        days = sorted(each.days for each in self.requests if each.answered_on)
        return days[len(days) // 2] if days else None

    @property
    def figures(self):
        """`(what, in words)`, in the order of the document."""
        in_force = counted(self.in_force, "activité en vigueur", "activités en vigueur")
        entries, records = counted(self.entries, "écriture", "écritures"), counted(self.records, "objet", "objets")
        return (
            ("Registre", f"{in_force}, {counted(len(self.reviewed), 'fiche revue', 'fiches revues')}"),
            ("Historique", f"{entries} sur {records}"),
            ("Avis et visas", ", ".join(f"{kind}{NBSP}: {count}" for kind, count in self.given) or "aucun"),
            ("Violations de données", str(len(self.breaches))),
            ("Demandes et courriers", self._answered()),
            ("Formations, contrôles, journal", counted(len(self.journal), "ligne", "lignes")),
            ("Points à compléter", f"{self.points}, sur {counted(len(self.lacking), 'fiche', 'fiches')}"),
        )

    def _answered(self):
        found, late = [str(len(self.requests))], sum(each.late for each in self.requests)
        if self.answered is not None:
            found.append(f"la moitié des réponses en {counted(self.answered, 'jour', 'jours')} ou moins")
        return ", ".join([*found, *([f"{late} hors délai"] if late else [])])
