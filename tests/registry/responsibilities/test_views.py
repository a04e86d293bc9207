import io

import pikepdf
import pytest

from registry.responsibilities import queries
from tests import cast
from tests.registry.responsibilities.making import agreement, decided, service


def test_the_page_says_what_is_to_be_written(clinic, client_of):
    row = cast.activity(clinic)
    decided(clinic, row)
    service(clinic)
    text = client_of(clinic.bob).get(clinic.url("responsibilities")).text
    assert "Responsables conjoints" in text
    assert "accord à écrire" in text
    assert "hébergement sans certificat HDS connu" in text
    assert "Écrire un accord" not in text


def test_an_agreement_that_covers_the_activity_is_no_longer_asked_for(clinic, client_of):
    row = cast.activity(clinic)
    decided(clinic, row)
    agreement(clinic, row)
    assert "accord à écrire" not in client_of(clinic.alice).get(clinic.url("responsibilities")).text


def test_four_answers_make_a_decision_with_its_reasons(clinic, client_of):
    row, alice = cast.activity(clinic), client_of(clinic.alice)
    url = clinic.url("responsibility_decide", row.pk)
    answers = {"purposes": "each", "file": "partitioned", "instructed": "yes", "hosts": "yes", "outcome": ""}
    assert alice.post(url, answers).status_code == 302
    text = alice.get(clinic.url("responsibility", row.pk)).text
    assert "un sous-traitant parmi vous" in text
    assert "certificat d’hébergeur" in text


def test_a_departure_without_a_reason_is_refused_beside_its_field(clinic, client_of):
    row = cast.activity(clinic)
    answers = {"purposes": "one", "file": "separate", "instructed": "no", "hosts": "no", "outcome": "joint"}
    page = client_of(clinic.alice).post(clinic.url("responsibility_decide", row.pk), answers)
    assert page.status_code == 422
    assert "Dites pourquoi" in page.text


def test_an_agreement_is_written_and_changed_with_its_ticked_lists(clinic, client_of):
    row, alice = cast.activity(clinic), client_of(clinic.alice)
    content = {
        "name": "Dossier partagé", "informs": clinic.party.pk, "answers": clinic.party.pk, "notifies": clinic.party.pk,
        "contact_point": "L’accueil", "essence": "Chacun répond de ce qu’il écrit.",
        "party_list": [clinic.party.pk, clinic.denis_party.pk], "activity_list": [row.pk],
    }  # fmt: skip
    assert alice.post(clinic.url("agreement_new"), content).status_code == 302
    with clinic.scope():
        [found] = queries.agreements()
    assert found.activities[0][0] == row.pk
    url = clinic.url("agreement_edit", found.id)
    alone = alice.post(url, content | {"party_list": [clinic.party.pk], "lock": "1"})
    assert alone.status_code == 422
    assert "au moins deux responsables" in alone.text


def test_a_party_of_the_neighbour_cannot_be_ticked(clinic, neighbour, client_of):
    content = {
        "name": "Dossier partagé", "informs": neighbour.party.pk, "answers": clinic.party.pk, "notifies": clinic.party.pk,
        "contact_point": "L’accueil", "essence": "…", "party_list": [clinic.party.pk, neighbour.party.pk],
    }  # fmt: skip
    page = client_of(clinic.alice).post(clinic.url("agreement_new"), content)
    assert page.status_code == 422
    assert cast.CANARY not in page.text


def test_the_matrix_is_adopted_cell_by_cell(clinic, client_of):
    alice, url = client_of(clinic.alice), clinic.url("access_matrix_edit")
    form = alice.get(url).context["form"]
    data = {name: form[name].value() for name in form.fields}
    data["cell_coordinator_agenda"] = "full"
    assert alice.post(url, data).status_code == 302
    with clinic.scope():
        assert dict(next(row.levels for row in queries.matrix().rows if row.key == "coordinator"))["agenda"] == "full"
    again = alice.post(url, data | {"form_key": "", "objection": "Autre texte."})
    assert again.status_code == 409
    assert "Autre texte." in again.text


def test_the_register_of_one_party_is_a_list_of_its_own(clinic, client_of):
    cast.activity(clinic, name="Fiche de la SISA")
    cast.activity(clinic, name="Fiche de Denis", responsibles=[{"party": clinic.denis_party, "role": "controller"}],
                  data_categories=[], processors=[])  # fmt: skip
    text = client_of(clinic.bob).get(clinic.url("activities") + f"?responsable={clinic.denis_party.pk}").text
    assert "Fiche de Denis" in text
    assert "Fiche de la SISA" not in text


@pytest.mark.parametrize("route", ["agreement_pdf", "contract_pdf", "processor_register_pdf", "access_matrix_pdf"])
def test_each_paper_is_a_tagged_pdf_with_its_title(clinic, client_of, route):
    key = {
        "agreement_pdf": lambda: [agreement(clinic, cast.activity(clinic)).pk],
        "contract_pdf": lambda: [service(clinic).pk],
        "processor_register_pdf": lambda: [service(clinic).processor_id],
        "access_matrix_pdf": lambda: [],
    }[route]()
    answer = client_of(clinic.bob).get(clinic.url(route, *key))
    assert answer.status_code == 200
    with pikepdf.open(io.BytesIO(answer.content)) as pdf:
        assert pdf.Root.MarkInfo.Marked
        assert str(pdf.docinfo["/Title"])
