"""Preparing, changing, publishing: what is stored, what is sealed, what is refused."""

import hashlib
import json
import uuid

import pytest
from django.core.exceptions import ValidationError

from cabinet_rgpd.documents.models import IssuedDocument
from cabinet_rgpd.history.ledger import AlreadySubmitted, Stale
from cabinet_rgpd.history.models import Entry
from cabinet_rgpd.history.queries import receipt
from patients_info import operations, queries, translation
from patients_info.models import Notice, PublishedNotice
from registry.activities import operations as activities
from tests import cast
from tests.patients_info.notices import PDF, prepare, publish


def test_the_address_comes_from_the_name_of_the_structure(clinic):
    assert prepare(clinic).slug == "maison-de-sante-des-deux-rives"


def test_an_address_that_is_taken_gets_the_town_then_a_number(clinic):
    prepare(clinic)
    for person, city, expected in [("Zoe Zed", "Villefictive", "-villefictive"), ("Yan Yeux", "Villefictive", "-2")]:
        twin = cast.practice(manager=cast.account(person), name=clinic.structure.name, city=city)
        assert prepare(twin).slug == f"maison-de-sante-des-deux-rives{expected}"


def test_a_name_without_letters_still_gets_an_address(db):
    practice = cast.practice(manager=cast.account("Zoe Zed"), name="★★★")
    assert prepare(practice).slug == "cabinet"


def test_the_address_of_another_structure_is_refused_with_a_clear_sentence(clinic, neighbour):
    prepare(clinic)
    with pytest.raises(ValidationError) as refusal:
        prepare(neighbour, slug="maison-de-sante-des-deux-rives")
    assert "déjà prise" in refusal.value.message_dict["slug"][0]


def test_a_structure_has_one_notice(clinic, notice):
    with pytest.raises(Stale):
        prepare(clinic, slug="autre")


def test_the_address_changes_before_the_first_publication_and_never_after(clinic, notice):
    def move(row, slug):
        with clinic.scope():
            return operations.update_notice(notice=row, lock=row.lock_token, content={"slug": slug}, by=clinic.sign())

    row = move(notice, "les-deux-rives")
    row = publish(clinic, row)
    with pytest.raises(ValidationError, match="ne change plus"):
        move(row, "ailleurs")


def test_a_publication_stores_the_bytes_and_seals_their_fingerprints(clinic, published):
    with clinic.scope():
        row = PublishedNotice.objects.get()
        entry = Entry.objects.select_related("payload").get(act="notice.published")
        assert IssuedDocument.objects.get().sha256 == row.pdf_sha256
    body = json.loads(entry.payload.body)
    assert (bytes(row.pdf), row.edition, row.slug) == (PDF, 1, published.slug)
    assert row.pdf_sha256 == hashlib.sha256(PDF).hexdigest()
    assert (entry.act, entry.obj) == ("notice.published", f"notice:{published.pk}")
    assert body["published"]["pdf_sha256"] == row.pdf_sha256
    assert body["published"]["html_sha256"] == hashlib.sha256(row.html.encode()).hexdigest()
    assert body["published"]["content"]["sections"][0]["name"] == "Suivi des patients"
    assert body["published"]["receipt"] == f"{row.receipt_seq}:{row.receipt_hash}"
    assert entry.seq == row.receipt_seq + 1


def test_a_notice_is_published_in_every_language_that_is_offered(clinic, activity):
    activity(clinic)
    codes = [each.code for each in translation.offered("patients")]
    publish(clinic, prepare(clinic, languages=codes))
    rows = PublishedNotice.objects.order_by("language")
    assert {row.language for row in rows} == {"fr", *codes} and len(codes) >= 5
    with clinic.scope():
        body = json.loads(Entry.objects.select_related("payload").get(act="notice.published").payload.body)
    assert [each["code"] for each in body["published"]["translations"]] == codes


def test_the_same_form_sent_twice_makes_one_edition(clinic, notice):
    key = uuid.uuid4()
    publish(clinic, notice, key=key)
    with pytest.raises(AlreadySubmitted):
        publish(clinic, notice, key=key)
    assert PublishedNotice.objects.count() == 1


def test_a_notice_that_says_the_same_is_not_published_again(clinic, published):
    with pytest.raises(ValidationError, match="dit déjà"):
        publish(clinic, published)
    assert PublishedNotice.objects.count() == 1


def test_a_new_edition_follows_a_change_and_the_earlier_one_stays(clinic, published, activity):
    activity(clinic, name="Rendez-vous")
    row = publish(clinic, published, pdf=b"%PDF-1.7 la suite")
    assert row.edition == 2
    stored = {each.edition: bytes(each.pdf) for each in PublishedNotice.objects.order_by("edition")}
    assert stored == {1: PDF, 2: b"%PDF-1.7 la suite"}


def test_a_register_that_changed_while_the_document_was_made_publishes_nothing(clinic, notice, activity):
    with clinic.scope():
        content = queries.content_now(clinic.structure.pk, notice, cast.TODAY).as_data()
    activity(clinic, name="Arrivée entre-temps")
    with clinic.scope():
        pages = [operations.Page("fr", "", "x", PDF)]
        rendered = {"pages": pages, "content": content, "receipt": receipt()}
        with pytest.raises(ValidationError, match="registre a changé"):
            operations.publish_notice(
                notice=notice, lock=notice.lock_token, by=clinic.sign(), on=cast.TODAY, **rendered
            )
    assert PublishedNotice.objects.count() == 0


def test_settings_changed_by_someone_else_meanwhile_are_noticed(clinic, notice):
    with clinic.scope():
        operations.update_notice(
            notice=notice, lock=notice.lock_token, content={"introduction": "Bonjour."}, by=clinic.sign()
        )
    with pytest.raises(Stale):
        publish(clinic, notice)


def test_a_number_of_social_security_is_refused_in_the_word_of_welcome(clinic):
    with pytest.raises(ValidationError, match="sécurité sociale"):
        prepare(clinic, introduction="Écrivez à 1 85 05 78 006 084 91.")


def test_an_archived_sheet_leaves_the_notice_of_today(clinic, published, activity):
    with clinic.scope():
        sheet = activities.ProcessingActivity.objects.get()
        activities.archive_activity(activity=sheet, lock=sheet.lock_token, by=clinic.sign())
        row = Notice.objects.get()
        assert queries.content_today(clinic.structure, row, cast.TODAY).sections == ()
        assert len(queries.said(row)["sections"]) == 1
