"""The pages of the time machine: which day, what it shows, its PDF, two days compared, and who may look."""

import datetime as dt
import subprocess

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cabinet_rgpd.documents import rendering
from cabinet_rgpd.documents.rendering import RenderError
from registry.activities import operations
from registry.past import queries, views
from tests import cast
from tests.registry.past import lives
from tests.registry.past.lives import at

pytestmark = pytest.mark.django_db
NBSP = "\u00a0"


@pytest.fixture
def practice(db):
    """One sheet from February 2023, renamed in 2025; its supplier renamed in 2024; a delegate; a decision."""
    practice = lives.practice()
    with practice.scope():
        rule = lives.rule(practice, at("2023-02-01"), parameter_date=dt.date(2022, 7, 1))
        supplier = lives.supplier(practice, at("2023-02-01"))
        content = lives.sheet(practice, rule=rule, supplier=supplier)
        row = operations.create_activity(
            content=content, by=practice.sign(at=at("2023-02-02T10:00")), on=dt.date(2023, 2, 2)
        )
        lives.designation(practice, at("2023-02-03"))
        lives.decision(practice, at("2023-02-03"))
        lives.changed(practice, supplier, at("2024-06-01"), name="Nouveau Nom SAS")
        lives.changed(practice, rule, at("2024-06-01"), text="30 ans.", parameter_date=dt.date(2024, 1, 1))
        lives.changed(practice, practice.structure, at("2024-06-01"), name="Cabinet du Tilleul")
        operations.update_activity(
            activity=row, lock=None, content={"name": "Dossiers"}, by=practice.sign(at=at("2025-03-12T23:30"))
        )
        practice.structure.refresh_from_db()
    return practice


@pytest.fixture
def client(practice, client_of):
    return client_of(practice.manager)


@pytest.fixture
def documents_folder(settings, tmp_path):
    settings.VAR_DIR = tmp_path


def asked(client, practice, name, **days):
    return client.get(practice.url(name), days)


def words_of(pdf):
    read = subprocess.run(["pdftotext", "-layout", "-", "-"], input=pdf, capture_output=True, check=True)
    return " ".join(read.stdout.decode("utf-8").split())


def test_a_day_shows_what_was_written_that_evening(client, practice):
    answer = asked(client, practice, "past", jour="2024-03-01")
    with practice.scope():
        receipt = queries.receipt_on(dt.date(2024, 3, 1), practice.structure.tz)
    assert answer.status_code == 200
    for words in (
        "Registre tel qu’il était au 1er mars 2024", "Suivi des patients", "Soigner", "20 ans après la dernière venue.",
        "Valeur du 1er juillet 2022", "Logiciel Fictif SAS", "Claire Fictive", "décidé le 3 février 2023",
        "Aucune n’était publiée ce soir-là", f"position {receipt.seq}", receipt.groups, "Cabinet du Marronnier",
    ):  # fmt: skip
        assert words in answer.text, words
    for words in ("Nouveau Nom SAS", "30 ans.", "Dossiers"):
        assert words not in answer.text


def test_a_day_shows_what_stood_beside_the_register_and_leads_to_the_inspection_file(client, practice):
    breach = cast.breach(practice)
    before, now = (asked(client, practice, "past", **days).text for days in ({"jour": "2024-03-01"}, {}))
    version = practice.url("record_version", "incident", breach.pk, 2)
    assert version in now and version not in before and "Les violations\u00a0: rien n’était écrit" in before
    assert client.get(version).status_code == 200
    assert f"{practice.url('inspection')}?jour=2024-03-01" in before


def test_without_a_day_it_is_the_register_of_this_instant(client, practice):
    answer = asked(client, practice, "past")
    assert answer.context["stood"].day == timezone.now().astimezone(practice.structure.tz).date()
    assert "voici l’état de cet instant" in answer.text
    assert "Dossiers" in answer.text and "Nouveau Nom SAS" in answer.text


def test_a_write_of_half_past_eleven_at_night_in_utc_is_of_the_next_day_in_paris(client, practice):
    assert "Suivi des patients" in asked(client, practice, "past", jour="2025-03-12").text
    assert "Dossiers" in asked(client, practice, "past", jour="2025-03-13").text


@pytest.mark.parametrize(
    ("day", "message"),
    [
        ("2999-01-01", "Ce jour n’est pas encore venu."),
        ("2023-01-08", "L’historique commence le 9 janvier 2023."),
        ("0001-01-01", "L’historique commence le 9 janvier 2023."),
        ("9999-12-31", "Ce jour n’est pas encore venu."),
        ("2024-02-30", "Écrivez le jour en entier, par exemple 12/03/2026."),
        ("demain", "Écrivez le jour en entier, par exemple 12/03/2026."),
        ("\x00", "Écrivez le jour en entier, par exemple 12/03/2026."),
        ("", "Choisissez un jour."),
    ],
)
@pytest.mark.parametrize("page", ["past", "past_pdf"])
def test_a_day_that_cannot_be_shown_is_refused_beside_its_field(client, practice, page, day, message):
    answer = asked(client, practice, page, jour=day)
    assert (answer.status_code, answer.context["stood"]) == (422, None)
    assert message in answer.text
    assert 'aria-invalid="true"' in answer.text and 'id="id_jour_error"' in answer.text


def test_the_day_may_be_typed_the_french_way(client, practice):
    assert asked(client, practice, "past", jour="01/03/2024").context["stood"].day == dt.date(2024, 3, 1)


def test_the_first_day_of_the_history_is_shown(client, practice):
    answer = asked(client, practice, "past", jour="2023-01-09")
    assert answer.status_code == 200
    assert "Aucune fiche n’était en vigueur ce soir-là" in answer.text


def test_a_past_day_is_a_pdf_that_says_so(client, practice, documents_folder):
    answer = asked(client, practice, "past_pdf", jour="2024-03-01")
    with practice.scope():
        receipt = queries.receipt_on(dt.date(2024, 3, 1), practice.structure.tz)
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf")
    assert answer["Cache-Control"] == "private, no-store"
    assert 'filename="registre-cabinet-du-marronnier-au-2024-03-01.pdf"' in answer["Content-Disposition"]
    text = words_of(answer.content)
    for words in (
        "Registre tel qu’il était au 1er mars 2024", "d’après l’historique de la structure", "Suivi des patients",
        "Logiciel Fictif SAS", "20 ans après la dernière venue.", "Claire Fictive", receipt.groups, receipt.short,
        "était la dernière au soir du 1er mars 2024",
    ):  # fmt: skip
        assert words in text, words
    for words in ("Nouveau Nom SAS", "30 ans.", "Dossiers", "Cabinet du Tilleul", "lorsque ce document a été établi"):
        assert words not in text


def test_a_server_that_cannot_render_says_so_in_french(client, practice, documents_folder, monkeypatch):
    def refuse(*_, **__):
        raise RenderError("libraries")

    monkeypatch.setattr(views.answers, "rendered", refuse)
    answer = asked(client, practice, "past_pdf", jour="2024-03-01")
    assert answer.status_code == 503
    assert rendering.MESSAGES["libraries"] in answer.text.replace("&nbsp;", NBSP)


def test_two_days_are_compared_in_sentences(client, practice):
    answer = asked(client, practice, "past_compare", du="2023-02-01", au="2025-06-01")
    assert answer.status_code == 200
    text = answer.text.replace(NBSP, " ")
    assert "La fiche A-01 « Dossiers » est entrée au registre." in text
    assert "Le prestataire « Nouveau Nom SAS » a changé." in text
    assert "<del>Logiciel Fictif SAS</del>" in text and "<ins>Nouveau Nom SAS</ins>" in text
    assert "Les coordonnées de la structure ont changé." in text
    with practice.scope():
        for day in (dt.date(2023, 2, 1), dt.date(2025, 6, 1)):
            assert queries.receipt_on(day, practice.structure.tz).groups in text


def test_two_days_alike_say_that_nothing_changed(client, practice):
    answer = asked(client, practice, "past_compare", du="2026-01-01", au="2026-02-01")
    assert "Rien n’a changé entre ces deux soirs." in answer.text


def test_without_days_the_last_month_is_compared(client, practice):
    answer = asked(client, practice, "past_compare")
    today = timezone.now().astimezone(practice.structure.tz).date()
    assert [day for day, _ in answer.context["evenings"]] == [today - dt.timedelta(days=30), today]


@pytest.mark.parametrize(
    ("days", "message"),
    [
        ({"du": "2025-01-02", "au": "2025-01-01"}, "Ce jour précède le premier."),
        ({"du": "2022-01-01", "au": "2025-01-01"}, "L’historique commence le 9 janvier 2023."),
        ({"du": "2025-01-01", "au": "2999-01-01"}, "Ce jour n’est pas encore venu."),
        ({"du": "hier", "au": "2025-01-01"}, "Écrivez le jour en entier"),
    ],
)
def test_days_that_cannot_be_compared_are_refused_beside_their_field(client, practice, days, message):
    answer = asked(client, practice, "past_compare", **days)
    assert answer.status_code == 422
    assert message in answer.text


@pytest.mark.parametrize("page", ["past", "past_pdf", "past_compare"])
def test_a_stranger_learns_nothing(practice, neighbour, client_of, page):
    assert asked(client_of(neighbour.manager), practice, page, jour="2024-03-01").status_code == 404


@pytest.mark.parametrize("page", ["activities", "timeline"])
def test_the_register_and_the_history_lead_here(client, practice, page):
    assert f'href="{practice.url("past")}"' in client.get(practice.url(page)).text


@pytest.mark.parametrize(
    ("page", "early", "late"),
    [
        ("past", {"jour": "2023-11-23"}, {"jour": "2026-11-23"}),
        ("past_pdf", {"jour": "2023-11-23"}, {"jour": "2026-11-23"}),
        ("past_compare", {"du": "2023-11-22", "au": "2023-11-23"}, {"du": "2023-11-23", "au": "2026-11-23"}),
    ],
)
def test_a_day_of_three_years_ago_costs_the_queries_of_today_whatever_the_number_of_sheets(
    client, practice, documents_folder, monkeypatch, page, early, late
):
    monkeypatch.setattr(views.answers, "rendered", lambda html, **_: b"%PDF-")

    def counted(days):
        with CaptureQueriesContext(connection) as captured:
            assert asked(client, practice, page, **days).status_code == 200
        return len(captured)

    counted(late)
    one = counted(early)
    assert counted(late) == one
    with practice.scope():
        for number in range(14):
            rule = lives.rule(practice, at("2025-05-05"), name=f"Règle {number}")
            content = lives.sheet(practice, rule=rule, supplier=None, name=f"Usage {number}")
            operations.create_activity(content=content, by=practice.sign(at=at("2025-05-06")), on=dt.date(2025, 5, 6))
    assert counted(late) == counted(early) == one
