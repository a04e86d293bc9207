"""Every PDF of a structure may be handed over from its own address and carries its receipt, or says here why not."""

import pytest
from django.urls import reverse

from cabinet_rgpd.documents import answers
from cabinet_rgpd.documents.models import IssuedDocument
from cabinet_rgpd.history import queries as history
from cabinet_rgpd.structures import checks
from tests.test_routes import arguments_of, furnish

#: Handed over by a POST at the same address (proof.md §4).
ISSUABLE = [
    "register_pdf", "activity_pdf", "past_pdf", "past_retention_pdf", "retention_pdf", "campaign_pdf", "dpia_pdf",
    "dpia_decision_pdf", "dpo_decision_pdf", "dpo_letter_pdf", "requests_pdf", "request_letter", "incidents_pdf",
    "incident_pdf", "supplier_checklist_pdf", "journal_pdf", "measures_pdf", "agreement_pdf", "contract_pdf",
    "processor_register_pdf", "access_matrix_pdf",
    "passage_pdf", "access_review_pdf",
]  # fmt: skip
PUBLISHED = "a notice is handed over by its publication, whose bytes and receipt are kept"
FOR_PATIENTS = "a paper for patients, made again at will; what it says is kept elsewhere"
TO_FILL = "a form to fill in and sign by hand: what is signed is attached as evidence"
NOT_ISSUABLE = {
    "notice_public_pdf": PUBLISHED, "notice_public_pdf_in": PUBLISHED, "notice_edition_pdf": PUBLISHED,
    "notice_pdf": PUBLISHED, "notice_poster": FOR_PATIENTS, "notice_leaflet": FOR_PATIENTS,
    "notice_poster_in": FOR_PATIENTS, "notice_leaflet_in": FOR_PATIENTS,
    "dpo_report_pdf": "the DPO alone hands it over: `tests/registry/desk` tries it",
    "issued_pdf": "what was handed over, read back", "inspection_pdf": "a preview: the file is approved, then made and kept",
    "closing_poster": FOR_PATIENTS, "closing_letter": TO_FILL, "closing_deed": TO_FILL,
    "closing_inventory_pdf": TO_FILL, "charter_pdf": TO_FILL, "undertaking_pdf": TO_FILL,
    "incident_reflexes_pdf": "a page to pin up, the same for all",
    "request_checklist": TO_FILL, "supplier_letter_pdf": "a question to a supplier: his answer is attached as evidence",
}  # fmt: skip
#: Their receipt is told elsewhere: the notice that the code of a poster or a leaflet leads to has it whole, and its foot
#: begins it; a second code on a wall would be scanned by patients in the place of the first.
RECEIPT_ELSEWHERE = {"notice_poster", "notice_leaflet", "notice_poster_in", "notice_leaflet_in"}
#: For the same reason, in words alone.
RECEIPT_IN_WORDS = {"closing_poster"}
#: Bytes kept and read back; the DPO's own.
TRIED_ELSEWHERE = {"issued_pdf", "notice_public_pdf", "notice_public_pdf_in", "notice_edition_pdf", "dpo_report_pdf"}
#: The others end with their receipt, handed over or not.
WITH_RECEIPT = sorted(NOT_ISSUABLE.keys() - RECEIPT_ELSEWHERE - RECEIPT_IN_WORDS - TRIED_ELSEWHERE)


def routes():
    return {name: path for path, name, _ in checks.routes()}


def documents():
    """Every route whose address ends with a PDF."""
    return {name for name, path in routes().items() if path.endswith(".pdf")}


def test_every_document_is_in_one_of_the_two_lists():
    assert documents() == {*ISSUABLE, *NOT_ISSUABLE} and not NOT_ISSUABLE.keys() & set(ISSUABLE)


@pytest.fixture
def rendered(monkeypatch):
    """The HTML of each document that is asked for, in its place."""
    monkeypatch.setattr(answers, "rendered", lambda html: html.encode())


@pytest.fixture
def home(clinic, rendered):
    return furnish(clinic)


def _address(home, name):
    values = {each: home.objects[each] for each in arguments_of(routes()[name])}
    day = f"?jour={history_day(home)}" if name.startswith("past") else ""
    return reverse(name, kwargs=values) + day


def history_day(home):
    with home.practice.scope():
        return history.Entry.objects.order_by("seq").last().at.date().isoformat()


@pytest.mark.parametrize("name", ISSUABLE)
def test_a_document_is_handed_over_from_its_own_address_with_its_receipt(name, home, client_of):
    client, url = client_of(home.practice.alice), _address(home, name)
    page = client.get(url).content.decode()
    with home.practice.scope():
        before, receipt = IssuedDocument.objects.count(), history.receipt()
    assert page.count("Code à scanner") == 1 and " ".join(_eights(receipt.hash)) in page
    assert client.post(url, {"form_key": "x"}).url == home.practice.url("issued")
    with home.practice.scope():
        assert IssuedDocument.objects.count() == before + 1


@pytest.mark.parametrize("name", WITH_RECEIPT)
def test_what_is_not_handed_over_ends_with_its_receipt_too(name, home, client_of):
    page = client_of(home.practice.alice).get(_address(home, name)).content.decode()
    with home.practice.scope():
        receipt = history.receipt()
    assert page.count("Code à scanner") == 1 and " ".join(_eights(receipt.hash)) in page


@pytest.mark.parametrize("name", sorted(RECEIPT_IN_WORDS))
def test_what_hangs_on_a_wall_bears_its_receipt_without_a_code(name, home, client_of):
    page = client_of(home.practice.alice).get(_address(home, name)).content.decode()
    with home.practice.scope():
        receipt = history.receipt()
    assert "Code à scanner" not in page and f"{receipt.seq}\u00a0: {' '.join(_eights(receipt.hash))}" in page


def _eights(fingerprint):
    return [fingerprint[start : start + 8] for start in range(0, len(fingerprint), 8)]
