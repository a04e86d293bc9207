"""Posters, leaflets and texts to paste: one side of paper for each audience, codes read back as a telephone does."""

from io import BytesIO

import pikepdf
import pytest
import zxingcpp

from cabinet_rgpd.documents.rendering import render_pdf
from cabinet_rgpd.history.queries import Receipt
from patients_info import documents, translation
from patients_info.audiences import AUDIENCES, PATIENTS
from patients_info.documents import Edition
from tests.cabinet_rgpd.documents.test_marking import structure
from tests.patients_info import registers as r
from tests.patients_info.test_documents import picture_of, text_of

RECEIPT = Receipt(482, "9f3a1c2e" + "0123456789abcdef" * 3 + "deadbeef")
ADDRESS = "https://cabinet.exemple.fr/n/cabinet-des-tilleuls/"
POINTS = {"A4": (595, 842), "A5": (420, 595)}


LARGEST = 60_000
ON_PAPER = [
    (audience, each.code)
    for audience in AUDIENCES.values()
    for each in (translation.french(), *translation.offered(audience.code))
    if each.pdf
]


def edition(audience, language="fr"):
    content = r.everything(audience, languages=[each.code for each in translation.offered(audience.code)]).as_data()
    return Edition(content=content, number=2, effective_on=r.ON, receipt=RECEIPT, language=language)


@pytest.mark.parametrize("size", documents.SIZES)
@pytest.mark.parametrize(("audience", "code"), ON_PAPER, ids=[f"{each.code}-{code}" for each, code in ON_PAPER])
def test_each_audience_has_one_side_of_paper_in_each_language_that_leads_to_its_notice(audience, code, size):
    spoken, address = translation.language(code), ADDRESS if code == "fr" else f"{ADDRESS}{code}/"
    pdf = render_pdf(documents.sheet_source(edition(audience, code), address=address, size=size))
    assert len(pdf) < LARGEST
    with pikepdf.open(BytesIO(pdf)) as document:
        [page] = document.pages
        assert tuple(round(float(side)) for side in page.MediaBox[2:]) == POINTS[size]
        assert document.Root.MarkInfo.Marked and str(document.Root.Lang) == spoken.lang
    assert [each.text for each in zxingcpp.read_barcodes(picture_of(pdf, dpi=150))] == [address]
    text = text_of(pdf).replace("\u00a0", " ")
    assert "Cabinet des Tilleuls" in text and "Camille Carlier" in text and "CNIL" in text
    told = " ".join(structure(pdf)) if spoken.direction == "rtl" else text
    for name in ("sheet_scan", "sheet_desk", "sheet_dpo"):
        words = spoken.words[name].replace("\u00a0", " ")
        assert words in text or all(word in told for word in words.split())


@pytest.mark.parametrize("code", [code for audience, code in ON_PAPER if audience == PATIENTS])
def test_the_notice_of_a_language_is_small_tagged_and_in_that_language(code):
    pdf = render_pdf(documents.pdf_source(edition(PATIENTS, code)))
    assert len(pdf) < 3 * LARGEST
    with pikepdf.open(BytesIO(pdf)) as document:
        assert document.Root.MarkInfo.Marked and "/StructTreeRoot" in document.Root
        assert str(document.Root.Lang) == translation.language(code).lang
        assert len(document.pages) <= 8


def test_a_leaflet_without_a_public_address_has_no_code():
    pdf = render_pdf(documents.sheet_source(edition(PATIENTS), address="", size="A5"))
    assert zxingcpp.read_barcodes(picture_of(pdf, dpi=150)) == []
    assert "La notice complète est aussi à l’accueil" in text_of(pdf)


LONG = "Maison de santé pluriprofessionnelle universitaire des Trois Vallées et du Grand Plateau fictif"


@pytest.mark.parametrize("size", documents.SIZES)
@pytest.mark.parametrize("code", [code for audience, code in ON_PAPER if audience == PATIENTS])
def test_with_the_longest_names_one_side_of_paper_is_still_enough(code, size):
    crowded = edition(PATIENTS, code)
    for each in (crowded.content["structure"], crowded.content["rights"], crowded.content["dpo"]):
        each |= {"name": LONG, "email": f"{'adresse' * 6}@exemple.fr"}
    address = f"https://{'tres-long' * 5}.exemple.fr/n/{'a' * 60}/"
    pdf = render_pdf(documents.sheet_source(crowded, address=address, size=size))
    with pikepdf.open(BytesIO(pdf)) as document:
        assert len(document.pages) == 1
    assert [each.text for each in zxingcpp.read_barcodes(picture_of(pdf, dpi=200))] == [address]
