import datetime as dt
import subprocess
from io import BytesIO

import pikepdf
import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from patients_info.models import PublishedNotice
from registry.closing import operations, queries
from tests import cast


def words(pdf):
    read = subprocess.run(["pdftotext", "-layout", "-", "-"], input=pdf, capture_output=True, check=True)
    return " ".join(read.stdout.decode().replace("\u00a0", " ").split())


def published(practice):
    return PublishedNotice.objects.create(
        structure=practice.structure, slug="deux-rives", edition=1, published_on=cast.TODAY, title="Vos données",
        html="<p>Le texte publié.</p>", pdf=b"%PDF-1.7", pdf_sha256="0" * 64, receipt_seq=1, receipt_hash="0" * 64,
    )  # fmt: skip


def test_a_case_is_opened_filled_step_by_step_and_finished(clinic, client_of):
    client = client_of(clinic.alice)
    opened = client.post(
        clinic.url("closing_new"),
        {"kind": "departure", "party": clinic.denis_party.pk, "profession": "gp", "ends_on": "2026-12-31"},
    )
    with clinic.scope():
        [case] = queries.cases()
    assert opened.url == clinic.url("closing_case", case.id)
    assert (case.who, len(case.steps)) == ("Denis Delorme", 9)
    keeping = {
        "keeper": "structure", "keeper_name": "La maison de santé", "contact_name": "L’accueil", "contact_phone": "02 00 00 00 01",
        "lock": "1", "reason": "décidé en réunion",
    }  # fmt: skip
    assert client.post(clinic.url("closing_keeping", case.id), keeping).status_code == 302
    steps = {"patients_due": "2026-10-15", "patients_done": "2026-10-14", "patients_note": "Affiche posée", "lock": "2"}
    assert client.post(clinic.url("closing_steps", case.id), steps).status_code == 302
    lines = {
        "nature_0": "Dossiers de médecine générale",
        "support_0": "software",
        "count_0": "1450",
        "nature_1": " ",
        "lock": "3",
    }
    assert client.post(clinic.url("closing_inventory", case.id), lines).status_code == 302
    text = client.get(clinic.url("closing_case", case.id)).text
    for expected in (
        "La maison de santé",
        "L’accueil",
        "Affiche posée",
        "fait le 14 octobre 2026",
        "1450",
        "le patient choisit",
    ):
        assert expected in text
    assert client.post(clinic.url("closing_finish", case.id), {"lock": "4", "reason": ""}).status_code == 302
    with clinic.scope():
        [case] = queries.cases()
        assert (case.steps_done, case.files, len(case.holdings)) == (1, 1450, 1)
        assert case.finished_on is not None and queries.deadlines(cast.TODAY) == ()
    client.post(clinic.url("closing_finish", case.id), {"lock": "5", "reason": "oubli"})
    with clinic.scope():
        assert queries.cases()[0].finished_on is None


def test_a_departure_names_who_leaves(clinic, client_of):
    refused = client_of(clinic.alice).post(clinic.url("closing_new"), {"kind": "departure", "ends_on": "2026-12-31"})
    assert refused.status_code == 422
    assert list(refused.context["form"].errors) == ["party"]


def test_a_case_without_a_keeper_or_a_contact_is_not_finished(clinic, client_of):
    row = cast.closing(clinic, keeper="", keeper_name="")
    answer = client_of(clinic.alice).post(clinic.url("closing_finish", row.pk), {"lock": "1"}, follow=True)
    assert "Dites qui garde les dossiers." in answer.text


def test_a_contact_that_nobody_can_reach_is_not_shown(in_scope):
    row = cast.closing(in_scope, contact_email="")
    with pytest.raises(ValidationError) as refusal:
        operations.update_case(closing=row, lock="1", content={"contact_shown": True}, by=in_scope.sign())
    assert list(refusal.value.message_dict) == ["contact_shown"]


def test_deadlines_are_the_steps_not_done(in_scope):
    cast.closing(in_scope)
    found = queries.deadlines(cast.TODAY)
    assert found[0].on == dt.date(2026, 9, 30)
    assert {each.route for each in found} == {"closing_case"}


# -- The contact that survives -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "shown"),
    [
        ({"ends_on": dt.date(2020, 1, 31), "contact_shown": True}, True),
        ({"ends_on": dt.date(2020, 1, 31), "contact_shown": False}, False),
        ({"ends_on": dt.date(2999, 1, 31), "contact_shown": True}, False),
    ],
)
def test_the_public_notice_shows_the_contact_from_the_last_day(clinic, neighbour, content, shown):
    published(clinic)
    cast.closing(neighbour, contact_name=cast.CANARY, ends_on=dt.date(2020, 1, 1), contact_shown=True)
    cast.closing(clinic, party=None, message="Merci de votre confiance.", **content)
    text = Client().get(reverse("notice_public", args=["deux-rives"])).text
    assert "Le texte publié." in text
    for words in (
        "Cette structure n’exerce plus depuis le 31 janvier 2020",
        "dossiers@exemple.fr",
        "Merci de votre confiance.",
    ):
        assert (words in text) == shown
    assert cast.CANARY not in text


def test_the_notice_goes_on_when_nobody_of_the_structure_is_left(clinic):
    published(clinic)
    cast.closing(clinic, ends_on=dt.date(2020, 1, 31), contact_shown=True, party=clinic.denis_party)
    clinic.manager.is_active = False
    clinic.manager.save()
    text = Client().get(reverse("notice_public", args=["deux-rives"])).text
    assert "Denis Delorme n’exerce plus ici" in text and "Secrétariat du Vallon" in text


# -- The papers --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("route", "title", "expected"),
    [
        ("closing_poster", "À nos patients", ["cesse d’exercer", "Paul Fictif", "Secrétariat du Vallon", "L1111-7"]),
        (
            "closing_letter",
            "Lettre au conseil de l’Ordre",
            ["Conseil départemental fictif", "1450", "dossiers@exemple.fr"],
        ),
        (
            "closing_inventory_pdf",
            "Inventaire des dossiers",
            ["Dossiers de médecine générale", "20 ans après la dernière prise"],
        ),
        ("closing_deed", "Acte de garde des dossiers", ["Paul Fictif", "secret professionnel", "Date et signature"]),
    ],
)
def test_each_paper_says_what_it_is_for_and_is_tagged(clinic, activity, client_of, route, title, expected):
    activity(clinic)
    holding = {"nature": "Dossiers de médecine générale", "support": "paper", "count": 1450}
    row = cast.closing(clinic, order_name="Conseil départemental fictif", holdings=[holding])
    pdf = client_of(clinic.bob).get(clinic.url(route, row.pk)).content
    text = words(pdf)
    assert all(each in text for each in expected), text
    with pikepdf.open(BytesIO(pdf)) as opened:
        assert str(opened.docinfo["/Title"]).startswith(title)
        assert opened.Root.MarkInfo.Marked
