"""Fifty guesses at once are worth no more than one after the other: real threads, real requests, both engines."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from allauth.mfa.totp.internal import auth as totp
from django.db import connections
from django.test import Client
from django.urls import reverse

from cabinet_rgpd.structures.models import Account
from tests import cast

pytestmark = pytest.mark.django_db(transaction=True)
AT_ONCE = 50
#: What the settings of allauth allow for one address within five minutes.
ALLOWED = 5


@pytest.fixture
def checked(monkeypatch):
    """The passwords that were really compared."""
    seen, lock, check = [], threading.Lock(), Account.check_password

    def counting(self, password):
        with lock:
            seen.append(password)
        return check(self, password)

    monkeypatch.setattr(Account, "check_password", counting)
    return seen


def at_once(send, count=AT_ONCE):
    """`send(number)` from as many threads, all starting together."""
    start = threading.Barrier(count)

    def one(number):
        try:
            start.wait()
            return send(number)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(count) as pool:
        return list(pool.map(one, range(count)))


def guess(password, email="zoe@exemple.fr"):
    return Client().post(reverse("account_login"), {"login": email, "password": password})


def test_fifty_passwords_at_once_are_not_all_tried(checked):
    cast.account("Zoe Zeller")
    answers = at_once(lambda number: guess(f"une phrase fausse, la {number}e"))
    assert {answer.status_code for answer in answers} <= {200, 429}
    assert 1 <= len(checked) <= ALLOWED
    assert "_auth_user_id" not in guess(cast.PASSWORD).client.session
    assert len(checked) <= ALLOWED


def test_one_address_that_is_tried_does_not_shut_the_door_on_another(checked):
    cast.account("Zoe Zeller")
    other = cast.account("Yann Yver")
    for number in range(ALLOWED + 1):
        guess(f"une phrase fausse, la {number}e")
    assert guess(cast.PASSWORD, email=other.email).status_code == 302


def test_fifty_codes_at_once_are_not_all_tried(monkeypatch):
    account = cast.account("Zoe Zeller")
    totp.TOTP.activate(account, totp.generate_totp_secret())
    seen, lock = [], threading.Lock()

    def counting(self, code):
        with lock:
            seen.append(code)
        return False

    monkeypatch.setattr(totp.TOTP, "validate_code", counting)
    client = guess(cast.PASSWORD).client
    assert client.get(reverse("mfa_authenticate")).status_code == 200
    cookies = client.cookies.output(header="", sep=";")

    def send(number):
        each = Client()
        each.cookies.load(cookies)
        return each.post(reverse("mfa_authenticate"), {"code": f"{number:06d}"}).status_code

    assert set(at_once(send)) <= {200, 302, 429}
    assert 1 <= len(seen) <= ALLOWED
