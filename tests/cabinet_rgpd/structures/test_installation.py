"""From an empty installation to the first account, and the ways back in."""

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cabinet_rgpd.structures import operations
from cabinet_rgpd.structures.models import Account
from tests import cast

FIRST = {"name": "Zoe Zeller", "email": "zoe@exemple.fr", "password": cast.PASSWORD}


@pytest.fixture
def set_up(db):
    """The address of the set-up link of a new installation."""
    return reverse("claim", args=[operations.new_setup_link(at=timezone.now())])


def test_whoever_holds_the_link_makes_the_first_account_and_is_signed_in(client, set_up):
    assert "Premier compte" in client.get(set_up).text
    answer = client.post(set_up, FIRST)
    assert answer.status_code == 302 and answer.url == reverse("structure_new")
    assert client.get(answer.url).status_code == 200
    assert Account.objects.get().check_password(cast.PASSWORD)


def test_looking_at_the_link_does_not_use_it(client, set_up):
    assert [client.get(set_up).status_code for _ in range(3)] == [200] * 3


def test_the_link_serves_once(client, set_up):
    client.post(set_up, FIRST)
    assert Client().get(set_up).status_code == 404
    assert Client().post(set_up, {**FIRST, "email": "intrus@exemple.fr"}).status_code == 404
    assert Account.objects.count() == 1


def test_a_random_token_claims_nothing(client, set_up):
    answer = client.post(reverse("claim", args=["A" * 43]), FIRST)
    assert answer.status_code == 404 and not Account.objects.exists()


def test_a_set_up_link_is_worth_nothing_where_an_account_exists(client, set_up):
    cast.account("Alice Amblard")
    assert client.get(set_up).status_code == 404
    assert client.post(set_up, FIRST).status_code == 404


def test_the_link_of_an_account_does_not_claim_and_a_set_up_link_opens_no_account(client, set_up):
    token = operations.new_link(account=cast.account("Bob Bertin"), at=timezone.now())
    assert client.get(reverse("claim", args=[token])).status_code == 404
    assert client.get(reverse("choose_password", args=[set_up.split("/")[-2]])).status_code == 404


@pytest.mark.parametrize(
    ("password", "told"),
    [
        ("quatorze-12345", "au minimum 15 caractères"),
        ("1q2w3e4r5t6y7u8i9o0p", "trop courant"),
        ("manchesterunited", "trop courant"),
        ("zoe@exemple.fr-", "trop semblable"),
        ("", "obligatoire"),
    ],
)
def test_a_weak_password_is_refused_beside_its_field_and_the_rest_is_kept(client, set_up, password, told):
    answer = client.post(set_up, {**FIRST, "password": password})
    assert answer.status_code == 422 and not Account.objects.exists()
    assert 'value="zoe@exemple.fr"' in answer.text
    assert "id_password_error" in answer.text or 'id="error_1_id_password"' in answer.text
    assert told in answer.text
    assert password == "" or password not in answer.text.replace("zoe@exemple.fr", "")


def test_a_sentence_of_64_characters_and_more_is_a_password(client, set_up):
    client.post(
        set_up, {**FIRST, "password": "un long chemin de mots ordinaires, avec des espaces et des accents éàü " * 3}
    )
    assert Account.objects.exists()


# -- The ways back -----------------------------------------------------------------------------------------------------


def link_of(email, capsys):
    call_command("access_link", email)
    return capsys.readouterr().out.strip()


def test_the_access_link_command_opens_an_account_again(clinic, capsys, settings):
    settings.PUBLIC_URL = "https://registre.exemple.fr"
    address = link_of("BOB@exemple.fr", capsys)
    assert address.startswith("https://registre.exemple.fr/acces/")
    path = address.removeprefix("https://registre.exemple.fr")
    browser = Client()
    assert "bob@exemple.fr" in browser.get(path).text
    answer = browser.post(path, {"password": "une toute autre phrase secrète"})
    assert answer.status_code == 302
    assert browser.get(clinic.url("parties")).status_code == 200
    assert Client().get(path).status_code == 404


def test_a_new_password_ends_the_other_sessions(clinic, client_of, capsys):
    elsewhere = client_of(clinic.bob)
    path = link_of("bob@exemple.fr", capsys).removeprefix("http://localhost:8000")
    assert elsewhere.get(clinic.url("parties")).status_code == 200
    Client().post(path, {"password": "une toute autre phrase secrète"})
    assert elsewhere.get(clinic.url("parties")).status_code == 302


def test_the_access_link_command_says_when_nobody_has_the_address(db):
    with pytest.raises(CommandError) as refusal:
        call_command("access_link", "personne@exemple.fr")
    assert "Aucun compte" in str(refusal.value)


def test_a_weak_new_password_does_not_use_the_link(clinic, client, capsys):
    path = link_of("bob@exemple.fr", capsys).removeprefix("http://localhost:8000")
    assert client.post(path, {"password": "court"}).status_code == 422
    assert client.get(path).status_code == 200
