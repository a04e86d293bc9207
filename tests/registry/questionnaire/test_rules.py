"""The register that the answers write, for practices of each kind, kept as texts to be read in `expected/`.

UPDATE_EXPECTED=1 writes those texts again: read the difference before keeping it.
"""

import os
from itertools import combinations
from pathlib import Path

import pytest
import yaml

from registry.law import typical
from registry.law import vocabulary as terms
from registry.questionnaire import rules

HERE = Path(__file__).parent
PROFILES = {path.stem: yaml.safe_load(path.read_text(encoding="utf-8")) for path in (HERE / "profiles").glob("*.yaml")}
ALONE = sorted(name for name, profile in PROFILES.items() if profile["answers"]["setting"] == "solo")
TOGETHER = sorted(set(PROFILES) - set(ALONE))
NBSP = "\u00a0"

#: A GP alone who ticks every box there is.
EVERYTHING = {
    field.key: [option.value for option in field.options]
    for question in typical.questions()
    for field in (question, *question.extra)
    if field.kind == "multiple"
} | {"professions": ["gp"], "setting": "solo", "patients": 2000}


def sheets_of(name, **known):
    profile = PROFILES[name]
    return rules.propose(answers=profile["answers"], legal_form=profile["legal_form"], **known)


def origins(sheets):
    return {origin for sheet in sheets for origin in sheet.origins}


def rendered(name):
    """The proposal as a page of plain French."""
    profile, sheets = PROFILES[name], sheets_of(name)
    title = f"{profile['title']}{NBSP}: {len(sheets)} fiches"
    return "\n\n".join([title, *(sheet_in_words(sheet) for sheet in sheets)]) + "\n"


def sheet_in_words(sheet):
    lines = [f"== {sheet.name} [{sheet.key}]" + (" (à valider)" if sheet.to_validate else ""), sheet.description]
    lines += section("Pourquoi", sheet.reasons)
    lines += section("Finalités", [purpose_in_words(purpose) for purpose in sheet.purposes])
    lines += section("Personnes", [terms.PersonCategory.label_of(person) for person in sheet.persons])
    lines += section("Données", [f"{data.description} ({data.kind}) → {data.retention}" for data in sheet.data])
    lines += section("Source", [sheet.source_of_data])
    lines += section(
        "Destinataires",
        [f"{recipient.name} [{terms.RecipientKind.label_of(recipient.kind)}]" for recipient in sheet.recipients],
    )
    lines += section("Sous-traitants", [terms.ProcessorKind.label_of(processor) for processor in sheet.processors])
    lines += section("Transferts", ["à demander au fournisseur" if sheet.transfers_question else "aucun"])
    lines += section("Mesures", sheet.measures)
    lines += section("Information", [terms.InformationMeans.label_of(sheet.information)])
    lines += section("Analyse d’impact", [" ".join([terms.DpiaState.label_of(sheet.dpia) + ".", sheet.dpia_note])])
    lines += section("À savoir", sheet.warnings)
    lines += section("Textes", [source.title for source in sheet.sources])
    return "\n".join(line.rstrip() for line in lines)


def purpose_in_words(purpose):
    words = [purpose.name, terms.LegalBasis.label_of(purpose.basis), purpose.basis_text]
    if purpose.condition:
        words.append(terms.Article9Condition.label_of(purpose.condition))
    if purpose.interest:
        words.append(f"intérêt{NBSP}: {purpose.interest}")
    return " | ".join(words) + (" | à valider" if purpose.to_validate else "")


def section(title, items):
    return [f"{title}{NBSP}:", *(f"  - {item}" for item in items)] if items else []


@pytest.mark.parametrize("name", sorted(PROFILES))
def test_the_proposed_register_reads_as_the_kept_text(name):
    kept = HERE / "expected" / f"{name}.txt"
    if os.environ.get("UPDATE_EXPECTED"):
        kept.write_text(rendered(name), encoding="utf-8")
    assert rendered(name) == kept.read_text(encoding="utf-8")


@pytest.mark.parametrize("name", sorted(PROFILES))
def test_nothing_is_proposed_that_such_a_practice_does_not_do(name):
    text = rendered(name).casefold()
    assert [word for word in PROFILES[name]["never_said"] if word.casefold() in text] == []


@pytest.mark.parametrize("name", sorted(PROFILES))
def test_every_question_asked_of_a_profile_is_answered(name):
    assert rules.missing(PROFILES[name]["answers"]) == ()


@pytest.mark.parametrize("name", ALONE)
def test_a_practitioner_alone_gets_at_most_nine_sheets(name):
    assert len(sheets_of(name)) <= 9


def test_a_gp_alone_who_does_everything_still_gets_at_most_nine_sheets():
    assert len(rules.propose(answers=EVERYTHING, legal_form="bnc")) <= 9


def test_a_text_is_given_only_to_the_professions_its_activity_concerns():
    by_key = {sheet.key: sheet for sheet in sheets_of("msp_with_sisa")}
    assert "pharmacien" not in by_key["patient_file"].purposes[0].basis_text
    assert "médecin" not in by_key["physio_assessments"].purposes[0].basis_text


@pytest.mark.parametrize("name", TOGETHER)
def test_a_practice_of_several_gets_at_least_ten_sheets(name):
    assert len(sheets_of(name)) >= 10


def test_a_group_reads_its_register_in_fifteen_to_twenty_sheets_and_an_msp_in_less_than_thirty():
    assert 15 <= len(sheets_of("group_shared_software")) <= 20
    assert len(sheets_of("msp_with_sisa")) < 30


def test_a_source_said_with_more_words_elsewhere_is_said_once():
    (care,) = (sheet for sheet in sheets_of("gp_alone_no_staff") if sheet.key == "care")
    assert care.source_of_data.count("ersonne elle-même") == 1


@pytest.mark.parametrize("name", sorted(PROFILES))
def test_the_patient_file_comes_first(name):
    assert sheets_of(name)[0].origins[0] == "patient_file"


@pytest.mark.parametrize("name", ALONE)
def test_a_practitioner_alone_has_neither_shared_record_nor_sheets_of_proof(name):
    families = {typical.catalogue()[origin].family for origin in origins(sheets_of(name))}
    assert "compliance" not in families
    assert not origins(sheets_of(name)) & {"shared_record", "team_meetings"}


def test_staff_brings_the_sheets_of_an_employer_and_no_staff_brings_none():
    employer = {"human_resources", "payroll", "recruitment"}
    assert employer <= origins(sheets_of("gp_alone_with_staff"))
    assert not employer & origins(sheets_of("gp_alone_no_staff"))


@pytest.mark.parametrize("name", sorted(PROFILES))
def test_every_sheet_says_why_it_is_proposed_and_on_which_text(name):
    for sheet in sheets_of(name):
        assert sheet.reasons and sheet.sources and sheet.purposes
        assert len(sheet.reasons) >= 1


@pytest.mark.parametrize("name", sorted(PROFILES))
def test_no_origin_stands_on_two_sheets(name):
    for one, other in combinations(sheets_of(name), 2):
        assert not set(one.origins) & set(other.origins)
        assert one.key != other.key


@pytest.mark.parametrize("name", sorted(PROFILES))
def test_proposing_again_after_acceptance_gives_nothing(name):
    assert sheets_of(name, already=frozenset(origins(sheets_of(name)))) == ()


@pytest.mark.parametrize("name", sorted(PROFILES))
def test_what_was_declined_comes_back_flagged(name):
    first = sheets_of(name)
    again = sheets_of(name, declined=frozenset(first[-1].origins))
    assert [sheet.declined_before for sheet in again] == [False] * (len(first) - 1) + [True]
    assert again[-1].origins == first[-1].origins


def test_an_activity_declined_within_a_grouped_sheet_stands_apart_from_the_new_ones():
    sheets = sheets_of("gp_alone_with_staff", declined=frozenset({"recruitment"}))
    staff, refused = (sheet for sheet in sheets if sheet.key.startswith("staff"))
    assert not staff.declined_before and "recruitment" not in staff.origins
    assert (refused.origins, refused.declined_before, refused.complements) == (("recruitment",), True, "staff")
    assert set(refused.complements_origins) <= set(staff.origins)


def test_a_new_activity_on_a_grouped_sheet_comes_as_its_complement():
    before = origins(sheets_of("gp_alone_no_staff"))
    answers = PROFILES["gp_alone_no_staff"]["answers"] | {"premises": ["cctv"]}
    (added,) = rules.propose(answers=answers, legal_form="bnc", already=frozenset(before))
    assert (added.origins, added.complements) == (("cctv",), "premises_it")
    assert set(added.complements_origins) <= before
    assert added.name == typical.catalogue()["cctv"].name


def test_a_part_that_is_new_completes_the_sheet_of_its_host():
    before = origins(sheets_of("group_shared_software"))
    answers = PROFILES["group_shared_software"]["answers"] | {"premises": ["cctv", "call_recording"]}
    (added,) = rules.propose(answers=answers, legal_form="other", already=frozenset(before))
    assert (added.origins, added.complements, added.complements_origins[0]) == (
        ("call_recording",),
        "telephony",
        "telephony",
    )


def test_a_part_never_stands_without_its_host():
    for name in PROFILES:
        for sheet in sheets_of(name):
            for origin in sheet.origins:
                host = typical.catalogue()[origin].part_of
                assert not host or host in sheet.origins


def test_answers_to_questions_that_are_not_asked_change_nothing():
    answers = PROFILES["gp_alone_no_staff"]["answers"]
    leftover = answers | {"shared_software": True, "coordination": ["shared_record", "sisa"]}
    assert rules.propose(answers=leftover, legal_form="bnc") == sheets_of("gp_alone_no_staff")


def test_no_answer_proposes_what_every_practice_does_and_nothing_else():
    sheets = rules.propose(answers={}, legal_form="unknown")
    always = {
        key
        for key, activity in typical.catalogue().items()
        if any(not rule.conditions for rule in activity.proposed_when)
    }
    assert origins(sheets) == {key for key in always if typical.catalogue()[key].part_of in ("", *always)}


def test_a_practice_of_several_sees_at_most_sixteen_questions_and_a_gp_alone_fifteen():
    assert len(rules.questions_for({"professions": ["gp"], "setting": "solo"})) <= 15
    assert len(rules.questions_for({"professions": ["gp"], "setting": "msp"})) <= 16
    assert len(rules.questions_for({})) <= 16


def test_the_shared_software_is_asked_of_all_but_a_practitioner_alone():
    assert "shared_software" not in {question.key for question in rules.questions_for({"setting": "solo"})}
    assert "shared_software" in {question.key for question in rules.questions_for({"setting": "group"})}


def test_a_question_left_open_is_missing_unless_one_may_not_know():
    assert "patients" in rules.missing({"setting": "solo"})
    assert "patients" not in rules.missing({"setting": "solo", "patients": None})
    assert "staff" not in rules.missing({"staff": []})
    assert "staff" in rules.missing({"staff": None})
    assert "professions" in rules.missing({"professions": []})


def retention_of(legal_form):
    sheets = rules.propose(answers={"setting": "group"}, legal_form=legal_form)
    (sheet,) = (sheet for sheet in sheets if sheet.origins[0] == "accounting")
    return sheet, {data.retention for data in sheet.data}


@pytest.mark.parametrize(
    ("legal_form", "rule"), [("bnc", "accounting_bnc"), ("sel", "accounting_merchant"), ("sisa", "accounting_bnc")]
)
def test_the_legal_form_decides_how_long_accounts_are_kept(legal_form, rule):
    sheet, retention = retention_of(legal_form)
    assert rule in retention and "accounting" not in retention
    assert typical.warnings()["unsettled_accounting"] not in sheet.warnings


@pytest.mark.parametrize("legal_form", ["unknown", "association", "public", "other"])
def test_a_form_that_does_not_decide_leaves_accounts_to_be_validated(legal_form):
    sheet, _ = retention_of(legal_form)
    assert sheet.to_validate
    assert typical.warnings()["unsettled_accounting"] in sheet.warnings


def kept_file(*professions):
    sheets = rules.propose(answers={"professions": list(professions), "setting": "group"}, legal_form="bnc")
    return [purpose for purpose in sheets[0].purposes if purpose.name.startswith("Tenir le dossier")]


def test_professions_with_different_texts_read_them_side_by_side_under_one_basis():
    (kept,) = kept_file("gp", "physiotherapist")
    assert "(" not in kept.name
    assert kept.basis_text == (
        f"médecin généraliste{NBSP}: CSP, art. R4127-45{NBSP}; masseur-kinésithérapeute{NBSP}: CSP, art. R4321-91"
    )


def test_professions_with_different_bases_give_one_purpose_each_with_their_names():
    by_law, by_contract = kept_file("gp", "nurse", "psychologist")
    assert (by_law.basis, by_contract.basis) == ("6.1.c", "6.1.b")
    assert by_law.name.endswith("(sauf psychologue)")
    assert by_contract.name.endswith("(psychologue)")


def test_a_text_to_validate_stands_apart_from_those_that_were_read():
    read, guessed = kept_file("gp", "nurse", "dentist")
    assert (read.to_validate, guessed.to_validate) == (False, True)
    assert guessed.name.endswith("(chirurgien-dentiste)")


def test_every_text_fits_the_field_that_keeps_it_whoever_answers_everything():
    everyone = EVERYTHING | {"professions": terms.Profession.values(), "shared_software": True}
    for setting in ("solo", "group", "msp", "health_centre"):
        for sheet in rules.propose(answers=everyone | {"setting": setting}, legal_form="unknown"):
            assert len(sheet.name) <= 160 and len(sheet.source_of_data) <= 1000 and len(sheet.dpia_note) <= 2000
            assert len("\n".join(sheet.measures)) <= 4000
            assert max(len(purpose.name) for purpose in sheet.purposes) <= 240
            assert max(len(purpose.basis_text) for purpose in sheet.purposes) <= 300
            assert max(len(purpose.interest) for purpose in sheet.purposes) <= 600
            assert max(len(data.description) for data in sheet.data) <= 300
            assert max((len(recipient.name) for recipient in sheet.recipients), default=0) <= 240


def test_one_text_for_all_gives_one_purpose_without_names():
    (kept,) = kept_file("gp", "specialist")
    assert "(" not in kept.name and "(" not in kept.basis_text


def test_a_dentist_is_told_that_the_basis_of_the_file_is_to_be_justified():
    purpose = sheets_of("dentist")[0].purposes[0]
    assert purpose.to_validate and "justifier" in purpose.basis_text


def test_records_shared_by_several_reopen_the_question_of_a_dpia():
    assert sheets_of("msp_with_sisa")[0].dpia == "to_examine"
    assert sheets_of("gp_alone_no_staff")[0].dpia == "not_required"


def test_a_health_centre_of_salaried_staff_gets_its_register():
    answers = PROFILES["msp_with_sisa"]["answers"] | {"setting": "health_centre", "coordination": ["shared_record"]}
    sheets = rules.propose(answers=answers, legal_form="association")
    assert len(sheets) >= 10
    assert "sisa" not in origins(sheets)
