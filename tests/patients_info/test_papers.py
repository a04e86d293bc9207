"""Posters, leaflets and texts to paste: one side of paper for each audience, codes read back as a telephone does."""

from io import BytesIO

import pikepdf
import pytest
import zxingcpp

from cabinet_rgpd.documents.rendering import render_pdf
from cabinet_rgpd.history.queries import Receipt
from patients_info import documents
from patients_info.audiences import AUDIENCES, PATIENTS
from patients_info.documents import Edition
from tests.patients_info import registers as r
from tests.patients_info.test_documents import picture_of, text_of

RECEIPT = Receipt(482, "9f3a1c2e" + "0123456789abcdef" * 3 + "deadbeef")
ADDRESS = "https://cabinet.exemple.fr/n/cabinet-des-tilleuls/"
POINTS = {"A4": (595, 842), "A5": (420, 595)}


def edition(audience):
    content = r.everything(audience).as_data()
    return Edition(content=content, number=2, effective_on=r.ON, receipt=RECEIPT)


@pytest.mark.parametrize("size", documents.SIZES)
@pytest.mark.parametrize("audience", AUDIENCES.values(), ids=list(AUDIENCES))
def test_each_audience_has_one_side_of_paper_that_leads_to_its_notice(audience, size):
    pdf = render_pdf(documents.sheet_source(edition(audience), address=ADDRESS, size=size))
    with pikepdf.open(BytesIO(pdf)) as document:
        [page] = document.pages
        assert tuple(round(float(side)) for side in page.MediaBox[2:]) == POINTS[size]
        assert document.Root.MarkInfo.Marked and str(document.Root.Lang) == "fr"
    assert [each.text for each in zxingcpp.read_barcodes(picture_of(pdf, dpi=150))] == [ADDRESS]
    text = text_of(pdf)
    assert "Cabinet des Tilleuls" in text and "Camille Carlier" in text and "CNIL" in text


def test_a_leaflet_without_a_public_address_has_no_code():
    pdf = render_pdf(documents.sheet_source(edition(PATIENTS), address="", size="A5"))
    assert zxingcpp.read_barcodes(picture_of(pdf, dpi=150)) == []
    assert "La notice complète est aussi à l’accueil" in text_of(pdf)


def test_the_texts_to_paste_lead_to_the_notice_and_say_who_answers():
    found = documents.snippets(edition(PATIENTS), address=ADDRESS)
    assert set(found) == set(documents.SNIPPETS)
    assert ADDRESS in found["website"] and ADDRESS in found["booking"] and ADDRESS not in found["phone"]
    assert "Camille Carlier" in found["website"] and "CNIL" in found["website"] and "&" not in found["website"]


def test_the_message_of_the_answering_machine_is_said_in_half_a_minute():
    words = documents.snippets(edition(PATIENTS), address=ADDRESS)["phone"].split()
    assert 30 < len(words) < 80
