"""A file attached to a record: sealed, listed, served to its structure, refused when it must be."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cabinet_rgpd.evidence import files, operations, queries
from cabinet_rgpd.evidence.models import EvidenceContent
from cabinet_rgpd.history import verification
from cabinet_rgpd.history.models import Payload
from tests import cast

PDF = b"%PDF-1.7 le contrat"


@pytest.fixture
def supplier(clinic):
    return cast.supplier(clinic)


def upload(name="contrat.pdf", content=PDF):
    return SimpleUploadedFile(name, content)


def test_the_fingerprint_of_a_file_is_sealed_in_the_chain(in_scope, supplier):
    row = cast.evidence(in_scope, supplier, name="contrat.pdf", content=PDF, note="signé")
    [kept] = queries.of(supplier.obj)
    assert (kept.name, kept.note, kept.size) == ("contrat.pdf", "signé", len(PDF))
    assert queries.content(row.pk) == PDF
    body = Payload.objects.get(entry__obj=row.obj).body
    assert files.examine("contrat.pdf", PDF).sha256 in body
    assert supplier.obj in body
    assert not verification.verify(in_scope.structure.pk).faults


def test_the_same_file_is_attached_once_to_a_record_and_again_to_another(in_scope, supplier):
    cast.evidence(in_scope, supplier)
    with pytest.raises(ValidationError, match="déjà joint"):
        cast.evidence(in_scope, supplier)
    cast.evidence(in_scope, cast.supplier(in_scope, name="Autre"))


def test_a_structure_has_a_bounded_room_for_its_files(in_scope, supplier, settings):
    settings.EVIDENCE_QUOTA_BYTES = 40
    cast.evidence(in_scope, supplier, content=PDF)
    with pytest.raises(ValidationError, match="la place qui leur est réservée"):
        cast.evidence(in_scope, supplier, content=PDF + b" et ses annexes")
    assert EvidenceContent.objects.count() == 1


def test_a_kind_of_record_that_takes_no_file_and_a_draft_take_none(in_scope):
    with pytest.raises(ValidationError, match="Aucune pièce"):
        cast.evidence(in_scope, in_scope.party)
    with pytest.raises(ValidationError, match="Aucune pièce"):
        cast.evidence(in_scope, cast.activity(in_scope, state="draft"))


def test_a_practitioner_attaches_to_what_he_answers_for_alone(in_scope):
    sheet = cast.activity(in_scope)
    with pytest.raises(PermissionDenied):
        cast.evidence(in_scope, sheet, by=in_scope.as_denis())


def test_a_file_taken_off_the_list_stays_in_the_history(in_scope, supplier):
    row = cast.evidence(in_scope, supplier)
    operations.withdraw(evidence=row, lock="1", on=cast.TODAY, by=in_scope.sign())
    assert queries.of(supplier.obj) == ()
    assert queries.content(row.pk) is not None


def test_the_page_attaches_a_file_and_comes_back(clinic, client_of, supplier):
    client, back = client_of(clinic.sophie), clinic.url("suppliers")
    url = clinic.url("evidence", "supplier", supplier.pk) + f"?retour={back}"
    page = client.get(url).text
    assert "multipart/form-data" in page
    assert "un visage, un écran" in page
    answer = client.post(url, {"upload": upload(), "note": "le contrat signé"})
    assert answer.url == back
    page = client.get(url).text
    assert "contrat.pdf" in page and "le contrat signé" in page


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("programme.exe", b"MZ", "n’est pas accepté"),
        ("vide.pdf", b"", "vide"),
        ("grand.pdf", b"%PDF-" + b"0" * 600, "la limite est de 500"),
    ],
)
def test_a_bad_file_is_refused_beside_its_field(clinic, client_of, supplier, settings, name, content, words):
    settings.EVIDENCE_MAX_BYTES = 500
    url = clinic.url("evidence", "supplier", supplier.pk)
    answer = client_of(clinic.alice).post(url, {"upload": upload(name, content), "note": "gardée"})
    assert answer.status_code == 422
    assert words in answer.text.replace("\u00a0", " ")
    assert 'value="gardée"' in answer.text
    with clinic.scope():
        assert queries.of(supplier.obj) == ()


def test_the_record_must_take_files_and_be_of_the_structure(clinic, neighbour, client_of):
    client = client_of(clinic.alice)
    theirs = cast.supplier(neighbour)
    for url in [
        clinic.url("evidence", "party", clinic.party.pk),
        clinic.url("evidence", "supplier", theirs.pk),
        clinic.url("evidence", "nonsense", theirs.pk),
        neighbour.url("evidence", "supplier", theirs.pk),
    ]:
        assert client.get(url).status_code == 404
        assert client.post(url, {"upload": upload()}).status_code == 404


def test_a_file_is_served_as_an_attachment_that_no_browser_guesses_about(clinic, client_of, supplier):
    row = cast.evidence(clinic, supplier, name="Contrat d’été.pdf", content=PDF)
    answer = client_of(clinic.bob).get(clinic.url("evidence_file", row.pk))
    assert answer.content == PDF
    assert answer["Content-Disposition"].startswith("attachment;")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "no-store" in answer["Cache-Control"]


def test_a_file_whose_bytes_were_removed_says_so(clinic, client_of, supplier):
    row = cast.evidence(clinic, supplier)
    EvidenceContent._base_manager.filter(pk=row.pk).update(content=None)
    answer = client_of(clinic.bob).get(clinic.url("evidence_file", row.pk))
    assert answer.status_code == 410
    assert "Son empreinte reste" in answer.text


def test_a_reader_sees_the_files_and_attaches_none(clinic, client_of, supplier):
    cast.evidence(clinic, supplier, name="contrat.pdf")
    client, url = client_of(clinic.bob), clinic.url("evidence", "supplier", supplier.pk)
    page = client.get(url).text
    assert "contrat.pdf" in page
    assert 'type="file"' not in page
    assert client.post(url, {"upload": upload()}).status_code == 403


def test_a_reader_takes_no_file_off_the_list(clinic, client_of, supplier):
    row = cast.evidence(clinic, supplier)
    url = clinic.url("evidence_withdraw", row.pk)
    assert client_of(clinic.bob).post(url, {"lock": "1"}).status_code == 403
    answer = client_of(clinic.alice).post(url, {"lock": "1"})
    assert answer.url == clinic.url("evidence", "supplier", supplier.pk)
    assert client_of(clinic.alice).post(url, {"lock": "1"}).status_code == 409


@pytest.mark.parametrize(
    "path", ["//ailleurs.exemple", "https://ailleurs.exemple/", "/moi/", "/s/\r\nx", "javascript:alert(1)"]
)
def test_the_way_back_never_leaves_the_structure(clinic, client_of, supplier, path):
    url = clinic.url("evidence", "supplier", supplier.pk)
    answer = client_of(clinic.alice).post(url, {"upload": upload(), "note": "", "retour": path})
    assert answer.url == url


def test_the_files_of_many_records_are_one_query(in_scope):
    suppliers = [cast.supplier(in_scope, name=f"Prestataire {number}") for number in range(4)]
    for each in suppliers:
        cast.evidence(in_scope, each)
    with CaptureQueriesContext(connection) as captured:
        found = queries.of_many(each.obj for each in suppliers)
    assert len(found) == 4
    assert len(captured) == 1


def test_a_huge_upload_is_counted_and_not_kept(settings, rf):
    settings.EVIDENCE_MAX_BYTES = 100_000
    request = rf.post("/", {"upload": upload("grand.pdf", b"%PDF-" + b"0" * 900_000)})
    received = request.FILES["upload"]
    assert received.size == 900_005
    assert len(received.read()) <= settings.EVIDENCE_MAX_BYTES
