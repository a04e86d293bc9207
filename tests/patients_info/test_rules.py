"""What the notice says, from the register alone."""

import json
import re

import pytest

from patients_info.audiences import AUDIENCES
from patients_info.records import Contact, Settings
from registry.activities.records import DataRecord, RecipientRecord, ResponsibleRecord
from tests.patients_info import registers as r


def codes(content, place=0):
    return [line.code for line in content.sections[place].rights]


def said(content):
    return json.dumps(content.as_data(), ensure_ascii=False)


def test_a_sheet_about_patients_gives_a_section_with_its_own_words():
    [section] = r.content(r.sheet(description="Le dossier de chacun.")).sections
    assert (section.name, section.description) == ("Suivi des patients", "Le dossier de chacun.")
    assert [purpose.reference for purpose in section.purposes] == ["CSP, art. R4127-45"]
    assert section.data[0].retention == "20 ans après la dernière prise en charge."
    assert section.controllers[0].name == "Denis Delorme"


@pytest.mark.parametrize("state", ["draft", "archived"])
def test_what_is_not_in_force_is_not_said(state):
    assert r.content(r.sheet(state=state)).sections == ()


def test_staff_payroll_and_applicants_never_appear():
    paie = r.sheet("Paie", persons=("staff",), origins=("payroll",))
    recrutement = r.sheet("Recrutement", persons=("applicants",), origins=("recruitment",))
    content = r.content(r.sheet(), paie, recrutement)
    assert [section.name for section in content.sections] == ["Suivi des patients"]
    assert "Paie" not in said(content) and "Recrutement" not in said(content)


def test_an_empty_register_says_nothing_and_invents_nothing():
    content = r.content()
    assert (content.sections, content.controllers, content.topics, content.file_retention) == ((), (), (), "")


def test_a_blank_legal_basis_stays_blank():
    sheet = r.sheet(purposes=(r.purpose(basis="", text=""),))
    [section] = r.content(sheet).sections
    assert section.purposes[0].basis == "" and section.purposes[0].reference == ""


def test_a_processor_party_is_no_controller():
    sheet = r.sheet(responsibles=(ResponsibleRecord(r.ident("scm"), "SCM des Lilas", "processor"),))
    assert r.content(sheet).controllers == ()


@pytest.mark.parametrize(
    ("text", "cited"),
    [
        ("CSP, art. R4127-45", "CSP, art. R4127-45"),
        ("Aucun texte ne l’impose expressément (voir CSP, art. R4127-264), base à justifier", ""),
        ("Intérêt légitime du cabinet", ""),
        (
            "médecin généraliste\u00a0: CSP, art. R4127-45\u00a0; orthophoniste\u00a0: aucun texte ne l’impose "
            "expressément, base à justifier",
            "médecin généraliste\u00a0: CSP, art. R4127-45",
        ),
    ],
)
def test_a_patient_is_shown_the_text_of_law_and_not_the_doubts_of_the_practice(text, cited):
    [section] = r.content(r.sheet(purposes=(r.purpose(text=text),))).sections
    assert section.purposes[0].reference == cited


def test_erasure_never_stands_bare_beside_the_medical_file():
    found = codes(r.content(r.sheet(origins=("patient_file",))))
    assert found == ["access", "rectification", "restriction", "erasure_of_file"]


def test_another_legal_obligation_says_that_erasure_waits():
    billing = r.sheet("Facturation", recipients=(), origins=("billing",))
    assert "erasure_kept" in codes(r.content(billing)) and "erasure" not in codes(r.content(billing))


@pytest.mark.parametrize(
    ("basis", "expected"),
    [
        ("6.1.a", {"withdrawal", "erasure", "portability"}),
        ("6.1.b", {"erasure", "portability"}),
        ("6.1.d", {"erasure"}),
        ("6.1.e", {"objection", "erasure_kept"}),
        ("6.1.f", {"objection", "erasure_after_objection"}),
    ],
)
def test_the_rights_are_those_of_the_legal_basis(basis, expected):
    sheet = r.sheet(purposes=(r.purpose(basis=basis, interest="Organiser l’accueil."),), origins=("appointments",))
    assert set(codes(r.content(sheet))) - {"access", "rectification", "restriction"} == expected


def test_a_right_that_is_not_about_every_purpose_names_those_it_is_about():
    sheet = r.sheet(purposes=(r.purpose(), r.purpose("Rappeler les rendez-vous", "6.1.f", interest="Moins d’oublis.")))
    [section] = r.content(sheet).sections
    assert next(line for line in section.rights if line.code == "objection").purposes == ("Rappeler les rendez-vous",)


def test_identity_team_and_national_record_are_three_answers_each_from_the_register():
    ins = r.sheet("Identité", origins=("ins_identity",), recipients=())
    record = r.sheet("Mon espace santé", origins=("national_health_record",), recipients=())
    team = r.sheet("Dossier", origins=("patient_file",))
    assert set(r.content(ins).topics) & {"ins", "national_health_record", "care_team"} == {"ins"}
    assert set(r.content(record).topics) & {"ins", "national_health_record", "care_team"} == {"national_health_record"}
    assert set(r.content(team).topics) & {"ins", "national_health_record", "care_team"} == {"care_team"}


def test_a_practice_that_writes_ins_in_its_own_words_is_understood():
    sheet = r.sheet(data_categories=(DataRecord("Matricule INS", "social_security_number", r.rule(), ""),))
    assert "ins" in r.content(sheet).topics


def test_artificial_intelligence_is_named_only_when_the_register_holds_it():
    assert "ai_scribe" not in r.content(r.sheet()).topics
    assert "ai_scribe" in r.content(r.sheet(origins=("ai_scribe",))).topics
    assert "ai_scribe" in r.content(r.sheet(processors=(r.supplier("Plume Fictive", "ai_scribe"),))).topics


def test_hosting_is_said_when_a_supplier_may_keep_health_data():
    assert "hosting" not in r.content(r.sheet()).topics
    content = r.content(r.sheet(processors=(r.supplier(),)))
    assert "hosting" in content.topics and content.sections[0].processors[0].hds == "yes"
    other = r.content(r.sheet(processors=(r.supplier("Téléphone Fictif", "telephony", "not_concerned"),)))
    assert "hosting" not in other.topics


@pytest.mark.parametrize(
    ("stances", "topic"),
    [(("none", "none"), "no_transfer"), (("none", "some"), "transfers"), (("none", "unknown"), None)],
)
def test_that_nothing_leaves_europe_is_said_only_when_every_sheet_says_so(stances, topic):
    sheets = [r.sheet(f"Usage {place}", transfer_stance=stance) for place, stance in enumerate(stances)]
    assert set(r.content(*sheets).topics) & {"no_transfer", "transfers"} == ({topic} if topic else set())


def test_the_duration_in_the_summary_is_that_of_the_file():
    booking = r.sheet(
        "Rendez-vous",
        origins=("appointments",),
        recipients=(RecipientRecord("internal", "Le secrétariat"),),
        data_categories=(DataRecord("Motif", "health", r.rule("12 mois."), ""),),
    )
    file = r.sheet("Dossier", origins=("patient_file",))
    assert r.content(booking, file).file_retention == "20 ans après la dernière prise en charge."
    assert r.content(booking).file_retention == ""


def test_who_answers_is_what_the_structure_says_else_its_own_means():
    assert r.content(r.sheet()).rights == r.STRUCTURE
    own = r.content(r.sheet(), settings=Settings("Le secrétariat", "", "01 00 00 00 09")).rights
    assert own == Contact("Le secrétariat", r.STRUCTURE.address, "01 00 00 00 09", "")


def test_the_content_is_plain_json_that_reads_back_the_same():
    data = r.content(r.sheet(), dpo=r.dpo()).as_data()
    assert json.loads(json.dumps(data)) == data


@pytest.mark.parametrize(
    "profile",
    [
        "gp_alone_with_staff",
        "dentist",
        "nurse",
        "physiotherapist",
        "midwife",
        "group_shared_software",
        "msp_with_sisa",
    ],  # fmt: skip
)
def test_the_proposed_register_of_each_profile_never_speaks_of_staff_to_patients(profile):
    text = said(r.content(*r.proposed(profile)))
    for word in ["paie", "bulletin", "candidat", "URSSAF", "salaire", "Inspection du travail", "base à justifier"]:
        assert not re.search(rf"\b{word}", text.replace("paiement", ""), re.IGNORECASE), word


def test_the_essence_of_an_agreement_is_said_with_the_uses_it_is_about():
    sheet = r.sheet()
    here, elsewhere = r.essence(activities=(str(sheet.id),)), r.essence("Autre chose.", activities=("ailleurs",))
    [line] = r.content(sheet, essences=(here, elsewhere)).agreements
    assert line.essence == "La SISA informe, chaque soignant répond" and line.contact_point.startswith("L’accueil")
    assert r.content(sheet, essences=(r.essence(" "),)).agreements == ()


def test_security_measures_are_said_to_patients_alone():
    told = ("Chacun ne voit que ce que son métier demande.",)
    assert r.content(r.sheet(), protections=told).protections == told
    assert r.content(r.sheet(persons=("staff",)), audience=AUDIENCES["staff"], protections=told).protections == ()
