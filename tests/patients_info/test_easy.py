"""The version that is easy to read: short sentences, one idea each, a drawing beside each line of the essential."""

import re

import pytest

from patients_info import translation
from tests.patients_info.test_languages import page

EASY = "fr-facile"
#: Words in a sentence: at most, and on average.
LONGEST, MEAN = 17, 8


def sentences(text):
    """The sentences of a text; an article in brackets is a reference, not a sentence."""
    text = re.sub(r"\([^)]*\)", "", text)
    found = re.split(r"(?<=[.?])\s+|\n| : |\u00a0:", text)
    return [each.split() for each in found if len(each.split()) > 1]


def own_words(html):
    """What the easy version itself says: what the register adds is not measured, nor what is said of one use."""
    html = re.sub(r"<details.*?</details>", "", html, flags=re.S)
    return re.sub(r"<[^>]+>", "\n", html)


def test_sentences_are_short():
    lengths = [len(each) for each in sentences(own_words(page("patients", EASY)))]
    assert max(lengths) <= LONGEST
    assert sum(lengths) / len(lengths) <= MEAN


@pytest.mark.parametrize("table", ["durations", "safeguards"])
def test_durations_are_said_in_short_sentences(table):
    words = translation.language(EASY).tables[table].values()
    assert max(len(each) for text in words for each in sentences(text)) <= LONGEST


def test_the_texts_to_paste_are_short_too():
    texts = translation.language(EASY).pasted["patients"].values()
    assert max(len(each) for text in texts for each in sentences(text)) <= LONGEST


@pytest.mark.parametrize("medium", ["screen", "pdf"])
def test_each_line_of_the_essential_has_its_drawing(medium):
    html = page("patients", EASY, medium)
    key = html.partition('<section class="key"')[2].partition("</section>")[0]
    assert key.count("<svg") == key.count("<li") >= 5
    assert key.count("<title>") == (key.count("<svg") if medium == "pdf" else 0)


def test_it_is_set_larger_on_paper_and_the_others_are_not():
    assert '<body class="easy">' in page("patients", EASY, "pdf")
    assert '<body class="easy">' not in page("patients", "en", "pdf") + page("patients", "fr", "pdf")
