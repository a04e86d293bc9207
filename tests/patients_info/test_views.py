"""The pages of the notice inside a structure."""

import re
import uuid
from dataclasses import replace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cabinet_rgpd.documents.rendering import RenderError
from patients_info import translation
from patients_info.models import Notice, PublishedNotice
from registry.activities import operations as activities
from tests import cast
from tests.patients_info.notices import prepare, publish


def text(response):
    return response.content.decode()


def test_an_unprepared_notice_says_what_to_do_first(clinic, client_of):
    page = text(client_of(clinic.alice).get(clinic.url("notice", "patients")))
    assert "Pas encore préparée" in page and clinic.url("notice_edit", "patients") in page


def test_visiting_writes_nothing(clinic, client_of, activity):
    activity(clinic)
    client = client_of(clinic.alice)
    for name in ["notice", "notice_edit", "notice_preview", "notice_publish", "notice_poster"]:
        client.get(clinic.url(name, "patients"))
    with clinic.scope():
        assert not Notice.objects.exists()


def test_the_settings_form_prepares_the_notice_with_a_proposed_address(clinic, client_of):
    client = client_of(clinic.alice)
    assert 'value="maison-de-sante-des-deux-rives"' in text(client.get(clinic.url("notice_edit", "patients")))
    answer = client.post(
        clinic.url("notice_edit", "patients"), {"slug": "Deux-Rives", "rights_contact": "Le secrétariat"}
    )
    assert answer.status_code == 302 and answer.url == clinic.url("notice", "patients")
    with clinic.scope():
        assert Notice.objects.get().slug == "deux-rives"


def test_after_the_first_publication_the_address_is_shown_and_no_longer_asked(clinic, client_of, published):
    page = text(client_of(clinic.alice).get(clinic.url("notice_edit", "patients")))
    assert f"/n/{published.slug}/" in page and 'name="slug"' not in page


def test_a_taken_address_keeps_what_was_typed(clinic, neighbour, client_of, notice):
    answer = client_of(neighbour.manager).post(
        neighbour.url("notice_edit", "patients"), {"slug": notice.slug, "rights_contact": "Le bureau"}
    )
    assert answer.status_code == 422
    assert "déjà prise" in text(answer) and "Le bureau" in text(answer)


def test_two_people_on_the_settings_see_both_texts(clinic, client_of, notice):
    client, lock = client_of(clinic.alice), notice.lock_token
    first = {"slug": notice.slug, "rights_contact": "Le secrétariat", "lock": lock}
    assert client.post(clinic.url("notice_edit", "patients"), first).status_code == 302
    answer = client.post(clinic.url("notice_edit", "patients"), {**first, "rights_contact": "La coordinatrice"})
    assert answer.status_code == 409
    assert "Le secrétariat" in text(answer) and "La coordinatrice" in text(answer)


def test_publishing_makes_an_edition_and_says_so(clinic, client_of, notice, quick_pdf):
    client = client_of(clinic.alice)
    answer = client.post(clinic.url("notice_publish", "patients"), {"lock": notice.lock_token}, follow=True)
    assert "La notice est publiée." in text(answer) and "Publiée" in text(answer)
    assert PublishedNotice.objects.get().edition == 1


def test_the_form_sent_twice_leads_to_the_same_place_and_one_edition(clinic, client_of, notice, quick_pdf):
    client, data = client_of(clinic.alice), {"lock": notice.lock_token, "form_key": str(uuid.uuid4())}
    first, second = (client.post(clinic.url("notice_publish", "patients"), data) for _ in range(2))
    assert (first.status_code, first.url) == (second.status_code, second.url) == (302, clinic.url("notice", "patients"))
    assert PublishedNotice.objects.count() == 1


def test_a_missing_item_blocks_publication_and_leads_to_the_field_that_fills_it(clinic, client_of, notice, activity):
    sheet = activity(clinic, name="Rendez-vous", purposes=[{"name": "Rappeler", "legal_basis": ""}])
    client = client_of(clinic.alice)
    page = text(client.get(clinic.url("notice", "patients")))
    assert clinic.url("activity_part", sheet.pk, "purposes") in page
    assert clinic.url("notice_publish", "patients") not in page
    answer = client.post(clinic.url("notice_publish", "patients"), {"lock": notice.lock_token})
    assert answer.status_code == 422 and "Il manque de quoi informer" in text(answer)
    assert not PublishedNotice.objects.exists()


def test_a_change_of_the_register_after_publication_is_said_line_by_line(clinic, client_of, published):
    client = client_of(clinic.alice)
    assert "Elle dit ce que dit le registre" in text(client.get(clinic.url("notice", "patients")))
    with clinic.scope():
        sheet = activities.ProcessingActivity.objects.get()
        activities.update_activity(
            activity=sheet, lock=sheet.lock_token, by=clinic.sign(),
            content={"recipients": [{"kind": "public_body", "name": "Mairie de Villefictive"}]},
        )  # fmt: skip
    page = text(client.get(clinic.url("notice", "patients")))
    assert "ne dit plus la vérité" in page
    assert "destinataire en plus" in page and "Mairie de Villefictive" in page
    assert "Publier la nouvelle édition" in page


def test_a_lock_of_an_older_page_publishes_nothing(clinic, client_of, notice, quick_pdf):
    answer = client_of(clinic.alice).post(clinic.url("notice_publish", "patients"), {"lock": "999"})
    assert answer.status_code == 409 and not PublishedNotice.objects.exists()


@pytest.mark.parametrize("who", ["bob", "sophie", "denis", "camille"])
def test_those_who_may_not_publish_read_everything_and_change_nothing(clinic, client_of, notice, who, quick_pdf):
    client = client_of(clinic.account(who))
    for name in ["notice", "notice_preview", "notice_pdf"]:
        assert client.get(clinic.url(name, "patients")).status_code == 200
    assert clinic.url("notice_publish", "patients") not in text(client.get(clinic.url("notice", "patients")))
    for name in ["notice_edit", "notice_publish"]:
        assert client.post(clinic.url(name, "patients"), {"lock": notice.lock_token}).status_code == 403
    assert not PublishedNotice.objects.exists()


def test_a_stranger_finds_nothing(clinic, neighbour, client_of, published):
    client = client_of(neighbour.manager)
    for name in ["notice", "notice_edit", "notice_preview", "notice_pdf", "notice_poster", "notice_publish"]:
        assert client.get(clinic.url(name, "patients")).status_code == 404


def test_the_preview_reads_as_patients_will_and_says_that_it_is_one(clinic, client_of, notice):
    page = text(client_of(clinic.alice).get(clinic.url("notice_preview", "patients")))
    assert "Aperçu" in page and "Suivi des patients" in page and "En\u00a0bref" not in page
    assert "no-store" in client_of(clinic.alice).get(clinic.url("notice_preview", "patients")).headers["Cache-Control"]


def test_there_is_no_poster_before_a_notice_to_lead_to(clinic, client_of, notice):
    answer = client_of(clinic.alice).get(clinic.url("notice_poster", "patients"), follow=True)
    assert "après la première publication" in text(answer)


def test_a_document_that_cannot_be_made_says_why_and_publishes_nothing(clinic, client_of, notice, monkeypatch):
    def fails(html):
        raise RenderError("busy")

    monkeypatch.setattr("cabinet_rgpd.documents.answers.rendered", fails)
    answer = client_of(clinic.alice).post(clinic.url("notice_publish", "patients"), {"lock": notice.lock_token})
    assert answer.status_code == 503 and "Réessayez" in text(answer)
    assert not PublishedNotice.objects.exists()


def test_the_page_makes_as_many_queries_for_many_sheets_as_for_one(clinic, client_of, published, activity):
    client = client_of(clinic.alice)
    client.get(clinic.url("notice", "patients"))
    with CaptureQueriesContext(connection) as few:
        client.get(clinic.url("notice", "patients"))
    for number in range(6):
        activity(clinic, name=f"Usage {number}")
    with CaptureQueriesContext(connection) as many:
        client.get(clinic.url("notice", "patients"))
    assert len(many) == len(few)


def test_without_a_public_address_the_page_says_why_the_poster_has_no_code(clinic, client_of, published, settings):
    settings.PUBLIC_URL = ""
    assert "ne connaît pas son adresse publique" in text(client_of(clinic.alice).get(clinic.url("notice", "patients")))
    settings.PUBLIC_URL = "https://cabinet.exemple.fr"
    page = text(client_of(clinic.alice).get(clinic.url("notice", "patients")))
    assert f"https://cabinet.exemple.fr/n/{published.slug}/" in page and "ne connaît pas" not in page


def test_a_second_structure_publishes_its_own(clinic, neighbour, published, activity):
    activity(neighbour)
    row = publish(neighbour, prepare(neighbour))
    assert row.edition == 1 and PublishedNotice.objects.count() == 2
    assert cast.CANARY.lower() in row.slug


def test_the_list_of_items_leads_to_where_each_is_said_or_filled(clinic, client_of, activity):
    activity(clinic, responsibles=[])
    prepare(clinic)
    client = client_of(clinic.alice)
    page = text(client.get(clinic.url("notice", "patients")))
    preview = clinic.url("notice_preview", "patients")
    anchors = re.findall(rf'href="{preview}#([^"]+)"', page)
    shown = text(client.get(preview))
    assert len(anchors) > 10 and all(f'id="{each}"' in shown for each in anchors)
    assert "Remplir : Qui est responsable" in page


def test_a_poster_and_a_leaflet_are_offered_in_each_published_language(clinic, client_of, activity):
    activity(clinic)
    publish(clinic, prepare(clinic, languages=["en", "ar"]))
    client = client_of(clinic.alice)
    page = text(client.get(clinic.url("notice", "patients")))
    for route in ("notice_poster_in", "notice_leaflet_in"):
        for code in ("en", "ar"):
            assert clinic.url(route, "patients", code) in page
            assert client.get(clinic.url(route, "patients", code)).headers["Content-Type"] == "application/pdf"
        assert client.get(clinic.url(route, "patients", "es")).status_code == 404


def test_a_language_whose_letters_no_font_has_is_read_on_the_screen_alone(clinic, client_of, activity, monkeypatch):
    spoken = {each.code: each for each in translation.offered("patients")}
    spoken["en"] = replace(spoken["en"], pdf=False)
    monkeypatch.setattr(translation, "offered", lambda audience: tuple(spoken.values()))
    known = translation.language
    monkeypatch.setattr(translation, "language", lambda code: spoken.get(code) or known(code))
    activity(clinic)
    publish(clinic, prepare(clinic, languages=["en"]))
    client = client_of(clinic.alice)
    page = text(client.get(clinic.url("notice", "patients")))
    assert "n’ont pas ses lettres" in page
    assert clinic.url("notice_poster_in", "patients", "en") not in page
    assert client.get(clinic.url("notice_poster_in", "patients", "en")).status_code == 404
