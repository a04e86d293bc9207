"""Structures, parties and members are written through the ledger like everything else."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from cabinet_rgpd.history import ledger
from cabinet_rgpd.history.models import Entry, Head
from cabinet_rgpd.structures import operations, queries
from cabinet_rgpd.structures.models import AccessLink, Account, Membership, Structure
from tests import cast

NOW = dt.datetime(2026, 11, 23, 9, 0, tzinfo=dt.UTC)


def test_a_new_structure_has_a_chain_of_three_entries(db):
    alone = cast.practice(manager=cast.account("Zoe Zeller"), name="Cabinet Zeller", kind="individual")
    with alone.scope():
        entries = list(Entry.objects.order_by("seq"))
        assert [(entry.act, entry.ver) for entry in entries] == [
            ("structure.created", 1), ("party.created", 1), ("member.added", 1),
        ]  # fmt: skip
        assert Head.objects.get().hash == entries[-1].hash
    assert (alone.party.name, alone.party.profession, alone.party.kind) == ("Zoe Zeller", "gp", "practitioner")
    member = alone.members["zoe"]
    assert (member.role, member.party_id) == ("manager", alone.party.pk)


@pytest.mark.parametrize(
    ("content", "kind", "by_name"),
    [
        ({"kind": "msp", "legal_form": "sisa"}, "sisa", "structure"),
        ({"kind": "group", "legal_form": "sel"}, "sel", "structure"),
        ({"kind": "scm", "legal_form": "bnc"}, "scm", "structure"),
        ({"kind": "health_centre", "legal_form": "association"}, "association", "structure"),
        ({"kind": "public_health_centre", "legal_form": "public"}, "public_body", "structure"),
        ({"kind": "group", "legal_form": "bnc"}, "practitioner", "account"),
        ({"kind": "individual", "legal_form": "sel"}, "practitioner", "account"),
        ({"kind": "individual", "legal_form": "unknown"}, "practitioner", "account"),
    ],
)
def test_the_first_party_is_who_answers_for_the_activities(db, content, kind, by_name):
    made = cast.practice(manager=cast.account("Zoe Zeller"), name="Cabinet Zeller", **content)
    assert made.party.kind == kind
    assert made.party.name == ("Cabinet Zeller" if by_name == "structure" else "Zoe Zeller")


def test_a_structure_that_cannot_be_made_leaves_nothing(db):
    with pytest.raises(ValidationError):
        cast.practice(manager=cast.account("Zoe Zeller"), name="", kind="individual")
    assert not Structure.objects.exists() and not Head._base_manager.exists()


# -- Members -----------------------------------------------------------------------------------------------------------


def nobody(invitation, token):
    """No message."""


def invite(clinic, email="remplacant@exemple.fr", name="Remy Renaud", role="reader", party=None, ends_on=None, at=None):
    return operations.invite(
        email=email, name=name, role=role, party=party, ends_on=ends_on, by=clinic.sign(at=at), announce=nobody
    )


def link(token, at=None):
    return queries.usable_link(token, at or timezone.now())


def test_an_invitation_makes_neither_account_nor_access(clinic):
    invitation, token = invite(clinic)
    assert link(token).invitation == invitation
    assert not Account.objects.filter(email="remplacant@exemple.fr").exists()
    assert token not in AccessLink.objects.values_list("token_hash", flat=True)


def test_an_invitation_answers_alike_whether_the_person_has_an_account_or_not(clinic, neighbour):
    known, _ = invite(clinic, email="CHARLIE@exemple.fr", name="Le nom que tape Alice")
    unknown, _ = invite(clinic, email="personne@exemple.fr", name="Le nom que tape Alice")
    assert known.name == unknown.name == "Le nom que tape Alice"
    assert Membership.objects.filter(structure=clinic.structure, account=neighbour.manager).count() == 0


def test_a_new_account_accepts_and_both_sides_stand_in_the_history(clinic):
    _, token = invite(clinic, role="secretariat", ends_on=dt.date(2099, 1, 1))
    member = operations.accept_with_a_new_account(
        link=link(token), name="Remy Renaud", password=cast.PASSWORD, at=timezone.now()
    )
    assert (member.role, member.ends_on) == ("secretariat", dt.date(2099, 1, 1))
    assert member.account.check_password(cast.PASSWORD)
    with clinic.scope():
        acts = [(entry.act, entry.actor) for entry in Entry.objects.order_by("-seq")[:3]]
    remy = str(member.account.pk)
    assert acts == [("invitation.accepted", remy), ("member.added", remy), ("invitation.invited", str(clinic.alice.pk))]


def test_an_account_that_exists_accepts_by_itself(clinic, neighbour):
    _, token = invite(clinic, email="charlie@exemple.fr")
    member = operations.accept_invitation(link=link(token), account=neighbour.manager, at=timezone.now())
    assert member.account == neighbour.manager and member.account.name == "Charlie Caron"


def test_an_invitation_is_for_the_address_it_was_sent_to(clinic, neighbour):
    _, token = invite(clinic)
    with pytest.raises(ValidationError):
        operations.accept_invitation(link=link(token), account=neighbour.manager, at=timezone.now())
    assert link(token) is not None


def test_an_invitation_serves_once_and_for_72_hours(clinic):
    _, token = invite(clinic, at=NOW)
    assert link(token, NOW + dt.timedelta(hours=71, minutes=59))
    assert link(token, NOW + dt.timedelta(hours=72)) is None
    used = link(token, NOW)
    operations.accept_with_a_new_account(link=used, name="Remy", password=cast.PASSWORD, at=NOW)
    assert link(token, NOW) is None
    with pytest.raises(ValidationError):
        operations.accept_invitation(link=used, account=Account.objects.get(email="remplacant@exemple.fr"), at=NOW)


def test_a_renewed_invitation_ends_the_earlier_link(clinic):
    invitation, first = invite(clinic)
    second = operations.renew_invitation(invitation=invitation, by=clinic.sign(), announce=nobody)
    assert link(first) is None and link(second).invitation == invitation


def test_a_withdrawn_invitation_opens_nothing(clinic):
    invitation, token = invite(clinic)
    held = link(token)
    operations.withdraw_invitation(invitation=invitation, by=clinic.sign())
    assert link(token) is None
    with pytest.raises(ValidationError):
        operations.accept_with_a_new_account(link=held, name="Remy", password=cast.PASSWORD, at=timezone.now())
    assert not Account.objects.filter(email="remplacant@exemple.fr").exists()


def test_nobody_is_invited_twice_nor_a_member_again(clinic):
    invite(clinic)
    for email in ("remplacant@exemple.fr", "REMPLACANT@exemple.fr", "bob@exemple.fr"):
        with pytest.raises(ValidationError):
            invite(clinic, email=email)


def test_a_person_whose_access_has_ended_comes_back_to_the_same_place(clinic):
    bob = clinic.members["bob"]
    change(clinic, bob, ends_on=dt.date(2020, 1, 1))
    _, token = invite(clinic, email="bob@exemple.fr", role="secretariat")
    back = operations.accept_invitation(link=link(token), account=clinic.bob, at=timezone.now())
    assert (back.pk, back.role, back.ends_on) == (bob.pk, "secretariat", None)


def test_a_party_of_the_neighbour_cannot_be_given_to_a_guest(clinic, neighbour):
    with pytest.raises(ValidationError):
        invite(clinic, party=neighbour.party)
    assert not AccessLink.objects.filter(invitation__isnull=False).exists()


def test_nobody_is_a_member_twice(clinic):
    with pytest.raises(ValidationError) as refusal:
        operations.add_member(account=clinic.bob, role="reader", party=None, ends_on=None, by=clinic.sign())
    assert "déjà membre" in str(refusal.value)


def change(clinic, member, **content):
    return operations.change_member(membership=member, lock="1", content=content, by=clinic.sign())


@pytest.mark.parametrize("content", [{"role": "reader"}, {"ends_on": dt.date(2020, 1, 1)}])
def test_the_last_manager_is_kept(clinic, content):
    with pytest.raises(ValidationError) as refusal:
        change(clinic, clinic.members["alice"], **content)
    assert "au moins un gestionnaire" in str(refusal.value)
    assert Membership.objects.get(pk=clinic.members["alice"].pk).version == 1


def test_a_manager_may_leave_when_another_stays(clinic):
    change(clinic, clinic.members["bob"], role="manager")
    assert change(clinic, clinic.members["alice"], role="reader").role == "reader"


def test_a_manager_whose_access_has_ended_does_not_count_as_staying(clinic):
    change(clinic, clinic.members["bob"], role="manager", ends_on=dt.date(2020, 1, 1))
    with pytest.raises(ValidationError):
        change(clinic, clinic.members["alice"], role="reader")


def test_the_end_of_an_access_is_an_entry_and_the_row_stays(clinic):
    member = clinic.members["bob"]
    operations.change_member(
        membership=member, lock="1", content={"ends_on": NOW.date()}, by=clinic.sign("Départ", at=NOW)
    )
    fresh = Membership.objects.get(pk=member.pk)
    assert not fresh.is_active_on(NOW.date()) and fresh.is_active_on(NOW.date() - dt.timedelta(days=1))
    with clinic.scope():
        assert Entry.objects.order_by("-seq").first().act == "member.removed"


def test_two_managers_changing_one_member_do_not_overwrite_each_other(clinic):
    change(clinic, clinic.members["bob"], role="secretariat")
    with pytest.raises(ledger.Stale):
        change(clinic, clinic.members["bob"], role="dpo")


# -- Links -------------------------------------------------------------------------------------------------------------


def test_a_link_serves_once(db):
    account = cast.account("Zoe Zeller", password=None)
    token = operations.new_link(account=account, at=NOW)
    link = queries.usable_link(token, NOW)
    operations.choose_password(link=link, password=cast.PASSWORD, at=NOW)
    assert queries.usable_link(token, NOW) is None
    with pytest.raises(ValidationError):
        operations.choose_password(link=link, password="un autre mot de passe", at=NOW)
    account.refresh_from_db()
    assert account.check_password(cast.PASSWORD)


def test_a_link_serves_for_72_hours(db):
    token = operations.new_link(account=cast.account("Zoe Zeller"), at=NOW)
    assert queries.usable_link(token, NOW + dt.timedelta(hours=71, minutes=59))
    assert queries.usable_link(token, NOW + dt.timedelta(hours=72)) is None


def test_a_token_has_at_least_128_bits_and_only_its_fingerprint_is_kept(db):
    token = operations.new_link(account=cast.account("Zoe Zeller"), at=NOW)
    assert len(token) >= 43
    assert AccessLink.objects.get().token_hash != token


def test_a_new_set_up_link_ends_the_earlier_ones(db):
    first = operations.new_setup_link(at=NOW)
    second = operations.new_setup_link(at=NOW)
    assert queries.usable_link(first, NOW) is None and queries.usable_link(second, NOW)


def test_an_installation_is_claimed_once(db):
    link = queries.usable_link(operations.new_setup_link(at=NOW), NOW)
    content = {"email": "Zoe@Exemple.FR", "name": "Zoe Zeller", "password": cast.PASSWORD}
    assert operations.claim_installation(link=link, at=NOW, **content).email == "zoe@exemple.fr"
    other = queries.usable_link(operations.new_setup_link(at=NOW), NOW)
    with pytest.raises(ValidationError):
        operations.claim_installation(link=other, at=NOW, **{**content, "email": "autre@exemple.fr"})


def test_a_new_password_takes_the_second_factor_off(db):
    from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
    from allauth.mfa.utils import is_mfa_enabled

    account = cast.account("Zoe Zeller")
    TOTP.activate(account, generate_totp_secret())
    assert is_mfa_enabled(account)
    link = queries.usable_link(operations.new_link(account=account, at=NOW), NOW)
    operations.choose_password(link=link, password=cast.PASSWORD, at=NOW)
    assert not is_mfa_enabled(Account.objects.get(pk=account.pk))
