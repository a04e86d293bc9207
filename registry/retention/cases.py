"""What particular cases change in a term: a death, a minor's birthday, use that lasts longer, an open claim. Pure.

Each function takes a value of law, an Outcome and what was Given, and answers the outcome it leads to with its sentences.
"""

import datetime as dt
from dataclasses import replace

from cabinet_rgpd.lib.french import date_in_words
from registry.law import dated
from registry.law.dated import ARCHIVE, DatedValue, Parameter, Phase
from registry.law.vocabulary import TriggerEvent
from registry.retention.outcomes import Step, after
from registry.retention.rules import duration_in_words


def in_force(parameter: Parameter, on: dt.date) -> tuple[tuple[Parameter, DatedValue], ...]:
    """The rules of particular cases that are in force on a day."""
    found = [dated.get(key) for key in parameter.cases]
    return tuple((case, case.on(on)) for case in found if case.values[0].since <= on)


def events_of(phase: Phase) -> tuple[TriggerEvent, ...]:
    if phase.not_before:
        return (phase.not_before.trigger,)
    if phase.trigger == TriggerEvent.CLAIM:
        return (TriggerEvent.CLAIM, TriggerEvent.CLAIM_END)
    return (phase.trigger,) if phase.only_within else ()


def replaced(case, outcome, given):
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


def floored(case, outcome, given):
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


def after_use(case, outcome, given):
    """The two starting points may cross: what is still in use is not deleted."""
    archived = any(phase.phase == ARCHIVE for phase in case.phases)
    if not archived or None in (outcome.active_until, outcome.not_before) or outcome.active_until <= outcome.not_before:
        return outcome, []
    end = outcome.active_until
    words = f"L’usage courant finit plus tard, le {date_in_words(end)} : le terme est reporté à ce jour."
    return replace(outcome, not_before=end, delete_by=end), [Step(words, case.references)]


def suspended(case, outcome, given):
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
