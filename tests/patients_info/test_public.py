"""What patients read: no sign-in, no cookie, the bytes that were published, and nothing of anybody else."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from patients_info import documents
from patients_info.models import PublishedNotice
from tests import cast
from tests.patients_info.notices import PDF, prepare, publish


@pytest.fixture
def address(published):
    return reverse("notice_public", args=[published.slug])


@pytest.fixture
def real(clinic, notice, client_of, quick_pdf):
    """The address of a notice published through the page, text included."""
    client_of(clinic.alice).post(clinic.url("notice_publish", "patients"), {"lock": notice.lock_token})
    return reverse("notice_public", args=[notice.slug])


def test_the_notice_is_read_signed_out_without_a_cookie(real):
    answer = Client().get(real)
    page = answer.content.decode()
    assert answer.status_code == 200 and not answer.cookies
    assert "Suivi des patients" in page and "Maison de santé des Deux Rives" in page
    assert "En vigueur depuis le" in page and "Vérifier ce document" in page
    assert "<script" not in page and "csrf" not in page and "style=" not in page


def test_every_compulsory_item_stands_in_the_text(real):
    page = Client().get(real).content.decode().replace("\u00a0", " ")
    for words in [
        "4 quai des Lilas", "02 00 00 00 01", "contact@deux-rives.exemple.fr", "La loi nous y oblige",
        "CSP, art. R4127-45", "20 ans après la dernière prise en charge", "Logiciel Fictif", "HDS",
        "Ceux qui soignent le même patient", "La personne elle-même", "Espace économique européen", "sous un mois",
        "huit jours", "deux mois", "La première copie est gratuite", "www.cnil.fr", "art. 85", "art. 22", "facultatif",
        "3 place de Fontenoy, TSA 80715, 75334 Paris cedex 07", "vous y opposer", "L’effacement n’est pas possible",
        "art. L1111-7",
    ]:  # fmt: skip
        assert words in page, words
    assert "intelligence artificielle" not in page and "Mon espace santé" not in page


def test_nothing_in_the_answer_depends_on_who_asks(clinic, client_of, address):
    for client in [Client(), client_of(clinic.alice)]:
        answer = client.get(address)
        assert "Vary" not in answer.headers or "Cookie" not in answer.headers["Vary"]
        assert answer.headers["Cache-Control"] == "public, max-age=300, must-revalidate"
        assert not answer.cookies
    assert Client().get(address).content == client_of(clinic.alice).get(address).content


def test_a_reader_who_has_it_already_is_told_so(address):
    first = Client().get(address)
    assert not first.headers["ETag"].startswith("W/")
    again = Client().get(address, headers={"If-None-Match": first.headers["ETag"]})
    assert again.status_code == 304 and again.content == b""
    assert Client().get(address, headers={"If-None-Match": '"autre"'}).status_code == 200


def test_the_pdf_is_the_bytes_that_were_stored(published):
    url = reverse("notice_public_pdf", args=[published.slug])
    answer = Client().get(url)
    assert answer.content == PDF and answer.headers["Content-Type"] == "application/pdf"
    assert Client().get(url, headers={"If-None-Match": answer.headers["ETag"]}).status_code == 304


@pytest.mark.parametrize("route", ["notice_public", "notice_public_pdf"])
def test_few_queries_whatever_the_register_and_the_editions(clinic, published, activity, client_of, route):
    url = reverse(route, args=[published.slug])
    for number in range(5):
        activity(clinic, name=f"Usage {number}")
        published = publish(clinic, published)
    for client in [Client(), client_of(clinic.alice)]:
        client.get(url)
        with CaptureQueriesContext(connection) as queries:
            client.get(url)
        assert len(queries) == (1 if route == "notice_public" else 2)  # a PDF asks apart who may still be reached


def test_the_address_serves_the_latest_edition(clinic, published, activity, address):
    activity(clinic, name="Rendez-vous")
    publish(clinic, published, html="<h1>Édition suivante</h1>")
    assert "Édition suivante" in Client().get(address).content.decode()


def test_a_change_of_the_register_changes_nothing_for_patients_before_publication(clinic, activity, address):
    before = Client().get(address).content
    activity(clinic, name="Pas encore publié")
    assert Client().get(address).content == before


@pytest.mark.parametrize("route", ["notice_public", "notice_public_pdf"])
def test_an_address_that_leads_nowhere_is_a_light_page(clinic, notice, route):
    for slug in [notice.slug, "inconnue"]:
        answer = Client().get(reverse(route, args=[slug]))
        assert answer.status_code == 404 and "n’existe pas" in answer.content.decode() and not answer.cookies


def test_a_notice_shows_nothing_of_the_neighbour_and_no_number_of_a_person(clinic, neighbour, activity, real):
    activity(neighbour, name=f"Usage {cast.CANARY}")
    publish(neighbour, prepare(neighbour))
    assert cast.CANARY not in Client().get(real).content.decode()


def test_what_a_practice_writes_is_text_and_never_markup(clinic, activity, client_of, quick_pdf):
    activity(clinic, name="<script>alert(1)</script>")
    row = prepare(clinic, introduction="<b>Bonjour</b> & bienvenue")
    client_of(clinic.alice).post(clinic.url("notice_publish", "patients"), {"lock": row.lock_token})
    page = Client().get(reverse("notice_public", args=[row.slug])).content.decode()
    assert "<script>" not in page and "<b>Bonjour" not in page and "&lt;b&gt;Bonjour" in page


def test_a_title_with_an_ampersand_is_escaped_once():
    page = documents.whole_page(title="Vos données : Dupont & Fils", body="")
    assert "<title>Vos données : Dupont &amp; Fils</title>" in page


def test_head_answers_like_get(address):
    answer = Client().head(address)
    assert answer.status_code == 200 and answer.headers["ETag"]


def test_the_receipt_printed_at_the_foot_is_the_one_stored(clinic, real):
    row = PublishedNotice.objects.get()
    page = Client().get(real).content.decode()
    assert str(row.receipt_seq) in page and row.receipt_hash[:8] in page
