"""Reads of the suppliers of the structure in scope."""

from dataclasses import fields

from registry.suppliers.models import Supplier
from registry.suppliers.records import SupplierRecord

NAMES = [field.name for field in fields(SupplierRecord)]


def suppliers(*, archived=False):
    """Every supplier in use, by name (with `archived`, all of them)."""
    rows = Supplier.objects.all() if archived else Supplier.objects.filter(archived_on__isnull=True)
    return tuple(record(row) for row in rows.values(*NAMES))


def supplier(supplier_id):
    """The row of one supplier, or None."""
    return Supplier.objects.filter(pk=supplier_id).first()


def record(values, prefix=""):
    """A frozen record from a dictionary of columns, each under `prefix`."""
    return SupplierRecord(**{name: values[prefix + name] for name in NAMES})
