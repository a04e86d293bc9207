"""What differs between the notice in force and the register of today, in words."""

import copy
import dataclasses

import pytest

from patients_info.differences import differs
from patients_info.records import Settings
from registry.activities.records import DataRecord, RecipientRecord, ResponsibleRecord
from tests.patients_info import registers as r

PUBLISHED = r.content(r.sheet()).as_data()


def sentences(*sheets, **others):
    return differs(PUBLISHED, r.content(*(sheets or (r.sheet(),)), **others).as_data())


def test_nothing_differs_from_itself():
    assert sentences() == ()


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"description": "Autre."}, ["description", "Autre."]),
        ({"data_categories": (DataRecord("Antécédents, traitements", "health", r.rule("10 ans."), ""),)},
         ["durée", "la notice dit", "20 ans", "le registre dit", "10 ans."]),
        ({"data_categories": (DataRecord("Photos", "health", r.rule(), ""),)}, ["en plus", "Photos"]),
        ({"recipients": (RecipientRecord("public_body", "Mairie"),)}, ["destinataire en plus", "Mairie"]),
        ({"purposes": (r.purpose(basis="6.1.e"),)}, ["base légale", "Obligation légale", "Mission d’intérêt public"]),
        ({"purposes": (r.purpose(text="CSP, art. L1110-4"),)}, ["texte", "CSP, art. L1110-4"]),
        ({"responsibles": (ResponsibleRecord(r.ident("autre"), "Anne Autre", "controller"),)}, ["Anne Autre"]),
        ({"processors": (r.supplier(),)}, ["prestataire en plus", "Logiciel Fictif"]),
        ({"transfer_stance": "unknown"}, ["hors d’Europe", "à vérifier"]),
        ({"transfer_stance": "some", "transfers": (r.transfer(),)}, ["transfert vers en plus", "Fabricant Fictif"]),
        ({"data_source": "Ses proches"}, ["source", "Ses proches"]),
    ],
)  # fmt: skip
def test_each_change_of_a_sheet_has_its_sentence(change, words):
    found = " | ".join(sentences(r.sheet(**change)))
    for word in words:
        assert word in found, (word, found)


def test_a_new_use_and_a_use_that_ended_are_said():
    other = r.sheet("Rendez-vous", recipients=())
    assert any("Rendez-vous" in each and "n’en parle pas" in each for each in sentences(r.sheet(), other))
    assert any("Suivi des patients" in each and "encore" in each for each in sentences(other))


def test_a_dpo_a_contact_and_a_word_of_welcome_are_compared():
    assert any("Camille Carlier" in each for each in sentences(dpo=r.dpo()))
    assert any("01 99 00 00 00" in each for each in sentences(settings=Settings(rights_phone="01 99 00 00 00")))
    assert any("Bonjour" in each for each in sentences(settings=Settings(introduction="Bonjour.")))
    moved = dataclasses.replace(r.STRUCTURE, address="1 place Neuve, 49000 Villefictive")
    assert any("1 place Neuve" in each for each in sentences(structure=moved))


def test_a_subject_that_appears_is_named():
    assert any("Mon espace santé" in each for each in sentences(r.sheet(origins=("national_health_record",))))


def test_a_new_wording_is_named_by_its_day():
    newer = copy.deepcopy(PUBLISHED) | {"text": "2027-01-15"}
    assert differs(PUBLISHED, newer) == ("Le texte type de la notice a une nouvelle version, du 15 janvier 2027.",)


def test_no_difference_passes_without_a_sentence():
    for path in leaves(PUBLISHED):
        changed = copy.deepcopy(PUBLISHED)
        holder = changed
        for step in path[:-1]:
            holder = holder[step]
        if isinstance(holder[path[-1]], str) and path[0] != "text":
            holder[path[-1]] = "some" if path[-1] == "stance" else f"{holder[path[-1]]} modifié"
            assert differs(PUBLISHED, changed), path


def leaves(value, path=()):
    if isinstance(value, dict):
        for key, item in value.items():
            yield from leaves(item, (*path, key))
    elif isinstance(value, list):
        for place, item in enumerate(value):
            yield from leaves(item, (*path, place))
    else:
        yield path


def test_an_agreement_or_a_measure_that_changes_is_told():
    told = r.content(r.sheet(), essences=(r.essence(),), protections=("Sauvegarde chaque jour.",)).as_data()
    [added, protected] = differs(PUBLISHED, told)
    assert "Accord entre responsables en plus" in added and "Protection des données en plus" in protected
    other = r.content(r.sheet(), essences=(r.essence("La SISA répond."),), protections=()).as_data()
    [essence, gone] = differs(told, other)
    assert "La SISA répond" in essence and "Protection des données en moins" in gone


def test_an_edition_of_before_agreements_were_said_is_compared_all_the_same():
    earlier = {name: value for name, value in PUBLISHED.items() if name not in ("agreements", "protections")}
    assert differs(earlier, {**PUBLISHED, "introduction": "Bonjour."})
    [sentence] = differs(earlier, PUBLISHED)
    assert "présentation" in sentence


def test_a_supplier_that_serves_several_uses_and_changes_is_said_once():
    def register(name):
        return [r.sheet(use, processors=(r.supplier(name),)) for use in ("Suivi", "Rendez-vous", "Facturation")]

    said = differs(r.content(*register("Ancien")).as_data(), r.content(*register("Nouveau")).as_data())
    assert [each.replace("\u00a0", " ") for each in said] == [
        "« Suivi », « Rendez-vous » et « Facturation » : prestataire en plus, « Nouveau (éditeur du logiciel de cabinet) ».",
        "« Suivi », « Rendez-vous » et « Facturation » : prestataire en moins, « Ancien (éditeur du logiciel de cabinet) ».",
    ]
