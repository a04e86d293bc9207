"""Writes about suppliers. Each is one transaction, signed and sealed; a supplier is archived, never deleted."""

from django.core.exceptions import ValidationError

from cabinet_rgpd.history import ledger
from cabinet_rgpd.lib.french import enumerate_fr
from registry.activities import queries as activities
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
