"""When current use ends and when deletion falls due, step by step; `cut_offs` is the other way round.

Pure: a parameter of law, a day and a few dates come in; dates, sentences and references go out. Nothing is kept.
"""

import datetime as dt
from dataclasses import replace

from cabinet_rgpd.lib.french import date_in_words
from registry.law.dated import ACTIVE, DatedValue, Parameter, Phase
from registry.law.vocabulary import Fate, TriggerEvent
from registry.retention import cases
from registry.retention.outcomes import Given, Outcome, Step, after
from registry.retention.rules import duration_in_words, fate_in_words


def is_calculable(value: DatedValue) -> bool:
    """Whether dates lead to a day: a particular case (a death, a claim) is read with the rule that it changes."""
    return any(phase.trigger for phase in value.phases) and not any(
        phase.only_within or phase.trigger == TriggerEvent.CLAIM for phase in value.phases
    )


def events(parameter: Parameter, value: DatedValue) -> tuple[TriggerEvent, ...]:
    """The dates that the calculation needs, in the order of the phases."""
    found = []
    for phase in value.phases:
        found += [phase.trigger, phase.not_before.trigger if phase.not_before else None]
    return tuple(dict.fromkeys(event for event in found if event not in (None, TriggerEvent.ACTIVE_END)))


def optional_events(parameter: Parameter, value: DatedValue, *, on: dt.date) -> tuple[TriggerEvent, ...]:
    """The dates that particular cases may bring: a birth, a death, a claim and its end."""
    found = []
    for _, case in cases.in_force(parameter, on):
        found += [event for phase in case.phases for event in cases.events_of(phase)]
    needed = events(parameter, value)
    return tuple(event for event in dict.fromkeys(found) if event not in needed)


def calculate(parameter: Parameter, value: DatedValue, given: Given, *, on: dt.date) -> Outcome:
    """The reasoning for one rule and a few dates; `on` is the day whose law the particular cases follow."""
    missing = tuple(event for event in events(parameter, value) if given.day(event) is None)
    if missing:
        return Outcome(missing=missing)
    steps, outcome = [], Outcome(start=_start(value, given), fate=fate_in_words(value.fate))
    for phase in value.phases:
        outcome, step = _phase(phase, outcome, given, value)
        steps.append(step)
    if Fate.KEEP in value.fate:
        steps.append(Step("Le texte ne fixe pas de fin : conservation revue chaque année.", value.references))
        return replace(outcome, kept=True, steps=tuple(steps))
    found = [case for _, case in cases.in_force(parameter, on)]
    # The rule's own birthday is a floor again once another term has taken its place.
    for apply, values in (
        (cases.replaced, found),
        (cases.floored, (*found, value)),
        (cases.after_use, (value,)),
        (cases.suspended, found),
    ):
        for each in values:
            outcome, more = apply(each, outcome, given)
            steps += more
    return replace(outcome, steps=tuple(steps))


def _start(value, given):
    used = [given.day(phase.trigger) for phase in value.phases if phase.trigger not in (None, TriggerEvent.ACTIVE_END)]
    return min((day for day in used if day), default=None)


def _phase(phase: Phase, outcome: Outcome, given: Given, value: DatedValue):
    from_day = outcome.active_until if phase.trigger == TriggerEvent.ACTIVE_END else given.day(phase.trigger)
    name = "L’usage courant" if phase.phase == ACTIVE else "L’archive"
    if from_day is None:
        return outcome, Step(f"{name} dure {phase.until}.", value.references)
    ends = {
        bound: after(from_day, iso)
        for bound, iso in (("at_least", phase.at_least or phase.duration), ("at_most", phase.at_most or phase.duration))
        if iso
    }
    if not ends:  # a criterion alone, that the date given fulfils
        ends = {"at_least": from_day, "at_most": from_day}
    words = _phase_words(phase, name, from_day, ends)
    if phase.not_before:
        floor = after(given.day(phase.not_before.trigger), phase.not_before.duration)
        ends = {bound: max(end, floor) for bound, end in ends.items()}
        words += (
            f", sans finir avant le {date_in_words(floor)} ({duration_in_words(phase.not_before.duration)} après "
            f"{phase.not_before.trigger.label})"
        )
    earliest, latest = ends.get("at_least"), ends.get("at_most")
    if phase.phase == ACTIVE:
        outcome = replace(outcome, active_until=latest or earliest)
    elif outcome.active_until is None and not _counts_from_elsewhere(phase):
        outcome = replace(outcome, active_until=from_day if _has_active(value) else None)
    return replace(outcome, not_before=earliest, delete_by=latest), Step(f"{words}.", value.references)


def _phase_words(phase, name, from_day, ends):
    event = f"{phase.trigger.label} ({date_in_words(from_day)})"
    earliest, latest = ends.get("at_least"), ends.get("at_most")
    if not (phase.duration or phase.at_least or phase.at_most):
        return f"{name} finit le {date_in_words(from_day)} : {phase.until}"
    if phase.duration:
        return f"{name} finit {duration_in_words(phase.duration)} après {event}, soit le {date_in_words(earliest)}"
    parts = []
    if phase.at_least:
        parts.append(f"dure au moins {duration_in_words(phase.at_least)}, jusqu’au {date_in_words(earliest)}")
    if phase.at_most:
        parts.append(f"dure au plus {duration_in_words(phase.at_most)}, jusqu’au {date_in_words(latest)}")
    return f"{name} {' et '.join(parts)}, après {event}"


def _counts_from_elsewhere(phase):
    return phase.trigger == TriggerEvent.ACTIVE_END


def _has_active(value):
    return any(phase.phase == ACTIVE for phase in value.phases)


def answers(outcome: Outcome, *, today: dt.date) -> tuple[tuple[str, str], ...]:
    """The outcome in a few lines: `(what, when)`. A file is « à examiner », never said to be free to go."""
    lines = []
    if outcome.active_until and outcome.active_until != outcome.delete_on:
        lines.append(("Fin de l’usage courant", _in_words(outcome.active_until)))
    if outcome.suspended:
        lines.append(("Suppression", "aucune tant que le recours est ouvert"))
    elif outcome.kept:
        lines.append(("Suppression", "sans terme fixé, à revoir chaque année"))
    elif outcome.not_before and outcome.delete_by and outcome.not_before != outcome.delete_by:
        lines.append(("À examiner à partir du", _in_words(outcome.not_before)))
        lines.append(("Sort final au plus tard le", _in_words(outcome.delete_by)))
    elif outcome.not_before:
        lines.append(
            ("À examiner le" if outcome.delete_by else "À examiner à partir du", _in_words(outcome.not_before))
        )
    elif outcome.delete_by:
        lines.append(("Sort final au plus tard le", _in_words(outcome.delete_by)))
    if outcome.delete_on:
        lines.append(("Sort final", outcome.fate))
    return tuple(lines)


def cases_in_words(parameter: Parameter, *, on: dt.date) -> tuple[Step, ...]:
    """The particular cases of a rule, each with its texts."""
    return tuple(
        Step(f"{case.description} : {value.text}", value.references) for case, value in cases.in_force(parameter, on)
    )


def _in_words(day):
    return date_in_words(day, weekday=True)
