"""Public pages as bytes: compressed once, chosen by what the reader accepts, one query, no session."""

import gzip

import brotli
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from patients_info import serving
from patients_info.models import PublishedNotice
from tests.patients_info.notices import publish

READ = {"": bytes, "gzip": gzip.decompress, "br": brotli.decompress}


@pytest.mark.parametrize(
    ("accepted", "coding"),
    [
        ("", ""),
        ("gzip, deflate, br", "br"),
        ("gzip", "gzip"),
        ("br;q=0, gzip", "gzip"),
        ("br;q=0.1, gzip;q=0.9", "gzip"),
        ("*", "br"),
        ("identity", ""),
        ("gzip;q=nonsense", ""),
        ("BR", "br"),
    ],
)
def test_the_coding_is_the_best_that_the_reader_accepts(accepted, coding):
    assert serving.coding_for(accepted) == coding


@pytest.fixture
def address(published):
    return reverse("notice_public", args=[published.slug])


def ask(address, coding, **headers):
    return Client().get(address, headers={"Accept-Encoding": coding, **headers} if coding else headers)


def test_every_coding_is_the_same_page_with_an_etag_of_its_own(address):
    answers = {coding: ask(address, coding) for coding in READ}
    pages = {READ[coding](answer.content) for coding, answer in answers.items()}
    assert len(pages) == 1 and b"<!DOCTYPE html>" in pages.pop()
    assert len({answer.headers["ETag"] for answer in answers.values()}) == 3
    for coding, answer in answers.items():
        assert answer.headers.get("Content-Encoding", "") == coding
        assert answer.headers["Vary"] == "Accept-Encoding" and not answer.headers["ETag"].startswith("W/")


@pytest.mark.parametrize("coding", READ)
def test_whoever_has_it_already_gets_304_and_no_body(address, coding):
    tag = ask(address, coding).headers["ETag"]
    again = ask(address, coding, **{"If-None-Match": tag})
    assert again.status_code == 304 and again.content == b"" and again.headers["ETag"] == tag


@pytest.mark.parametrize("coding", READ)
def test_one_query_in_every_coding(address, coding):
    ask(address, coding)
    with CaptureQueriesContext(connection) as queries:
        ask(address, coding)
    assert len(queries) == 1  # the page, and whether to ask who may still be reached


def test_the_bytes_sent_are_those_kept_at_publication(published, address):
    row = PublishedNotice.objects.get()
    assert ask(address, "br").content == bytes(row.brotli) and ask(address, "gzip").content == bytes(row.gzip)


@pytest.mark.parametrize("coding", READ)
def test_a_frame_of_another_day_is_replaced_by_that_of_today(published, address, coding):
    PublishedNotice.objects.update(frame="0" * 40, brotli=b"stale", gzip=b"stale")
    page = READ[coding](ask(address, coding).content)
    assert b"Vos donn" in page and b"stale" not in page
    tag = ask(address, coding).headers["ETag"]
    assert ask(address, coding, **{"If-None-Match": tag}).status_code == 304


def test_a_page_fits_in_the_weight_of_a_waiting_room_telephone():
    html = "<p>Une ligne de la notice, avec ses mots.</p>" * 900
    assert len(serving.packed(title="Vos données", html=html, language="fr").brotli) < 12_000


def test_the_address_lists_its_editions_with_what_changed(clinic, published, activity, address):
    activity(clinic, name="Rendez-vous en ligne")
    publish(clinic, published, html="<h1>La suite</h1>")
    page = Client().get(reverse("notice_editions", args=[published.slug])).content.decode().replace("\u00a0", " ")
    assert "Édition 2" in page and "Édition 1" in page
    assert "Un usage nouveau : « Rendez-vous en ligne »." in page and "le registre dit" not in page
    old = Client().get(reverse("notice_edition", args=[published.slug, 1])).content.decode()
    assert "Vos données" in old and "La suite" not in old and "La notice en vigueur" in old
    pdf = Client().get(reverse("notice_edition_pdf", args=[published.slug, 1]))
    assert pdf.headers["Content-Type"] == "application/pdf"


@pytest.mark.parametrize("arguments", [("notice_editions",), ("notice_edition", 9), ("notice_edition_pdf", 9)])
def test_an_edition_that_never_was_is_a_light_page(published, arguments):
    route, *numbers = arguments
    slug = published.slug if numbers else "inconnue"
    answer = Client().get(reverse(route, args=[slug, *numbers]))
    assert answer.status_code == 404 and "n’existe pas" in answer.content.decode()
