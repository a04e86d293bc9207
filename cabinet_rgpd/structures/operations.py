"""Writes about accounts, structures, parties and members."""

import datetime as dt
import hashlib
import secrets
import uuid

from django.core.exceptions import ValidationError
from django.db import transaction

from cabinet_rgpd.history import ledger
from cabinet_rgpd.structures.models import AccessLink, Account, Delegation, Invitation, Membership, Party, Structure
from cabinet_rgpd.structures.roles import Role
from cabinet_rgpd.structures.vocabulary import InvitationState, LegalForm, PartyKind, StructureKind

LINK_LIFETIME = dt.timedelta(hours=72)
_LEGAL_PERSONS = {
    LegalForm.SEL: PartyKind.SEL,
    LegalForm.SISA: PartyKind.SISA,
    LegalForm.ASSOCIATION: PartyKind.ASSOCIATION,
    LegalForm.PUBLIC: PartyKind.PUBLIC_BODY,
}


def new_link(*, at, account=None, invitation=None, lifetime=LINK_LIFETIME):
    """Make a link used once and return its token (256 random bits), which is shown once and never stored."""
    token = secrets.token_urlsafe(32)
    AccessLink.objects.create(
        token_hash=hashlib.sha256(token.encode()).hexdigest(), account=account, invitation=invitation,
        expires_at=at + lifetime,
    )  # fmt: skip
    return token


def new_setup_link(*, at):
    """The link that claims a new installation; the earlier ones stop working."""
    with transaction.atomic():
        AccessLink.objects.filter(account=None, invitation=None, used_at=None).delete()
        return new_link(at=at)


def claim_installation(*, link, email, name, password, at):
    """Make the first account of an installation. Raises ValidationError when somebody was first."""
    with transaction.atomic():
        _use(link, at)
        if Account.objects.filter(is_active=True).exists():
            raise ValidationError("Cette installation a déjà un compte.")
        return Account.objects.create_account(email=email, name=name, password=password)


def choose_password(*, link, password, at):
    """Set the password of the link's account, end its second factor and its other sessions."""
    with transaction.atomic():
        _use(link, at)
        account = link.account
        account.set_password(password)
        account.is_active = True
        account.save()
        account.authenticator_set.all().delete()
        return account


def _use(link, at):
    fresh = AccessLink.objects.select_for_update().filter(pk=link.pk, used_at__isnull=True, expires_at__gt=at)
    if not fresh.update(used_at=at):
        raise ValidationError("Ce lien a déjà servi ou n’est plus valable.")


def open_account(*, email, name, password=None):
    """Make an account. Raises ValidationError, on `email` when it is taken."""
    return Account.objects.create_account(email=email, name=name, password=password)


def create_structure(*, account, content, at, profession="", key=None):
    """Make a structure, its chain, its first party and its first member, in one transaction. Returns the structure.

    `key` becomes its UUID: the same form sent twice makes one structure, and the second answer is the first's.

    The first party answers for the activities: the practitioner of an individual practice, the legal person of a
    SEL, SISA or association, else the practitioner who sets up the group.
    """
    if key and Membership.objects.filter(structure_id=key, account=account).exists():
        return Structure.objects.get(pk=key)
    structure = Structure(pk=key or uuid.uuid4())
    by = ledger.Signature(structure_id=structure.pk, actor=account, at=at, reason="Création de la structure")
    with transaction.atomic():
        ledger.open_chain(structure)
        with ledger.write(by) as write:
            structure = write.create(Structure, pk=structure.pk, **content)
            party = write.create(Party, **_first_party(structure, account, profession))
            write.create(
                Membership, act="member.added", account=account, role=Role.MANAGER, party=_self(party, structure)
            )
    return structure


def _first_party(structure, account, profession):
    kind = _LEGAL_PERSONS.get(structure.legal_form)
    if structure.kind == StructureKind.SCM:
        kind = PartyKind.SCM
    if kind and structure.kind != StructureKind.INDIVIDUAL:
        return {"kind": kind.value, "name": structure.name}
    return {"kind": PartyKind.PRACTITIONER.value, "name": account.name, "profession": profession}


def _self(party, structure):
    return party if party.kind == PartyKind.PRACTITIONER else None


def update_structure(*, structure, lock, content, by):
    with ledger.write(by) as write:
        structure = write.take(structure, lock)
        write.apply(structure, content)
    return structure


def add_party(*, content, by):
    with ledger.write(by) as write:
        return write.create(Party, **content)


def update_party(*, party, lock, content, by):
    with ledger.write(by) as write:
        party = write.take(party, lock)
        write.apply(party, content)
    return party


def add_member(*, account, role, party, ends_on, by):
    """Open a structure to an account. Raises ValidationError when it is a member already."""
    with ledger.write(by) as write:
        return _admit(write, account, {"role": role, "party": party, "ends_on": ends_on}, _today(by))


def _admit(write, account, access, today):
    """The membership made; or the one that had ended, opened again: a person has one place in a structure."""
    known = Membership.objects.filter(structure_id=write.structure_id, account=account).first()
    if known is None:
        return write.create(Membership, act="member.added", account=account, **access)
    if known.is_active_on(today):
        raise ValidationError({"email": "Cette personne est déjà membre de la structure."})
    known = write.take(known)
    write.apply(known, access, act="member.added")
    return known


def _today(by):
    return by.at.astimezone(Structure.objects.get(pk=by.structure_id).tz).date()


# -- Invitations -------------------------------------------------------------------------------------------------------


def invite(*, email, name, role, party, ends_on, by, announce):
    """Ask somebody to come in. Returns `(invitation, token)`; the answer is the same whether he has an account or not.

    `announce(invitation, token)` queues the message, in the same transaction. Raises ValidationError.
    """
    access = {"role": role, "party": party, "ends_on": ends_on}
    with ledger.write(by) as write:
        members = Membership.objects.filter(structure_id=by.structure_id, account__email__iexact=email)
        if any(member.is_active_on(_today(by)) for member in members):
            raise ValidationError({"email": "Cette personne est déjà membre de la structure."})
        invitation = write.create(
            Invitation, act="invitation.invited", email=email.lower(), name=name,
            expires_at=by.at + LINK_LIFETIME, **access,
        )  # fmt: skip
        return invitation, _link_of(invitation, by, announce)


def renew_invitation(*, invitation, by, announce):
    """A new link for an invitation that waits; the earlier one stops working. Returns its token."""
    with ledger.write(by) as write:
        invitation = _waiting(write, invitation)
        write.apply(invitation, {"expires_at": by.at + LINK_LIFETIME}, act="invitation.renewed")
        return _link_of(invitation, by, announce)


def withdraw_invitation(*, invitation, by):
    with ledger.write(by) as write:
        invitation = _waiting(write, invitation)
        write.apply(invitation, {"state": InvitationState.WITHDRAWN}, act="invitation.withdrawn")
        AccessLink.objects.filter(invitation=invitation).delete()
    return invitation


def accept_invitation(*, link, account, at):
    """The access begins. Raises ValidationError when the link is spent, or made for another address.

    The entry names the person who accepts; the invitation, just before it in the history, names who invited her.
    """
    invitation = link.invitation
    if account.email.lower() != invitation.email.lower():
        raise ValidationError("Cette invitation est adressée à quelqu’un d’autre.")
    by = ledger.Signature(structure_id=invitation.structure_id, actor=account, at=at, reason="Invitation acceptée")
    with ledger.write(by) as write:
        _use(link, at)
        invitation = _waiting(write, invitation)
        access = {name: getattr(invitation, name) for name in ("role", "party", "ends_on")}
        membership = _admit(write, account, access, _today(by))
        write.apply(invitation, {"state": InvitationState.ACCEPTED}, act="invitation.accepted")
    return membership


def accept_with_a_new_account(*, link, name, password, at):
    """The same for somebody who has no account yet. Raises ValidationError, on `email` when he has one."""
    with transaction.atomic():
        account = open_account(email=link.invitation.email, name=name, password=password)
        return accept_invitation(link=link, account=account, at=at)


def _waiting(write, invitation):
    invitation = write.take(invitation)
    if invitation.state != InvitationState.SENT:
        raise ValidationError("Cette invitation n’attend plus de réponse.")
    return invitation


def _link_of(invitation, by, announce):
    AccessLink.objects.filter(invitation=invitation).delete()
    token = new_link(invitation=invitation, at=by.at)
    announce(invitation, token)
    return token


# -- Accesses ----------------------------------------------------------------------------------------------------------


def change_member(*, membership, lock, content, by):
    """Change a role, a party or an end date; an access that ends today or earlier is a removal, and the row stays.

    Raises Stale, and ValidationError when no active manager would be left.
    """
    with ledger.write(by) as write:
        membership = write.take(membership, lock)
        today = _today(by)
        ends_on = content.get("ends_on", membership.ends_on)
        ended = ends_on is not None and ends_on <= today
        write.apply(membership, content, act="member.removed" if ended else "member.changed")
        others = Membership.objects.filter(structure_id=by.structure_id, role=Role.MANAGER).exclude(pk=membership.pk)
        stays = membership.role == Role.MANAGER and membership.is_active_on(today)
        if not stays and not any(other.is_active_on(today) for other in others):
            raise ValidationError("La structure doit garder au moins un gestionnaire.")
    return membership


def grant_delegation(*, member, extent, ends_on, motive, by):
    """Entrust the writing of a part of the register to the DPO. Raises ValidationError for anyone else."""
    with ledger.write(by) as write:
        member = write.take(member)
        if member.role != Role.DPO or not member.is_active_on(_today(by)):
            raise ValidationError({"member": "Une délégation s’accorde au délégué, pendant son accès."})
        content = {"member": member, "extent": extent, "ends_on": ends_on, "motive": motive, "granted_on": _today(by)}
        return write.create(Delegation, act="delegation.granted", **content)


def revoke_delegation(*, delegation, by):
    """Take a delegation back: the next request of the DPO is refused. What he wrote stays, with what waits for validation."""
    with ledger.write(by) as write:
        delegation = write.take(delegation)
        if delegation.revoked_on is None:
            write.apply(delegation, {"revoked_on": _today(by)}, act="delegation.revoked")
    return delegation
