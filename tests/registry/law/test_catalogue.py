"""The catalogue of typical activities: complete, sourced, written as French is printed, and strict about its form."""

import re
from dataclasses import fields, is_dataclass

import pytest
import yaml

from registry.law import typical
from registry.law.vocabulary import CatalogueFamily, LegalBasis

KEY = re.compile(r"[a-z0-9_.]+\Z")
CODES = re.compile(r"https?://\S+")

GOOD = {
    "name": "Une activité",
    "description": "Pour l’essai.",
    "proposed_when": [{"if": {"always": True}, "because": "Toujours."}],
    "purposes": [{"name": "Soigner", "basis": "6.1.c", "basis_text": "CSP", "condition": "9.2.h", "mark": "secondary"}],
    "persons": ["patients"],
    "data": [{"description": "Santé", "kind": "health", "retention": "patient_file"}],
    "source_of_data": "Le patient",
    "recipients": [{"kind": "care_team", "name": "L’équipe"}],
    "processors": ["hosting"],
    "transfers": "none",
    "measures": ["Une mesure"],
    "information": "notice",
    "dpia": "not_required",
    "mark": "secondary",
    "source": [{"title": "CSP"}],
}


def every_text(value):
    """All texts of a dataclass that people read, at any depth."""
    if isinstance(value, str):
        if not KEY.match(value):
            yield value
    elif is_dataclass(value):
        for field in fields(value):
            yield from every_text(getattr(value, field.name))
    elif isinstance(value, tuple | frozenset):
        for item in value:
            yield from every_text(item)


def faults(text):
    """What a French editor would mark in a text."""
    text = CODES.sub("", text)
    found = [name for name, pattern in TYPOGRAPHY.items() if re.search(pattern, text, re.IGNORECASE)]
    return [(name, text) for name in found]


TYPOGRAPHY = {
    "ordinary space before a double sign": r" [;:?!%€]",
    "no space before a double sign": r"[^\s\u00a0][;?](?!\w)|[a-zé»)]:(?!//)",
    "space inside guillemets": r"«[^\u00a0]|[^\u00a0]»",
    "straight apostrophe or quote": r"['\"]",
    "exclamation": r"!",
    "forbidden word": r"conforme|conformité",
    "three dots": r"\.\.\.",
    "double space": r"  ",
}


def written(folder, change=None, without=None, family="care"):
    """A file of the catalogue under `folder`, good but for one change."""
    row = {**GOOD, **(change or {})}
    row.pop(without, None)
    (folder / family).mkdir(exist_ok=True)
    path = folder / family / "sample.yaml"
    path.write_text(yaml.safe_dump(row, allow_unicode=True), encoding="utf-8")
    return path


def test_the_catalogue_holds_at_least_forty_activities():
    assert len(typical.catalogue()) >= 40


def test_every_family_is_present():
    assert {activity.family for activity in typical.catalogue().values()} == set(CatalogueFamily.values())


def test_every_activity_stands_in_the_reading_order():
    listed = yaml.safe_load((typical.CATALOGUE_FOLDER / "sheets.yaml").read_text(encoding="utf-8"))["order"]
    assert sorted(listed) == sorted(typical.catalogue())


def test_activities_read_family_by_family_beginning_with_the_patient_file():
    families = [activity.family for activity in typical.catalogue().values()]
    assert families == sorted(families, key=CatalogueFamily.values().index)
    assert next(iter(typical.catalogue())) == "patient_file"


def test_each_retention_rule_serves_an_activity_but_transfusion_which_practices_do_not_do():
    used = {data.retention for activity in typical.catalogue().values() for data in activity.data}
    assert typical.retention_keys() - used == {"accounting_bnc", "accounting_merchant", "transfusion"}


def test_the_patient_file_rests_on_no_consent_whatever_the_profession():
    purposes = typical.catalogue()["patient_file"].purposes
    foundings = [purpose.founding for purpose in purposes]
    foundings += [founding for purpose in purposes for _, founding in purpose.founding_by_profession]
    assert LegalBasis.CONSENT.value not in {founding.basis for founding in foundings}


@pytest.mark.parametrize("key", typical.catalogue())
def test_the_texts_of_an_activity_are_typeset_as_french_is(key):
    assert [fault for text in every_text(typical.catalogue()[key]) for fault in faults(text)] == []


@pytest.mark.parametrize("key", typical.catalogue())
def test_each_reason_is_one_sentence(key):
    for rule in typical.catalogue()[key].proposed_when:
        assert rule.because[0].isupper() and rule.because.endswith(".")


def test_the_texts_of_questions_sheets_and_warnings_are_typeset_as_french_is():
    texts = [*typical.questions(), *typical.solo_sheets().values(), *typical.warnings().values()]
    assert [fault for item in texts for text in every_text(item) for fault in faults(text)] == []


def test_each_question_is_one_sentence_with_its_article():
    for question in typical.questions():
        assert question.title.endswith("\u00a0?"), question.key
        assert "art." in question.why or "point" in question.why, question.key
        assert bool(question.options) == (question.kind in ("single", "multiple")), question.key


def test_each_box_to_tick_leads_somewhere():
    """An answer that proposes nothing, conditions no question and counts nowhere would be asked for nothing."""
    tested = {
        (condition.key, value)
        for activity in typical.catalogue().values()
        for rule in activity.proposed_when
        for condition in rule.conditions
        for value in condition.any_of or ()
    }
    offered = {
        (field.key, option.value)
        for question in typical.questions()
        for field in (question, *question.extra)
        for option in field.options
        if field.key not in ("professions", "setting", "patients_basis")
    }
    assert offered - tested == set()


def test_a_well_formed_file_is_read(tmp_path):
    activity = typical.read_activity(written(tmp_path))
    assert (activity.key, activity.family) == ("sample", "care")
    assert activity.purposes[0].founding.basis_text == "CSP"


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        ({"colour": "bleu"}, "unknown field colour"),
        ({"persons": ["neighbours"]}, "PersonCategory does not know 'neighbours'"),
        ({"persons": []}, "persons is empty"),
        ({"processors": ["astrologer"]}, "ProcessorKind"),
        ({"transfers": "maybe"}, "transfers"),
        ({"information": "smoke"}, "InformationMeans"),
        ({"dpia": "done"}, "dpia"),
        ({"mark": "sure"}, "Mark"),
        ({"solo_sheet": "attic"}, "solo_sheet"),
        ({"source": []}, "source"),
        ({"source": [{"href": "https://example.org"}]}, "title"),
        ({"purposes": []}, "purposes"),
        ({"purposes": [{**GOOD["purposes"][0], "basis": "6.1.z"}]}, "LegalBasis"),
        ({"purposes": [{**GOOD["purposes"][0], "basis": "6.1.f"}]}, "legitimate interest"),
        ({"purposes": [{**GOOD["purposes"][0], "basis_text": ""}]}, "basis_text|a text is expected"),
        ({"purposes": [{**GOOD["purposes"][0], "condition": ""}]}, "no purpose with its condition"),
        ({"purposes": [{**GOOD["purposes"][0], "condition": "9.2.z"}]}, "Article9Condition"),
        (
            {"purposes": [{**GOOD["purposes"][0], "basis_by_profession": {"poet": {"basis": "6.1.c"}}}]},
            "basis_text|Profession",
        ),
        ({"data": [{"description": "Santé", "kind": "health", "retention": "for_ever"}]}, "retention"),
        ({"data": [{"description": "Santé", "kind": "gossip", "retention": "cctv"}]}, "DataKind"),
        ({"recipients": [{"kind": "press", "name": "Journal"}]}, "RecipientKind"),
        ({"proposed_when": []}, "proposed_when"),
        ({"proposed_when": [{"if": {"weather": ["rain"]}, "because": "Il pleut."}]}, "weather"),
        ({"proposed_when": [{"if": {"staff": ["butler"]}, "because": "Un majordome."}]}, "butler"),
        ({"proposed_when": [{"if": {"staff": True}, "because": "Du monde."}]}, "cannot be tested"),
        ({"proposed_when": [{"if": {"always": True}}]}, "because"),
        ({"name": ""}, "a text is expected"),
        ({"measures": "une seule"}, "measures"),
    ],
)
def test_a_malformed_file_is_refused_by_its_name(tmp_path, change, complaint):
    with pytest.raises(ValueError, match=complaint) as refusal:
        typical.read_activity(written(tmp_path, change))
    assert "sample.yaml" in str(refusal.value)


@pytest.mark.parametrize("field", ["name", "purposes", "source_of_data", "transfers", "mark", "source"])
def test_a_file_without_a_field_is_refused(tmp_path, field):
    with pytest.raises(ValueError, match=field):
        typical.read_activity(written(tmp_path, without=field))


def test_a_folder_that_is_no_family_is_refused(tmp_path):
    with pytest.raises(ValueError, match="CatalogueFamily"):
        typical.read_activity(written(tmp_path, family="gardening"))


def test_a_file_that_is_no_yaml_is_refused_by_its_name(tmp_path):
    path = written(tmp_path)
    path.write_text("name: [", encoding="utf-8")
    with pytest.raises(ValueError, match="sample.yaml"):
        typical.read_activity(path)
