"""allauth, closed: accounts are made by the set-up link or by a manager, never by whoever passes by."""

from allauth.account.adapter import DefaultAccountAdapter


class ClosedAccountAdapter(DefaultAccountAdapter):
    def is_open_for_signup(self, request):
        return False
