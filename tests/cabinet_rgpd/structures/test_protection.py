"""A second proof for whoever works in a structure that has a register, and a fresh sign-in for grave acts."""

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.test import Client
from django.urls import reverse

from cabinet_rgpd.history.models import Entry
from cabinet_rgpd.structures import queries
from tests import cast


@pytest.fixture
def strict(db):
    """A practice that decided nothing: the second proof is asked for."""
    zoe = cast.account("Zoe Zeller")
    return cast.practice(
        manager=zoe, name="Cabinet Zeller", kind="individual", second_factor="required", second_factor_reason=""
    )


def test_nobody_is_stopped_before_the_first_register(strict, client_of):
    assert client_of(strict.manager).get(strict.url("overview")).status_code == 200


def test_after_the_first_register_each_page_leads_to_the_second_proof(strict, client_of, activity):
    activity(strict)
    client = client_of(strict.manager)
    for name in ("overview", "activities", "members", "proof_export"):
        for answer in (client.get(strict.url(name)), client.post(strict.url(name), {})):
            assert answer.status_code == 302 and answer.url.startswith(reverse("protect"))
    page = client.get(client.get(strict.url("activities")).url)
    assert reverse("mfa_activate_totp") in page.text and reverse("mfa_add_webauthn") in page.text


@pytest.mark.parametrize("kind", [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN])
def test_with_a_second_proof_the_way_is_open_again(strict, client_of, activity, kind):
    activity(strict)
    Authenticator.objects.create(user=strict.manager, type=kind, data={})
    client = client_of(strict.manager)
    assert client.get(strict.url("overview")).status_code == 200
    going = client.get(reverse("protect"), {"next": strict.url("overview")})
    assert f'href="{strict.url("overview")}"' in going.text


def test_recovery_codes_alone_are_no_second_proof(strict, client_of, activity):
    activity(strict)
    Authenticator.objects.create(user=strict.manager, type=Authenticator.Type.RECOVERY_CODES, data={})
    assert client_of(strict.manager).get(strict.url("overview")).status_code == 302


@pytest.mark.parametrize(
    "elsewhere", ["https://ailleurs.exemple.org/", "//ailleurs.exemple.org", "javascript:alert(1)"]
)
def test_the_way_back_leads_nowhere_else(strict, client_of, elsewhere):
    TOTP.activate(strict.manager, generate_totp_secret())
    assert "ailleurs" not in client_of(strict.manager).get(reverse("protect"), {"next": elsewhere}).text


def test_a_stranger_learns_nothing_from_the_question(strict, client_of, newcomer, activity):
    activity(strict)
    assert client_of(newcomer).get(strict.url("overview")).status_code == 404


def test_a_structure_may_decide_otherwise_with_a_reason_that_stays(strict, client_of):
    client, url = client_of(strict.manager), strict.url("sign_in_policy")
    sent = {"second_factor": "left_to_each", "second_factor_reason": "", "lock": "1"}
    assert client.post(url, sent).status_code == 422
    sent["second_factor_reason"] = "Poste unique, hors ligne"
    assert client.post(url, sent).status_code == 302
    assert queries.structure(strict.structure.pk).second_factor == "left_to_each"
    with strict.scope():
        entry = Entry.objects.order_by("-seq").first()
        assert entry.act == "structure.updated" and "Poste unique" in entry.payload.body


# -- Grave acts --------------------------------------------------------------------------------------------------------


def grave(clinic):
    bob = clinic.members["bob"].pk
    return [
        clinic.url("member_new"), clinic.url("member_edit", bob), clinic.url("member_remove", bob),
        clinic.url("sign_in_policy"), clinic.url("proof_export"),
    ]  # fmt: skip


def test_a_grave_act_asks_again_after_ten_minutes(clinic, client_of):
    client = client_of(clinic.alice)
    cast.fresh(client, clinic.alice, age=601)
    for url in grave(clinic):
        for answer in (client.get(url), client.post(url, {})):
            assert answer.status_code == 302 and answer.url.startswith(reverse("account_reauthenticate")), url
    cast.fresh(client, clinic.alice, age=590)
    assert client.get(clinic.url("member_new")).status_code == 200


def test_somebody_else_s_proof_does_not_count(clinic, client_of):
    client = client_of(clinic.alice)
    cast.fresh(client, clinic.bob)
    assert client.get(clinic.url("member_new")).status_code == 302


def test_what_was_typed_is_taken_up_after_the_question(clinic, client_of):
    client = client_of(clinic.alice)
    cast.fresh(client, clinic.alice, age=601)
    guest = {"email": "remy@exemple.fr", "name": "Remy Renaud", "role": "reader"}
    asked = client.post(clinic.url("member_new"), guest)
    assert queries.invitations(clinic.structure.pk) == []
    assert client.post(asked.url, {"password": "une phrase qui n’est pas la bonne"}).status_code == 200
    assert queries.invitations(clinic.structure.pk) == []
    client.post(asked.url, {"password": cast.PASSWORD})
    [invitation] = queries.invitations(clinic.structure.pk)
    assert invitation.email == "remy@exemple.fr"


def test_whoever_holds_a_stolen_session_does_not_change_the_proofs(client_of, newcomer):
    client = client_of(newcomer)
    cast.fresh(client, newcomer, age=601)
    for name in ("mfa_activate_totp", "mfa_add_webauthn", "mfa_generate_recovery_codes"):
        assert client.get(reverse(name)).url.startswith(reverse("account_reauthenticate"))


def test_whoever_has_just_signed_in_is_not_asked_again(newcomer):
    client = Client()
    client.post(reverse("account_login"), {"login": newcomer.email, "password": cast.PASSWORD})
    assert client.get(reverse("mfa_activate_totp")).status_code == 200
    cast.fresh(client, newcomer, age=601)
    assert client.get(reverse("mfa_activate_totp")).status_code == 302
