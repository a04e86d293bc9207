"""The page of the proof: what it says, what it verifies, what it hands over."""

import io
import zipfile

import pytest
from django.db import connection
from django.utils import timezone

from cabinet_rgpd.history import inspections, levels, triggers
from cabinet_rgpd.history.models import Entry, Inspection
from cabinet_rgpd.jobs import tasks
from tests import cast
from tests.cabinet_rgpd.history import chains
from tests.patients_info.notices import prepare, publish


@pytest.fixture
def tampered(clinic):
    cast.activity(clinic)
    triggers.drop()
    with connection.cursor() as cursor:
        cursor.execute("UPDATE registry_supplier SET country = 'Ailleurs'")
    return clinic


def verified(practice, person, client_of):
    """The page, after the button."""
    return client_of(person).post(practice.url("proof_verify"), follow=True).text


def test_the_page_says_the_level_the_result_and_what_it_does_not_prove(clinic, client_of):
    page = verified(clinic, clinic.bob, client_of)
    assert "Niveau de preuve\u00a0: interne" in page
    assert "tout se tient" in page and "Dernière vérification" in page
    assert "Elle ne prouve rien contre une inexactitude écrite à temps" in page
    assert "conform" not in page.lower()


def test_a_verification_is_kept_and_looking_makes_none(clinic, client_of):
    page = client_of(clinic.bob).get(clinic.url("proof")).text
    assert "n’a pas encore été vérifiée" in page and not Inspection.objects.exists()
    verified(clinic, clinic.bob, client_of)
    cast.supplier(clinic)
    page = client_of(clinic.alice).get(clinic.url("proof")).text
    assert "tout se tient" in page and "1\u00a0écriture, à vérifier" in page
    assert Inspection.objects.get().milliseconds >= 0


def test_a_published_notice_makes_the_level_that_of_a_witness(clinic, client_of):
    publish(clinic, prepare(clinic))
    page = client_of(clinic.bob).get(clinic.url("proof")).text
    assert "Niveau de preuve\u00a0: témoin" in page
    assert "Dernier reçu sorti d’ici à la position" in page
    with clinic.scope():
        level = levels.level(timezone.now())
    assert (level.number, level.seq) == (1, Entry._base_manager.filter(structure=clinic.structure).count())


def test_each_structure_is_verified_every_day_by_itself(tampered, neighbour, caplog):
    tasks.verify_every_day()
    assert {each.is_ok for each in Inspection.objects.all()} == {True, False}
    assert f"verification of {tampered.structure.pk}" in caplog.text
    before = Inspection.objects.get(structure=tampered.structure).at
    tasks.verify_every_day()
    assert Inspection.objects.get(structure=tampered.structure).at == before


def test_a_long_chain_is_verified_by_the_scheduler_which_says_how_far_it_is(clinic, client_of, monkeypatch):
    monkeypatch.setattr(inspections, "VERIFIED_AT_ONCE", 3)
    page = verified(clinic, clinic.bob, client_of)
    assert "la vérification commence dans la minute" in page and "Vérification en cours\u00a0: 0 sur" in page
    monkeypatch.setattr(inspections, "_TOLD_EVERY", 2)
    told = []
    monkeypatch.setattr(Inspection.objects, "update_or_create", told_on(told, Inspection.objects.update_or_create))
    tasks.verify_when_asked()
    assert told and told[0] > 0
    page = client_of(clinic.bob).get(clinic.url("proof")).text
    assert "tout se tient" in page and "en cours" not in page


def told_on(told, function):
    """The same function, which first notes how far the verification said it was."""

    def noted(*args, **kwargs):
        told.append(Inspection.objects.get().read)
        return function(*args, **kwargs)

    return noted


def test_only_a_manager_is_offered_the_archive(clinic, client_of):
    for person, offered in [(clinic.alice, True), (clinic.bob, False), (clinic.camille, False)]:
        page = client_of(person).get(clinic.url("proof")).text
        assert (clinic.url("proof_export") in page) is offered


def test_the_history_leads_to_the_proof(clinic, client_of):
    assert clinic.url("proof") in client_of(clinic.bob).get(clinic.url("timeline")).text


def test_a_record_changed_outside_the_product_is_told_on_the_page(tampered, client_of):
    page = verified(tampered, tampered.bob, client_of)
    assert "1\u00a0faute trouvée" in page and "country\u00a0: ce n’est pas ce qui est scellé" in page
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
