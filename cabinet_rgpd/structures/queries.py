"""Reads about accounts, structures, parties and members: the only place where unscoped records are read."""

import hashlib
import zoneinfo
from collections import defaultdict

from allauth.mfa.models import Authenticator
from django.db.models import Exists, OuterRef, Q

from cabinet_rgpd.history import claims
from cabinet_rgpd.history import queries as history
from cabinet_rgpd.structures.models import (
    TIME_ZONES,
    AccessLink,
    Account,
    Delegation,
    Invitation,
    Membership,
    Party,
    Structure,
)
from cabinet_rgpd.structures.roles import DELEGATED, Role
from cabinet_rgpd.structures.vocabulary import InvitationState, PartyKind, SecondFactor


def any_account():
    """Whether somebody may sign in: when the last ones left with their structure, the installation is to be claimed again."""
    return Account.objects.filter(is_active=True).exists()


def any_structure():
    return Structure.objects.exists()


def membership_of(account, structure_id):
    """The membership of an account in a structure, with the structure (one query), or None.

    `has_second_factor` tells whether the account signs in with more than a password.
    """
    if not account.is_authenticated:
        return None
    proofs = Authenticator.objects.filter(
        user_id=OuterRef("account_id"), type__in=[Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]
    )
    return (
        Membership.objects.filter(account_id=account.pk, structure_id=structure_id)
        .select_related("structure", "party")
        .annotate(has_second_factor=Exists(proofs))
        .first()
    )


def memberships_of(account, today):
    """The memberships of an account that are open today, by name of structure."""
    rows = (
        Membership.objects.filter(account_id=account.pk).select_related("structure").order_by("structure__name", "pk")
    )
    return [row for row in rows if row.is_active_on(today)]


def portfolio(now, account=None, *, second_factor=True):
    """The keys of the structures whose DPO this account is at a moment (without an account: those that have one), as a query.

    An access that has ended is out, by the day of each structure's own time zone. Without a second proof of identity, so
    are the structures that ask for one.
    """
    rows = Membership.objects.filter(_open_at(now), role=Role.DPO)
    if account is not None:
        rows = rows.filter(account_id=account.pk)
    if not second_factor:
        rows = rows.exclude(structure__second_factor=SecondFactor.REQUIRED)
    return rows.values("structure_id")


def at_home(now, account, roles, *, second_factor=True):
    """The memberships of an account that are open at a moment with one of these roles, with their structures, by name.

    Without a second proof of identity, the structures that ask for one are left out.
    """
    rows = Membership.objects.filter(_open_at(now), role__in=roles, account_id=account.pk)
    if not second_factor:
        rows = rows.exclude(structure__second_factor=SecondFactor.REQUIRED)
    return rows.select_related("structure").order_by("structure__name", "pk")


def has_other_homes(request):
    """Whether the person has an access elsewhere than in the structure of the page."""
    rows = Membership.objects.filter(_open_at(request.now), account_id=request.user.pk)
    return rows.exclude(structure_id=request.structure.pk).exists()


def _open_at(now):
    days = defaultdict(list)
    for zone, _ in TIME_ZONES:
        days[now.astimezone(zoneinfo.ZoneInfo(zone)).date()].append(zone)
    still = Q(ends_on__isnull=True)
    for day, zones in days.items():
        still |= Q(ends_on__gt=day, structure__time_zone__in=zones)
    return still


def has_second_factor(account):
    """Whether an account signs in with more than a password."""
    kinds = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]
    return Authenticator.objects.filter(user_id=account.pk, type__in=kinds).exists()


def members(structure_id):
    return list(
        Membership.objects.filter(structure_id=structure_id)
        .select_related("account", "party")
        .order_by("account__name")
    )


def delegations(structure_id):
    """The delegations of writing of a structure, those of the past included, the latest first."""
    rows = Delegation._base_manager.filter(structure_id=structure_id).select_related("member__account")
    return list(rows.order_by("-granted_on", "-updated_at", "pk"))


def delegated_to(membership, today):
    """The permissions that a DPO holds by delegation on a day. Asked at the door, before the scope is opened."""
    if membership.role != Role.DPO:
        return frozenset()
    rows = Delegation._base_manager.filter(member_id=membership.pk, structure_id=membership.structure_id)
    held = [DELEGATED[row.extent] for row in rows.filter(revoked_on__isnull=True) if row.is_active_on(today)]
    return frozenset().union(*held)


def invitations(structure_id):
    """The invitations that wait for an answer, the latest first."""
    rows = Invitation._base_manager.filter(structure_id=structure_id, state=InvitationState.SENT)
    return list(rows.select_related("party").order_by("-expires_at", "pk"))


def account_at(email):
    """The account of an address, whatever its case, or None."""
    return Account.objects.filter(email__iexact=email).first()


def parties(structure_id, *, present_on=None):
    """The parties of a structure, by name; with `present_on`, those not yet gone that day."""
    rows = Party._base_manager.filter(structure_id=structure_id).order_by("name", "pk")
    return [row for row in rows if present_on is None or row.left_on is None or row.left_on > present_on]


def practitioners(structure_id, *, present_on=None):
    """The parties that are practitioners, by name."""
    return [each for each in parties(structure_id, present_on=present_on) if each.kind == PartyKind.PRACTITIONER]


def choosable_parties(request):
    """The parties among which this person may say who answers for a record: none for a practitioner, who has his own."""
    return () if request.limited_to else parties(request.structure.pk, present_on=request.today)


def dated(parties):
    """The same rows, to be shown: their dates tell when they were written down (history.claims)."""
    return claims.dated(Party, parties)


def all_structures():
    """Every structure of the installation, but those that were deleted, for what runs by itself."""
    return list(Structure.objects.exclude(pk__in=history.closed()).order_by("pk"))


def structure(structure_id):
    return Structure.objects.get(pk=structure_id)


def usable_link(token, now):
    """The access link of a token that was not used and has not expired, or None."""
    digest = hashlib.sha256(token.encode()).hexdigest()
    links = AccessLink.objects.filter(token_hash=digest, used_at__isnull=True, expires_at__gt=now)
    return links.select_related("account", "invitation__structure").first()


def actors(ids):
    """`{account id as text: name}` for the authors of a list of entries, in one query."""
    return {
        str(pk): name
        for pk, name in Account.objects.filter(pk__in=[i for i in ids if i != "system"]).values_list("pk", "name")
    }
