"""Writes of the journal. Each is one transaction, signed and sealed; a line is archived, never deleted."""

from django.core.exceptions import ValidationError

from cabinet_rgpd.evidence import operations as evidence
from cabinet_rgpd.history import ledger
from registry.journal import queries
from registry.journal.models import Insurance, JournalEntry
from registry.law.vocabulary import EntryKind


def note(*, row, lock, content, on, by, file=None):
    """Write a line (`row` None) or change one, with a file that shows it. Raises ValidationError, Stale."""
    if content["happened_on"] > on:
        text = "Le journal dit ce qui a eu lieu\u00a0: notez l’avenir dans «\u00a0prochaine fois\u00a0»."
        raise ValidationError({"happened_on": text})
    if content.get("kind", row and row.kind) == EntryKind.METHOD and not content.get("method"):
        raise ValidationError({"method": "Dites laquelle."})
    with ledger.write(by) as write:
        if row is None:
            row = write.create(JournalEntry, **content)
        else:
            row = write.take(row, lock)
            write.apply(row, content)
        if file is not None:
            evidence.add(write, root=row, file=file, on=on)
    return row


def archive_entry(*, row, lock, on, by):
    """Put a line away; it stays in the history. Raises Stale."""
    with ledger.write(by) as write:
        row = write.take(row, lock)
        write.apply(row, {"archived_on": on}, act="journal.archived")
    return row


def restore_entry(*, row, lock, by):
    """Take a line out of the archive. Raises Stale."""
    with ledger.write(by) as write:
        row = write.take(row, lock)
        write.apply(row, {"archived_on": None}, act="journal.restored")
    return row


def keep_insurance(*, lock, content, by):
    """Note the insurance, or correct it; `lock` is empty the first time. Raises ValidationError, Stale."""
    with ledger.write(by) as write:
        row = queries.insurance_row()
        if row is None:
            return write.create(Insurance, **content)
        row = write.take(row, lock)
        write.apply(row, content)
    return row
