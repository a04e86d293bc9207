"""Once the practice has ended, whoever reads its notice learns who may still be reached: every language, page and PDF."""

import datetime as dt
import subprocess

import pytest
from django.test import Client
from django.urls import reverse

from patients_info import translation
from patients_info.models import PublishedNotice
from tests import cast
from tests.patients_info.notices import prepare, publish

LANGUAGES = [code for code in translation.codes() if code != "fr"]


@pytest.fixture
def slug(clinic):
    """A notice published in every language, and a practice that closed in 2020."""
    cast.activity(clinic)
    notice = prepare(clinic, languages=LANGUAGES)
    publish(clinic, notice)
    cast.closing(clinic, party=None, ends_on=dt.date(2020, 1, 31), contact_shown=True)
    return notice.slug


def text_of(pdf):
    found = subprocess.run(["pdftotext", "-", "-"], input=pdf, capture_output=True, check=True).stdout.decode()
    return " ".join(found.split())


@pytest.mark.parametrize("code", LANGUAGES)
def test_each_language_says_it_in_its_own_words(slug, code):
    spoken = translation.language(code)
    page = Client().get(reverse("notice_public_in", args=[slug, code])).text
    assert spoken.words["ended_ask"] in page and "dossiers@exemple.fr" in page
    assert spoken.words["ended_structure"].format(day=spoken.day(dt.date(2020, 1, 31))) in page


@pytest.mark.parametrize("code", ["fr", "en"])
def test_the_pdf_says_it_at_its_head_and_keeps_the_edition_and_its_receipt(slug, code):
    name, more = ("notice_public_pdf", []) if code == "fr" else ("notice_public_pdf_in", [code])
    answer = Client().get(reverse(name, args=[slug, *more]))
    text, words = text_of(answer.content), translation.language(code).words
    assert words["ended_ask"] in text and "dossiers@exemple.fr" in text
    stored = PublishedNotice.objects.get(language=code)
    assert bytes(stored.pdf) != answer.content
    assert Client().get(reverse(name, args=[slug, *more])).headers["ETag"] == answer.headers["ETag"]


def test_the_editions_and_an_earlier_one_say_it_too(slug):
    for address in (reverse("notice_editions", args=[slug]), reverse("notice_edition", args=[slug, 1])):
        assert "Cette structure n’exerce plus depuis le 31 janvier 2020" in Client().get(address).text


def test_before_the_end_the_pdf_is_the_one_that_was_published(clinic):
    cast.activity(clinic)
    notice = prepare(clinic)
    publish(clinic, notice)
    cast.closing(clinic, ends_on=dt.date(2999, 1, 31), contact_shown=True)
    answer = Client().get(reverse("notice_public_pdf", args=[notice.slug]))
    assert answer.content == bytes(PublishedNotice.objects.get().pdf)
