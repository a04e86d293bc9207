"""Where an account is signed in: its owner sees it and closes what she does not know."""

import logging

import pytest
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.test import Client
from django.urls import reverse

from cabinet_rgpd.structures import sessions
from cabinet_rgpd.structures.models import OpenSession
from tests import cast

FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0"


def sign_in(account, **headers):
    client = Client(**headers)
    client.post(reverse("account_login"), {"login": account.email, "password": cast.PASSWORD})
    return client


def test_each_sign_in_is_listed_with_its_device(newcomer):
    sign_in(newcomer, HTTP_USER_AGENT=FIREFOX)
    page = sign_in(newcomer, HTTP_USER_AGENT="curl/8").get(reverse("account"))
    assert "Firefox, Windows" in page.text and "celle-ci" in page.text
    assert OpenSession.objects.count() == 2


def test_one_session_is_closed_and_the_others_stay(newcomer):
    old, mine = sign_in(newcomer), sign_in(newcomer)
    place = OpenSession.objects.get(session_key=old.session.session_key)
    assert mine.post(reverse("session_close", args=[place.pk])).status_code == 302
    assert old.get(reverse("account")).status_code == 302
    assert mine.get(reverse("account")).status_code == 200


def test_all_the_others_are_closed_at_once(newcomer):
    others, mine = [sign_in(newcomer) for _ in range(3)], sign_in(newcomer)
    mine.post(reverse("sessions_close"))
    assert [each.get(reverse("account")).status_code for each in others] == [302] * 3
    assert mine.get(reverse("account")).status_code == 200


def test_nobody_closes_the_session_of_another(clinic, client_of):
    bob, alice = sign_in(clinic.bob), client_of(clinic.alice)
    place = OpenSession.objects.get(account=clinic.bob)
    assert alice.post(reverse("session_close", args=[place.pk])).status_code == 404
    assert bob.get(reverse("account")).status_code == 200


def test_signing_out_takes_the_session_off_the_list(newcomer):
    client = sign_in(newcomer)
    client.post(reverse("account_logout"))
    assert not OpenSession.objects.exists()


def test_a_sign_in_forgets_the_sessions_that_have_ended(newcomer):
    gone = sign_in(newcomer)
    gone.session.delete()
    sign_in(newcomer)
    assert OpenSession.objects.count() == 1


@pytest.mark.parametrize(
    ("agent", "words"),
    [
        (FIREFOX, "Firefox, Windows"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Safari/604.1", "Safari, iPhone"),
        ("Mozilla/5.0 (X11; Linux x86_64) Chrome/141.0 Safari/537.36 Edg/141.0", "Edge, Linux"),
        ("<script>alert(1)</script>", "scriptalert1/script"),
        ("", ""),
    ],
)
def test_a_device_is_told_in_two_words(agent, words):
    assert sessions.device_in_words(agent) == words


# -- The log -----------------------------------------------------------------------------------------------------------


@pytest.fixture
def lines(caplog):
    caplog.set_level(logging.INFO, logger="cabinet_rgpd.sign_in")
    return lambda: [record.getMessage() for record in caplog.records if record.name == "cabinet_rgpd.sign_in"]


def test_sign_ins_refusals_and_sign_outs_are_written_without_a_name_or_an_address(newcomer, lines):
    Client().post(reverse("account_login"), {"login": "noa@exemple.fr\nINFO forged", "password": "mot de passe volé"})
    Client().post(reverse("account_login"), {"login": "noa@exemple.fr", "password": "mot de passe volé"})
    sign_in(newcomer).post(reverse("account_logout"))
    written = "\n".join(lines())
    for told in ("sign-in refused", f"signed in account={newcomer.pk}", f"signed out account={newcomer.pk}"):
        assert told in written
    assert "exemple.fr" not in written and "Noa" not in written and "volé" not in written and "forged" not in written


def test_a_stranger_at_the_door_and_a_change_of_access_are_written(clinic, newcomer, client_of, lines):
    client_of(newcomer).get(clinic.url("members"))
    client_of(clinic.bob).get(clinic.url("members"))
    client_of(clinic.alice).post(clinic.url("member_remove", clinic.members["bob"].pk))
    written = "\n".join(lines())
    assert f"entry refused account={newcomer.pk} structure={clinic.structure.pk}" in written
    assert f"entry refused account={clinic.bob.pk}" in written
    assert f"access changed account={clinic.alice.pk}" in written and "Bob" not in written


def test_a_second_proof_that_comes_or_goes_is_written(newcomer, lines):
    client = sign_in(newcomer)
    client.post(reverse("account_reauthenticate"), {"password": cast.PASSWORD})
    TOTP.activate(newcomer, generate_totp_secret())
    client.post(reverse("mfa_deactivate_totp"))
    assert f"second proof removed account={newcomer.pk} kind=totp" in "\n".join(lines())
