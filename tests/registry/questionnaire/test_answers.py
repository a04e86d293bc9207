"""What an answer may be, whoever sends it."""

import pytest

from registry.law import typical
from registry.questionnaire import answers

QUESTIONS = {question.key: question for question in typical.questions()}
PATIENTS = {"patients": 1450, "patients_basis": "estimate", "patients_period": "2025", "patients_counted_by": "Anne"}


def wrong(key, **values):
    return answers.problems(QUESTIONS[key], values)


def test_an_answer_among_the_options_is_kept():
    assert wrong("professions", professions=["gp", "nurse"]) == {}
    assert wrong("setting", setting="group") == {}
    assert wrong("shared_software", shared_software=True) == {}
    assert wrong("patients", **PATIENTS) == {}


def test_nothing_is_an_answer_where_the_question_allows_it():
    assert wrong("staff", staff=[]) == {}
    assert wrong("professions", professions=[]) == {"professions": answers.TICK_SOMETHING}


def test_not_knowing_is_an_answer_where_the_question_allows_it():
    assert wrong("patients", patients=None) == {}
    assert wrong("shared_software", shared_software=None) == {}
    assert wrong("setting", setting=None) == {"setting": answers.CHOOSE}


@pytest.mark.parametrize(
    ("key", "values"),
    [
        ("professions", {"professions": ["wizard"]}),
        ("professions", {"professions": [["gp"]]}),
        ("setting", {"setting": "castle"}),
        ("setting", {"setting": "solo", "staff": []}),
        ("patients", {**PATIENTS, "patients_basis": "guess"}),
        ("patients", {**PATIENTS, "patients_period": 2025}),
    ],
)
def test_what_is_not_offered_is_refused_in_french(key, values):
    assert answers.UNKNOWN_CHOICE in wrong(key, **values).values()


@pytest.mark.parametrize(
    ("value", "complaint"),
    [(-1, answers.NEGATIVE), (500_001, answers.TOO_MANY), ("12", answers.NOT_A_NUMBER), (True, answers.NOT_A_NUMBER)],
)
def test_a_number_of_patients_is_a_plausible_whole_number(value, complaint):
    assert wrong("patients", patients=value) == {"patients": complaint}


def test_a_yes_no_question_hears_nothing_else():
    assert wrong("shared_software", shared_software="yes") == {"shared_software": answers.CHOOSE}


def test_a_list_is_expected_where_several_boxes_may_be_ticked():
    assert wrong("staff", staff="secretary") == {"staff": answers.TICK_SOMETHING}


def test_free_words_are_short_and_hold_no_social_security_number():
    assert wrong("patients", **PATIENTS | {"patients_period": "x" * 121}) == {"patients_period": answers.TOO_LONG}
    named = wrong("patients", **PATIENTS | {"patients_counted_by": "2 55 08 14 168 025 38"})
    assert named == {"patients_counted_by": answers.HOLDS_A_NIR}


@pytest.mark.parametrize(
    ("kind", "setting"),
    [
        ("individual", "solo"),
        ("group", "group"),
        ("scm", "group"),
        ("msp", "msp"),
        ("health_centre", "health_centre"),
        ("public_health_centre", "health_centre"),
    ],
)
def test_the_kind_of_structure_suggests_the_setting(kind, setting):
    assert answers.starting_points(kind, "gp") == {"professions": ["gp"], "setting": setting}


def test_a_structure_of_another_kind_suggests_nothing():
    assert answers.starting_points("other", "") == {}
