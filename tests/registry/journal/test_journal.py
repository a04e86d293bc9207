"""The journal: what was done, by whom, what comes next; the insurance and what backs it; what is printed to be signed."""

import datetime as dt
import subprocess
from io import BytesIO

import pikepdf
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from cabinet_rgpd.evidence import queries as evidence
from registry.journal import queries, rules
from registry.law import security
from registry.law.vocabulary import EntryKind, Prerequisite
from tests import cast

TODAY = timezone.localdate
INSURANCE = {
    "insurer": "Assurance Fictive", "policy": "P-1", "starts_on": "2026-01-01", "renews_on": "2027-01-01", "limits": "",
    "excluded": "", "claims_phone": "01 00 00 00 42", "declare_within": "48 heures", "declared": ["backups", "firewall"],
}  # fmt: skip


def training(**content):
    return {
        "happened_on": TODAY().isoformat(), "title": "Courriels piégés", "audience": "le secrétariat", "content": "",
        "next_on": "", **content,
    }  # fmt: skip


def test_every_prerequisite_is_a_measure():
    assert set(Prerequisite.values()) <= set(security.measures())


def test_the_empty_journal_teaches(clinic, client_of):
    text = client_of(clinic.alice).get(clinic.url("journal")).text
    assert "La première ligne utile" in text
    assert "Pas encore notée" in text


def test_a_training_is_noted_with_what_shows_it(clinic, client_of):
    client = client_of(clinic.sophie)
    sheet = SimpleUploadedFile("feuille.pdf", b"%PDF-1.7 feuille")
    following = (TODAY() + dt.timedelta(days=365)).isoformat()
    client.post(clinic.url("journal_new", "training"), training(next_on=following, upload=sheet))
    with clinic.scope():
        [entry] = queries.entries()
        assert [each.name for each in evidence.of(entry.obj)] == ["feuille.pdf"]
        [due] = queries.deadlines(TODAY())
    assert due.on.isoformat() == following
    text = client.get(clinic.url("journal")).text
    assert "Courriels piégés" in text and "1\u00a0pièce" in text and "le secrétariat" in text


@pytest.mark.parametrize("kind", EntryKind.values())
def test_each_kind_has_its_form_and_no_other(clinic, client_of, kind):
    assert client_of(clinic.alice).get(clinic.url("journal_new", kind)).status_code == 200
    assert client_of(clinic.alice).get(clinic.url("journal_new", "poem")).status_code == 404


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ({"happened_on": "2050-01-01"}, "ce qui a eu lieu"),
        ({"next_on": "2020-01-01"}, "vient après"),
        ({"title": ""}, "obligatoire"),
        ({"audience": "Mme 1 80 01 75 123 456 60"}, "numéro de sécurité sociale"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_written(clinic, client_of, content, words):
    answer = client_of(clinic.alice).post(clinic.url("journal_new", "training"), training(**content))
    assert answer.status_code == 422
    assert words in answer.text
    with clinic.scope():
        assert queries.entries() == ()


def test_the_method_last_chosen_is_shown(clinic, client_of):
    client, url = client_of(clinic.alice), clinic.url("journal_new", "method")
    assert client.post(url, {"happened_on": "2026-01-01", "title": "Méthode", "content": ""}).status_code == 422
    client.post(url, {"happened_on": "2026-01-01", "title": "Méthode", "content": "", "method": "alone"})
    assert "Seul, avec cet outil" in client.get(clinic.url("journal")).text


def test_a_line_is_changed_by_two_people_one_after_the_other(clinic, client_of):
    entry = cast.journal_entry(clinic, "training", title="Avant")
    client, url = client_of(clinic.alice), clinic.url("journal_entry", entry.pk)
    client.post(url, training(title="Leur titre", lock="1"))
    answer = client.post(url, training(title="Notre titre", lock="1"))
    assert answer.status_code == 409
    assert "Leur titre" in answer.text and "Notre titre" in answer.text


def test_a_line_is_archived_and_comes_back(clinic, client_of):
    entry = cast.journal_entry(clinic, title="À ranger")
    client, url = client_of(clinic.alice), clinic.url("journal_archive", entry.pk)
    client.post(url, {"lock": "1", "reason": ""})
    with clinic.scope():
        assert queries.entries() == ()
    client.post(url, {"lock": "2", "reason": ""})
    with clinic.scope():
        assert len(queries.entries()) == 1


def test_one_kind_may_be_shown_alone(clinic, client_of):
    cast.journal_entry(clinic, "note", title="Une note à part")
    cast.journal_entry(clinic, "control", title="Un contrôle reçu")
    text = client_of(clinic.bob).get(clinic.url("journal"), {"sujet": "control"}).text
    assert "Un contrôle reçu" in text and "Une note à part" not in text


def test_readers_read_and_write_nothing(clinic, client_of):
    entry = cast.journal_entry(clinic, title="Une note", content="Ce qui fut décidé")
    for person in (clinic.bob, clinic.denis, clinic.camille):
        client = client_of(person)
        text = client.get(clinic.url("journal_entry", entry.pk)).text
        assert "Ce qui fut décidé" in text and "<textarea" not in text
        assert client.post(clinic.url("journal_entry", entry.pk), {"title": "x"}).status_code == 403
        assert client.get(clinic.url("insurance")).status_code == 200
        assert client.post(clinic.url("insurance"), INSURANCE).status_code == 403


def test_what_was_declared_to_the_insurer_is_compared_with_the_measures(clinic, client_of):
    cast.measure(clinic, "backups")
    cast.measure(clinic, "firewall", state="partial")
    client = client_of(clinic.alice)
    assert client.post(clinic.url("insurance"), INSURANCE).url == clinic.url("insurance")
    with clinic.scope():
        held = queries.insurance()
        found = {each.prerequisite.value: each.is_backed for each in queries.backings(held)}
        assert [each.on for each in queries.deadlines(TODAY())] == [dt.date(2027, 1, 1)]
    assert found == {"backups": True, "firewall": False}
    text = client.get(clinic.url("journal")).text
    assert "Déclaré à l’assureur, non étayé par vos mesures\u00a0: pare-feu (partielle)." in text
    page = client.get(clinic.url("insurance")).text
    assert "72 heures" in page.replace("\u00a0", " ")
    assert client.post(clinic.url("insurance"), {**INSURANCE, "policy": "P-2", "lock": "1"}).status_code == 302
    assert client.post(clinic.url("insurance"), {**INSURANCE, "policy": "P-3", "lock": "1"}).status_code == 409


def test_a_prerequisite_nobody_answered_about_is_not_backed():
    [backing] = rules.backings(["backups"], {})
    assert not backing.is_backed and backing.state_label == "Pas encore répondu"


@pytest.mark.parametrize(
    ("route", "words"),
    [
        ("journal_pdf", "Courriels piégés"),
        ("charter_pdf", "messagerie sécurisée"),
        ("undertaking_pdf", "Je m’engage"),
    ],
)
def test_the_documents_are_tagged_and_say_what_they_must(clinic, client_of, route, words):
    cast.journal_entry(clinic, "training", title="Courriels piégés")
    client = client_of(clinic.alice)
    client.post(clinic.url("insurance"), INSURANCE)
    content = client.get(clinic.url(route)).content
    run = subprocess.run(["pdftotext", "-layout", "-", "-"], input=content, capture_output=True, check=True)
    text = " ".join(run.stdout.decode().split())
    assert words in text and "conform" not in text.lower()
    with pikepdf.open(BytesIO(content)) as document:
        assert bool(document.Root.MarkInfo.Marked)
        assert clinic.structure.name in str(document.docinfo["/Title"])
