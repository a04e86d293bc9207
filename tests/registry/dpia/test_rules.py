import datetime as dt
import re
from pathlib import Path

import pytest

from registry.activities.records import ActivityRecord, DataRecord, PurposeRecord, TransferRecord
from registry.dpia import changes, facts, rules, terms
from registry.dpia.facts import Ticked
from registry.dpia.records import AssessmentRecord, RiskRecord
from registry.dpia.rules import DpiaFacts, decide
from registry.dpo.rules import DpoFacts
from registry.law import dated, impact, typical
from registry.law.dated import NoValueInForce
from tests import cast

ON = dt.date(2026, 11, 23)
CASES = dated.load_yaml(Path(__file__).parent / "cases" / "decision.yaml")
CONSULTATIONS = dated.load_yaml(Path(__file__).parent / "cases" / "consultation.yaml")
SETS = ("required", "exempt", "triggers", "criteria")
SOLO = DpoFacts(structure_kind="individual", patients_per_year=1_450, practitioners=1)
MSP = DpoFacts(structure_kind="msp", shared_software=True, patients_per_year=12_000, practitioners=12)


def facts_of(case):
    return DpiaFacts(**{name: frozenset(value) if name in SETS else value for name, value in case["facts"].items()})


def spaced(text):
    return text.replace("\u00a0", " ").replace("\u202f", " ")


def sheet(**content):
    rich = {
        "id": cast.a_random_id(), "version": 1, "lock_token": "1", "reference": "A-01", "name": "Dossier du patient",
        "family": "care", "persons": ("patients",), "transfer_stance": "none",
        "data_categories": (DataRecord("Antécédents", "health", None, ""),),
        "purposes": (PurposeRecord("Soigner", "6.1.c", "", "", "9.2.h", False),),
    }  # fmt: skip
    return ActivityRecord(**{**rich, **content})


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_the_answer_is_the_expected_one(case):
    answer, expected = decide(facts_of(case), on=case["on"]), case["expected"]
    assert answer.code == expected["code"]
    assert answer.article == str(expected.get("article", ""))
    assert answer.severity == expected.get("severity", answer.severity)
    assert answer.missing == tuple(expected.get("missing", answer.missing if answer.code != "unknown" else ()))
    titles = spaced(" ".join(reference.title for reason in answer.reasons for reference in reason.references))
    told = spaced(" ".join(reason.text for reason in answer.reasons)).lower()
    assert all(text in titles for text in expected.get("references", []))
    assert all(text.lower() in told for text in expected.get("says", []))


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_every_answer_gives_its_reasons_in_well_set_french(case):
    answer = decide(facts_of(case), on=case["on"])
    sentences = [reason.text for reason in answer.reasons]
    assert sentences and all(sentence.endswith((".", "?")) for sentence in sentences)
    assert not [each for each in sentences if re.search(r"(?i)conform|'|!|[^\u00a0][;:?»]", each)]
    assert ("obligatoire" in answer.label) == (answer.code == rules.REQUIRED)
    assert ("RGPD, art.\u00a035." in answer.label) == (answer.code == rules.REQUIRED)


def test_there_are_at_least_twenty_five_cases_with_names_of_their_own_and_every_code_is_met():
    names = [case["name"] for case in CASES]
    assert len(CASES) >= 25 and len(names) == len(set(names))
    assert {case["expected"]["code"] for case in CASES} == set(rules.SEVERITIES)


def test_before_the_figure_of_the_cnil_there_is_no_answer():
    with pytest.raises(NoValueInForce):
        decide(DpiaFacts(), on=dt.date(2020, 7, 27))


def test_every_criterion_and_every_item_of_a_list_has_its_dated_text():
    for vocabulary, prefix in (
        (impact.Criterion, "criterion"),
        (impact.Required, "required"),
        (impact.Exempt, "exempt"),
    ):
        for term in vocabulary:
            assert dated.get(f"dpia.{prefix}_{term.value}").on(ON).references


def test_suggestions_name_typical_activities_that_exist():
    assert set(impact.suggestions()) <= set(typical.catalogue())


def test_more_patients_never_asks_for_less():
    weight = [rules.NOT_REQUIRED, rules.RECOMMENDED, rules.TO_DOCUMENT, rules.IN_PRINCIPLE, rules.REQUIRED]
    for alone in (True, False):
        for named in (True, False):
            for shared in (True, False):
                codes = [
                    decide(DpiaFacts(care=True, alone=alone, named=named and not alone, shared=shared, patients=each), on=ON).code
                    for each in (0, 5_000, 9_999, 10_000, 50_000)
                ]  # fmt: skip
                assert [weight.index(code) for code in codes] == sorted(weight.index(code) for code in codes)


# -- What a sheet suggests ---------------------------------------------------------------------------------------------


def test_the_file_of_a_gp_alone_is_on_the_list_of_the_cnil():
    found = facts.suggested(sheet(), SOLO, on=ON)
    assert found == Ticked(exempt=("individual",), criteria=("sensitive", "vulnerable"))
    assert decide(facts.facts(sheet(), SOLO, found), on=ON).code == rules.NOT_REQUIRED


def test_the_file_of_a_large_msp_is_at_large_scale():
    found = facts.suggested(sheet(origins=("patient_file", "shared_record")), MSP, on=ON)
    assert found.criteria == ("sensitive", "large_scale", "vulnerable")
    assert found.triggers == ("shared_file",)
    assert decide(facts.facts(sheet(), MSP, found), on=ON).code == rules.REQUIRED


def test_staff_and_suppliers_together_stay_exempt_but_not_beside_a_camera():
    staff = sheet(family="management", data_categories=(), persons=("staff",), origins=("human_resources", "payroll"))
    assert facts.suggested(staff, MSP, on=ON).exempt == ("staff",)
    mixed = sheet(family="management", data_categories=(), persons=(), origins=("access_control", "cctv"))
    found = facts.suggested(mixed, MSP, on=ON)
    assert (found.exempt, found.criteria, found.triggers) == ((), ("monitoring", "vulnerable"), ("video",))


@pytest.mark.parametrize(("safeguard", "triggers"), [("standard_clauses", ("transfers",)), ("adequacy", ())])
def test_a_transfer_reopens_the_question_unless_the_country_is_adequate(safeguard, triggers):
    abroad = sheet(transfer_stance="some", transfers=(TransferRecord("Fictive Inc.", "Ailleurs", safeguard, ""),))
    assert facts.suggested(abroad, SOLO, on=ON).triggers == triggers


def test_a_health_centre_that_said_nothing_keeps_one_file():
    centre = DpoFacts(structure_kind="health_centre", patients_per_year=12_000)
    assert decide(facts.facts(sheet(), centre, Ticked()), on=ON).code == rules.REQUIRED


# -- What changed since ------------------------------------------------------------------------------------------------


def test_nothing_that_matters_changed_when_words_alone_did():
    before = changes.matters(sheet())
    assert changes.since(before, sheet(name="Autre nom", description="Autrement dit", data_source="Elle-même")) == ()


def test_a_new_purpose_and_a_lost_software_are_told():
    before = changes.matters(sheet(software="Logiciel Fictif"))
    more = (
        PurposeRecord("Soigner", "6.1.c", "", "", "9.2.h", False),
        PurposeRecord("Étudier", "6.1.f", "", "", "9.2.j", False),
    )
    purposes, software = changes.since(before, sheet(purposes=more))
    assert (purposes.title, purposes.removed) == ("Les finalités", ())
    assert purposes.added[0].startswith("Étudier")
    assert (software.added, software.removed) == ((), ("Logiciel Fictif",))


def test_the_order_of_lines_does_not_count():
    data = (DataRecord("Antécédents", "health", None, ""), DataRecord("Nom", "identity", None, ""))
    assert changes.since(changes.matters(sheet(data_categories=data)), sheet(data_categories=data[::-1])) == ()


# -- What is missing, what is due --------------------------------------------------------------------------------------


def record(**content):
    base = {"id": cast.a_random_id(), "version": 1, "activity_id": cast.a_random_id(), "decided_on": ON, "answer": "required",
            "outcome": "carry_out"}  # fmt: skip
    return AssessmentRecord(**{**base, **content})


WHOLE = {
    "description": "Un dossier.", "necessity": "Le nécessaire.", "measures": "Des comptes.", "residual": "low", "views": "Non.",
    "risks": tuple(RiskRecord(fear.value, "limited", "limited") for fear in terms.Fear),
}  # fmt: skip


@pytest.mark.parametrize(
    ("content", "has_dpo", "missing"),
    [
        ({}, False, ["description", "necessity", "risks", "measures", "residual", "views"]),
        (WHOLE, False, []),
        (WHOLE, True, ["dpo_opinion"]),
        ({**WHOLE, "risks": WHOLE["risks"][:2]}, False, ["risks"]),
        ({**WHOLE, "residual": "high"}, False, ["consultation"]),
        ({**WHOLE, "residual": "high", "consulted_on": ON}, False, []),
    ],
)
def test_what_an_assessment_lacks(content, has_dpo, missing):
    found = terms.gaps(record(**content), has_dpo=has_dpo, on=ON)
    assert [gap.code for gap in found] == missing
    assert all(gap.references and gap.text.endswith(".") for gap in found)


@pytest.mark.parametrize("case", CONSULTATIONS, ids=[case["name"] for case in CONSULTATIONS])
def test_by_when_the_cnil_answers(case):
    assert terms.answer_due_on(case["consulted_on"], extended=case["extended"]) == case["expected"]


def test_what_is_due_about_an_assessment():
    due, review = dt.date(2027, 1, 31), dt.date(2029, 11, 23)
    found = terms.deadlines(record(due_on=due, review_on=review, consulted_on=ON), name="A-01 Dossier")
    assert [(each.on, each.key.rpartition(":")[2]) for each in found] == [
        (dt.date(2027, 1, 18), "consultation"), (due, "carry_out"), (review, "review"),
    ]  # fmt: skip
    done = record(due_on=due, review_on=review, completed_on=ON, consulted_on=ON, consultation_answered_on=ON)
    assert [each.on for each in terms.deadlines(done, name="A-01 Dossier")] == [review]
