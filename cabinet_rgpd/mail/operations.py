"""Writes of the outbox that people and their writes cause; what the sender writes is in `delivery`."""

import datetime as dt

from django.core.validators import validate_email

from cabinet_rgpd.mail.models import Message, State

#: How long a message is tried, unless told otherwise.
LIFETIME = dt.timedelta(days=14)


def queue(*, to, subject, text, key, at, structure_id=None, expires_at=None):
    """Write a message to be sent, and return its row; the row that stands already when `key` was used before.

    Call it inside the transaction of the write that causes it: both stand or neither does. `key` says what the message
    is about, for whom and when (`receipt:2026-11:<account>`), at most 200 characters. `text` is plain. Raises
    ValidationError on an address that is none.
    """
    validate_email(to)
    content = {
        "structure_id": structure_id,
        "to": to,
        "subject": " ".join(subject.split())[:200],
        "text": text,
        "queued_at": at,
        "next_try_at": at,
        "expires_at": expires_at or at + LIFETIME,
    }
    message, _ = Message.objects.get_or_create(key=key, defaults=content)
    return message


def send_again(*, message_id, structure_id, at):
    """Queue a message again that a person decides to repeat: refused, or perhaps sent. Returns whether it was.

    A message that is given up is not: what it announced has passed.
    """
    waiting = Message.objects.filter(
        pk=message_id, structure_id=structure_id, state__in=(State.DOUBTFUL, State.REFUSED), expires_at__gt=at
    )
    return bool(waiting.update(state=State.QUEUED, next_try_at=at, done_at=None, last_error="", attempts=0))
