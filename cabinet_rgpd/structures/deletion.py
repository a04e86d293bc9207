"""What a deleted structure leaves in accounts: its accesses end, and a person at home nowhere else is forgotten."""

import datetime as dt

from allauth.socialaccount.models import SocialAccount
from django.db.models import Exists, OuterRef

from cabinet_rgpd.history.removal.words import REMOVED
from cabinet_rgpd.mail.models import Message
from cabinet_rgpd.structures import sessions
from cabinet_rgpd.structures.models import AccessLink, Account, Membership


def people_leave(sender, structure_id, at, **kwargs):
    """Receiver of `erased`, inside its transaction."""
    # The day before in every time zone: no clock of the server lets anyone in.
    ended = at.date() - dt.timedelta(days=2)
    Membership._base_manager.filter(structure_id=structure_id).update(ends_on=ended)
    AccessLink.objects.filter(invitation__structure_id=structure_id).delete()
    for account in at_home_nowhere_else(structure_id):
        _forget(account)


def at_home_nowhere_else(structure_id):
    """The accounts whose only place, past ones included, is this structure: no history of another names them."""
    here = Membership._base_manager.filter(account_id=OuterRef("pk"), structure_id=structure_id)
    elsewhere = Membership._base_manager.filter(account_id=OuterRef("pk")).exclude(structure_id=structure_id)
    return Account.objects.filter(Exists(here), ~Exists(elsewhere)).order_by("pk")


def _forget(account):
    """The row stays, because the chain speaks of its key: without name, address, password nor proof."""
    Message.objects.filter(structure_id=None, to__iexact=account.email).delete()
    AccessLink.objects.filter(account_id=account.pk).delete()
    account.emailaddress_set.all().delete()
    account.authenticator_set.all().delete()
    SocialAccount.objects.filter(user_id=account.pk).delete()
    sessions.close_others(account, current_key=None)
    account.name, account.email, account.is_active = REMOVED, f"{account.pk}@retire.invalid", False
    account.set_unusable_password()
    account.save()
