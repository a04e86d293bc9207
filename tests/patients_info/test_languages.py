"""Every text of every language: complete, well made, and saying every compulsory item."""

import re
from collections import Counter

import pytest

from cabinet_rgpd.history.queries import Receipt
from patients_info import documents, texts, translation
from patients_info.audiences import AUDIENCES, PATIENTS
from patients_info.checklist import compulsory
from patients_info.documents import Edition
from tests.patients_info import registers as r
from tests.patients_info.pages import Page

RECEIPT = Receipt(482, "9f3a1c2e" + "0123456789abcdef" * 3 + "deadbeef")
#: Every pair that has files, complete or not: what is being written is held to the same tests.
WRITTEN = [(audience, code) for code in translation.codes() for audience in AUDIENCES if texts.exists(audience, code)]
TRANSLATED = [(audience, code) for audience, code in WRITTEN if translation.language(code).lang != "fr"]
FILES = sorted({
    (name, code, day) for audience, code in TRANSLATED for name in (audience, texts.COMMON)
    for day in texts.days(name, code)
})  # fmt: skip
OTHERS = [code for code in translation.codes() if code != translation.FRENCH]


def page(audience, code, medium="screen"):
    content = r.everything(AUDIENCES[audience]).as_data()
    edition = Edition(content=content, number=2, effective_on=r.ON, receipt=RECEIPT, language=code)
    return documents.fragment(edition) if medium == "screen" else documents.pdf_source(edition)


def source(name, code, day, part=""):
    return (texts.ROOT / texts.FOLDER / name / code / f"{day}{part}.html").read_text(encoding="utf-8")


@pytest.mark.parametrize(("audience", "code"), WRITTEN)
def test_every_text_mentions_every_compulsory_item(audience, code):
    said = Page(page(audience, code)).says()
    for item in compulsory(AUDIENCES[audience]):
        assert any(len(text) >= 3 for text in said.get(item, [])), f"{audience} in {code} does not say {item}"


@pytest.mark.parametrize(("audience", "code"), WRITTEN)
def test_every_text_is_well_made(audience, code):
    found = Page(page(audience, code))
    assert len(found.ids) == len(set(found.ids))
    levels = [int(tag[1]) for tag, *_ in found.elements if re.fullmatch(r"h[1-6]", tag)]
    assert levels[0] == 1 and levels.count(1) == 1
    assert all(after - before <= 1 for before, after in zip(levels, levels[1:], strict=False))
    for tag, _, _, path in found.elements:
        assert tag != "li" or path.endswith(("ul", "ol"))
        assert tag not in ("dt", "dd") or path.endswith("dl")
        assert tag not in ("p", "ul", "dl", "section", "h2") or not path.endswith("/p")


@pytest.mark.parametrize(("audience", "code"), WRITTEN)
def test_the_essential_holds_in_ten_lines(audience, code):
    html = page(audience, code)
    key = html.partition('<section class="key"')[2].partition("</section>")[0]
    assert 5 <= key.count("<li") <= 10


@pytest.mark.parametrize(("audience", "code"), WRITTEN)
def test_a_text_on_paper_says_the_same_items(audience, code):
    said = Page(page(audience, code, "pdf").partition("<main>")[2].partition("</main>")[0]).says()
    assert set(compulsory(AUDIENCES[audience])) <= set(said)


@pytest.mark.parametrize(("audience", "code"), TRANSLATED)
def test_a_translation_says_that_french_prevails_and_marks_what_stays_french(audience, code):
    html = page(audience, code)
    assert translation.language(code).words["french_prevails"] in html
    assert '<span lang="fr" dir="ltr">Cabinet des Tilleuls</span>' in html
    assert '<span lang="fr" dir="ltr">Tous les usages</span>' in html


@pytest.mark.parametrize(("name", "code", "day"), FILES)
def test_a_translated_file_has_the_tags_and_the_values_of_the_french_one(name, code, day):
    for part in ["", "/uses"] if name == texts.COMMON else [""]:
        french = source(name, "fr", max(each for each in texts.days(name, "fr") if each <= day), part)
        assert _skeleton(source(name, code, day, part)) == _skeleton(french)


@pytest.mark.parametrize(("name", "code", "day"), FILES)
def test_a_translated_file_leaves_no_sentence_in_french(name, code, day):
    for part in ["", "/uses"] if name == texts.COMMON else [""]:
        french = source(name, "fr", max(each for each in texts.days(name, "fr") if each <= day), part)
        left = _sentences(source(name, code, day, part)) & _sentences(french)
        assert not left, left


@pytest.mark.parametrize("code", OTHERS)
def test_a_language_has_every_word_of_the_french_vocabulary(code):
    lacking = [line for line in translation.missing(code, PATIENTS.code) if not line.startswith("text:")]
    assert not lacking, f"{len(lacking)} lines lack, the first: {lacking[:5]}"


@pytest.mark.parametrize("code", OTHERS)
def test_a_language_translates_nothing_that_french_no_longer_says(code):
    known = {text for rows in translation.vocabulary().values() for text in rows}
    spare = [
        text
        for table in translation.language(code).tables.values()
        for text in table
        if translation._key(text) not in known
    ]
    assert not spare


def test_a_language_that_lacks_a_word_is_not_offered(tmp_path, monkeypatch):
    asking = translation.Language(**{**_fields(), "words": {"a": "b"}})
    (tmp_path / "xx").mkdir()
    french = translation.FOLDER / "fr"
    for name in ["language.yaml", "words.yaml"]:
        (tmp_path / "xx" / name).write_text((french / name).read_text(encoding="utf-8"), encoding="utf-8")
    monkeypatch.setattr(translation, "FOLDER", tmp_path)
    monkeypatch.setattr(translation, "language", translation.language.__wrapped__)
    monkeypatch.setattr(translation, "french", lambda: asking)
    monkeypatch.setattr(translation, "codes", lambda: ("xx",))
    lacks = translation.missing("xx", "patients")
    assert "text: patients" in lacks and "words: a" in lacks
    assert any(line.startswith("purposes: ") for line in lacks)
    assert all(each.code != "xx" for each in translation.offered("patients"))


def test_french_says_a_text_of_the_register_as_it_is():
    assert translation.said("Un & deux.", translation.french()) == "Un &amp; deux."
    assert translation.said("Un texte.", translation.french(), inside=True) == "un texte"


def test_a_known_text_is_translated_and_the_rest_is_marked_as_french(monkeypatch):
    english = translation.Language(**{**_fields(), "code": "xx", "lang": "en", "typography": "plain"})
    monkeypatch.setattr(translation, "_known", lambda spoken: {"le patient": "The patient", "un proche": "A relative"})
    assert translation.said("Le patient", english) == "The patient"
    assert translation.said("Le patient\u00a0; un proche.", english) == "The patient; a relative"
    assert translation.said("Le patient (infirmier)", english) == (
        'The patient <span lang="fr" dir="ltr">(infirmier)</span>'
    )
    assert translation.said("Le patient\u00a0; un <ami>", english) == (
        'The patient; <span lang="fr" dir="ltr">un &lt;ami&gt;</span>'
    )


def _fields():
    spoken = translation.french()
    return {name: getattr(spoken, name) for name in spoken.__dataclass_fields__}


def _skeleton(html):
    """What a translator leaves as it is, whatever the order of the words."""
    html = re.sub(r"\{% comment %\}.*?\{% endcomment %\}", "", html, flags=re.DOTALL)
    return Counter(re.findall(r"\{%.*?%\}|\{\{.*?\}\}|<[^>]*>", html))


def _sentences(html):
    """Runs of at least four words between the tags."""
    html = re.sub(r"\{% comment %\}.*?\{% endcomment %\}", "", html, flags=re.DOTALL)
    runs = re.split(r"\{%.*?%\}|\{\{.*?\}\}|<[^>]*>", html)
    return {" ".join(run.split()) for run in runs if len(run.split()) >= 4 and "cedex" not in run}
