import datetime as dt
from pathlib import Path

import pytest

from registry.closing import rules
from registry.closing.records import ClosingRecord, HoldingRecord, StepRecord
from registry.law import closing as law
from registry.law import dated
from registry.law.vocabulary import Profession
from registry.retention.records import RetentionRecord
from tests import cast

ON = dt.date(2026, 11, 23)
HERE = Path(__file__).parent / "cases"
ADVICE = dated.load_yaml(HERE / "advice.yaml")
STEPS = dated.load_yaml(HERE / "steps.yaml")
WHOLE = {
    "keeper": "successor", "keeper_name": "Paul Fictif", "contact_name": "Secrétariat", "contact_phone": "01 00 00 00 09",
    "contact_shown": True, "holdings": (HoldingRecord("Dossiers", "paper", 1200),),
}  # fmt: skip


def record(**content):
    return ClosingRecord(id=cast.a_random_id(), version=1, kind="retirement", ends_on=dt.date(2026, 12, 31), **content)


@pytest.mark.parametrize("case", ADVICE, ids=[case["name"] for case in ADVICE])
def test_the_texts_on_the_files_are_the_expected_ones(case):
    found = law.advice(kind=case["kind"], profession=case["profession"], on=ON)
    told = " ".join(value.text for _, value in found)
    titles = " ".join(reference.title for _, value in found for reference in value.references)
    assert all(words in told for words in case["says"])
    assert all(text in titles for text in case["references"])


@pytest.mark.parametrize("case", STEPS, ids=[case["name"] for case in STEPS])
def test_a_step_is_proposed_for_the_expected_day(case):
    [step] = [step for step in law.steps_of(case["kind"]) if step.key == case["step"]]
    assert step.due_on(case["ends_on"]) == case["expected"]


@pytest.mark.parametrize("kind", law.EndKind.values())
def test_each_kind_of_end_has_its_steps_once(kind):
    keys = [step.key for step in law.steps_of(kind)]
    assert len(keys) == len(set(keys)) >= 8
    assert all(not step.law or dated.get(step.law).on(ON).references for step in law.steps_of(kind))


@pytest.mark.parametrize(
    ("content", "missing"),
    [
        ({}, ["keeper", "contact", "inventory"]),
        (WHOLE, []),
        ({**WHOLE, "contact_shown": False}, ["shown"]),
        ({**WHOLE, "contact_phone": ""}, ["contact"]),
        ({**WHOLE, "keeper": "archiver"}, ["archiver"]),
        ({**WHOLE, "keeper": "archiver", "keeper_address": "Zone fictive"}, []),
    ],
)
def test_what_a_case_lacks(content, missing):
    assert [gap.code for gap in rules.gaps(record(**content))] == missing


def test_steps_not_done_are_due_until_the_case_is_finished():
    steps = tuple(
        StepRecord(step, step.due_on(ON), ON if step.key == "keeper" else None) for step in law.steps_of("retirement")
    )
    found = rules.deadlines(record(steps=steps))
    assert len(found) == len(steps) - 1
    assert [each.on for each in found] == sorted(each.on for each in found)
    assert rules.deadlines(record(steps=steps, finished_on=ON)) == ()


# -- The durations that go on running ----------------------------------------------------------------------------------


def test_every_duration_of_the_law_says_what_it_becomes_after_the_end():
    told = {f"retention.{name}" for name in law._durations()}
    assert told == {parameter.key for parameter in dated.all_parameters("retention")}


def test_the_patients_files_come_first_then_accounts_and_staff_and_what_stops_is_left_out():
    keys = ["retention.cctv", "retention.accounting_bnc", "retention.patient_file", "retention.payroll", ""]
    followed = [RetentionRecord(cast.a_random_id(), 1, key or "À nous", "…", parameter=key) for key in keys]
    found = rules.durations(followed)
    assert [each.parameter for each in found.files] == ["retention.patient_file"]
    assert [each.name for each in found.own] == ["retention.accounting_bnc", "retention.payroll", "À nous"]


@pytest.mark.parametrize("kind", law.EndKind.values())
@pytest.mark.parametrize("profession", ["", *Profession.values()])
def test_every_profession_and_kind_has_texts_with_a_source(kind, profession):
    found = law.advice(kind=kind, profession=profession, on=ON)
    assert len(found) >= 3 and all(value.references for _, value in found)
