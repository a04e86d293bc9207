"""Sending, so that no message is lost and none leaves twice.

A message goes from queued to claimed to handing to sent, each step a row changed under the condition of the one before:

- claimed: this sender has it. Nothing was said to the server about it. A claim whose sender died goes back to the queue.
- handing: written just before the text itself is given (SMTP DATA). If the sender dies here, or the line breaks before
  the answer, only the server knows: « peut-être parti ». It is never sent again by itself; a person decides.

A server that is down is found on connecting, before anything is claimed, and a refusal is an answer: both are certain.
"""

import datetime as dt
import logging
import smtplib
import uuid
from dataclasses import dataclass

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.db.models import F

from cabinet_rgpd.mail.models import Message, State

logger = logging.getLogger(__name__)
AT_ONCE = 50
#: Longer than the slowest dialogue (see EMAIL_TIMEOUT): a claim this old has no sender any more.
LEASE = dt.timedelta(minutes=15)
#: What to wait after the first, second… failure.
WAITS = [dt.timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 240)]
KEPT_FOR = dt.timedelta(days=400)


class ClaimLost(Exception):
    """Another sender took the message over: it is not ours to send."""


@dataclass(frozen=True)
class Sent:
    """What one run did: counts."""

    sent: int = 0
    failed: int = 0


def send_due(now):
    """Send what is due at `now`, outside any transaction. Without a mail server, only give up what has expired."""
    recover(now)
    due = list(_due(now).values_list("pk", flat=True)[:AT_ONCE])
    if not due or not settings.EMAIL_CONFIGURED:
        return Sent()
    connection = get_connection()
    sent = failed = 0
    for pk in due:
        try:
            connection.open()
        except OSError as error:
            _later(Message.objects.filter(pk=pk, state=State.QUEUED), error, now)
            logger.warning("mail server not reached: %s", type(error).__name__)
            return Sent(sent, failed + 1)
        done = _send_one(pk, connection, now)
        sent, failed = sent + (done is True), failed + (done is False)
    _hang_up(connection)
    return Sent(sent, failed)


def recover(now):
    """Settle what dead senders left, and give up what has expired."""
    left = Message.objects.filter(claimed_at__lt=now - LEASE)
    left.filter(state=State.CLAIMED).update(state=State.QUEUED, claim=None)
    left.filter(state=State.HANDING).update(
        state=State.DOUBTFUL, done_at=now, last_error="L’envoi a été interrompu pendant que le message partait."
    )
    expired = Message.objects.filter(state=State.QUEUED, expires_at__lte=now)
    expired.update(state=State.EXPIRED, done_at=now, text="")


def forget(now):
    """Delete messages settled long ago; their keys stay long enough for a yearly message not to leave twice."""
    Message.objects.filter(done_at__lt=now - KEPT_FOR).delete()


def _due(now):
    return Message.objects.filter(state=State.QUEUED, next_try_at__lte=now).order_by("next_try_at", "pk")


def _send_one(pk, connection, now):
    """Claim and send one message: True when sent, False when not, None when another sender had it."""
    claim = uuid.uuid4()
    if not _due(now).filter(pk=pk).update(state=State.CLAIMED, claim=claim, claimed_at=now, attempts=F("attempts") + 1):
        return None
    message, ours = Message.objects.get(pk=pk), Message.objects.filter(pk=pk, claim=claim)
    try:
        _hand_over(message, connection, before_data=lambda: _mark_handing(ours))
    except ClaimLost:
        _hang_up(connection)
        return None
    except smtplib.SMTPResponseException as error:
        return _refused(ours, error.smtp_code, error, now, connection)
    except smtplib.SMTPRecipientsRefused as error:
        return _refused(ours, max(code for code, _ in error.recipients.values()), error, now, connection)
    except ValueError as error:  # a message that cannot be written: no wait mends it
        ours.update(state=State.REFUSED, done_at=now, last_error=_words(error))
        return False
    except OSError as error:  # smtplib's own exceptions are OSErrors: a line that breaks, a server that hangs up
        doubtful = ours.filter(state=State.HANDING)
        if not doubtful.update(state=State.DOUBTFUL, done_at=now, last_error=_words(error)):
            _later(ours, error, now)
        _hang_up(connection)
        return False
    # Whatever the state has become meanwhile (« peut-être parti » by a hasty reckoning): now it is known.
    ours.update(state=State.SENT, done_at=now, text="", last_error="")
    return True


def _mark_handing(ours):
    if not ours.filter(state=State.CLAIMED).update(state=State.HANDING):
        raise ClaimLost


def _hand_over(message, connection, *, before_data):
    """Speak to the server; `before_data` is called at the last moment at which nothing has left yet."""
    email = EmailMessage(message.subject, message.text, settings.DEFAULT_FROM_EMAIL, [message.to])
    # The same identifier at each attempt: a mailbox that gets two copies knows them for one.
    email.extra_headers["Message-ID"] = f"<{message.pk}@{settings.DEFAULT_FROM_EMAIL.rpartition('@')[2].rstrip('>')}>"
    email.extra_headers["Auto-Submitted"] = "auto-generated"
    client = getattr(connection, "connection", None)
    if not isinstance(client, smtplib.SMTP):  # a backend without dialogue: file, console, memory
        before_data()
        connection.send_messages([email])
        return
    give_data = type(client).data

    def data(text):
        before_data()
        return give_data(client, text)

    client.data = data
    connection.send_messages([email])


def _refused(ours, code, error, now, connection):
    """The server said no: for good (5xx), or for now."""
    if 500 <= code < 600:
        ours.update(state=State.REFUSED, done_at=now, last_error=_words(error))
    else:
        _later(ours, error, now)
    _hang_up(connection)  # after 421 it is closed; after the others a new one costs little
    return False


def _later(rows, error, now):
    attempts = rows.values_list("attempts", flat=True).first() or 0
    wait = WAITS[min(max(attempts - 1, 0), len(WAITS) - 1)]
    rows.update(state=State.QUEUED, claim=None, next_try_at=now + wait, last_error=_words(error))


def _hang_up(connection):
    try:
        connection.close()
    except OSError:
        connection.connection = None


def _words(error):
    """What is kept of a failure: one line, without the text of the message."""
    return " ".join(f"{type(error).__name__}: {error}".split())[:300]
