"""allauth, closed: accounts are made by the set-up link or by a manager, never by whoever passes by."""

import datetime as dt
import uuid

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context
from django.conf import settings
from django.utils import timezone

from cabinet_rgpd.mail.operations import queue
from cabinet_rgpd.structures import protection


class ClosedAccountAdapter(DefaultAccountAdapter):
    def is_open_for_signup(self, request):
        return False

    def is_reauthentication_required(self, *, app, **kwargs):
        """One rule for our grave acts and for allauth's: whoever has just signed in is not asked again."""
        return not protection.is_fresh(context.request)

    def send_mail(self, template_prefix, email, context):
        """Through the outbox, as every message: a mail server that is down neither stops the page nor loses the text.

        What could not leave while its link serves is given up.
        """
        message = self.render_mail(template_prefix, email, context)
        now = timezone.now()
        queue(
            to=email,
            subject=message.subject,
            text=message.body,
            key=f"account:{uuid.uuid4()}",
            at=now,
            expires_at=now + dt.timedelta(seconds=settings.PASSWORD_RESET_TIMEOUT),
        )
