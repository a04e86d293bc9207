"""Reads of the outbox."""

from dataclasses import dataclass

from cabinet_rgpd.mail.models import Message, State

SHOWN = 100
_SEVERITY = {State.SENT: "done", State.DOUBTFUL: "due", State.REFUSED: "due", State.EXPIRED: "off"}


@dataclass(frozen=True)
class Line:
    """A message on the screen. `repeatable`: a person may decide to send it again."""

    message: Message
    severity: str
    repeatable: bool


def of_structure(structure_id, now):
    """The messages of a structure, the latest first, a hundred of them."""
    rows = Message.objects.filter(structure_id=structure_id).order_by("-queued_at", "pk").defer("text")[:SHOWN]
    repeatable = (State.DOUBTFUL, State.REFUSED)
    return [Line(row, _SEVERITY.get(row.state, ""), row.state in repeatable and row.expires_at > now) for row in rows]


def last_sent(structure_id, key):
    """When a message of the structure whose key starts with `key` last left, or None."""
    sent = Message.objects.filter(structure_id=structure_id, key__startswith=key, state=State.SENT)
    return sent.order_by("-done_at").values_list("done_at", flat=True).first()


def last_left_for_others(structure_id, key, insiders):
    """When the last message of these that left for someone else than `insiders` (addresses) was written, or None."""
    sent = Message.objects.filter(structure_id=structure_id, key__startswith=key, state=State.SENT)
    return sent.exclude(to__in=insiders).order_by("-queued_at").values_list("queued_at", flat=True).first()


def exists(message_id, structure_id):
    return Message.objects.filter(pk=message_id, structure_id=structure_id).exists()
