"""A version of the software that gives records new fields: their new shape is sealed, and nothing else is."""

import json

from django.db import connection

from cabinet_rgpd.history import migrating, triggers, verification
from cabinet_rgpd.history.models import Entry, Payload
from cabinet_rgpd.lib import canonical
from tests import cast


def sealed_before(field, *, of_list=None):
    """Seal the chain again as an earlier version had it, when `field` did not exist."""
    triggers.drop()
    entries = Entry._base_manager.filter(obj__startswith="supplier:" if of_list is None else "activity:")
    for payload in Payload._base_manager.filter(entry__in=entries).select_related("entry"):
        body = json.loads(payload.body)
        for holder in body[of_list] if of_list else [body]:
            holder.pop(field, None)
        payload.body = canonical.canon(body).decode()
        payload.entry.pay = canonical.payload_hash(bytes.fromhex(payload.salt), body)
        Payload._base_manager.filter(pk=payload.pk).update(body=payload.body)
        Entry._base_manager.filter(pk=payload.entry.pk).update(pay=payload.entry.pay)
    _hash_again(entries.first().structure_id)


def _hash_again(structure_id):
    previous = canonical.genesis(str(structure_id))
    for line, entry in zip(
        verification.read_lines(structure_id),
        Entry._base_manager.filter(structure_id=structure_id).order_by("seq"),
        strict=True,
    ):
        header = {**line.header, "prev": previous}
        entry_hash = canonical.entry_hash(header)
        Entry._base_manager.filter(pk=entry.pk).update(prev=previous, hash=entry_hash)
        previous = entry_hash
    with connection.cursor() as cursor:
        cursor.execute("UPDATE history_head SET hash = %s", [previous])


def test_a_new_field_is_sealed_once_by_the_system(in_scope):
    supplier = cast.supplier(in_scope)
    sealed_before("country")
    assert not verification.verify(in_scope.structure.pk).is_ok
    assert migrating.seal_new_shapes(in_scope.structure.pk) == 1
    assert verification.verify(in_scope.structure.pk).is_ok
    entry = Entry._base_manager.get(obj=supplier.obj, ver=2)
    assert (entry.act, entry.actor) == ("supplier.migrated", "system")
    assert migrating.seal_new_shapes(in_scope.structure.pk) == 0


def test_a_new_field_of_a_line_is_sealed_too(in_scope):
    cast.activity(in_scope)
    sealed_before("basis_text", of_list="purposes")
    assert migrating.seal_new_shapes(in_scope.structure.pk) == 1
    assert verification.verify(in_scope.structure.pk).is_ok


def test_a_row_that_was_tampered_with_is_not_sealed_on_that_occasion(in_scope):
    supplier = cast.supplier(in_scope)
    sealed_before("country")
    with connection.cursor() as cursor:
        cursor.execute("UPDATE registry_supplier SET name = 'Autre'")
    assert migrating.seal_new_shapes(in_scope.structure.pk) == 0
    assert any(supplier.obj in fault for fault in verification.verify(in_scope.structure.pk).faults)


def test_nothing_changed_nothing_sealed(in_scope):
    cast.activity(in_scope)
    assert migrating.seal_new_shapes(in_scope.structure.pk) == 0
