"""Writes of the ends of practice. Each is one transaction, signed and sealed; a case is finished, never deleted."""

from django.core.exceptions import ValidationError

from cabinet_rgpd.history import ledger
from registry.closing import queries, rules
from registry.closing.models import Closing


def open_case(*, content, by):
    """Open a case and return its row. Raises ValidationError."""
    with ledger.write(by) as write:
        return write.create(Closing, **content)


def update_case(*, closing, lock, content, by):
    """Bring the named fields and lists (`steps`, `holdings`) to `content`. Raises ValidationError, Stale."""
    with ledger.write(by) as write:
        row = write.take(closing, lock)
        write.apply(row, content)
        if row.contact_shown and not queries.record_of(row).contact_is_reachable:
            raise ValidationError({"contact_shown": "Donnez d’abord le nom du contact et un moyen de le joindre."})
    return row


def finish_case(*, closing, lock, on, by):
    """Say that everything is done. Raises ValidationError while who keeps the files, or whom to ask, is not known; Stale."""
    with ledger.write(by) as write:
        row = write.take(closing, lock)
        missing = [gap.text for gap in rules.gaps(queries.record_of(row)) if gap.blocking]
        if missing:
            raise ValidationError(missing)
        write.apply(row, {"finished_on": on}, act="closing.finished")
    return row


def reopen_case(*, closing, lock, by):
    """Take a finished case up again. Raises Stale."""
    with ledger.write(by) as write:
        row = write.take(closing, lock)
        write.apply(row, {"finished_on": None}, act="closing.reopened")
    return row
