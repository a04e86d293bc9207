"""The second factor is offered: turned on with a code, asked for at sign-in, taken off by an access link."""

import time

import pytest
from allauth.mfa.totp.internal import auth as totp
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cabinet_rgpd.structures import operations
from tests import cast

pytestmark = pytest.mark.django_db


def code_of(secret, *, later=0):
    """The code that a telephone shows now, or some periods of thirty seconds later."""
    return totp.format_hotp_value(totp.hotp_value(secret, int(time.time()) // 30 + later))


def sign_in(account):
    client = Client()
    answer = client.post(reverse("account_login"), {"login": account.email, "password": cast.PASSWORD}, follow=True)
    return client, answer


@pytest.fixture
def protected(newcomer):
    """An account that turned the second factor on, with the secret of its telephone."""
    client, _ = sign_in(newcomer)
    url = reverse("mfa_activate_totp")
    client.post(reverse("account_reauthenticate"), {"password": cast.PASSWORD})
    secret = client.get(url).context["form"].secret
    answer = client.post(url, {"code": code_of(secret)}, follow=True)
    assert answer.status_code == 200
    assert "readonly" in answer.text  # the recovery codes, to be written down
    return newcomer, secret


def test_a_password_alone_no_longer_opens(protected):
    account, _ = protected
    client, answer = sign_in(account)
    assert answer.redirect_chain[-1][0] == reverse("mfa_authenticate")
    assert client.get(reverse("structure_new")).status_code == 302


def test_a_code_opens_and_serves_once(protected):
    account, secret = protected
    code = code_of(secret, later=1)
    client, _ = sign_in(account)
    client.post(reverse("mfa_authenticate"), {"code": code})
    assert client.get(reverse("structure_new")).status_code == 200
    other, _ = sign_in(account)
    other.post(reverse("mfa_authenticate"), {"code": code})
    assert other.get(reverse("structure_new")).status_code == 302


def test_an_access_link_takes_the_second_factor_off(protected):
    account, _ = protected
    token = operations.new_link(account=account, at=timezone.now())
    client = Client()
    client.post(reverse("choose_password", args=[token]), {"password": "une autre phrase que personne ne devine"})
    assert client.get(reverse("structure_new")).status_code == 200
    assert not account.authenticator_set.exists()
