"""Writes about the witness, and the messages of the month."""

from django.db import transaction

from cabinet_rgpd.documents import issuing
from cabinet_rgpd.history import ledger
from cabinet_rgpd.history import queries as history
from cabinet_rgpd.mail import operations as mail
from cabinet_rgpd.mail.texts import written
from registry.witness import queries
from registry.witness.models import Witness


def set_witness(*, content, lock, by):
    """Name who keeps the receipts, or correct it. `lock` is empty the first time. Raises ValidationError, Stale."""
    with ledger.write(by) as write:
        existing = queries.witness_row()
        if existing is None:
            return write.create(Witness, **content)
        row = write.take(existing, lock)
        write.apply(row, content)
    return row


@transaction.atomic
def send_receipts(*, structure, at):
    """Queue the receipt of this month for each recipient; one who has it already gets nothing. Returns how many were new.

    To be called in the scope of the structure. A month is one of the structure's own time zone.
    """
    on = at.astimezone(structure.tz).date()
    month, receipt, new = f"{on:%Y-%m}", history.receipt(), 0
    for recipient in queries.recipients(structure.pk, on):
        context = {
            "structure": structure, "recipient": recipient, "receipt": receipt, "on": on,
            "verifier": issuing.verifier_address(),
        }  # fmt: skip
        subject, text = written("receipt", context)
        key = f"{queries.KEY}{month}:{structure.pk}:{recipient.email.lower()}"[:200]
        message = mail.queue(structure_id=structure.pk, to=recipient.email, subject=subject, text=text, key=key, at=at)
        new += message.queued_at == at
    return new
