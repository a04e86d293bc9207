"""Documents handed over are kept byte for byte; anyone verifies one, and learns nothing else."""

import hashlib
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from cabinet_rgpd.documents import answers, operations, queries, views
from cabinet_rgpd.documents.hashing import HashingHandler
from cabinet_rgpd.documents.models import IssuedBytes, IssuedDocument
from cabinet_rgpd.documents.rendering import RenderError
from cabinet_rgpd.history import export, verification
from cabinet_rgpd.history.models import Entry
from cabinet_rgpd.history.queries import receipt
from tests import cast


@pytest.fixture
def folder(settings, tmp_path):
    settings.VAR_DIR = tmp_path


@pytest.fixture
def handed(clinic, activity, client_of, folder):
    """The register, handed over by Alice to an inspector."""
    activity(clinic)
    answer = client_of(clinic.alice).post(clinic.url("register_pdf"), {"handed_to": " La  CNIL ", "form_key": "x"})
    assert answer.url == clinic.url("issued")
    with clinic.scope():
        return IssuedDocument.objects.get()


def bytes_of(row):
    return bytes(IssuedBytes.objects.get(pk=row.pk).content)


def dropped(content):
    file = SimpleUploadedFile("registre.pdf", content, content_type="application/pdf")
    return Client().post(reverse("verifier"), {"document": file})


def typed(text):
    return Client().post(reverse("verifier"), {"empreinte": text})


def test_handing_over_keeps_the_bytes_and_seals_their_fingerprint(clinic, handed):
    content = bytes_of(handed)
    assert content.startswith(b"%PDF-") and hashlib.sha256(content).hexdigest() == handed.sha256
    assert handed.handed_to == "La CNIL" and handed.kind == "register" and handed.size == len(content)
    entry = Entry._base_manager.get(obj=handed.obj)
    assert entry.act == "document.issued" and entry.at == handed.updated_at
    seq, _, fingerprint = handed.receipt.partition(":")
    assert int(seq) == entry.seq - 1 and fingerprint == entry.prev
    assert verification.verify(clinic.structure.pk).is_ok


def test_what_was_handed_over_is_read_back_never_rendered_again(clinic, handed, client_of, activity, monkeypatch):
    content = bytes_of(handed)
    activity(clinic, name="Un usage de plus")
    monkeypatch.setattr(answers, "rendered", lambda html: pytest.fail("rendered again"))
    answer = client_of(clinic.bob).get(clinic.url("issued_pdf", handed.pk))
    assert answer.content == content and answer["Content-Type"] == "application/pdf"


def test_a_copy_writes_nothing(clinic, activity, client_of, folder):
    activity(clinic)
    before = Entry._base_manager.count()
    assert client_of(clinic.alice).get(clinic.url("register_pdf")).status_code == 200
    assert Entry._base_manager.count() == before and not IssuedDocument._base_manager.exists()


def test_a_reader_takes_copies_and_hands_nothing_over(clinic, activity, client_of, folder):
    sheet = activity(clinic)
    page = client_of(clinic.bob).get(clinic.url("activities")).text
    assert "Remettre le registre" not in page
    for url in (clinic.url("register_pdf"), clinic.url("activity_pdf", sheet.pk), clinic.url("past_pdf")):
        assert client_of(clinic.bob).post(url).status_code == 403
    assert "Remettre le registre" in client_of(clinic.sophie).get(clinic.url("activities")).text


def test_a_sheet_and_a_past_register_are_handed_over_too_and_a_draft_is_not(clinic, activity, client_of, folder):
    alice = client_of(clinic.alice)
    sheet, draft = activity(clinic), activity(clinic, name="Brouillon", state="draft")
    alice.post(clinic.url("activity_pdf", sheet.pk))
    alice.post(clinic.url("past_pdf"))
    refused = alice.post(clinic.url("activity_pdf", draft.pk), follow=True)
    assert "Un brouillon ne se remet pas" in refused.text
    with clinic.scope():
        assert {each.row.kind for each in queries.issued()} == {"activity", "past_register"}


def test_the_same_form_sent_twice_hands_one_document_over(clinic, activity, client_of, folder):
    activity(clinic)
    form = {"form_key": "0b54a3c0-39f7-4f0c-8d47-2f8d0b0f6a01"}
    for _ in range(2):
        assert client_of(clinic.alice).post(clinic.url("register_pdf"), form).url == clinic.url("issued")
    assert IssuedDocument._base_manager.count() == 1


def test_a_register_that_changes_while_it_is_rendered_is_not_handed_over(
    clinic, activity, client_of, folder, monkeypatch
):
    activity(clinic)

    def rendered(html):
        activity(clinic, name="Écrit entre-temps")
        return b"%PDF-1.7"

    monkeypatch.setattr(answers, "rendered", rendered)
    answer = client_of(clinic.alice).post(clinic.url("register_pdf"), follow=True)
    assert "a changé pendant la préparation" in answer.text and not IssuedDocument._base_manager.exists()


def test_a_document_that_cannot_be_rendered_is_not_handed_over(clinic, client_of, folder, monkeypatch):
    def rendered(html):
        raise RenderError("memory")

    monkeypatch.setattr(answers, "rendered", rendered)
    assert client_of(clinic.alice).post(clinic.url("register_pdf")).status_code == 503
    assert not IssuedDocument._base_manager.exists()


def test_the_list_tells_what_is_replaced_and_what_was_destroyed(clinic, handed, client_of, activity):
    alice = client_of(clinic.alice)
    activity(clinic, name="Un usage de plus")
    alice.post(clinic.url("register_pdf"))
    page = alice.get(clinic.url("issued")).text
    assert page.count("une édition plus récente existe") == 1 and "La CNIL" in page
    operations.destroy_bytes(structure_id=clinic.structure.pk, document_ids=[handed.pk])
    assert alice.get(clinic.url("issued_pdf", handed.pk)).status_code == 404
    assert "octets retirés" in alice.get(clinic.url("issued")).text


def test_an_empty_list_says_what_handing_over_is(clinic, client_of):
    assert "Rien n’a encore été remis" in client_of(clinic.bob).get(clinic.url("issued")).text


def test_the_export_knows_the_receipts_printed_in_documents(clinic, handed):
    lines = verification.read_lines(clinic.structure.pk)
    assert [each["kind"] for each in export.receipts(lines)] == ["document"]


# -- The public page ---------------------------------------------------------------------------------------------------


def test_a_file_dropped_is_recognised_and_says_nothing_of_the_structure(clinic, handed, activity, client_of):
    answer = dropped(bytes_of(handed))
    assert "a été remis par une structure d’ici" in answer.text and "Aucune édition plus récente" in answer.text
    assert clinic.structure.name not in answer.text and "CNIL" not in answer.text and "Alice" not in answer.text
    assert str(clinic.structure.pk) not in answer.text
    activity(clinic, name="Un usage de plus")
    client_of(clinic.alice).post(clinic.url("register_pdf"))
    assert "Une édition plus récente a été remise" in dropped(bytes_of(handed)).text


def test_one_bit_less_and_the_file_is_unknown(handed):
    content = bytearray(bytes_of(handed))
    content[-2] ^= 1
    assert "Inconnu ici" in dropped(bytes(content)).text


def test_a_receipt_is_recognised_typed_or_scanned(clinic, handed):
    with clinic.scope():
        end = receipt()
    spaced = " ".join(re.findall("." * 8, end.hash.upper()))
    for answer in (
        typed(spaced),
        typed(f"{end.seq}:{end.hash}"),
        Client().get(reverse("verifier"), {"recu": f"{end.seq}:{end.hash}"}),
        typed(handed.sha256),
    ):
        assert answer.status_code == 200 and "Inconnu" not in answer.text
        assert not answer.cookies and "Cookie" not in answer.get("Vary", "")
    assert "La position annoncée n’est pas la bonne" in typed(f"{end.seq + 1}:{end.hash}").text
    assert "Inconnu ici" in typed("0" * 64).text


@pytest.mark.parametrize("text", ["", "abc", "g" * 64, "1:2:" + "0" * 64, "é" * 600])
def test_what_is_no_fingerprint_is_said_to_be_none(db, text):
    assert typed(text).status_code == 422
    assert Client().get(reverse("verifier"), {"recu": text}).status_code == 422


def test_a_file_is_never_kept_and_a_large_one_is_refused(db, monkeypatch, tmp_path, settings):
    settings.FILE_UPLOAD_TEMP_DIR = tmp_path / "absent"
    assert "Inconnu ici" in dropped(b"x" * 5_000_000).text
    monkeypatch.setattr("cabinet_rgpd.documents.hashing.LARGEST", 1000)
    assert dropped(b"x" * 200_000).status_code == 422
    assert HashingHandler.too_large is False


def test_a_hurried_visitor_is_asked_to_wait(db, monkeypatch):
    monkeypatch.setattr(views, "A_MINUTE", 3)
    statuses = [typed("0" * 64).status_code for _ in range(6)]
    assert statuses[0] == 200 and statuses[-1] == 429


def test_the_page_of_an_evening_is_the_same_document_twice(clinic, activity, client_of, folder):
    """Bytes issued already keep their first entry."""
    with clinic.scope():
        given = {"kind": "register", "series": "register", "title": "Registre", "receipt": receipt(), "on": cast.TODAY}
        given |= {"html": "x", "again": lambda: "x", "render": str.encode, "by": clinic.sign()}
        assert operations.issue(**given).pk == operations.issue(**given).pk


# -- Views that declare what they hand over ----------------------------------------------------------------------------


def test_a_register_of_requests_is_handed_over_with_the_receipt_printed_in_it(clinic, client_of, folder):
    alice = client_of(clinic.alice)
    assert client_of(clinic.bob).post(clinic.url("requests_pdf")).status_code == 403
    assert alice.post(clinic.url("requests_pdf")).url == clinic.url("issued")
    row = IssuedDocument._base_manager.get()
    entry = Entry._base_manager.get(obj=row.obj)
    assert (row.kind, row.series) == ("requests", "requests") and row.title
    assert row.receipt == f"{entry.seq - 1}:{entry.prev}"


def test_anything_written_meanwhile_refuses_it(clinic, client_of, folder, activity, monkeypatch):
    def rendered(html):
        activity(clinic)
        return b"%PDF-1.7"

    monkeypatch.setattr(answers, "rendered", rendered)
    answer = client_of(clinic.alice).post(clinic.url("requests_pdf"), follow=True)
    assert "a changé pendant la préparation" in answer.text and not IssuedDocument._base_manager.exists()


def test_what_does_not_exist_is_not_handed_over(clinic, client_of, folder):
    assert client_of(clinic.alice).post(clinic.url("dpo_letter_pdf")).status_code == 404
