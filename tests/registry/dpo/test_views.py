import datetime as dt

import pytest

from registry.dpo import operations, queries
from tests import cast

MSP = {"setting": "msp", "professions": ["gp"], "shared_software": True, "patients": 12_000}
CONTACT = {
    "name": "Camille Carlier", "organisation": "Carlier Conseil", "email": "dpo@carlier.exemple.fr", "phone": "",
    "since": "2026-01-01", "until": "",
}  # fmt: skip


def text_of(answer):
    return answer.content.decode()


def hidden(page, name):
    return page.context["form"][name].value()


def decision(page, **content):
    fields = {"outcome": "designate", "justification": "", "review_on": "2099-01-01"}
    return {**fields, "rests_on": hidden(page, "rests_on"), "lock": hidden(page, "lock") or "", **content}


@pytest.fixture
def alone(db):
    return cast.practice(manager=cast.account("Gilles Garnier"), name="Cabinet Garnier", kind="individual")


def test_a_practitioner_alone_reads_one_sentence_with_the_reasoning_on_demand(alone, client_of, answer):
    answer(alone, setting="solo", professions=["gp"], patients=1_450)
    text = text_of(client_of(alone.manager).get(alone.url("dpo")))
    assert "Aucun texte ne vous impose un délégué à la protection des données." in text
    assert '<details class="why-law">' in text
    assert '<details class="why-law" open>' not in text
    assert "considérant 91" in text
    assert "Si vous exerciez en groupe avec un logiciel partagé" in text


def test_a_structure_reads_the_answer_with_its_article_its_reasons_and_what_would_change_it(clinic, client_of, answer):
    answer(clinic, **MSP)
    text = text_of(client_of(clinic.bob).get(clinic.url("dpo")))
    assert "est obligatoire (RGPD, art.\u00a037.1.c)" in text
    assert '<details class="why-law" open>' in text
    assert "Ce qui changerait la réponse" in text
    assert "délibération n°\u00a02020-081" in text
    assert "12\u202f000\u00a0patients" in text
    assert "Il manque un délégué en fonction" in text
    assert "Noter votre décision" not in text


def test_before_the_answers_the_page_asks_what_it_misses_and_nothing_is_decided(clinic, client_of):
    client = client_of(clinic.alice)
    text = text_of(client.get(clinic.url("dpo")))
    assert "Il manque une réponse pour se prononcer" in text
    assert clinic.url("questionnaire") in text
    answer = client.get(clinic.url("dpo_decide"), follow=True)
    assert answer.redirect_chain == [(clinic.url("dpo"), 302)]
    assert "Il manque une réponse pour noter cette décision" in text_of(answer)


def test_a_decision_is_taken_on_the_figures_shown_and_read_back(clinic, client_of, answer):
    answer(clinic, **MSP)
    client, url = client_of(clinic.alice), clinic.url("dpo_decide")
    page = client.get(url)
    assert "12\u202f000\u00a0patients" in text_of(page)
    today = page.wsgi_request.today
    assert hidden(page, "review_on") == today.replace(year=today.year + 1)
    assert client.post(url, decision(page)).url == clinic.url("dpo")
    text = text_of(client.get(clinic.url("dpo")))
    assert "Désigner un délégué à la protection des données" in text
    assert "1er janvier 2099" in text
    assert "Revoir la décision" in text


def test_a_departure_without_its_reason_is_refused_beside_the_field(clinic, client_of, answer):
    answer(clinic, **MSP)
    client, url = client_of(clinic.alice), clinic.url("dpo_decide")
    page = client.get(url)
    refused = client.post(url, decision(page, outcome="do_not"))
    assert refused.status_code == 422
    assert list(refused.context["form"].errors) == ["justification"]
    assert client.post(url, decision(refused, outcome="do_not", justification="Délégué à venir.")).status_code == 302


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("outcome", ""),
        ("outcome", "maybe"),
        ("review_on", ""),
        ("review_on", "31/31/2030"),
        ("review_on", "2020-01-01"),
    ],
)
def test_what_is_wrong_is_said_beside_its_field(clinic, client_of, answer, name, value):
    answer(clinic, **MSP)
    client, url = client_of(clinic.alice), clinic.url("dpo_decide")
    refused = client.post(url, decision(client.get(url), **{name: value}))
    assert refused.status_code == 422
    assert list(refused.context["form"].errors) == [name]


def test_figures_that_changed_since_the_form_was_opened_are_read_again_first(clinic, client_of, answer):
    answer(clinic, **MSP)
    client, url = client_of(clinic.alice), clinic.url("dpo_decide")
    page = client.get(url)
    answer(clinic, **{**MSP, "patients": 15_000})
    refused = client.post(url, decision(page, justification="Un mot de plus."))
    assert refused.status_code == 422
    assert "15\u202f000\u00a0patients" in text_of(refused)
    assert "Un mot de plus." in text_of(refused)
    assert client.post(url, decision(refused)).status_code == 302


def test_a_decision_whose_answer_changed_is_to_be_taken_again(clinic, client_of, answer):
    answer(clinic, **MSP)
    client, url = client_of(clinic.alice), clinic.url("dpo_decide")
    client.post(url, decision(client.get(url)))
    answer(clinic, **{**MSP, "patients": 12_500})
    assert "sans changer la réponse" in text_of(client.get(clinic.url("dpo")))
    answer(clinic, **{**MSP, "patients": 900})
    text = text_of(client.get(clinic.url("dpo")))
    assert "La réponse du texte n’est plus celle de ce jour-là" in text
    assert "12\u202f000\u00a0patients" in text


def test_two_people_deciding_at_once_get_both_texts(clinic, client_of, answer):
    answer(clinic, **MSP)
    client, url = client_of(clinic.alice), clinic.url("dpo_decide")
    page = client.get(url)
    client.post(url, decision(page, justification="Premier texte."))
    late = client.post(url, decision(page, justification="Second texte."))
    assert late.status_code == 409
    assert "Premier texte." in text_of(late)
    assert "Second texte." in text_of(late)


def test_the_delegate_is_named_corrected_and_shown(clinic, client_of):
    client, url = client_of(clinic.alice), clinic.url("dpo_contact")
    assert client.post(url, CONTACT).url == clinic.url("dpo")
    page = client.get(url)
    content = {**CONTACT, "phone": "02 00 00 00 09", "lock": hidden(page, "lock"), "reason": "ligne ouverte"}
    client.post(url, content)
    text = text_of(client.get(clinic.url("dpo")))
    assert "Camille Carlier, Carlier Conseil" in text
    assert "02 00 00 00 09" in text
    assert "depuis le 1er janvier 2026" in text
    assert "RGPD, art.\u00a037.7" in text


@pytest.mark.parametrize(
    ("name", "value", "message"),
    [
        ("name", "", "Ce champ est obligatoire."),
        ("email", "pas une adresse", "Saisissez une adresse"),
        ("since", "hier", "Saisissez une date valide."),
        ("until", "2025-12-31", "La fin ne peut pas précéder le début."),
    ],
)
def test_a_contact_badly_typed_is_refused_beside_its_field(clinic, client_of, name, value, message):
    answer = client_of(clinic.alice).post(clinic.url("dpo_contact"), {**CONTACT, name: value})
    errors = answer.context["form"].errors
    assert answer.status_code == 422
    assert list(errors) == [name]
    assert errors[name][0].startswith(message)


def test_a_delegate_whose_mission_ended_is_shown_as_such(clinic, client_of):
    with clinic.scope():
        content = {**CONTACT, "since": dt.date(2020, 1, 1), "until": dt.date(2021, 1, 1)}
        operations.set_contact(content=content, lock="", by=clinic.sign())
    text = text_of(client_of(clinic.bob).get(clinic.url("dpo")))
    assert "pas en fonction aujourd’hui" in text


@pytest.mark.parametrize("first_name", ["bob", "denis", "sophie", "camille"])
def test_only_the_manager_decides(clinic, client_of, answer, first_name):
    answer(clinic, **MSP)
    client = client_of(clinic.account(first_name))
    assert client.get(clinic.url("dpo")).status_code == 200
    assert client.get(clinic.url("dpo_decide")).status_code == 403
    assert client.post(clinic.url("dpo_contact"), CONTACT).status_code == 403
    with clinic.scope():
        assert queries.designation_row() is None


def test_a_stranger_finds_nothing(clinic, neighbour, client_of):
    client = client_of(neighbour.manager)
    for name in ("dpo", "dpo_decide", "dpo_contact"):
        assert client.get(clinic.url(name)).status_code == 404
