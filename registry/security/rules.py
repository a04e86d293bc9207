"""What the answers about security say together. Pure: frozen answers and a day come in, findings come out."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from cabinet_rgpd.lib.calendar import add_months
from cabinet_rgpd.lib.french import date_in_words
from registry.law import dated, security
from registry.law.security import SecurityMeasure
from registry.law.vocabulary import MeasureState, RestoreResult
from registry.security.records import MeasureAnswer

NBSP = "\u00a0"
RESTORE_TEST = "restore_test"
MOST_USEFUL = 3
#: From the state that counts least to the one that counts for the measure when its places differ.
_WEIGHT = {
    MeasureState.NOT_CONCERNED: 0,
    MeasureState.IN_PLACE: 1,
    MeasureState.PARTIAL: 2,
    MeasureState.ABSENT: 3,
}


@dataclass(frozen=True)
class ToDo:
    """A measure that is missing: its `answer` (None when nobody answered yet) and why it comes at this place."""

    measure: SecurityMeasure
    answer: MeasureAnswer | None = None

    @property
    def reason(self):
        return self.measure.why


@dataclass(frozen=True)
class Finding:
    """Something to look at: `code`, the measure it is about, a French sentence."""

    code: str
    key: str
    text: str


def weight(state: str) -> int:
    """How much a state counts when the places of a structure differ."""
    return _WEIGHT[MeasureState(state)]


def standing(answers: Iterable[MeasureAnswer]) -> dict[str, str]:
    """`{key: state}`: where the places of a structure differ, the least advanced counts."""
    return worst((each.key, each.state) for each in answers)


def worst(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    """`{key: state}` from pairs: the least advanced state of each key."""
    found: dict[str, str] = {}
    for key, state in pairs:
        if key not in found or weight(state) > weight(found[key]):
            found[key] = state
    return found


def plan(answers: Iterable[MeasureAnswer]) -> tuple[ToDo, ...]:
    """What is absent or partial, the most useful first."""
    known = security.measures()
    missing = [ToDo(known[each.key], each) for each in answers if each.is_missing and each.key in known]
    return tuple(sorted(missing, key=lambda each: (each.measure.rank, each.answer.site)))


def useful_first(answers: Iterable[MeasureAnswer]) -> tuple[ToDo, ...]:
    """The three most useful things to do: what is missing or not answered among the twelve, then what is missing elsewhere."""
    answers = tuple(answers)
    answered = {each.key for each in answers}
    open_ones = [ToDo(measure) for measure in security.twelve() if measure.key not in answered]
    everything = sorted([*plan(answers), *open_ones], key=lambda each: each.measure.rank)
    return tuple({each.measure.key: each for each in reversed(everything)}.values())[::-1][:MOST_USEFUL]


def next_restore_test(answers: Iterable[MeasureAnswer], on: dt.date) -> dt.date | None:
    """The day before which the restoration should be tried again; None when it never succeeded."""
    done = [
        test.done_on for each in answers for test in each.tests if test.result == RestoreResult.SUCCESS.value
    ]  # fmt: skip
    interval = dated.get("security.restore_test_interval").on(on).value
    return add_months(max(done), interval) if done else None


def next_check(state: str, answered_on: dt.date) -> dt.date | None:
    """The day proposed for the next check of a measure that is in place or partial."""
    if state not in (MeasureState.IN_PLACE, MeasureState.PARTIAL):
        return None
    return add_months(answered_on, dated.get("security.check_interval").on(answered_on).value)


def findings(answers: Iterable[MeasureAnswer], on: dt.date) -> tuple[Finding, ...]:
    """What time has overtaken: a check not made, a date gone by, backups whose restoration nobody tried."""
    answers, found = tuple(answers), []
    for each in answers:
        if each.is_missing and each.planned_on and each.planned_on < on:
            found.append(_finding("plan_overdue", each, f"prévue pour le {date_in_words(each.planned_on)}"))
        elif each.next_check_on and each.next_check_on < on:
            found.append(_finding("check_overdue", each, f"à vérifier depuis le {date_in_words(each.next_check_on)}"))
    states = standing(answers)
    if states.get("backups") == MeasureState.IN_PLACE:
        due = next_restore_test(answers, on)
        if due is None:
            text = "Vos sauvegardes sont en place et aucune restauration réussie n’est notée."
            found.append(Finding("never_restored", RESTORE_TEST, text))
        elif due < on:
            text = f"La restauration est à essayer de nouveau depuis le {date_in_words(due)}."
            found.append(Finding("restore_overdue", RESTORE_TEST, text))
    return tuple(found)


def general_description(answers: Iterable[MeasureAnswer]) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """The general description of the measures for the register (GDPR art. 30.1.g): `(theme, sentences)`.

    What is in place is said; what is partial is said as such; what is absent is not described as a measure.
    """
    states = standing(answers)
    themes = []
    for theme in security.themes():
        lines = [
            measure.description + ("" if states[measure.key] == MeasureState.IN_PLACE else f"{NBSP}(en partie)")
            for measure in theme.measures
            if states.get(measure.key) in (MeasureState.IN_PLACE, MeasureState.PARTIAL)
        ]
        if lines:
            themes.append((theme.name, tuple(lines)))
    return tuple(themes)


def said_to_patients(answers: Iterable[MeasureAnswer]) -> tuple[str, ...]:
    """Sentences that a notice may say: of measures in place everywhere."""
    states = standing(answers)
    return tuple(
        measure.patients
        for measure in security.measures().values()
        if measure.patients and states.get(measure.key) == MeasureState.IN_PLACE
    )


def _finding(code, answer, words):
    place = f" ({answer.site})" if answer.site else ""
    return Finding(code, answer.key, f"{answer.name}{place}{NBSP}: {words}.")
