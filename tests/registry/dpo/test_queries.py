import datetime as dt

import pytest

from registry.dpo import queries, rules
from tests import cast

ON = dt.date(2026, 11, 23)


def code_of(practice):
    with practice.scope():
        return rules.decide(queries.situation(practice.structure, on=ON).facts, on=ON).code


def test_the_facts_are_the_accepted_answers_and_the_practitioners_who_are_present(clinic, answer):
    answer(clinic, professions=["nurse"], setting="msp", shared_software=True, patients=8_000, patients_period="2025")
    with clinic.scope():
        situation = queries.situation(clinic.structure, on=ON)
    facts = situation.facts
    assert (facts.structure_kind, facts.legal_form) == ("msp", "sisa")
    assert facts.professions == {"nurse", "gp"}
    assert (facts.shared_software, facts.patients_per_year) == (True, 8_000)
    assert situation.period == "2025"


def test_before_any_answer_the_rule_says_what_it_misses(clinic):
    assert code_of(clinic) == rules.UNKNOWN


def test_a_practitioner_alone_has_nobody_to_appoint(db, answer):
    alone = cast.practice(manager=cast.account("Gilles Garnier"), name="Cabinet Garnier", kind="individual")
    answer(alone, setting="solo", professions=["gp"], patients=1_450)
    assert code_of(alone) == rules.NOT_REQUIRED


def test_a_group_whose_other_practitioners_are_not_named_yet_is_not_read_as_somebody_alone(neighbour, answer):
    answer(neighbour, setting="group", professions=["gp"], shared_software=True, patients=11_000)
    assert code_of(neighbour) == rules.REQUIRED


@pytest.mark.parametrize("setting", ["solo", "group"])
def test_the_kind_declared_is_kept_when_it_asks_more_than_the_answer(clinic, answer, setting):
    answer(clinic, setting=setting, shared_software=True, patients=300)
    assert code_of(clinic) == rules.TO_DOCUMENT


def test_the_answer_is_kept_when_it_asks_more_than_the_kind_declared(neighbour, answer):
    answer(neighbour, setting="msp", shared_software=True, patients=300)
    assert code_of(neighbour) == rules.TO_DOCUMENT


def test_there_is_no_decision_before_one_is_taken(in_scope):
    assert queries.decision() is None
