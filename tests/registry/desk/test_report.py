"""The yearly report: what a year held, the words of the DPO, and the paper that tells both."""

import datetime as dt
import subprocess
from io import BytesIO

import pikepdf
import pytest
from django.utils import timezone

from cabinet_rgpd.documents.models import IssuedDocument
from cabinet_rgpd.history import queries as history
from registry.activities import operations as activities
from registry.desk import operations, report_queries
from registry.desk.report_records import period
from registry.opinions import operations as opinions
from tests import cast

YEAR = timezone.localdate().year
WORDS = {"summary": "Une année de mise en route.", "recommendations": "Chiffrer le poste de l’accueil."}


def told(clinic, year=YEAR, today=None):
    with clinic.scope():
        return report_queries.report(clinic.structure, year, today or timezone.localdate(), history.receipt())


def text_of(pdf):
    text = subprocess.run(
        ["pdftotext", "-layout", "-", "-"], input=pdf, capture_output=True, check=True
    ).stdout.decode()
    return " ".join(text.replace("\u00a0", " ").split())


def a_year(clinic, site=""):
    """A sheet reviewed, an opinion, a breach, a request answered late, a training, a measure."""
    now, today = timezone.now(), timezone.localdate()
    row = cast.activity(clinic, purposes=[])
    activities.confirm_unchanged(activity=row, lock=str(row.version), by=clinic.sign("Revue"), on=today)
    row.refresh_from_db()
    with clinic.scope():
        opinions.give(
            root=row, seen=row.version, kind="opinion", stance="reserved", text="Préciser les durées.",
            member=clinic.members["camille"], by=clinic.sign(actor=clinic.camille), on=today,
        )  # fmt: skip
    cast.breach(clinic)
    cast.asked(clinic, received_at=now - dt.timedelta(days=40))
    cast.journal_entry(clinic, "training", title="Courriels piégés", happened_on=today)
    cast.measure(clinic, site=site)


def test_a_year_is_told_from_every_subject(clinic):
    a_year(clinic)
    found = told(clinic)
    assert [name for _, name, _ in found.reviewed] == ["Suivi des patients"]
    assert dict(found.given) == {"Avis du délégué": 1}
    assert [each.title for each in found.journal] == ["Courriels piégés"]
    assert found.measures == (("En place", 0, 1),)
    assert found.points > 0 and found.entries > 0 and found.in_force == 1


@pytest.mark.parametrize(("answered_after", "late"), [(5, False), (12, True), (None, True)])
def test_a_request_has_its_delay_and_whether_it_kept_its_term(clinic, answered_after, late):
    from registry.requests import operations as requests

    received = dt.datetime(YEAR, 3, 2, 9, tzinfo=dt.UTC)
    row = cast.asked(clinic, received_at=received)
    if answered_after:
        day = received.date() + dt.timedelta(days=answered_after)
        content = {"outcome": "granted", "answered_on": day}
        with clinic.scope():
            requests.answer(
                request=row, lock=row.lock_token, content=content, by=clinic.sign(), on=timezone.localdate()
            )
    [found] = told(clinic).requests
    assert found.late is late
    assert answered_after is None or found.days == answered_after


def test_what_happened_in_another_year_is_not_told(clinic):
    a_year(clinic)
    found = told(clinic, YEAR + 1, dt.date(YEAR + 1, 6, 1))
    assert not (found.reviewed or found.opinions or found.breaches or found.requests or found.journal)
    assert found.measures == (("En place", 1, 1),)


def test_a_year_ends_with_its_last_day_or_today():
    assert period(2025, dt.date(2026, 3, 1)).last == dt.date(2025, 12, 31)
    assert period(2025, dt.date(2026, 3, 1)).is_over
    assert period(2026, dt.date(2026, 3, 1)).last == dt.date(2026, 3, 1)


def test_the_dpo_writes_and_everyone_reads(clinic, client_of):
    camille, url = client_of(clinic.camille), clinic.url("dpo_report_edit", YEAR)
    assert camille.post(url, {**WORDS, "lock": ""}).status_code == 302
    assert client_of(clinic.alice).get(url).status_code == 403
    text = client_of(clinic.bob).get(clinic.url("dpo_report", YEAR)).text
    assert WORDS["summary"] in text and "Camille Carlier" in text
    again = camille.get(url)
    assert WORDS["recommendations"] in again.text


def test_two_hands_on_one_report_are_noticed(clinic, client_of):
    with clinic.scope():
        operations.write_report(year=YEAR, report=None, lock="", content=WORDS, by=clinic.sign(actor=clinic.camille))
    stale = {**WORDS, "summary": "Autre texte", "lock": "0"}
    assert client_of(clinic.camille).post(clinic.url("dpo_report_edit", YEAR), stale).status_code == 409


@pytest.mark.parametrize("year", [1, YEAR + 1, YEAR - 1, 99999999999])
def test_a_year_that_the_structure_has_not_seen_is_not_there(clinic, client_of, year):
    client = client_of(clinic.camille)
    for route in ("dpo_report", "dpo_report_edit", "dpo_report_pdf"):
        assert client.get(clinic.url(route, year)).status_code == 404


def test_the_paper_tells_the_year_and_is_handed_over_by_the_dpo(clinic, client_of):
    a_year(clinic)
    camille = client_of(clinic.camille)
    camille.post(clinic.url("dpo_report_edit", YEAR), {**WORDS, "lock": ""})
    content = camille.get(clinic.url("dpo_report_pdf", YEAR)).content
    with pikepdf.open(BytesIO(content)) as pdf:
        assert pdf.Root.MarkInfo.Marked and "/StructTreeRoot" in pdf.Root and str(pdf.Root.Lang) == "fr"
        assert str(pdf.docinfo["/Title"]).startswith(f"Bilan {YEAR}")
    text = text_of(content)
    for words in (
        *WORDS.values(),
        "Préciser les durées.",
        "Fichiers illisibles",
        "hors délai",
        "Courriels piégés",
        "Il manque la finalité",
    ):
        assert words in text, words
    assert camille.post(clinic.url("dpo_report_pdf", YEAR), {"handed_to": "La gérante"}).status_code == 302
    with clinic.scope():
        row = IssuedDocument.objects.get()
        assert (row.kind, row.handed_to) == ("dpo_report", "La gérante")
    assert client_of(clinic.bob).post(clinic.url("dpo_report_pdf", YEAR)).status_code == 403


def test_a_year_asks_as_much_of_the_database_whatever_it_held(clinic, django_assert_max_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    a_year(clinic)
    told(clinic)
    with CaptureQueriesContext(connection) as few:
        told(clinic)
    for site in ("A", "B", "C"):
        a_year(clinic, site)
    with django_assert_max_num_queries(len(few)):
        told(clinic)
