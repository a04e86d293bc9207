"""allauth, closed: accounts are made by the set-up link or by a manager, never by whoever passes by."""

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context

from cabinet_rgpd.structures import protection


class ClosedAccountAdapter(DefaultAccountAdapter):
    def is_open_for_signup(self, request):
        return False

    def is_reauthentication_required(self, *, app, **kwargs):
        """One rule for our grave acts and for allauth's: whoever has just signed in is not asked again."""
        return not protection.is_fresh(context.request)
