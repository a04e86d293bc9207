"""The notice on paper and the poster: made, then read back as a reader, a screen reader and a telephone would."""

import dataclasses
import re
import subprocess
from io import BytesIO

import pikepdf
import pytest
import zxingcpp
from PIL import Image

from cabinet_rgpd.documents.rendering import render_pdf
from cabinet_rgpd.history.queries import Receipt
from patients_info import documents
from patients_info.documents import Edition, typeset
from patients_info.records import Settings
from tests.patients_info import registers as r

RECEIPT = Receipt(482, "9f3a1c2e" + "0123456789abcdef" * 3 + "deadbeef")
#: What the reader of a PDF adds to say which way the words run.
BIDIRECTIONAL = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069]")
ADDRESS = "https://cabinet.exemple.fr/n/cabinet-des-tilleuls/"


def edition(content, **others):
    return Edition(content=content.as_data(), number=2, effective_on=r.ON, receipt=RECEIPT, **others)


@pytest.fixture(scope="module")
def rich():
    return edition(r.content(*r.proposed("gp_alone_with_staff"), dpo=r.dpo()))


@pytest.fixture(scope="module")
def notice_pdf(rich):
    return render_pdf(documents.pdf_source(rich))


@pytest.fixture(scope="module")
def poster_pdf(rich):
    return render_pdf(documents.poster_source(rich, address=ADDRESS))


def text_of(pdf, *options):
    done = subprocess.run(["pdftotext", "-layout", *options, "-", "-"], input=pdf, capture_output=True, check=True)
    return re.sub(r"\s+", " ", BIDIRECTIONAL.sub("", done.stdout.decode()))


def picture_of(pdf, dpi=110):
    command = ["pdftoppm", "-r", str(dpi), "-png", "-f", "1", "-l", "1", "-"]
    done = subprocess.run(command, input=pdf, capture_output=True, check=True)
    return Image.open(BytesIO(done.stdout))


def test_the_notice_is_tagged_titled_and_in_french(notice_pdf):
    with pikepdf.open(BytesIO(notice_pdf)) as pdf:
        assert str(pdf.Root.Lang) == "fr"
        assert pdf.Root.MarkInfo.Marked and "/StructTreeRoot" in pdf.Root
        assert pdf.Root.ViewerPreferences.DisplayDocTitle
        assert "Cabinet des Tilleuls" in pdf.open_metadata()["dc:title"]
        with pdf.open_outline() as outline:
            titles = [each.title for each in outline.root[0].children]
    assert "Vos droits" in titles and "Le détail, usage par usage" in titles


def test_the_notice_on_paper_says_the_same_and_ends_with_its_receipt(notice_pdf):
    text = text_of(notice_pdf)
    for words in ["depuis le 23 novembre 2026", "Dossier du patient", "Camille Carlier", "75334 Paris cedex 07"]:
        assert words in text, words
    with pikepdf.open(BytesIO(notice_pdf)) as pdf:
        last = str(len(pdf.pages))
    assert RECEIPT.groups in text_of(notice_pdf, "-f", last)


def test_a_draft_says_on_each_page_that_it_is_one(rich):
    assert "projet, non publié" in documents.pdf_source(dataclasses.replace(rich, draft=True))
    assert "projet, non publié" not in documents.pdf_source(rich)


def test_the_poster_holds_on_one_page_and_leads_to_the_notice(poster_pdf):
    with pikepdf.open(BytesIO(poster_pdf)) as pdf:
        assert len(pdf.pages) == 1 and str(pdf.Root.Lang) == "fr" and pdf.Root.MarkInfo.Marked
    assert [each.text for each in zxingcpp.read_barcodes(picture_of(poster_pdf))] == [ADDRESS]
    assert ADDRESS in text_of(poster_pdf)


def test_the_drawing_of_the_code_has_a_text_equivalent():
    assert f"<title>Code à scanner\u00a0: {ADDRESS}</title>" in documents.qr_code(ADDRESS)


def test_without_a_public_address_the_poster_has_no_code_and_says_why(rich):
    pdf = render_pdf(documents.poster_source(rich, address=""))
    assert zxingcpp.read_barcodes(picture_of(pdf)) == []
    assert "ne porte pas de code à scanner" in text_of(pdf) and "adresse publique" in text_of(pdf)
    with pikepdf.open(BytesIO(pdf)) as document:
        assert len(document.pages) == 1


def test_a_poster_with_the_longest_names_still_holds_on_one_page():
    long = "Maison de santé pluriprofessionnelle universitaire des Trois Vallées et du Grand Plateau fictif"
    sheets = [
        r.sheet(f"{long} {n}", responsibles=(dataclasses.replace(r.sheet().responsibles[0], name=f"{long} {n}"),))
        for n in range(4)
    ]
    structure = dataclasses.replace(r.STRUCTURE, name=long, email=f"{'adresse' * 8}@exemple.fr")
    content = r.content(*sheets, structure=structure, dpo=r.dpo(name=long), settings=Settings(rights_contact=long))
    address = f"https://{'tres-long' * 5}.exemple.fr/n/{'a' * 80}/"
    pdf = render_pdf(documents.poster_source(edition(content), address=address))
    with pikepdf.open(BytesIO(pdf)) as document:
        assert len(document.pages) == 1


def test_the_three_answers_are_three_on_the_page(rich):
    page = documents.fragment(rich).replace("\u00a0", " ")
    assert "Vous pouvez vous y opposer à tout moment" in page
    assert "La loi l’impose : on ne peut pas s’y opposer" in page
    assert "selon les règles de ce service" in page


def test_the_assistant_that_writes_is_said_with_the_right_to_refuse(rich):
    page = documents.fragment(rich).replace("\u00a0", " ")
    assert "aide à écrire le compte rendu" in page and "vous pouvez refuser, sans conséquence sur vos soins" in page


def test_headings_follow_one_another_and_each_use_opens_on_demand(rich):
    page = documents.fragment(rich)
    levels = [int(level) for level in re.findall(r"<h(\d)", page)]
    assert levels[0] == 1 and levels.count(1) == 1
    assert all(after - before <= 1 for before, after in zip(levels, levels[1:], strict=False))
    assert page.count("<details") == len(rich.content["sections"]) + 1


def test_the_words_of_the_platform_never_promise_too_much(rich):
    page = documents.fragment(rich).lower()
    assert "conform" not in page and "!" not in re.sub(r"<[^>]*>", "", page)
    assert "tous les professionnels de la msp" not in page and "falc" not in page


def test_a_page_is_light(rich):
    assert len(documents.whole_page(title="", body=documents.fragment(rich)).encode()) < 45_000


def test_what_an_editor_never_parts_is_held_together():
    html = typeset('<p title="a : b">Oui : « non » ? Art. n° 3, CSP, art. L1</p><style>a : b</style>')
    assert html == (
        '<p title="a : b">Oui\u00a0: «\u00a0non\u00a0»\u00a0? Art. n°\u00a03, CSP, art.\u00a0L1</p><style>a : b</style>'
    )
