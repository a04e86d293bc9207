"""Structures, parties, members, versions put back, proofs handed out."""

from django.utils import timezone

from cabinet_rgpd.history import export, restoration
from cabinet_rgpd.structures import operations as structures
from cabinet_rgpd.structures import queries
from cabinet_rgpd.timeline import operations as timeline
from tests import cast
from tests.operations.registry_of_cases import case

STRUCTURES = "cabinet_rgpd.structures.operations"


@case(f"{STRUCTURES}.create_structure")
def _(clinic):
    content = {"name": "Cabinet du Bief", "kind": "group", "legal_form": "bnc"}
    return cast.apart(
        lambda: structures.create_structure(account=clinic.alice, content=content, at=timezone.now(), profession="gp")
    )


@case(f"{STRUCTURES}.update_structure")
def _(clinic):
    lock = str(clinic.structure.version)
    return lambda: structures.update_structure(
        structure=clinic.structure, lock=lock, content={"city": "Autreville"}, by=clinic.sign()
    )


@case(f"{STRUCTURES}.add_party")
def _(clinic):
    content = {"kind": "practitioner", "name": "Elise Estève", "profession": "gp"}
    return lambda: structures.add_party(content=content, by=clinic.sign())


@case(f"{STRUCTURES}.update_party")
def _(clinic):
    return lambda: structures.update_party(
        party=clinic.party, lock="1", content={"name": "SISA des Deux Quais"}, by=clinic.sign("Changement de nom")
    )


@case(f"{STRUCTURES}.add_member")
def _(clinic):
    eve = cast.account("Eve Ender")
    return lambda: structures.add_member(account=eve, role="reader", party=None, ends_on=None, by=clinic.sign())


def invited(clinic, email="eve@exemple.fr"):
    """An invitation that waits, and its link."""
    invitation, token = structures.invite(
        email=email, name="Eve Ender", role="reader", party=None, ends_on=None, by=clinic.sign(), announce=nobody
    )
    return invitation, queries.usable_link(token, timezone.now())


def nobody(invitation, token):
    """No message."""


@case(f"{STRUCTURES}.invite")
def _(clinic):
    return lambda: structures.invite(
        email="eve@exemple.fr", name="Eve Ender", role="reader", party=None, ends_on=None, by=clinic.sign(),
        announce=nobody,
    )  # fmt: skip


@case(f"{STRUCTURES}.renew_invitation")
def _(clinic):
    invitation, _ = invited(clinic)
    return lambda: structures.renew_invitation(invitation=invitation, by=clinic.sign(), announce=nobody)


@case(f"{STRUCTURES}.withdraw_invitation")
def _(clinic):
    invitation, _ = invited(clinic)
    return lambda: structures.withdraw_invitation(invitation=invitation, by=clinic.sign())


@case(f"{STRUCTURES}.accept_invitation")
def _(clinic):
    _, link = invited(clinic)
    eve = cast.account("Eve Ender")
    return lambda: structures.accept_invitation(link=link, account=eve, at=timezone.now())


@case(f"{STRUCTURES}.accept_with_a_new_account")
def _(clinic):
    _, link = invited(clinic)
    return lambda: structures.accept_with_a_new_account(
        link=link, name="Eve Ender", password=cast.PASSWORD, at=timezone.now()
    )


@case(f"{STRUCTURES}.change_member")
def _(clinic):
    return lambda: structures.change_member(
        membership=clinic.members["bob"], lock="1", content={"role": "secretariat"}, by=clinic.sign()
    )


@case("cabinet_rgpd.timeline.operations.restore")
def _(clinic):
    structures.update_party(party=clinic.party, lock="1", content={"name": "SISA des Quais"}, by=clinic.sign())
    return lambda: timeline.restore(root=clinic.party, lock="2", number=1, by=clinic.sign())


@case("cabinet_rgpd.history.export.make")
def _(clinic):
    return lambda: export.make(by=clinic.sign())


@case("cabinet_rgpd.history.restoration.declare")
def _(clinic):
    return lambda: restoration.declare(lost_head_seq=999, by=clinic.sign("Disque remplacé"))


@case(f"{STRUCTURES}.grant_delegation")
def _(clinic):
    return lambda: cast.delegation(clinic)


@case(f"{STRUCTURES}.revoke_delegation")
def _(clinic):
    row = cast.delegation(clinic)
    return lambda: structures.revoke_delegation(delegation=row, by=clinic.sign("Fin de mission"))
