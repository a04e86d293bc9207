"""What the texts ask after a breach (GDPR art. 33 and 34). Pure: frozen facts in, clocks and findings with reasons out.

Terms in hours are elapsed hours, from each controller's own knowledge, weekends and nights included: the prudent reading.
"""

import datetime as dt
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from cabinet_rgpd.lib.french import NBSP
from registry.incidents.records import IncidentRecord, Knowledge
from registry.incidents.vocabulary import Answer, CnilDecision, PersonsDecision, StepKind
from registry.law import dated
from registry.law.dated import Reference

NONE, CNIL, PERSONS, UNKNOWN = "none", "cnil", "persons", "unknown"
LEVELS = {
    NONE: "Pas de risque vraisemblable\u00a0: inscrire au registre suffit",
    CNIL: "Un risque\u00a0: notifier à la CNIL",
    PERSONS: "Un risque élevé\u00a0: notifier à la CNIL et informer les personnes",
    UNKNOWN: "La grille n’est pas complète\u00a0: dans le doute, notifiez, vous compléterez",
}
RUNNING, LATE, DONE, DONE_LATE, OPEN, OPTIONAL, DECIDED = (
    "running", "late", "done", "done_late", "open", "optional", "decided",
)  # fmt: skip
GRID = Path(__file__).with_name("grid.yaml")
#: Steps that tell the CNIL, on behalf of a controller. What a supplier tells it is not among them.
TOLD_CNIL = frozenset({StepKind.CNIL_INITIAL, StepKind.CNIL_COMPLETE})


@dataclass(frozen=True)
class Criterion:
    key: str
    question: str
    why: str
    levels: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Line:
    when: tuple[tuple[str, tuple[str, ...]], ...]
    outcome: str
    because: str


@dataclass(frozen=True)
class Grid:
    criteria: tuple[Criterion, ...]
    table: tuple[Line, ...]
    references: tuple[Reference, ...]


@dataclass(frozen=True)
class Assessment:
    """What the grid answers: `level` is NONE, CNIL, PERSONS or UNKNOWN; `facts` are the answers, `(criterion, words)`."""

    level: str
    because: str
    facts: tuple[tuple[str, str], ...]
    missing: tuple[str, ...]
    references: tuple[Reference, ...]

    @property
    def label(self):
        return LEVELS[self.level]


@dataclass(frozen=True)
class Clock:
    """One term. `due_at` (UTC) is None when the text gives no figure; `who` is the controller when there are several."""

    key: str
    title: str
    state: str
    why: str
    references: tuple[Reference, ...]
    to_validate: bool = False
    who: str = ""
    starts_at: dt.datetime | None = None
    due_at: dt.datetime | None = None
    done_at: dt.datetime | None = None
    detail: str = ""

    @property
    def waits(self):
        """Whether something is still to be done."""
        return self.state in (RUNNING, LATE, OPEN)

    @property
    def pressing(self):
        return self.state in (RUNNING, LATE)


@cache
def grid() -> Grid:
    """The risk grid, read once. Raises KeyError on a table that names no criterion."""
    data = dated.load_yaml(GRID)
    criteria = tuple(
        Criterion(each["key"], each["question"], each["why"], tuple(each["levels"].items()))
        for each in data["criteria"]
    )
    known = {each.key: {level for level, _ in each.levels} for each in criteria} | {"confidentiality_only": {"yes"}}
    table = []
    for row in data["table"]:
        when = tuple((key, tuple(levels)) for key, levels in row["when"].items())
        if any(not set(levels) <= known[key] for key, levels in when):
            raise ValueError(f"the grid names an unknown level: {row['when']}")
        table.append(Line(when, row["outcome"], row["because"]))
    sources = tuple(Reference(each["title"], each.get("href", "")) for each in data["source"])
    return Grid(criteria, tuple(table), sources)


def assess(incident: IncidentRecord) -> Assessment:
    """What the grid says of a breach: the first line of the table whose conditions all hold."""
    said = grid()
    answers = {each.key: incident.risk.get(each.key, "") for each in said.criteria}
    facts = tuple((each.question, dict(each.levels)[answers[each.key]]) for each in said.criteria if answers[each.key])
    missing = tuple(each.question for each in said.criteria if not answers[each.key])
    if missing:
        because = "Il manque une réponse. Une notification initiale, faite dans les temps, se complète ou se retire."
        return Assessment(UNKNOWN, because, facts, missing, said.references)
    only = incident.confidentiality and not incident.integrity and not incident.availability
    answers["confidentiality_only"] = "yes" if only else "no"
    line = next(each for each in said.table if all(answers[key] in levels for key, levels in each.when))
    return Assessment(line.outcome, line.because, facts, (), said.references)


def risk_in_words(answers: dict) -> str:
    """The answers to the grid as one text."""
    said = ((each.question, dict(each.levels).get(answers.get(each.key))) for each in grid().criteria)
    return " ".join(f"{question} {words}." for question, words in said if words)


def controllers(incident: IncidentRecord) -> tuple[Knowledge, ...]:
    """Whose knowledge counts: each controller that gave its own moment, else the structure's."""
    if incident.controllers:
        return incident.controllers
    return (Knowledge(None, "", incident.known_at),) if incident.known_at else ()


def clocks(incident: IncidentRecord, *, now: dt.datetime) -> tuple[Clock, ...]:
    """Every term that applies, those in hours first, then those without a figure, then what is open to choice."""
    level = assess(incident).level
    found = []
    for knows in controllers(incident):
        found += [_cnil(incident, knows, now), _complaint(incident, knows, now)]
    found += [
        _complement(incident),
        _insurer(incident, now),
        _persons(incident, level),
        _health_alert(incident),
    ]
    return tuple(clock for clock in found if clock is not None)


def in_hours(span: dt.timedelta) -> str:
    """« 71 h 12 min », without a sign; seconds are left out."""
    minutes = int(abs(span).total_seconds() // 60)
    return f"{minutes // 60}{NBSP}h{NBSP}{minutes % 60:02}{NBSP}min"


def remaining(clock: Clock, now: dt.datetime) -> str:
    """« reste 71 h 12 min », « dépassé de 0 h 03 min »; empty for what has no figure or waits for nothing."""
    if not clock.pressing:
        return ""
    return f"{'reste' if clock.state == RUNNING else 'dépassé de'} {in_hours(clock.due_at - now)}"


def due_at(key: str, known_at: dt.datetime) -> dt.datetime | None:
    """The end of a term in hours counted from a moment (UTC), or None before its text was in force."""
    try:
        value = dated.get(f"breaches.{key}").on(known_at.date())
    except dated.NoValueInForce:
        return None
    return known_at + dt.timedelta(hours=value.value)


def is_late_without_reason(incident: IncidentRecord, step) -> bool:
    """A notification sent after its term gives its reasons (art. 33.1): whether this step lacks them."""
    if step.kind not in TOLD_CNIL or step.note.strip():
        return False
    terms = [
        due_at("cnil_notification", each.known_at)
        for each in controllers(incident)
        if step.party_id in (None, each.party_id)
    ]
    return any(term is not None and step.done_at > term for term in terms)


def _cnil(incident, knows, now):
    key = "cnil_notification"
    term = due_at(key, knows.known_at)
    step = incident.first_step(TOLD_CNIL, knows.party_id)
    if incident.cnil_decision == CnilDecision.DO_NOT and step is None:
        detail = "Décision de ne pas notifier, motivée et datée."
        return _clock(key, "Notifier à la CNIL", DECIDED, who=knows.name, starts_at=knows.known_at, detail=detail)
    return _timed(key, "Notifier à la CNIL", knows, term, step, now)


def _complaint(incident, knows, now):
    key = "insurance_complaint"
    term = due_at(key, knows.known_at)
    if incident.attack == Answer.NO or term is None:
        return None
    step = incident.first_step({StepKind.COMPLAINT}, knows.party_id)
    if step is None and incident.insured == Answer.NO:
        detail = "Sans assurance contre les risques informatiques, elle n’est liée à aucun délai."
        return _clock(key, "Porter plainte", OPTIONAL, who=knows.name, starts_at=knows.known_at, detail=detail)
    return _timed(key, "Porter plainte", knows, term, step, now)


def _complement(incident):
    initial = incident.first_step({StepKind.CNIL_INITIAL})
    initial = initial or next((each for each in incident.steps if each.kind == StepKind.CNIL_INITIAL), None)
    if initial is None:
        return None
    ends = [each for each in incident.steps if each.kind in (StepKind.CNIL_COMPLEMENT, StepKind.CNIL_COMPLETE)]
    last = min(ends, key=lambda step: step.done_at) if ends else None
    return _clock(
        "phased_notification", "Compléter la notification", DONE if last else OPEN, starts_at=initial.done_at,
        done_at=last.done_at if last else None, detail="" if last else "Dès que vous en savez plus.",
    )  # fmt: skip


def _insurer(incident, now):
    if incident.insured == Answer.NO or not incident.known_at:
        return None
    step = incident.first_step({StepKind.INSURER})
    knows = Knowledge(None, "", incident.known_at)
    if incident.insurer_hours:
        term = incident.known_at + dt.timedelta(hours=incident.insurer_hours)
        return _timed("insurer", "Déclarer à l’assureur", knows, term, step, now)
    detail = "" if step else "Le délai est dans votre contrat\u00a0: notez-le ici pour qu’il soit suivi."
    return _clock(
        "insurer", "Déclarer à l’assureur", DONE if step else OPEN, starts_at=incident.known_at,
        done_at=step.done_at if step else None, detail=detail,
    )  # fmt: skip


def _persons(incident, level):
    step = incident.first_step({StepKind.PERSONS})
    wanted = level == PERSONS or incident.persons_decision == PersonsDecision.INFORM
    if step is None and incident.persons_decision == PersonsDecision.DO_NOT:
        detail = "Décision de ne pas informer, motivée et datée."
        return _clock("persons", "Informer les personnes", DECIDED, starts_at=incident.known_at, detail=detail)
    if step is None and not wanted:
        return None
    detail = "" if step else "Dans les meilleurs délais\u00a0: le texte ne donne pas de chiffre."
    return _clock(
        "persons", "Informer les personnes", DONE if step else OPEN, starts_at=incident.known_at,
        done_at=step.done_at if step else None, detail=detail,
    )  # fmt: skip


def _health_alert(incident):
    if incident.attack == Answer.NO and not incident.availability:
        return None
    step = incident.first_step({StepKind.HEALTH_ALERT})
    return _clock(
        "health_alert", "Signaler au CERT Santé ou à l’ARS", DONE if step else OPTIONAL,
        starts_at=incident.known_at, done_at=step.done_at if step else None,
    )  # fmt: skip


def _timed(key, title, knows, term, step, now):
    done_at = step.done_at if step else None
    if term is None:
        state = DONE if done_at else OPEN
    elif done_at:
        state = DONE if done_at <= term else DONE_LATE
    else:
        state = RUNNING if now <= term else LATE
    return _clock(
        key, title, state, who=knows.name, starts_at=knows.known_at, due_at=term, done_at=done_at,
        detail=step.reference if step else "",
    )  # fmt: skip


def _clock(key, title, state, **content):
    parameter = dated.get(f"breaches.{key}")
    value = parameter.values[-1]
    return Clock(key, title, state, value.text, value.references, parameter.mark in ("memory", "proposal"), **content)
