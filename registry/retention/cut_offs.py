"""The other way round: what a day puts to examination, as cut-off days for a purge campaign. Pure."""

import datetime as dt
from dataclasses import dataclass

from cabinet_rgpd.lib.french import date_in_words
from registry.law.dated import ACTIVE, ARCHIVE, DatedValue, Parameter
from registry.law.vocabulary import Fate, TriggerEvent
from registry.retention import cases
from registry.retention.outcomes import latest_start
from registry.retention.rules import duration_in_words


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


def cut_offs(
    parameter: Parameter, value: DatedValue, day: dt.date, *, on: dt.date, never_shorten: bool = True
) -> CutOffs:
    """What is to be examined on `day`, by phase, under the law of the day `on`; a rule without figures has no line."""
    lines = [line for phase in value.phases if (line := _cut_off(phase, value, day))]
    has_archive = any(phase.phase == ARCHIVE for phase in value.phases)
    if Fate.KEEP in value.fate:
        lines = [line for line in lines if line.phase == ACTIVE and has_archive]
    exceptions = [_exception(phase, day) for phase in value.phases if phase.not_before and _other_event(phase)]
    for _, case in cases.in_force(parameter, on):
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
