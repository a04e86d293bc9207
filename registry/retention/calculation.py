"""When current use ends and when deletion falls due, step by step; and the other way round, what a day puts to examination.

Pure: a parameter of law, a day and a few dates come in; dates, sentences and references go out. Nothing is kept.
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from cabinet_rgpd.lib.calendar import add_months
from cabinet_rgpd.lib.french import date_in_words
from registry.law import dated
from registry.law.dated import ACTIVE, ARCHIVE, DatedValue, Parameter, Phase, Reference
from registry.law.vocabulary import Fate, TriggerEvent
from registry.retention.rules import duration_in_words, fate_in_words, parse_duration

NBSP = "\u00a0"


@dataclass(frozen=True)
class Given:
    """What was typed: dates by event; `never_shorten`: no particular case brings a deletion forward."""

    dates: Mapping[TriggerEvent, dt.date] = field(default_factory=dict)
    never_shorten: bool = True

    def day(self, event: TriggerEvent) -> dt.date | None:
        return self.dates.get(event)


@dataclass(frozen=True)
class Step:
    """One sentence of the reasoning, with the texts it rests on."""

    text: str
    references: tuple[Reference, ...] = ()


@dataclass(frozen=True)
class Outcome:
    """What a calculation says.

    `active_until`: the last day of current use, or None. Deletion falls due on `delete_on`; a text that gives bounds has
    `not_before` (earlier deletes too soon) and `delete_by` (later keeps too long) apart. `suspended`: an open claim stops
    everything. `kept`: the text sets no end. `missing`: the events whose date is needed first.
    """

    steps: tuple[Step, ...] = ()
    start: dt.date | None = None
    active_until: dt.date | None = None
    not_before: dt.date | None = None
    delete_by: dt.date | None = None
    suspended: bool = False
    kept: bool = False
    fate: str = ""
    missing: tuple[TriggerEvent, ...] = ()

    @property
    def delete_on(self) -> dt.date | None:
        """The day in one date: the earliest that no text forbids, else the latest that the text allows."""
        return None if self.suspended or self.kept else self.not_before or self.delete_by


@dataclass(frozen=True)
class CutOff:
    """What a day puts to examination: files whose `event` is of the day `on` or before. `phase` is what then ends."""

    phase: str
    event: TriggerEvent
    on: dt.date

    @property
    def event_in_words(self) -> str:
        """« La dernière prise en charge »."""
        return self.event.label[:1].upper() + self.event.label[1:]

    @property
    def words(self) -> str:
        """« la dernière prise en charge remonte au 1er janvier 2007 ou avant »."""
        return f"{self.event.label} remonte au {date_in_words(self.on)} ou avant"


@dataclass(frozen=True)
class CutOffs:
    """The cut-off days of a purge campaign; `exceptions` are the files to leave aside, in words."""

    lines: tuple[CutOff, ...]
    exceptions: tuple[str, ...] = ()
    has_archive: bool = False

    @property
    def to_archive(self) -> CutOff | None:
        """What leaves current use for the archive."""
        return self.of(ACTIVE) if self.has_archive else None

    @property
    def to_examine(self) -> CutOff | None:
        """What has come to the end of its keeping."""
        return self.of(ARCHIVE if self.has_archive else ACTIVE)

    def of(self, phase: str) -> CutOff | None:
        """The line of what leaves this phase, or None."""
        return next((line for line in self.lines if line.phase == phase), None)


# -- Durations on a calendar -----------------------------------------------------------------------------------------


def after(day: dt.date, iso: str) -> dt.date:
    """The day that comes `iso` (years, months, days) after a day: the same date, or the last day of the month."""
    duration = parse_duration(iso)
    return add_months(day, 12 * duration.years + duration.months) + dt.timedelta(days=duration.days)


def latest_start(day: dt.date, iso: str) -> dt.date:
    """The latest day from which `iso` has run out on `day`."""
    duration = parse_duration(iso)
    start = add_months(day, -12 * duration.years - duration.months) - dt.timedelta(days=duration.days)
    while after(start, iso) > day:
        start -= dt.timedelta(days=1)
    while after(start + dt.timedelta(days=1), iso) <= day:
        start += dt.timedelta(days=1)
    return start


def is_calculable(value: DatedValue) -> bool:
    """Whether dates lead to a day: a particular case (a death, a claim) is read with the rule that it changes."""
    return any(phase.trigger for phase in value.phases) and not any(
        phase.only_within or phase.trigger == TriggerEvent.CLAIM for phase in value.phases
    )


# -- From dates to the day -------------------------------------------------------------------------------------------


def events(parameter: Parameter, value: DatedValue) -> tuple[TriggerEvent, ...]:
    """The dates that the calculation needs, in the order of the phases."""
    found = []
    for phase in value.phases:
        found += [phase.trigger, phase.not_before.trigger if phase.not_before else None]
    return tuple(dict.fromkeys(event for event in found if event not in (None, TriggerEvent.ACTIVE_END)))


def optional_events(parameter: Parameter, value: DatedValue, *, on: dt.date) -> tuple[TriggerEvent, ...]:
    """The dates that particular cases may bring: a birth, a death, a claim and its end."""
    found = []
    for _, case in _cases(parameter, on):
        found += [event for phase in case.phases for event in _events_of_case(phase)]
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
    cases = [case for _, case in _cases(parameter, on)]
    # The rule's own birthday is a floor again once another term has taken its place.
    for apply, values in ((_replaced, cases), (_floored, (*cases, value)), (_after_use, (value,)), (_suspended, cases)):
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
    return tuple(Step(f"{case.description} : {value.text}", value.references) for case, value in _cases(parameter, on))


def _in_words(day):
    return date_in_words(day, weekday=True)


# -- Particular cases ------------------------------------------------------------------------------------------------


def _cases(parameter: Parameter, on: dt.date) -> tuple[tuple[Parameter, DatedValue], ...]:
    """The rules of particular cases that are in force on a day."""
    found = [dated.get(key) for key in parameter.cases]
    return tuple((case, case.on(on)) for case in found if case.values[0].since <= on)


def _events_of_case(phase: Phase) -> tuple[TriggerEvent, ...]:
    if phase.not_before:
        return (phase.not_before.trigger,)
    if phase.trigger == TriggerEvent.CLAIM:
        return (TriggerEvent.CLAIM, TriggerEvent.CLAIM_END)
    return (phase.trigger,) if phase.only_within else ()


def _replaced(case, outcome, given):
    """A death soon after the last visit sets a term of its own, longer or shorter.

    « Moins de dix ans » is read as ten years at most: on the very day both counts end together, and a leap day then
    never makes a later visit end earlier.
    """
    for phase in case.phases:
        event = given.day(phase.trigger) if phase.only_within else None
        if event is None:
            continue
        limit = after(given.day(phase.only_within.trigger), phase.only_within.duration)
        name = phase.trigger.label
        if event > limit:
            words = (
                f"{name[:1].upper()}{name[1:]} ({date_in_words(event)}) vient plus de "
                f"{duration_in_words(phase.only_within.duration)} après {phase.only_within.trigger.label} : le terme ne "
                "change pas."
            )
            return outcome, [Step(words, case.references)]
        end = after(event, phase.duration)
        words = (
            f"{duration_in_words(phase.duration)} après {name} ({date_in_words(event)}) mènent au {date_in_words(end)}"
        )
        if given.never_shorten and end < outcome.not_before:
            words += (
                f", plus tôt que le {date_in_words(outcome.not_before)} : vous avez choisi de ne jamais raccourcir."
            )
            return outcome, [Step(words, case.references)]
        words += " : ce terme remplace le précédent."
        return replace(outcome, not_before=end, delete_by=end), [Step(words, case.references)]
    return outcome, []


def _floored(case, outcome, given):
    """A birthday before which nothing is deleted; it holds after a death too, the later of two terms being the prudent one."""
    for phase in case.phases:
        birth = given.day(phase.not_before.trigger) if phase.not_before else None
        if birth is None:
            continue
        floor = after(birth, phase.not_before.duration)
        words = f"{duration_in_words(phase.not_before.duration)} après {phase.not_before.trigger.label}, soit le "
        if floor == outcome.not_before:
            continue
        if floor < outcome.not_before:
            return outcome, [Step(f"{words}{date_in_words(floor)} : le terme est déjà plus tardif.", case.references)]
        words += f"{date_in_words(floor)} : le terme est reporté à ce jour."
        return replace(outcome, not_before=floor, delete_by=floor), [Step(words, case.references)]
    return outcome, []


def _after_use(case, outcome, given):
    """The two starting points may cross: what is still in use is not deleted."""
    archived = any(phase.phase == ARCHIVE for phase in case.phases)
    if not archived or None in (outcome.active_until, outcome.not_before) or outcome.active_until <= outcome.not_before:
        return outcome, []
    end = outcome.active_until
    words = f"L’usage courant finit plus tard, le {date_in_words(end)} : le terme est reporté à ce jour."
    return replace(outcome, not_before=end, delete_by=end), [Step(words, case.references)]


def _suspended(case, outcome, given):
    """An open claim stops the count; once it is over, the time it took is added to what remained."""
    if not any(phase.trigger == TriggerEvent.CLAIM for phase in case.phases):
        return outcome, []
    opened, closed = given.day(TriggerEvent.CLAIM), given.day(TriggerEvent.CLAIM_END)
    if opened is None:
        return outcome, []
    if opened > outcome.not_before:
        words = f"Le recours est du {date_in_words(opened)}, après le terme : il ne le change pas"
        if closed is None:
            words = f"Un recours est ouvert depuis le {date_in_words(opened)} : rien n’est supprimé tant qu’il dure"
            return replace(outcome, suspended=True), [Step(f"{words}.", case.references)]
        return outcome, [Step(f"{words}.", case.references)]
    if closed is None:
        words = (
            f"Un recours est ouvert depuis le {date_in_words(opened)} : les délais sont suspendus, rien n’est supprimé."
        )
        return replace(outcome, suspended=True), [Step(words, case.references)]
    end = outcome.not_before + (closed - opened)
    words = (
        f"Les délais, suspendus du {date_in_words(opened)} au {date_in_words(closed)}, reprennent ensuite : le terme est "
        f"reporté au {date_in_words(end)}."
    )
    return replace(outcome, not_before=end, delete_by=end), [Step(words, case.references)]


# -- From the day to the files ---------------------------------------------------------------------------------------


def cut_offs(
    parameter: Parameter, value: DatedValue, day: dt.date, *, on: dt.date, never_shorten: bool = True
) -> CutOffs:
    """What is to be examined on `day`, by phase, under the law of the day `on`; a rule without figures has no line."""
    lines = [line for phase in value.phases if (line := _cut_off(phase, value, day))]
    has_archive = any(phase.phase == ARCHIVE for phase in value.phases)
    if Fate.KEEP in value.fate:
        lines = [line for line in lines if line.phase == ACTIVE and has_archive]
    exceptions = [_exception(phase, day) for phase in value.phases if phase.not_before and _other_event(phase)]
    for _, case in _cases(parameter, on):
        exceptions += [text for phase in case.phases if (text := _case_exception(phase, day, never_shorten))]
    return CutOffs(tuple(lines), tuple(dict.fromkeys(exceptions)), has_archive)


def _cut_off(phase, value, day):
    """The bound that nobody may pass over counts: « at least » for a deletion too soon, else « at most »."""
    figure = phase.duration or phase.at_most or phase.at_least
    if not figure or phase.trigger is None:
        return None
    event, total = phase.trigger, figure
    if event == TriggerEvent.ACTIVE_END:
        first = next((each for each in value.phases if each.phase == ACTIVE and each.duration), None)
        if first is None:
            return None
        event, before = first.trigger, latest_start(day, figure)
        on = latest_start(before, first.duration)
    else:
        on = latest_start(day, total)
        if phase.not_before and not _other_event(phase):
            on = min(on, latest_start(day, phase.not_before.duration))
    return CutOff(phase.phase, event, on)


def _other_event(phase):
    return phase.not_before.trigger != phase.trigger


def _exception(phase, day):
    born = latest_start(day, phase.not_before.duration)
    return f"À laisser de côté : {phase.not_before.trigger.label} est postérieure au {date_in_words(born)}."


def _case_exception(phase, day, never_shorten):
    if phase.not_before:
        return _exception(phase, day)
    if phase.trigger == TriggerEvent.CLAIM:
        return "À laisser de côté : un recours amiable ou contentieux est ouvert."
    if phase.only_within and not never_shorten:
        limit = latest_start(day, phase.duration)
        return (
            f"À examiner aussi : {phase.trigger.label} remonte au {date_in_words(limit)} ou avant, et il est survenu moins "
            f"de {duration_in_words(phase.only_within.duration)} après {phase.only_within.trigger.label}."
        )
    return ""
