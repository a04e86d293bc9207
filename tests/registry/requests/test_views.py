"""The pages of the requests, as people meet them: a telephone that rings, a letter that arrives."""

import datetime as dt
from io import BytesIO

import pikepdf
import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from registry.requests import operations, queries
from tests import cast
from tests.registry.activities.test_document_views import words_of
from tests.registry.incidents.test_views import send

pytestmark = pytest.mark.django_db


@pytest.fixture
def documents_folder(settings, tmp_path):
    settings.VAR_DIR = tmp_path


def test_one_button_gives_the_reference_the_days_and_the_checklist(clinic, client_of):
    client = client_of(clinic.sophie)
    assert "Un patient demande son dossier" in client.get(clinic.url("requests")).text
    answer = client.post(clinic.url("request_by_phone"), {}, follow=True)
    page = answer.text
    year = timezone.localdate().year
    assert f"D-{year}-001" in page and "À copier dans le dossier du patient" in page
    assert "au plus tard" in page and "pas avant" in page and "Première copie gratuite" in page
    with clinic.scope():
        [asked] = queries.requests()
    assert (asked.kind, asked.channel, asked.is_open) == ("medical_file", "phone", True)


def test_no_field_asks_for_a_name(clinic, client_of):
    client = client_of(clinic.alice)
    form = client.get(clinic.url("request_new")).context["form"]
    assert not {"name", "first_name", "last_name", "birth", "email", "phone"} & set(form.fields)


def test_who_covers_is_said_once_and_offered_again(clinic, client_of):
    cast.asked(clinic, handled_by="la secrétaire", covered_by="le remplaçant")
    client = client_of(clinic.alice)
    client.post(clinic.url("request_by_phone"), {})
    with clinic.scope():
        assert {each.covered_by for each in queries.requests()} == {"le remplaçant"}


def test_a_letter_of_the_cnil_has_its_own_date_and_its_own_page(clinic, client_of):
    client = client_of(clinic.alice)
    url = clinic.url("request_new") + "?nature=cnil"
    page = client.get(url)
    assert "Répondez toujours" in page.text and "identity_method" not in page.context["form"].fields
    due = timezone.localdate() + dt.timedelta(days=20)
    answer = send(client, url, cnil_reference="CTX-2026-1", due_on=due.isoformat(), to_join="Le registre")
    assert answer.status_code == 302, answer.context["form"].errors
    page = client.get(answer.url)
    assert "CTX-2026-1" in page.text and "À copier dans le dossier" not in page.text
    with clinic.scope():
        [deadline] = queries.deadlines(timezone.localdate())
    assert deadline.urgent and deadline.on <= due


def test_a_refusal_needs_its_ground_and_its_reason_and_the_letter_tells_the_appeals(
    clinic, client_of, documents_folder
):
    row = cast.asked(clinic, kind="erasure")
    client = client_of(clinic.alice)
    url = clinic.url("request_answer", row.pk)
    assert send(client, url, outcome="refused").status_code == 422
    assert send(client, url, outcome="refused", ground="legal_duty").status_code == 422
    answer = send(client, url, outcome="refused", ground="legal_duty", refusal_reason="Le dossier doit être conservé.")
    assert answer.status_code == 302
    text = words_of(client.get(clinic.url("request_letter", row.pk, "refus")).content)
    assert "réclamation à la CNIL" in text and "tribunal" in text and "17.3.b" in text
    assert client.get(clinic.url("request_letter", row.pk, "reponse")).status_code == 404
    assert client.get(clinic.url("request_letter", row.pk, "prolongation")).status_code == 404


def test_an_extension_moves_the_term_and_writes_its_letter(clinic, client_of, documents_folder):
    row = cast.asked(clinic, kind="access")
    client = client_of(clinic.alice)
    assert send(client, clinic.url("request_extend", row.pk)).status_code == 422
    answer = send(client, clinic.url("request_extend", row.pk), extension_reason="Vingt ans de courriers à relire")
    assert answer.status_code == 302
    page = client.get(answer.url)
    assert "Réponse prolongée" in page.text
    text = words_of(client.get(clinic.url("request_letter", row.pk, "prolongation")).content)
    assert "Vingt ans de courriers" in text


def test_a_medical_file_is_never_put_off(clinic, client_of):
    row = cast.asked(clinic)
    answer = send(client_of(clinic.alice), clinic.url("request_extend", row.pk), extension_reason="Trop de travail")
    assert answer.status_code == 422 and "ne se prolongent pas" in answer.text


def test_an_answer_closes_the_request_and_its_deadline(clinic, client_of, documents_folder):
    row = cast.asked(clinic)
    client = client_of(clinic.alice)
    answer = send(
        client, clinic.url("request_answer", row.pk), outcome="granted", answer_means="registered",
        answer_content="Dossier complet, 42 pages", proof="1A 000 000 0000 0",
    )  # fmt: skip
    assert answer.status_code == 302
    with clinic.scope():
        assert queries.deadlines(timezone.localdate()) == ()
    text = words_of(client.get(clinic.url("request_letter", row.pk, "reponse")).content)
    assert "42 pages" in text
    with clinic.scope():
        again = operations.reopen(request=queries.row(row.pk), lock="2", by=clinic.sign())
        assert again.state == "open" and queries.deadlines(timezone.localdate())


def test_the_checklist_and_the_list_are_tagged_pdfs(clinic, client_of, documents_folder):
    row = cast.asked(clinic)
    client = client_of(clinic.bob)
    for url in (
        clinic.url("request_checklist", row.pk),
        clinic.url("requests_pdf"),
        clinic.url("request_letter", row.pk, "accuse"),
    ):
        content = client.get(url).content
        assert row.reference in words_of(content)
        with pikepdf.open(BytesIO(content)) as pdf:
            assert pdf.Root.MarkInfo.Marked and pdf.Root.Lang == "fr"


def test_the_checklist_holds_on_one_page(clinic, client_of, documents_folder):
    row = cast.asked(clinic, age="mixed")
    content = client_of(clinic.bob).get(clinic.url("request_checklist", row.pk)).content
    with pikepdf.open(BytesIO(content)) as pdf:
        assert len(pdf.pages) == 1


def test_the_rights_are_told_for_each_activity(clinic, client_of, activity):
    activity(clinic)
    page = client_of(clinic.bob).get(clinic.url("request_rights"))
    assert "Suivi des patients" in page.text and "n’aurait pas dû y être, s’efface" in page.text


def test_empty_pages_teach(clinic, client_of):
    client = client_of(clinic.bob)
    assert "Aucune demande notée" in client.get(clinic.url("requests")).text
    assert "Votre registre est vide" in client.get(clinic.url("request_rights")).text


def test_a_moment_to_come_is_refused(in_scope):
    now = timezone.now()
    content = {"kind": "access", "received_at": now + dt.timedelta(hours=1)}
    with pytest.raises(ValidationError, match="pas encore venu"):
        operations.receive(content=content, by=in_scope.sign(), now=now, on=cast.TODAY)
