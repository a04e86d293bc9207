"""Writes about reminders. None is part of the register: nothing here is sealed."""

import secrets

from registry.reminders.models import CalendarFeed, ReminderChoice
from registry.reminders.queries import hashed

TOKEN_BYTES = 32


def choose(*, structure_id, account, weekly, urgent):
    """Keep what a member wants to be told by e-mail."""
    ReminderChoice.objects.update_or_create(
        structure_id=structure_id, account=account, defaults={"weekly": weekly, "urgent": urgent}
    )


def open_feed(*, structure_id, account, at):
    """Make the secret address of a member's calendar and return its token, shown once. An earlier address opens nothing more."""
    token = secrets.token_urlsafe(TOKEN_BYTES)
    CalendarFeed.objects.update_or_create(
        structure_id=structure_id, account=account, defaults={"token_hash": hashed(token), "created_at": at}
    )
    return token


def close_feed(*, structure_id, account):
    CalendarFeed.objects.filter(structure_id=structure_id, account=account).delete()
