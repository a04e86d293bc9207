"""Signing in and out, and how long that lasts."""

import time

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse

from cabinet_rgpd.structures import middleware
from tests import cast

SIGN_IN = "/compte/login/"


def sign_in(client, email="alice@exemple.fr", password=cast.PASSWORD, **extra):
    return client.post(SIGN_IN, {"login": email, "password": password, **extra})


def test_the_page_is_in_french_and_names_its_fields(client, db):
    answer = client.get(SIGN_IN)
    assert answer.status_code == 200 and '<html lang="fr">' in answer.text
    assert "Connexion" in answer.text and "Se connecter" in answer.text


def test_a_member_signs_in_with_her_address_and_her_password(client, clinic):
    answer = sign_in(client)
    assert answer.status_code == 302 and answer.url == "/"
    assert client.get("/", follow=True).redirect_chain == [(clinic.url("overview"), 302)]


def test_the_address_is_read_whatever_its_case(client, clinic):
    assert sign_in(client, email="Alice@Exemple.FR").status_code == 302


def test_a_wrong_password_and_an_unknown_address_get_the_same_answer(clinic):
    answers = []
    for email in ("alice@exemple.fr", "inconnue@exemple.fr"):
        answer = sign_in(Client(), email=email, password="une phrase qui n’est pas la bonne")
        assert answer.status_code == 200
        answers.append([str(error) for error in answer.context["form"].non_field_errors()])
    assert answers[0] == answers[1] != []


def test_a_deactivated_account_does_not_enter(client, clinic, client_of):
    inside = client_of(clinic.bob)
    type(clinic.bob).objects.filter(pk=clinic.bob.pk).update(is_active=False)
    sign_in(client, email="bob@exemple.fr")
    assert client.get(clinic.url("parties")).status_code == 302
    assert inside.get(clinic.url("parties")).status_code == 302


def test_guessing_is_slowed_down(clinic):
    guess = Client()
    for _ in range(12):
        sign_in(guess, password="une phrase qui n’est pas la bonne")
    answer = sign_in(guess)
    assert answer.status_code in (200, 429) and "_auth_user_id" not in guess.session


def test_nobody_signs_up(client, db):
    before = cast.Account.objects.count()
    assert "Inscription" not in client.get(SIGN_IN).text
    page = client.get("/compte/signup/")
    client.post("/compte/signup/", {"email": "x@exemple.fr", "password1": cast.PASSWORD, "password2": cast.PASSWORD})
    assert cast.Account.objects.count() == before
    assert "<form" not in page.text


def test_after_signing_in_nobody_is_sent_to_another_site(client, clinic):
    assert sign_in(client, next="https://ailleurs.exemple.org/").url == "/"
    assert sign_in(Client(), next=clinic.url("parties")).url == clinic.url("parties")


def test_signing_out_is_a_post(client, clinic):
    sign_in(client)
    client.get("/compte/logout/")
    assert "_auth_user_id" in client.session
    client.post("/compte/logout/")
    assert client.get(clinic.url("parties")).status_code == 302


def test_the_session_changes_its_key_at_sign_in(client, clinic):
    client.get(SIGN_IN)
    client.session.save()
    before = client.session.session_key
    sign_in(client)
    assert client.session.session_key != before


def test_the_cookies_are_closed_to_scripts_and_to_other_sites(clinic):
    client = Client(enforce_csrf_checks=True)
    page = client.get(SIGN_IN)
    token = page.cookies["__Host-csrf"]
    answer = sign_in(client, csrfmiddlewaretoken=page.context["csrf_token"])
    assert answer.status_code == 302
    for cookie in (token, answer.cookies["__Host-session"]):
        assert cookie["secure"] and cookie["httponly"] and cookie["samesite"] == "Lax"
        assert cookie["path"] == "/" and not cookie["domain"]
    assert not answer.cookies["__Host-session"]["max-age"]


def test_a_form_without_its_token_is_refused_in_french(clinic):
    client = Client(enforce_csrf_checks=True)
    answer = sign_in(client)
    assert answer.status_code == 403 and "Page expirée" in answer.text


# -- Second factor -----------------------------------------------------------------------------------------------------


def test_a_second_factor_is_offered(client, clinic):
    sign_in(client)
    assert reverse("protect") in client.get(reverse("account")).text
    assert client.get(reverse("mfa_index")).status_code == 200
    page = client.get(reverse("mfa_activate_totp"))
    assert page.status_code == 200 and "data:image/svg+xml" in page.text and 'name="code"' in page.text


def test_with_a_second_factor_the_password_alone_does_not_enter(client, clinic):
    from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret

    TOTP.activate(clinic.alice, generate_totp_secret())
    answer = sign_in(client)
    assert answer.status_code == 302 and answer.url.startswith(reverse("mfa_authenticate"))
    assert client.get(clinic.url("parties")).status_code == 302
    assert client.get(answer.url).status_code == 200


# -- How long ----------------------------------------------------------------------------------------------------------


@pytest.fixture
def clock(monkeypatch):
    """`clock(seconds)` moves the clock of the sessions."""
    start = time.time()

    def to(seconds):
        monkeypatch.setattr(middleware.time, "time", lambda: start + seconds)

    to(0)
    return to


def test_a_session_left_alone_for_an_hour_ends(clinic, client_of, clock):
    client, page = client_of(clinic.alice), clinic.url("parties")
    assert client.get(page).status_code == 200
    clock(3500)
    assert client.get(page).status_code == 200
    clock(3500 + 3601)
    assert client.get(page).status_code == 302
    assert not Session.objects.exists()


def test_a_session_in_use_ends_after_twelve_hours(clinic, client_of, clock):
    client, page = client_of(clinic.alice), clinic.url("parties")
    for half_hours in range(24):
        clock(half_hours * 1800)
        assert client.get(page).status_code == 200
    clock(12 * 3600 + 1)
    assert client.get(page).status_code == 302


def test_reading_pages_writes_the_session_at_most_every_five_minutes(
    clinic, client_of, clock, django_assert_num_queries
):
    client = client_of(clinic.alice)
    client.get(reverse("account"))
    before = Session.objects.get().session_data
    clock(200)
    client.get(reverse("account"))
    assert Session.objects.get().session_data == before
    clock(301)
    client.get(reverse("account"))
    assert Session.objects.get().session_data != before
