import datetime as dt
from pathlib import Path

import pytest
import yaml

from registry.law import dated
from registry.responsibilities import access, rules

DAY = dt.date(2026, 11, 23)
CASES = yaml.safe_load((Path(__file__).parent / "cases" / "who_answers.yaml").read_text())


def answer(case):
    return rules.decide(rules.Situation(**case["facts"], employment=case.get("employment", False)), on=DAY)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_each_situation_has_the_answer_that_a_lawyer_reads(case):
    found = answer(case)
    assert found.outcome == case["outcome"]
    assert [paper.value for paper in found.papers] == case["papers"]
    assert found.hds_alert == case.get("hds", False)
    assert case.get("says", "") in " ".join(reason.text for reason in found.reasons)
    assert any(reason.to_validate for reason in found.reasons) == case.get("to_validate", False)


def test_every_answer_gives_reasons_with_their_sources():
    for case in CASES:
        assert all(reason.text and reason.references for reason in answer(case).reasons)


def test_a_processor_sheet_never_comes_without_the_alert_when_patients_data_are_kept():
    for case in CASES:
        if case["facts"]["hosts"] == "yes" and not case.get("employment"):
            assert answer(case).hds_alert
            assert any("L1111-8" in each.title for reason in answer(case).reasons for each in reason.references)


def test_a_word_outside_the_vocabulary_is_refused():
    with pytest.raises(ValueError, match="nobody"):
        rules.Situation(purposes="nobody", file="separate", instructed="no", hosts="no")


def test_no_answer_is_given_before_the_regulation_applies():
    with pytest.raises(dated.NoValueInForce):
        rules.decide(
            rules.Situation(purposes="one", file="separate", instructed="no", hosts="no"), on=dt.date(2018, 5, 24)
        )


def test_the_proposed_matrix_keeps_a_coordinator_out_of_the_files():
    functions = {each.key: each for each in access.proposed().functions}
    assert functions["coordinator"].levels["patient_file"] == "none"
    assert functions["care_team"].levels["patient_file"] == "team"
    assert all(rules.reason(name, on=DAY).references for each in functions.values() for name in each.why)
