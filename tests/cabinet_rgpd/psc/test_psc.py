"""Pro Santé Connect against a real OpenID provider (npm's oidc-provider), started here on the node of the environment."""

import json
import re
import shutil
import subprocess
import time
import urllib.request
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import jwt
import pytest
import requests
from allauth.socialaccount.internal import jwtkit
from allauth.socialaccount.models import SocialAccount
from allauth.socialaccount.providers.oauth2.client import OAuth2Client
from cryptography.hazmat.primitives.asymmetric import rsa
from django.test import Client
from django.urls import reverse

from cabinet_rgpd.psc import claims
from tests import cast
from tests.server import free_port, running

FOLDER = Path(__file__).resolve().parents[2] / "oidc"
CLIENT = {"client_id": "cabinet-rgpd-test", "secret": "a-secret-of-the-tests-alone-0123456789"}
RPPS = "10001234565"
ROUTES = ("psc_login", "psc_connect", "psc_callback", "psc_link", "psc_unlink")


@pytest.fixture(scope="session")
def issuer():
    """The address of the provider. `make test` installs what it is made of."""
    assert (FOLDER / "node_modules").is_dir(), "run `make test`, which installs tests/oidc with npm"
    port = free_port()
    node = Path(shutil.which("node", path=str(Path(FOLDER.parents[1], ".venv", "bin"))) or "node")
    command = [node, FOLDER / "provider.mjs", str(port), "http://testserver/compte/psc/retour/"]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        address = f"http://localhost:{port}"
        for _ in range(200):
            try:
                urllib.request.urlopen(f"{address}/.well-known/openid-configuration", timeout=2).close()
                break
            except OSError:
                time.sleep(0.1)
        yield address
        process.terminate()


@pytest.fixture
def psc(issuer, settings, db):
    settings.PSC_ISSUER = issuer
    settings.SOCIALACCOUNT_PROVIDERS = {"psc": {"APP": {**CLIENT, "settings": {
        "server_url": issuer, "scope": ["openid", "scope_all"], "auth_params": {"acr_values": "eidas1"}}}}}  # fmt: skip
    return issuer


def provider_answers(address):
    """What the browser does at the provider: follow it until it sends back to us. Returns our path with its query."""
    with requests.Session() as browser:
        for _ in range(10):
            answer = browser.get(address, allow_redirects=False)
            assert answer.status_code in (302, 303), answer.text
            address = requests.compat.urljoin(address, answer.headers["Location"])
            if address.startswith("http://testserver"):
                return address.removeprefix("http://testserver")
    raise AssertionError("the provider turns round")


def go(client, route="psc_login"):
    """From our button to our page after the provider's: the answer, redirects followed."""
    left = client.post(reverse(route))
    assert left.status_code == 302
    return client.get(provider_answers(left.url), follow=True)


@pytest.fixture
def linked(psc, newcomer):
    SocialAccount.objects.create(user=newcomer, provider="psc", uid="f:1234:899700000000", extra_data={"rpps": RPPS})
    return newcomer


def test_without_configuration_there_is_no_trace(client, client_of, newcomer):
    assert "Pro Sant" not in client.get(reverse("account_login")).text
    inside = client_of(newcomer)
    assert "Pro Sant" not in inside.get(reverse("account")).text
    for name in ROUTES:
        for ask in (inside.get, inside.post, client.get, client.post):
            assert ask(reverse(name)).status_code in (404, 302)
            assert "localhost" not in ask(reverse(name)).get("Location", "")


def test_the_demand_holds_a_challenge_a_nonce_a_state_and_the_level(client, psc):
    asked = parse_qs(urlsplit(client.post(reverse("psc_login")).url).query)
    assert asked["code_challenge_method"] == ["S256"] and len(asked["nonce"][0]) >= 24 and asked["state"]
    assert asked["acr_values"] == ["eidas1"] and set(asked["scope"][0].split()) == {"openid", "scope_all"}
    again = parse_qs(urlsplit(client.post(reverse("psc_login") + "?scope=email&auth_params=prompt=none").url).query)
    assert again["nonce"] != asked["nonce"] and "prompt" not in again and "email" not in again["scope"][0]


def test_no_link_on_another_site_signs_anybody_in(client, psc):
    assert client.get(reverse("psc_login")).status_code == 405


def test_a_person_who_is_linked_to_no_account_does_not_enter_and_none_is_made(client, psc):
    before = cast.Account.objects.count()
    answer = go(client)
    assert "reliée à aucun compte" in answer.text and "_auth_user_id" not in client.session
    assert cast.Account.objects.count() == before and not SocialAccount.objects.exists()


def test_an_identity_is_linked_after_consent_and_only_the_rpps_is_kept(client_of, newcomer, psc):
    client = client_of(newcomer)
    assert "Pro Santé Connect" in client.get(reverse("account")).text
    page = go(client, "psc_connect")
    assert RPPS in page.text and not SocialAccount.objects.exists()
    client.post(reverse("psc_link"), {"answer": "yes"})
    row = SocialAccount.objects.get()
    assert row.user == newcomer and row.extra_data == {"rpps": RPPS}
    assert RPPS in client.get(reverse("account")).text


def test_without_consent_nothing_is_kept(client_of, newcomer, psc):
    client = client_of(newcomer)
    go(client, "psc_connect")
    client.post(reverse("psc_link"), {"answer": "no"})
    client.post(reverse("psc_link"), {"answer": "yes"})
    assert not SocialAccount.objects.exists()


def test_an_identity_is_linked_to_one_account(client_of, clinic, linked):
    client = client_of(clinic.bob)
    go(client, "psc_connect")
    assert "déjà reliée" in client.post(reverse("psc_link"), {"answer": "yes"}, follow=True).text
    assert SocialAccount.objects.get().user == linked


def test_linking_asks_for_a_fresh_sign_in(client_of, newcomer, psc):
    client = client_of(newcomer)
    cast.fresh(client, newcomer, age=601)
    assert client.post(reverse("psc_connect")).url.startswith(reverse("account_reauthenticate"))


def test_a_linked_person_signs_in_and_gave_two_proofs(linked, activity):
    zoe = cast.practice(manager=linked, name="Cabinet Nouveau", second_factor="required", second_factor_reason="")
    activity(zoe)
    client = Client()
    go(client)
    assert client.get(zoe.url("overview")).status_code == 200
    assert SocialAccount.objects.get().extra_data == {"rpps": RPPS}


def test_a_deactivated_account_does_not_enter(client, linked):
    type(linked).objects.filter(pk=linked.pk).update(is_active=False)
    go(client)
    assert "_auth_user_id" not in client.session


def test_the_link_is_taken_away_with_the_number(client_of, linked):
    client = client_of(linked)
    client.post(reverse("psc_unlink"))
    assert not SocialAccount.objects.exists() and RPPS not in client.get(reverse("account")).text


# -- What is refused ---------------------------------------------------------------------------------------------------


def refused(client, path):
    answer = client.get(path, follow=True)
    assert "pas confirmé votre identité" in answer.text and "_auth_user_id" not in client.session


def test_an_answer_to_another_demand_is_refused(client, linked):
    path = provider_answers(client.post(reverse("psc_login")).url)
    session = client.session
    for state in session["socialaccount_states"].values():
        state[0]["nonce"] = "another demand"
    session.save()
    refused(client, path)


def test_an_answer_serves_once_and_in_its_own_browser(client, linked):
    path = provider_answers(client.post(reverse("psc_login")).url)
    refused(Client(), path)
    client.get(path)
    assert "_auth_user_id" in client.session
    other = Client()
    other.post(reverse("psc_login"))
    refused(other, path)


def test_an_answer_of_another_issuer_is_refused(client, linked):
    path = provider_answers(client.post(reverse("psc_login")).url)
    refused(client, re.sub(r"iss=[^&]+", "iss=https%3A%2F%2Fautre.exemple.org", path))


def test_a_configuration_of_another_issuer_is_refused(client, psc, settings):
    settings.SOCIALACCOUNT_PROVIDERS["psc"]["APP"]["settings"]["server_url"] = f"{psc}/.well-known/openid-configuration"
    answer = client.post(reverse("psc_login"), follow=True)
    assert "ne répond pas" in answer.text


def test_a_provider_that_is_down_is_told(client, psc, settings):
    settings.SOCIALACCOUNT_PROVIDERS["psc"]["APP"]["settings"]["server_url"] = "http://localhost:9"
    assert "ne répond pas" in client.post(reverse("psc_login"), follow=True).text


@pytest.fixture
def forge(monkeypatch):
    """`forge(key_is_known, **claims)`: the provider's real answer, its identity token signed again by another key."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)

    def prepare(*, known=True, without=(), **changed):
        fetch, ask = jwtkit.fetch_key, OAuth2Client.get_access_token

        def get_access_token(self, *args, **kwargs):
            answer = ask(self, *args, **kwargs)
            header = jwt.get_unverified_header(answer["id_token"])
            told = jwt.decode(answer["id_token"], options={"verify_signature": False})
            told = {name: value for name, value in {**told, **changed}.items() if name not in without}
            answer["id_token"] = jwt.encode(told, key, algorithm="RS256", headers={"kid": header["kid"]})
            return answer

        monkeypatch.setattr(OAuth2Client, "get_access_token", get_access_token)
        if known:
            monkeypatch.setattr(jwtkit, "fetch_key", lambda *args: ("RS256", key.public_key()))
        else:
            monkeypatch.setattr(jwtkit, "fetch_key", fetch)

    return prepare


def test_a_token_that_is_only_signed_again_is_believed_when_the_key_is_known(client, linked, forge):
    """The refusals below are about what they change, and about nothing else."""
    forge()
    go(client)
    assert "_auth_user_id" in client.session


@pytest.mark.parametrize(
    "changed",
    [
        {"known": False},
        {"aud": "another-client"},
        {"aud": ["cabinet-rgpd-test", "another-client"], "azp": "another-client"},
        {"iss": "https://autre.exemple.org"},
        {"exp": int(time.time()) - 60},
        {"nonce": "another demand"},
        {"sub": "somebody else"},
        {"without": ("exp",)},
        {"without": ("nonce",)},
        {"without": ("sub",)},
    ],
    ids=lambda changed: json.dumps(changed),
)
def test_a_token_with_one_thing_wrong_is_refused(client, linked, forge, changed):
    forge(**changed)
    refused(client, provider_answers(client.post(reverse("psc_login")).url))


@pytest.mark.parametrize(
    ("identifier", "rpps"),
    [
        ("810001234565", RPPS),
        ("810001234566", ""),
        ("0123456789", ""),
        ("", ""),
        (None, ""),
        ("8", ""),
        (810001234565, ""),
    ],
)
def test_the_rpps_is_read_from_the_national_identifier_with_its_key(identifier, rpps):
    assert claims.rpps_of(identifier) == rpps


# -- Where the forms of our pages may lead ----------------------------------------------------------------------------


def form_action(**environment):
    """The sources of `form-action` on the sign-in page of an installation, and its HTML."""
    with running(**environment) as server, urllib.request.urlopen(f"{server.address}/compte/login/") as answer:
        policy, page = answer.headers["Content-Security-Policy"], answer.read().decode()
    directives = {name: sources for name, *sources in (each.split() for each in policy.split(";"))}
    return directives["form-action"], page


@pytest.mark.parametrize("asked_at", ["", "https://wallet.esw.example.fr"])
def test_the_forms_of_the_sign_in_page_may_lead_to_the_issuer_when_one_is_configured(asked_at):
    issuer = "https://auth.bas.example.fr"
    sources, page = form_action(
        PSC_ISSUER=f"{issuer}/realms/esante", PSC_CLIENT_ID="essai", PSC_CLIENT_SECRET="essai",
        PSC_AUTHORIZATION_ORIGIN=asked_at,
    )  # fmt: skip
    assert sources == ["'self'", asked_at or issuer]
    assert reverse("psc_login") in page


def test_they_lead_nowhere_else_without_configuration():
    sources, page = form_action(PSC_ISSUER="")
    assert sources == ["'self'"]
    assert reverse("psc_login") not in page
