"""The file of a supplier, from its contract to the letter that asks for what is missing."""

import datetime as dt
import subprocess
from io import BytesIO

import pikepdf
import pytest

from registry.law.contracts import clauses
from registry.suppliers import queries
from tests import cast


@pytest.fixture
def supplier(clinic):
    return cast.supplier(clinic, name="Nuage Fictif", kind="hosting", hds="yes")


def lock(clinic, supplier):
    with clinic.scope():
        return queries.supplier(supplier.pk).lock_token


def text_of(content):
    run = subprocess.run(["pdftotext", "-layout", "-", "-"], input=content, capture_output=True, check=True)
    return " ".join(run.stdout.decode().split())


def contract(clinic, supplier, **content):
    answers = {f"clause_{key}": "yes" for key in clauses()}
    dates = {"contract_reference": "C-1", "contract_signed_on": "2025-01-02", "contract_ends_on": "2028-01-01"}
    return {**answers, **dates, "confidentiality_on": "", "reason": "", "lock": lock(clinic, supplier), **content}


def test_the_file_says_what_is_missing_and_what_a_change_touches(clinic, client_of, supplier):
    cast.activity(clinic, name="Dossier des patients", processors=[{"kind": "hosting", "supplier": supplier}])
    text = client_of(clinic.bob).get(clinic.url("supplier", supplier.pk)).text
    assert "Aucun contrat signé n’est noté." in text
    assert "A-01 Dossier des patients" in text
    assert "notice des patients" in text
    assert "Modifier" not in text


def test_the_contract_and_its_clauses_are_noted_and_the_change_says_what_it_touches(clinic, client_of, supplier):
    cast.activity(clinic, name="Dossier", processors=[{"kind": "hosting", "supplier": supplier}])
    client = client_of(clinic.sophie)
    answer = client.post(
        clinic.url("supplier_contract", supplier.pk), contract(clinic, supplier, clause_audits="no"), follow=True
    )
    assert "Cela touche A-01 Dossier, et la notice des patients." in answer.text
    assert "Clause absente" in answer.text
    with clinic.scope():
        file = queries.file(supplier.pk)
    assert file.found["audits"] == "no" and file.found["security"] == "yes"
    assert file.contract_ends_on == dt.date(2028, 1, 1)
    again = client.post(clinic.url("supplier_contract", supplier.pk), contract(clinic, supplier, clause_audits="no"))
    assert again.status_code == 302
    assert lock(clinic, supplier) == "2"


def test_a_contract_does_not_end_before_it_is_signed(clinic, client_of, supplier):
    sent = contract(clinic, supplier, contract_ends_on="2024-01-01")
    answer = client_of(clinic.alice).post(clinic.url("supplier_contract", supplier.pk), sent)
    assert answer.status_code == 422
    assert "ne peut pas précéder" in answer.text


def test_two_people_on_one_contract_are_told(clinic, client_of, supplier):
    client, url = client_of(clinic.alice), clinic.url("supplier_contract", supplier.pk)
    sent = contract(clinic, supplier)
    client.post(url, sent)
    answer = client.post(url, {**sent, "contract_reference": "C-2"})
    assert answer.status_code == 409
    assert "C-1" in answer.text and "C-2" in answer.text


def test_the_certificate_is_noted_with_its_activities(clinic, client_of, supplier):
    sent = {
        "hds": "yes", "hds_number": "HDS-42", "hds_body": "Certificateur", "hds_version": "v2", "hds_until": "2028-01-01",
        "hds_activities": ["1", "6"], "hds_option": "yes", "in_eea": "yes", "reason": "", "lock": lock(clinic, supplier),
    }  # fmt: skip
    client = client_of(clinic.alice)
    assert client.post(clinic.url("supplier_hosting", supplier.pk), sent).status_code == 302
    text = client.get(clinic.url("supplier", supplier.pk)).text
    assert "HDS-42" in text and "6. Sauvegarde externalisée" in text
    with clinic.scope():
        assert [each.on for each in queries.deadlines(cast.TODAY)] == [dt.date(2028, 1, 1)]


def test_its_own_suppliers_are_written_one_a_line(clinic, client_of, supplier):
    client, url = client_of(clinic.alice), clinic.url("supplier_sub_processors", supplier.pk)
    sent = {"lines": "Sous Nuage ; stockage ; France\n\nEnvoi Fictif", "lock": lock(clinic, supplier)}
    assert client.post(url, sent).status_code == 302
    assert "Sous Nuage, stockage, France" in client.get(clinic.url("supplier", supplier.pk)).text
    bad = client.post(url, {"lines": "Un ; deux ; trois ; quatre", "lock": lock(clinic, supplier)})
    assert bad.status_code == 422 and "Ligne 1" in bad.text and "quatre" in bad.text
    twice = client.post(url, {"lines": "Un\nUn", "lock": lock(clinic, supplier)})
    assert "écrit deux fois" in twice.text


def test_two_people_on_its_suppliers_are_told_and_the_second_may_keep_hers(clinic, client_of, supplier):
    client, url = client_of(clinic.alice), clinic.url("supplier_sub_processors", supplier.pk)
    first = lock(clinic, supplier)
    client.post(url, {"lines": "Leur nuage", "lock": first})
    answer = client.post(url, {"lines": "Notre nuage", "lock": first})
    assert answer.status_code == 409
    assert "Leur nuage" in answer.text and "Notre nuage" in answer.text
    form = answer.context["form"]
    assert client.post(url, {"lines": "Notre nuage", "lock": form.data["lock"]}).status_code == 302


def test_an_intervention_enters_the_logbook(clinic, client_of, supplier):
    client, url = client_of(clinic.alice), clinic.url("supplier_intervention", supplier.pk)
    sent = {
        "done_on": "2026-03-03",
        "place": "remote",
        "what": "Mise à jour",
        "by": "Nuage",
        "watched_by": "l’accueil",
        "closed": "on",
    }
    assert client.post(url, sent).status_code == 302
    text = client.get(clinic.url("supplier", supplier.pk)).text
    assert "Mise à jour" in text and "accès refermé ensuite" in text
    assert client.post(url, {**sent, "done_on": "2050-01-01"}).status_code == 422


@pytest.mark.parametrize(
    ("route", "words"),
    [
        ("supplier_letter_pdf", "Nous vous demandons"),
        ("supplier_checklist_pdf", "RGPD, art. 28.3.a"),
    ],
)
def test_the_letter_and_the_checklist_are_tagged_documents(clinic, client_of, supplier, route, words):
    content = client_of(clinic.bob).get(clinic.url(route, supplier.pk)).content
    text = text_of(content)
    assert words in text and "Nuage Fictif" in text
    assert "conform" not in text.lower()
    with pikepdf.open(BytesIO(content)) as document:
        assert bool(document.Root.MarkInfo.Marked)
        assert "Nuage Fictif" in str(document.docinfo["/Title"])


def test_a_supplier_of_the_neighbour_is_not_found(clinic, neighbour, client_of):
    theirs = cast.supplier(neighbour)
    assert client_of(clinic.alice).get(clinic.url("supplier", theirs.pk)).status_code == 404
