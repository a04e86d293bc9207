"""Texts to paste elsewhere: each audience has its own, in each language, and each leads to the notice."""

import re
from string import Formatter

import pytest

from cabinet_rgpd.history.queries import Receipt
from patients_info import translation
from patients_info.audiences import AUDIENCES, FILMED, MINORS, PATIENTS
from patients_info.documents import Edition
from patients_info.pasted import PLACES, pasted
from tests.patients_info import registers as r
from tests.patients_info.notices import prepare, publish

ADDRESS = "https://cabinet.exemple.fr/n/cabinet-des-tilleuls/"
TOLD = [
    (audience, code)
    for audience in AUDIENCES.values()
    for code in ("fr", *(each.code for each in translation.offered(audience.code)))
]
IDS = [f"{audience.code}-{code}" for audience, code in TOLD]


def texts(audience, code="fr", address=ADDRESS):
    languages = [each.code for each in translation.offered(audience.code)]
    content = r.everything(audience, languages=languages).as_data()
    receipt = Receipt(482, "9f3a1c2e" + "0" * 56)
    edition = Edition(content=content, number=2, effective_on=r.ON, receipt=receipt, language=code)
    return {each.place: each.text for each in pasted(edition, address=address)}


@pytest.mark.parametrize(("audience", "code"), TOLD, ids=IDS)
def test_every_audience_has_its_texts_in_every_language_with_the_way_to_its_notice(audience, code):
    found = texts(audience, code)
    assert found and found.keys() == texts(audience).keys() and found.keys() <= PLACES.keys()
    for place, text in found.items():
        assert 40 < len(text) < 700 and "{" not in text
        assert (place == "phone") == ((ADDRESS if code == "fr" else f"{ADDRESS}{code}/") not in text)
    asked = [text for text in found.values() if "Camille Carlier" in text]
    assert asked and all("CNIL" in text and "Cabinet des Tilleuls" in text for text in asked)


@pytest.mark.parametrize(("audience", "code"), TOLD, ids=IDS)
def test_a_text_in_another_language_says_the_same_things_and_nothing_in_french(audience, code):
    french, theirs = (translation.language(each).pasted[audience.code] for each in ("fr", code))
    for place, words in theirs.items():
        if translation.language(code).lang != "fr":
            assert named(words) == named(french[place])
            assert not sentences(words) & sentences(french[place])
        else:
            assert named(words) <= named(french[place])


def named(words):
    return {name for _, name, _, _ in Formatter().parse(words) if name}


def sentences(words):
    return {each.strip() for each in re.split(r"[.:;?{}]", words) if len(each.split()) >= 4}


def test_no_two_audiences_read_the_same_words():
    found = [text for audience in AUDIENCES.values() for text in translation.french().pasted[audience.code].values()]
    assert len(found) == len(set(found)) >= 12


def test_children_are_spoken_to_and_people_filmed_are_told_before_they_enter():
    assert "ce que tu peux demander" in texts(MINORS)["website"]
    assert "Ces locaux sont filmés" in texts(FILMED)["panel"]


def test_a_language_that_lacks_a_text_to_paste_is_not_offered(monkeypatch):
    spoken = translation.language("en")
    less = {**spoken.pasted, "patients": {"website": spoken.pasted["patients"]["website"]}}
    poorer = translation.Language(
        **{name: getattr(spoken, name) for name in spoken.__dataclass_fields__} | {"pasted": less}
    )
    known = translation.language
    monkeypatch.setattr(translation, "language", lambda code: poorer if code == "en" else known(code))
    assert "pasted: booking" in translation.missing("en", "patients")
    assert translation.missing("en", "staff") == ()


def test_the_message_of_the_answering_machine_is_said_in_half_a_minute():
    for code in ("fr", "fr-facile", "en", "es", "pt"):
        assert 30 < len(texts(PATIENTS, code)["phone"].split()) < 80


def test_french_is_typeset_and_no_word_is_escaped():
    text = texts(PATIENTS)["website"]
    assert "un usage\u00a0: https" in text and "&" not in text


def test_the_screen_gives_them_in_each_published_language(clinic, client_of, activity):
    activity(clinic)
    publish(clinic, prepare(clinic, languages=["en", "ar"]))
    page = client_of(clinic.alice).get(clinic.url("notice_snippets", "patients")).text
    assert page.count("<textarea") == 9
    assert 'lang="ar" dir="rtl"' in re.sub(r"\s+", " ", page) and "En anglais" in page and "En espagnol" not in page
