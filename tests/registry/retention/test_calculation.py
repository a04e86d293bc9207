"""The calculator: situations that a lawyer reads, and what must hold for every date."""

import datetime as dt
from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from registry.law import dated
from registry.law.vocabulary import TriggerEvent
from registry.retention import calculation, cut_offs
from registry.retention.outcomes import Given

HERE = Path(__file__).parent / "cases"
CASES = dated.load_yaml(HERE / "calculator.yaml")
CUT_OFFS = dated.load_yaml(HERE / "cut_offs.yaml")
TODAY = dt.date(2026, 11, 23)
DAYS = st.dates(dt.date(1940, 1, 1), dt.date(2060, 1, 1))
MAYBE = st.none() | DAYS
FILE = dated.get("retention.patient_file")
MINOR = dated.get("retention.patient_file_minor")
CALCULABLE = [each for each in dated.all_parameters("retention") if calculation.is_calculable(each.on(TODAY))]


def dates(**days):
    return {TriggerEvent(name): day for name, day in days.items() if day is not None}


def calculated(case):
    parameter = dated.get(f"retention.{case['rule']}")
    given_ = Given(dates(**case["dates"]), never_shorten=not case.get("shorten", False))
    return calculation.calculate(parameter, parameter.on(case["on"]), given_, on=case["on"])


def said(outcome):
    if outcome.missing:
        return {"missing": [event.value for event in outcome.missing]}
    found = {"in_use": outcome.active_until}
    if outcome.suspended or outcome.kept:
        return {**found, "suspended" if outcome.suspended else "kept": True}
    if outcome.not_before:
        found["deletion"] = outcome.not_before
    if outcome.delete_by and outcome.delete_by != outcome.not_before:
        found["at_latest"] = outcome.delete_by
    return {name: day for name, day in found.items() if day}


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_a_situation_comes_out_as_the_lawyer_says(case):
    if case["expected"].get("no_value"):
        with pytest.raises(dated.NoValueInForce):
            calculated(case)
    else:
        assert said(calculated(case)) == case["expected"]


@pytest.mark.parametrize("case", CUT_OFFS, ids=[case["name"] for case in CUT_OFFS])
def test_a_day_puts_to_examination_what_the_lawyer_says(case):
    parameter = dated.get(f"retention.{case['rule']}")
    found = cut_offs.cut_offs(
        parameter, parameter.on(TODAY), case["day"], on=TODAY, never_shorten=not case.get("shorten", False)
    )
    lines = {line.phase: line.on for line in found.lines}
    assert all(lines.get(phase) == day for phase, day in case["expected"].items())
    assert case["expected"] or not lines
    assert all(any(part in text for text in found.exceptions) for part in case.get("leave", ()))
    assert not any(part in text for part in case.get("leave_not", ()) for text in found.exceptions)


def test_there_are_enough_situations_for_a_lawyer_to_judge():
    assert len(CASES) + len(CUT_OFFS) >= 60


@pytest.mark.parametrize("parameter", CALCULABLE, ids=lambda parameter: parameter.name)
def test_every_step_is_a_sentence_with_its_text(parameter):
    value = parameter.on(TODAY)
    given_ = Given(dict.fromkeys(calculation.events(parameter, value), dt.date(2020, 2, 29)))
    outcome = calculation.calculate(parameter, value, given_, on=TODAY)
    assert outcome.steps and all(step.references and step.text.endswith(".") for step in outcome.steps)
    assert outcome.kept or outcome.delete_on >= dt.date(2020, 2, 29)


def test_the_particular_cases_that_a_rule_names_exist():
    for parameter in dated.all_parameters("retention"):
        assert all(dated.get(key).subject == "retention" for key in parameter.cases)


def test_a_death_and_a_claim_are_read_with_the_file_they_change():
    alone = {each.name for each in dated.all_parameters("retention")} - {each.name for each in CALCULABLE}
    assert alone == {"patient_file_death", "patient_file_claim"}


def on_file(parameter, *, never_shorten, **days):
    return calculation.calculate(
        parameter, parameter.on(TODAY), Given(dates(**days), never_shorten=never_shorten), on=TODAY
    )


def end(outcome):
    return outcome.delete_on or dt.date.max


@given(
    first=DAYS, later=st.integers(0, 20_000), birth=MAYBE, death=MAYBE, claim=MAYBE, closed=MAYBE, never=st.booleans()
)
def test_a_later_last_visit_never_brings_an_earlier_deletion(first, later, birth, death, claim, closed, never):
    assume(claim is None or closed is None or closed >= claim)
    more = {"birth": birth, "death": death, "claim": claim, "claim_end": closed}
    visits = (first, first + dt.timedelta(days=later))
    for parameter in (FILE, *([MINOR] if birth else [])):
        ends = [end(on_file(parameter, never_shorten=never, last_entry=day, last_care=day, **more)) for day in visits]
        assert ends[0] <= ends[1]


@given(entry=DAYS, care=DAYS, birth=MAYBE, death=MAYBE, claim=MAYBE, closed=MAYBE)
def test_never_shorten_never_shortens(entry, care, birth, death, claim, closed):
    assume(claim is None or closed is None or closed >= claim)
    plain = end(on_file(FILE, never_shorten=True, last_entry=entry, last_care=care))
    more = {"birth": birth, "death": death, "claim": claim, "claim_end": closed}
    prudent = end(on_file(FILE, never_shorten=True, last_entry=entry, last_care=care, **more))
    assert prudent >= plain
    assert prudent >= end(on_file(FILE, never_shorten=False, last_entry=entry, last_care=care, **more))


@given(day=DAYS, index=st.integers(0, len(CALCULABLE) - 1))
def test_a_cut_off_and_a_calculation_agree(day, index):
    parameter = CALCULABLE[index]
    value = parameter.on(TODAY)
    line = cut_offs.cut_offs(parameter, value, day, on=TODAY).of(value.phases[-1].phase)
    assume(line is not None and len({line.event} ^ set(calculation.events(parameter, value))) == 0)
    for start, due in ((line.on, True), (line.on + dt.timedelta(days=1), False)):
        outcome = calculation.calculate(parameter, value, Given({line.event: start}), on=TODAY)
        assert ((outcome.delete_by or outcome.not_before) <= day) == due
