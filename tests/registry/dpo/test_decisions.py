import datetime as dt

import pytest

from registry.dpo import decisions, rules
from registry.dpo.decisions import DESIGNATE, DO_NOT, Situation
from registry.dpo.rules import DpoFacts

ON = dt.date(2026, 11, 23)
GROUP = DpoFacts(
    structure_kind="group", professions=frozenset({"gp", "nurse"}), shared_software=True, patients_per_year=11_200,
    practitioners=6, legal_form="bnc",
)  # fmt: skip


@pytest.mark.parametrize(
    ("code", "outcome", "demanded"),
    [
        (rules.REQUIRED, DESIGNATE, False),
        (rules.REQUIRED, DO_NOT, True),
        (rules.RECOMMENDED, DESIGNATE, False),
        (rules.RECOMMENDED, DO_NOT, True),
        (rules.TO_DOCUMENT, DESIGNATE, True),
        (rules.TO_DOCUMENT, DO_NOT, True),
        (rules.NOT_REQUIRED, DESIGNATE, False),
        (rules.NOT_REQUIRED, DO_NOT, False),
    ],
)
def test_a_reason_is_demanded_when_the_decision_departs_from_the_answer(code, outcome, demanded):
    assert bool(decisions.demand(code, outcome)) is demanded


def test_every_answer_has_its_words_and_the_compulsory_one_its_article():
    assert set(decisions.ANSWERS) == set(rules.SEVERITIES)
    assert "art.\u00a037.1" in decisions.ANSWERS[rules.REQUIRED]


def test_figures_are_words_that_a_person_reads_without_the_software():
    figures = decisions.figures(Situation(GROUP, basis="estimate", period="2025", counted_by="Nadia"))
    assert dict(figures) == {
        "Type de structure": "Cabinet de groupe",
        "Forme d’exercice": "Exercice individuel ou société civile (BNC)",
        "Professions": "Infirmier, Médecin généraliste",
        "Praticiens": "6",
        "Logiciel partagé": "oui",
        "Patients par an": "11\u202f200\u00a0patients",
        "Comptés d’après": "estimation",
        "Période comptée": "2025",
        "Comptés par": "Nadia",
    }


def test_what_is_unknown_is_left_out_of_the_figures():
    situation = Situation(DpoFacts(structure_kind="group"), basis="estimate", period="2025")
    assert decisions.figures(situation) == (("Type de structure", "Cabinet de groupe"),)


def test_figures_are_frozen_as_lines_and_read_back_as_they_were():
    figures = decisions.figures(Situation(GROUP, basis="estimate", period="2025\u00a0: civile", counted_by="Nadia"))
    assert "Logiciel partagé\u00a0: oui" in decisions.frozen(figures)
    assert decisions.thawed(decisions.frozen(figures)) == figures


def test_reasons_keep_the_texts_they_rest_on():
    answer = rules.decide(GROUP, on=ON)
    frozen = decisions.reasons(answer)
    assert [each["title"] for each in frozen] == [reason.text for reason in answer.reasons]
    titles = {reference["title"] for each in frozen for reference in each["references"]}
    assert "RGPD, art.\u00a037.1.c" in titles


def test_other_figures_or_another_answer_have_another_fingerprint():
    small, large = (("Patients par an", "9 999"),), (("Patients par an", "10 000"),)
    first = decisions.fingerprint(small, "recommended")
    assert first == decisions.fingerprint(small, "recommended")
    assert first != decisions.fingerprint(large, "recommended")
    assert first != decisions.fingerprint(small, "required")
