"""What a PDF tells of letters that share their shapes, and of words in another language."""

import re
import subprocess
from io import BytesIO

import pikepdf

from cabinet_rgpd.documents.rendering import render_pdf

#: Letters that the font draws as one shape with other dots, joined in every way.
WORDS = ("بيت", "نبت", "تين", "ثبت", "جبل", "خبز", "حرف", "صضطظ", "شمس", "قلم", "الأهم", "علاجك", "إليه", "شيء")
PARTS = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069]")


def page(body, lang="ar", direction="rtl"):
    html = (
        f'<!DOCTYPE html><html lang="{lang}" dir="{direction}"><head><title>t</title></head><body>{body}</body></html>'
    )
    return render_pdf(html)


def read(pdf):
    """The text as somebody would copy it."""
    done = subprocess.run(["pdftotext", "-", "-"], input=pdf, capture_output=True, check=True)
    return " ".join(PARTS.sub("", done.stdout.decode()).split())


def structure(pdf):
    """The letters of the runs of text: what the elements of the structure say of themselves."""
    with pikepdf.open(BytesIO(pdf)) as document:
        found = [each for each in document.objects if isinstance(each, pikepdf.Dictionary) and "/ActualText" in each]
        return [str(each.ActualText) for each in found]


def shown(pdf):
    """`[(operator, what marked content says of itself)]` of each page."""
    with pikepdf.open(BytesIO(pdf)) as document:
        return [
            (str(operator), {name: str(value) for name, value in _said(operands).items()})
            for each in document.pages
            for operands, operator in pikepdf.parse_content_stream(each)
        ]


def _said(operands):
    return operands[1] if len(operands) == 2 and isinstance(operands[1], pikepdf.Dictionary) else {}


def test_each_letter_is_told_from_those_that_share_its_shape():
    pdf = page("".join(f"<p>{word}</p>" for word in WORDS))
    assert read(pdf).replace(" ", "") == "".join(WORDS)
    assert structure(pdf) == list(WORDS)


def test_a_line_that_mixes_letters_keeps_each_in_its_place():
    text = "نمسك ملفك عند Cabinet des Tilleuls ثمانية أيام"
    pdf = page(f"<p>{text}</p>")
    assert structure(pdf) == [text]
    for words in ("Cabinet des Tilleuls", "نمسك ملفك عند", "ثمانية أيام"):
        assert words in read(pdf)


def test_what_is_opened_around_a_letter_is_closed():
    depth = 0
    for operator, _ in shown(page("<p>بيان <b>إعلام</b> 12 <a href='https://exemple.fr'>رابط</a></p>")):
        depth += {"BDC": 1, "BMC": 1, "EMC": -1}.get(operator, 0)
        assert depth >= 0
        assert operator != "ET" or depth <= 1
    assert depth == 0


def languages(pdf):
    return [said["/Lang"] for operator, said in shown(pdf) if operator == "BDC" and "/Lang" in said]


def test_words_in_another_language_than_the_document_say_which():
    body = '<p>The record of <span lang="fr">Cabinet des Tilleuls</span> is open.</p>'
    assert languages(page(body, "en", "ltr")) == ["fr"]
    assert languages(page(body, "fr", "ltr")) == []


def test_a_document_without_arabic_holds_one_font_and_says_no_letter_twice():
    pdf = page("<p>Cabinet des Tilleuls</p>", "fr", "ltr")
    assert b"Noto" not in pdf
    assert structure(pdf) == []
    assert not [said for _, said in shown(pdf) if "/ActualText" in said]


def test_the_same_arabic_document_gives_the_same_bytes():
    assert page("<p>بيان إعلام</p>") == page("<p>بيان إعلام</p>")
