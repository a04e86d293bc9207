"""The routes of the documents: who may read them, what they hold, and that a copy is rendered once."""

import re
import subprocess
import uuid

import pytest

from cabinet_rgpd.documents import cache, rendering
from cabinet_rgpd.documents.rendering import RenderError
from cabinet_rgpd.history import queries as history
from registry.activities import document_views, operations

pytestmark = pytest.mark.django_db


def words_of(pdf):
    """The text of a PDF, in one line."""
    read = subprocess.run(["pdftotext", "-layout", "-", "-"], input=pdf, capture_output=True, check=True)
    return " ".join(read.stdout.decode("utf-8").split())


@pytest.fixture
def documents_folder(settings, tmp_path):
    settings.VAR_DIR = tmp_path
    return tmp_path / "cache" / "documents"


def fetched(client, practice, query=None, **headers):
    return client.get(practice.url("register_pdf"), query, headers=headers)


def test_the_register_is_served_once_rendered_then_read_back(
    clinic, activity, client_of, documents_folder, monkeypatch
):
    activity(clinic, name="Suivi des patients")
    client = client_of(clinic.bob)
    first = fetched(client, clinic)
    assert first.status_code == 200
    assert first["Content-Type"] == "application/pdf"
    assert first["Cache-Control"] == "private, no-store"
    assert re.fullmatch(
        r'inline; filename="registre-maison-de-sante-des-deux-rives-\d{4}-\d\d-\d\d\.pdf"', first["Content-Disposition"]
    )
    assert len(list(documents_folder.iterdir())) == 1

    monkeypatch.setattr(cache, "render_pdf", lambda *_, **__: pytest.fail("rendered twice"))
    second = fetched(client, clinic)
    assert second.content == first.content
    assert second["ETag"] == first["ETag"]
    unchanged = fetched(client, clinic, if_none_match=first["ETag"])
    assert (unchanged.status_code, unchanged.content) == (304, b"")


def test_the_register_holds_the_sheets_in_force_and_the_end_of_the_chain(clinic, activity, client_of, documents_folder):
    activity(clinic, name="Suivi des patients")
    activity(clinic, name="Brouillon de travail", state="draft")
    old = activity(clinic, name="Fax abandonné")
    operations.archive_activity(activity=old, lock=old.lock_token, by=clinic.sign("Plus de fax"))
    text = words_of(fetched(client_of(clinic.bob), clinic).content)
    with clinic.scope():
        receipt = history.receipt()
    assert "Suivi des patients" in text
    assert "Brouillon de travail" not in text
    assert "Fax abandonné" not in text
    assert receipt.groups in text


def test_the_register_of_one_party_holds_its_own_sheets_alone(clinic, activity, client_of, documents_folder):
    activity(clinic, name="Tenue du site")
    activity(clinic, name="Consultations de Denis", responsibles=[{"party": clinic.denis_party, "role": "controller"}])
    response = fetched(client_of(clinic.bob), clinic, {"responsable": str(clinic.denis_party.pk)})
    text = words_of(response.content)
    assert 'filename="registre-denis-delorme-' in response["Content-Disposition"]
    assert text.startswith("Denis Delorme Maison de santé des Deux Rives")
    assert "dont répond Denis Delorme" in text
    assert "Consultations de Denis" in text
    assert "Tenue du site" not in text


@pytest.mark.parametrize("party", ["pas-un-identifiant", str(uuid.UUID(int=7))])
def test_an_unknown_party_is_not_found(clinic, client_of, party):
    assert fetched(client_of(clinic.bob), clinic, {"responsable": party}).status_code == 404


def test_a_sheet_is_served_alone(clinic, activity, client_of, documents_folder):
    row = activity(clinic, name="Suivi des patients")
    response = client_of(clinic.bob).get(clinic.url("activity_pdf", row.pk))
    assert "Suivi des patients" in words_of(response.content)
    assert 'filename="fiche-a-01-suivi-des-patients-' in response["Content-Disposition"]


def test_a_sheet_of_elsewhere_is_not_found(clinic, neighbour, activity, client_of):
    foreign = activity(neighbour)
    client = client_of(clinic.bob)
    assert client.get(clinic.url("activity_pdf", foreign.pk)).status_code == 404
    assert client.get(clinic.url("activity_pdf", uuid.UUID(int=7))).status_code == 404
    assert client.get(neighbour.url("activity_pdf", foreign.pk)).status_code == 404


def test_a_stranger_learns_nothing(neighbour, clinic, client_of):
    assert fetched(client_of(neighbour.manager), clinic).status_code == 404


def test_a_server_that_cannot_render_says_so_in_french(clinic, client_of, documents_folder, monkeypatch):
    def refuse(*_, **__):
        raise RenderError("libraries")

    monkeypatch.setattr(document_views.answers, "rendered", refuse)
    response = fetched(client_of(clinic.bob), clinic)
    assert response.status_code == 503
    assert rendering.MESSAGES["libraries"] in response.content.decode().replace("&nbsp;", "\u00a0")


def test_the_register_costs_as_many_queries_for_ten_sheets_as_for_two(
    clinic, activity, client_of, documents_folder, monkeypatch, django_assert_num_queries
):
    monkeypatch.setattr(document_views.answers, "rendered", lambda html, **_: b"%PDF-")
    client = client_of(clinic.bob)
    shared = {"data_categories": [], "processors": []}
    for _ in range(2):
        activity(clinic, **shared)
    fetched(client, clinic)
    with django_assert_num_queries(20, exact=False) as few:
        fetched(client, clinic)
    for _ in range(8):
        activity(clinic, **shared)
    with django_assert_num_queries(len(few.captured_queries)):
        fetched(client, clinic)
