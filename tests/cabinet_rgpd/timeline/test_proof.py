"""The page of the proof: what it says, what it verifies, what it hands over."""

import io
import zipfile

import pytest
from django.db import connection

from cabinet_rgpd.history import triggers
from cabinet_rgpd.history.models import Entry
from cabinet_rgpd.timeline import views
from tests import cast
from tests.cabinet_rgpd.history import chains


@pytest.fixture
def tampered(clinic):
    cast.activity(clinic)
    triggers.drop()
    with connection.cursor() as cursor:
        cursor.execute("UPDATE registry_supplier SET country = 'Ailleurs'")
    return clinic


def test_the_page_says_the_level_the_result_and_what_it_does_not_prove(clinic, client_of):
    page = client_of(clinic.bob).get(clinic.url("proof")).text
    assert "Niveau de preuve\u00a0: interne" in page
    assert "tout se tient" in page
    assert "Elle ne prouve rien contre une inexactitude écrite à temps" in page
    assert "conform" not in page.lower()


def test_only_a_manager_is_offered_the_archive(clinic, client_of):
    for person, offered in [(clinic.alice, True), (clinic.bob, False), (clinic.camille, False)]:
        page = client_of(person).get(clinic.url("proof")).text
        assert (clinic.url("proof_export") in page) is offered


def test_the_history_leads_to_the_proof(clinic, client_of):
    assert clinic.url("proof") in client_of(clinic.bob).get(clinic.url("timeline")).text


def test_a_record_changed_outside_the_product_is_told_on_the_page(tampered, client_of):
    page = client_of(tampered.bob).get(tampered.url("proof")).text
    assert "1\u00a0faute trouvée" in page and "country\u00a0: ce n’est pas ce qui est scellé" in page
    assert "tout se tient" not in page


def test_a_very_long_chain_is_left_to_the_command(clinic, client_of, monkeypatch):
    monkeypatch.setattr(views, "VERIFIED_ON_SCREEN", 3)
    page = client_of(clinic.bob).get(clinic.url("proof")).text
    assert f"manage.py verify --structure {clinic.structure.pk}" in page
    assert "tout se tient" not in page


def test_the_archive_is_sent_to_be_kept_and_verifies(clinic, client_of):
    cast.activity(clinic)
    answer = client_of(clinic.alice).post(clinic.url("proof_export"))
    assert answer.status_code == 200
    assert answer["Content-Disposition"] == 'attachment; filename="proof.zip"'
    assert answer["Content-Type"] == "application/zip"
    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        assert chains.verifier.verify({name: archive.read(name) for name in archive.namelist()})[0] == []
    entry = Entry._base_manager.filter(structure=clinic.structure).latest("seq")
    assert (entry.act, entry.actor) == ("export.made", str(clinic.alice.pk))
    page = client_of(clinic.bob).get(clinic.url("timeline")).text
    assert "Preuve, export" in page


def test_the_archive_of_a_register_changed_outside_the_product_shows_it(tampered, client_of):
    answer = client_of(tampered.alice).post(tampered.url("proof_export"))
    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        assert chains.verifier.verify({name: archive.read(name) for name in archive.namelist()})[0]


def test_a_register_that_cannot_be_written_down_is_said_to_be_so(clinic, client_of):
    cast.activity(clinic)
    triggers.drop()
    with connection.cursor() as cursor:
        cursor.execute("UPDATE registry_processingactivity SET persons = '[1.5]'")
    answer = client_of(clinic.alice).post(clinic.url("proof_export"), follow=True)
    assert "La preuve ne peut pas être faite" in answer.text
    assert "persons\u00a0: ce n’est pas ce qui est scellé" in answer.text
