import re
from datetime import date
from pathlib import Path

import pytest

from registry.dpo import rules
from registry.dpo.rules import DpoFacts, decide, what_would_change
from registry.law import dated

TODAY = date(2026, 10, 1)
CASES = dated.load_yaml(Path(__file__).parent / "cases" / "decision.yaml")
LARGE_GROUP = DpoFacts(structure_kind="group", shared_software=True, patients_per_year=12_000)
SMALL_MSP = DpoFacts(structure_kind="msp", shared_software=True, patients_per_year=6_500)
SOLO = DpoFacts(structure_kind="individual", patients_per_year=1_800)


def facts_of(case):
    return DpoFacts(**{**case["facts"], "professions": frozenset(case["facts"].get("professions", ()))})


def words(answer):
    return " ".join([answer.label, *answer.questions, *(reason.text for reason in answer.reasons)])


def titles(references):
    return " ".join(reference.title for reference in references)


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_the_answer_is_the_expected_one(case):
    answer = decide(facts_of(case), on=case["on"])
    given = {name: getattr(answer, name) for name in case["expected"]}
    expected = {name: tuple(value) if name == "missing" else str(value) for name, value in case["expected"].items()}
    assert given == expected


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_every_answer_gives_its_reasons_in_well_set_french(case):
    answer = decide(facts_of(case), on=case["on"])
    sentences = [reason.text for reason in answer.reasons] + list(what_would_change(facts_of(case), on=case["on"]))
    assert answer.reasons
    assert all(sentence.endswith((".", "?")) for sentence in sentences)
    assert not [sentence for sentence in sentences if re.search(r"(?i)conform|'|!|[^\u00a0][;:?»]", sentence)]
    assert (answer.code == rules.UNKNOWN) == bool(answer.missing)


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_mandatory_is_said_with_its_article_only(case):
    answer = decide(facts_of(case), on=case["on"])
    assert ("obligatoire" in words(answer)) == (answer.code == rules.REQUIRED)
    assert ("RGPD, art.\u00a037.1." in answer.label) == (answer.code == rules.REQUIRED)


def test_there_are_at_least_sixteen_cases_and_each_code_is_met():
    assert len(CASES) >= 16
    assert {case["expected"]["code"] for case in CASES} == set(rules.SEVERITIES)


def test_case_names_are_unique():
    names = [case["name"] for case in CASES]
    assert len(names) == len(set(names))


def test_a_large_group_reads_the_article_for_the_duty_and_the_guidance_for_the_figure():
    answer = decide(LARGE_GROUP, on=TODAY)
    assert "RGPD, art.\u00a037.1.c" in titles(answer.references)
    assert "2020-081" in titles(answer.references)
    figure = next(reason for reason in answer.reasons if "devrait" in reason.text)
    assert "10\u00a0000\u00a0patients" in figure.text
    assert "2020-081" in titles(figure.references)


def test_a_public_centre_does_not_hear_of_the_figure():
    answer = decide(DpoFacts(structure_kind="public_health_centre", patients_per_year=40_000), on=TODAY)
    assert "10\u00a0000" not in words(answer)
    assert titles(answer.references) == "RGPD, art.\u00a037.1.a"


def test_a_small_msp_sees_both_sources_that_disagree():
    answer = decide(SMALL_MSP, on=TODAY)
    assert "questions-réponses" in titles(answer.references)
    assert "2020-081" in titles(answer.references)


def test_an_msp_with_a_pharmacist_learns_that_the_guidance_leaves_pharmacists_out():
    facts = DpoFacts("msp", professions=frozenset({"gp", "pharmacist"}), shared_software=True, patients_per_year=6_500)
    assert "ne vise pas les pharmaciens" in words(decide(facts, on=TODAY))
    assert "pharmaciens" not in words(decide(SMALL_MSP, on=TODAY))


def test_references_are_listed_once():
    answer = decide(SMALL_MSP, on=TODAY)
    assert len(answer.references) == len(set(answer.references))


def test_the_figure_is_read_from_the_dated_parameter(monkeypatch):
    source = dated.PARAMETERS / "dpo" / "large_scale_threshold.yaml"
    parameter = dated.read_parameter(source, subject="dpo")
    raised = dated.DatedValue(date(2027, 1, 1), parameter.values[0].references, "Un autre texte.", value=20_000)
    longer = dated.Parameter(**{**vars(parameter), "values": (*parameter.values, raised)})
    known = dated.get
    monkeypatch.setattr(dated, "get", lambda key: longer if key == parameter.key else known(key))
    assert decide(LARGE_GROUP, on=date(2026, 12, 31)).code == rules.REQUIRED
    assert decide(LARGE_GROUP, on=date(2027, 1, 1)).code == rules.RECOMMENDED


def test_before_the_figure_was_published_no_answer_is_made_up():
    with pytest.raises(dated.NoValueInForce):
        decide(LARGE_GROUP, on=date(2020, 7, 27))


def test_a_word_outside_the_vocabulary_is_refused():
    with pytest.raises(ValueError):
        DpoFacts(structure_kind="hospital")


def test_what_is_missing_is_asked_in_french():
    answer = decide(DpoFacts(structure_kind="msp", shared_software=True), on=TODAY)
    assert answer.questions == ("Combien de patients différents la structure suit-elle en un an\u00a0?",)


def test_a_large_group_learns_what_would_free_it():
    assert what_would_change(LARGE_GROUP, on=TODAY) == (
        "Sous 10\u00a0000\u00a0patients par an\u00a0: un délégué à la protection des données est recommandé.",
        "Si vous ne partagiez plus un même système d’information\u00a0: "
        "aucun texte ne vous impose un délégué à la protection des données.",
    )


def test_a_practitioner_alone_learns_what_a_group_would_change():
    sentences = " ".join(what_would_change(SOLO, on=TODAY))
    assert "À partir de 10\u00a0000\u00a0patients" in sentences
    assert "Si vous exerciez en groupe avec un logiciel partagé" in sentences
    assert "Si vous rejoigniez une maison de santé" in sentences


def test_a_group_that_shares_nothing_learns_what_sharing_would_bring():
    sentences = " ".join(what_would_change(DpoFacts(structure_kind="group", shared_software=False), on=TODAY))
    assert "Si vous partagiez un même système d’information, à partir de 10\u00a0000\u00a0patients par an" in sentences


def test_nothing_changes_for_a_public_centre():
    assert what_would_change(DpoFacts(structure_kind="public_health_centre"), on=TODAY) == ()
