"""Who answers for a proposed sheet."""

from dataclasses import dataclass

import pytest

from registry.questionnaire.responsibles import responsibles


@dataclass(frozen=True)
class Party:
    kind: str
    name: str = ""
    profession: str = ""


ANNE, BRUNO = Party("practitioner", "Anne", "gp"), Party("practitioner", "Bruno", "gp")
NADIA = Party("practitioner", "Nadia", "nurse")
SISA, SEL, ASSOCIATION = Party("sisa"), Party("sel"), Party("association")


def answering(family, parties, *, origins=("patient_file",), structure_kind="msp"):
    return responsibles(family=family, origins=origins, parties=parties, structure_kind=structure_kind)


@pytest.mark.parametrize("family", ["care", "coordination"])
def test_practitioners_answer_for_the_care_of_their_own_patients(family):
    assert answering(family, [ANNE, SISA, BRUNO]) == (ANNE, BRUNO)


@pytest.mark.parametrize("family", ["management", "compliance", "research"])
def test_the_legal_person_answers_for_staff_premises_and_proof(family):
    assert answering(family, [ANNE, SISA, BRUNO], origins=("human_resources",)) == (SISA,)


@pytest.mark.parametrize("family", ["care", "management", "compliance", "research"])
def test_practitioners_without_a_legal_person_answer_for_everything(family):
    assert answering(family, [ANNE, BRUNO], structure_kind="group") == (ANNE, BRUNO)


def test_a_legal_person_alone_answers_for_everything():
    assert answering("care", [SISA]) == (SISA,)


@pytest.mark.parametrize("origin", ["coordination_indicators", "sisa_services", "associates_directory"])
def test_the_sisa_answers_for_its_members_its_funding_and_its_means(origin):
    assert answering("coordination", [ANNE, SISA], origins=(origin,)) == (SISA,)


def test_a_company_that_practises_answers_for_the_care_too():
    assert answering("care", [ANNE, SEL], structure_kind="group") == (SEL,)


@pytest.mark.parametrize("kind", ["health_centre", "public_health_centre"])
def test_a_health_centre_answers_for_the_care_its_salaried_staff_gives(kind):
    assert answering("care", [ANNE, ASSOCIATION], structure_kind=kind) == (ASSOCIATION,)


def test_nobody_known_leaves_the_sheet_without_a_responsible():
    assert answering("care", []) == ()


def test_what_is_proposed_to_nurses_alone_is_answered_for_by_the_nurses():
    assert answering("care", [ANNE, NADIA, SISA], origins=("home_care_rounds",)) == (NADIA,)


def test_without_a_practitioner_of_the_profession_those_who_are_there_answer():
    assert answering("care", [ANNE, SISA], origins=("home_care_rounds",)) == (ANNE,)


def test_what_is_proposed_to_all_is_answered_for_by_all():
    assert answering("care", [ANNE, NADIA, SISA], origins=("patient_file", "appointments")) == (ANNE, NADIA)
