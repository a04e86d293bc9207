"""The pages of the breaches, as people meet them."""

import datetime as dt
from io import BytesIO

import pikepdf
import pytest
from django.utils import timezone

from registry.incidents import operations, queries
from registry.incidents.parts import PARTS
from registry.journal import operations as journal
from tests import cast
from tests.registry.activities.test_document_views import words_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def documents_folder(settings, tmp_path):
    settings.VAR_DIR = tmp_path


def lock_of(answer):
    return answer.context["form"]["lock"].value()


def send(client, url, **content):
    """Open a form and send it with some fields filled."""
    form = client.get(url).context["form"]
    filled = {name: form[name].value() for name in form.fields}
    filled = {name: value for name, value in {**filled, **content}.items() if value not in (None, False)}
    return client.post(url, filled)


def test_the_guided_entry_leads_from_the_first_screen_to_the_register(clinic, client_of):
    client = client_of(clinic.sophie)
    answer = send(
        client, clinic.url("incident_new"), kind="ransomware", at_supplier=True, title="Logiciel bloqué chez l’éditeur"
    )
    with clinic.scope():
        [record] = queries.incidents()
    assert answer.url == clinic.url("incident_part", record.id, "when")
    known = timezone.localtime(timezone.now() - dt.timedelta(hours=2)).strftime("%Y-%m-%dT%H:%M")
    filled = {
        "when": {"known_at": known, f"known_{clinic.denis_party.pk}": known},
        "effects": {"availability": True, "persons": ["patients"], "persons_count": "2300", "data_kinds": ["health"]},
        "measures": {"consequences": "Retards de soins", "measures_taken": "Appel de l’éditeur"},
        "risk": {"risk_sensitivity": "health", "risk_severity": "significant"},
        "insurance": {"insured": "yes", "insurer_hours": "120"},
    }
    for part in PARTS[1:]:
        page = client.get(answer.url)
        assert page.status_code == 200 and part.title in page.text
        answer = send(client, answer.url, **filled[part.key])
        assert answer.status_code == 302, answer.context["form"].errors
    assert answer.url == clinic.url("incident", record.id)
    page = client.get(answer.url)
    assert "ne s’efface plus" in page.text and "Inscrire au registre" in page.text
    client.post(clinic.url("incident_enter", record.id), {"lock": page.context["lock"]})
    with clinic.scope():
        record = queries.incident(record.id)
    assert record.is_open and record.persons_count == 2300 and record.risk["severity"] == "significant"
    assert [each.name for each in record.controllers] == ["Denis Delorme"]
    page = client.get(clinic.url("incident", record.id))
    assert "reste 69" in page.text or "reste 70" in page.text
    assert "ne vaut pas pour vous" in page.text


def test_before_a_word_is_kept_the_page_says_so(clinic, client_of):
    row = cast.breach(clinic)
    client = client_of(clinic.alice)
    for name, arguments in [
        ("incident_part", ["what"]), ("incident_decide", []), ("incident_step", []),
    ]:  # fmt: skip
        assert "même si cela vous est défavorable" in client.get(clinic.url(name, row.pk, *arguments)).text


def test_a_reader_reads_and_is_offered_no_button(clinic, client_of):
    row = cast.breach(clinic)
    page = client_of(clinic.bob).get(clinic.url("incident", row.pk))
    assert page.status_code == 200
    assert "C’est fait" not in page.text and clinic.url("incident_decide", row.pk) not in page.text


def test_a_step_noted_stops_its_clock(clinic, client_of):
    row = cast.breach(clinic)
    client = client_of(clinic.alice)
    answer = send(client, clinic.url("incident_step", row.pk) + "?demarche=complaint", reference="PV 2026/1")
    assert answer.status_code == 302
    page = client.get(answer.url)
    states = {clock.key: clock.state for clock, _, _ in page.context["clocks"]}
    assert (states["insurance_complaint"], states["cnil_notification"]) == ("done", "running")


def test_a_decision_without_reasons_is_refused_beside_its_field(clinic, client_of):
    row = cast.breach(clinic)
    answer = send(client_of(clinic.alice), clinic.url("incident_decide", row.pk), cnil_decision="do_not")
    assert answer.status_code == 422 and "c’est votre preuve" in answer.text


def test_the_text_for_the_cnil_holds_what_the_article_asks_and_says_what_is_to_come(clinic, client_of):
    row = cast.breach(
        clinic, availability=True, persons=["patients"], persons_count=2300, data_kinds=["health"],
        consequences="Retards de soins", at_supplier=True,
    )  # fmt: skip
    page = client_of(clinic.bob).get(clinic.url("incident_cnil", row.pk))
    for words in (
        "Perte de disponibilité",
        "2\u202f300",
        "Retards de soins",
        "Maison de santé des Deux Rives",
        "complément",
    ):
        assert words in page.text
    message = client_of(clinic.bob).get(clinic.url("incident_message", row.pk)).context["message"]
    assert "Ce que vous pouvez faire" in message and "17Cyber" in message and "prestataires" in message


def test_the_register_is_a_tagged_pdf_without_the_drafts(clinic, client_of, documents_folder):
    cast.breach(clinic, title="Fichiers illisibles", known_at=timezone.now() - dt.timedelta(hours=30))
    with clinic.scope():
        operations.start(content={"kind": "lost", "title": "Clé égarée"}, by=clinic.sign(), on=cast.TODAY)
    content = client_of(clinic.bob).get(clinic.url("incidents_pdf")).content
    text = words_of(content)
    assert "Fichiers illisibles" in text and "Clé égarée" not in text
    assert "inscrite au registre le" in text  # known more than a day before it was written
    assert "1 violation documentée" in text.replace("\u00a0", " ")
    with pikepdf.open(BytesIO(content)) as pdf:
        assert pdf.Root.MarkInfo.Marked and pdf.Root.Lang == "fr"


def test_one_breach_and_the_first_reflexes_are_pdfs(clinic, client_of, documents_folder):
    row = cast.breach(clinic)
    client = client_of(clinic.bob)
    assert "Fichiers illisibles" in words_of(client.get(clinic.url("incident_pdf", row.pk)).content)
    content = client.get(clinic.url("incident_reflexes_pdf")).content
    assert "Ne pas payer" in words_of(content)
    with pikepdf.open(BytesIO(content)) as pdf:
        assert len(pdf.pages) == 1


def test_an_empty_register_teaches(clinic, client_of):
    page = client_of(clinic.alice).get(clinic.url("incidents"))
    assert "Aucune violation inscrite" in page.text and "premiers réflexes" in page.text


def test_what_changed_is_told_in_words(clinic, client_of):
    row = cast.breach(clinic)
    client = client_of(clinic.alice)
    send(client, clinic.url("incident_part", row.pk, "risk"), risk_severity="serious")
    page = client.get(clinic.url("record_timeline", "incident", row.pk))
    assert "atteinte au secret" in page.text and "démarche notée" in page.text.lower()


def test_two_people_note_a_step_and_the_second_is_told(clinic, client_of):
    row = cast.breach(clinic)
    client, url = client_of(clinic.alice), clinic.url("incident_step", row.pk)
    forms = [client.get(url).context["form"] for _ in range(2)]
    sent = [{name: form[name].value() for name in form.fields if form[name].value() is not None} for form in forms]
    assert client.post(url, sent[0] | {"kind": "order"}).status_code == 302
    answer = client.post(url, sent[1] | {"kind": "insurer", "reference": "Sinistre fictif"})
    assert answer.status_code == 409 and "Sinistre fictif" in answer.text
    form = answer.context["form"]
    again = sent[1] | {"kind": "insurer", "lock": form.data["lock"], "form_key": form.data["form_key"]}
    assert client.post(url, again).status_code == 302
    with clinic.scope():
        assert {each.kind for each in queries.incident(row.pk).steps} == {"supplier", "order", "insurer"}


def test_the_insurance_of_the_journal_is_at_hand_on_that_day(clinic, client_of):
    with clinic.scope():
        journal.keep_insurance(
            content={"insurer": "Assureur fictif", "claims_phone": "01 00 00 00 99"}, lock="", by=clinic.sign()
        )
    send(client_of(clinic.alice), clinic.url("incident_new"), kind="lost", title="Clé égarée")
    with clinic.scope():
        [record] = queries.incidents()
    assert (record.insured, record.insurer) == ("yes", "Assureur fictif, 01 00 00 00 99")


def test_a_breach_entered_long_after_it_was_known_shows_both_moments(clinic, client_of):
    soon, late = cast.breach(clinic), cast.breach(clinic, known_at=timezone.now() - dt.timedelta(hours=30))
    client = client_of(clinic.bob)
    assert "inscrite au registre le" not in client.get(clinic.url("incident", soon.pk)).text
    assert "inscrite au registre le" in client.get(clinic.url("incident", late.pk)).text
