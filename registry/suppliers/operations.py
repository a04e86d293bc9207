"""Writes about suppliers. Each is one transaction, signed and sealed; a supplier is archived, never deleted."""

from django.core.exceptions import ValidationError

from cabinet_rgpd.history import ledger
from cabinet_rgpd.lib.french import enumerate_fr
from registry.activities import queries as activities
from registry.suppliers import queries
from registry.suppliers.models import Supplier


def add_supplier(*, content, by):
    """Name a supplier and return its row. Raises ValidationError."""
    with ledger.write(by) as write:
        return write.create(Supplier, **content)


def update_supplier(*, supplier, lock, content, by):
    """Bring the named fields to `content`. Raises Stale, ValidationError."""
    with ledger.write(by) as write:
        supplier = write.take(supplier, lock)
        write.apply(supplier, content)
    return supplier


def confirm_supplier(*, supplier, lock, on, by):
    """The file was read again and nothing changed: a version of its own. Raises Stale."""
    with ledger.write(by) as write:
        supplier = write.take(supplier, lock)
        write.apply(supplier, {"reviewed_on": on}, act="supplier.reviewed")
    return supplier


def archive_supplier(*, supplier, lock, on, by):
    """Stop proposing a supplier. Raises ValidationError while a sheet in force names it, Stale."""
    with ledger.write(by) as write:
        supplier = write.take(supplier, lock)
        if uses := activities.names_of_supplier_uses().get(supplier.pk):
            raise ValidationError(
                f"Ce prestataire est encore utilisé par {enumerate_fr(f'« {use} »' for use in uses)}. "
                "Retirez-le d’abord de ces activités."
            )
        write.apply(supplier, {"archived_on": on}, act="supplier.archived")
    return supplier


def restore_supplier(*, supplier, lock, by):
    """Take a supplier out of the archive. Raises Stale."""
    with ledger.write(by) as write:
        supplier = write.take(supplier, lock)
        write.apply(supplier, {"archived_on": None}, act="supplier.restored")
    return supplier


def keep_contract(*, supplier, lock, content, found, by):
    """Note the contract and, for each clause, whether it holds it (`found`: `{clause: YesNoUnknown}`). Raises Stale."""
    with ledger.write(by) as write:
        supplier = write.take(supplier, lock)
        known = {row.clause: row.pk for row in queries.rows_of(supplier, "clauses")}
        rows = [{"id": known.get(clause), "clause": clause, "found": answer} for clause, answer in found.items()]
        write.apply(supplier, {**content, "clauses": rows})
    return supplier


def keep_sub_processors(*, supplier, lock, lines, by):
    """Bring the suppliers of the supplier to `lines`, `[{name, service, country}]`. Raises Stale, ValidationError."""
    with ledger.write(by) as write:
        supplier = write.take(supplier, lock)
        known = {row.name: row.pk for row in queries.rows_of(supplier, "sub_processors")}
        write.apply(supplier, {"sub_processors": [{"id": known.get(line["name"]), **line} for line in lines]})
    return supplier


def note_intervention(*, supplier, content, on, by):
    """Add a line to the maintenance logbook. Raises ValidationError for a day to come."""
    if content["done_on"] > on:
        raise ValidationError({"done_on": "Une intervention se note une fois faite."})
    with ledger.write(by) as write:
        supplier = write.take(supplier)
        names = ("done_on", "place", "what", "by", "watched_by", "closed")
        kept = [
            {"id": row.pk, **{name: getattr(row, name) for name in names}}
            for row in queries.rows_of(supplier, "interventions")
        ]
        write.apply(supplier, {"interventions": [*kept, content]})
    return supplier
