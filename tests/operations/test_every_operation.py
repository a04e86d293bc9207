"""Every operation of the product: one entry for each aggregate written, in the same transaction, or nothing at all."""

import pytest
from django.db import transaction

from cabinet_rgpd.history import verification
from cabinet_rgpd.history.models import Entry
from tests import cast
from tests.operations.registry_of_cases import all_cases, signed_operations
from tests.operations.tracing import Fault, failing_at, owners, rows_of, traced, tracked_tables

#: An operation with more statements than this fails at so many of them, spread evenly.
FAULTS = 120
#: A removal blanks rows whose sealed body it takes away: one entry speaks for all of them.
ONE_FOR_ALL = {
    "cabinet_rgpd.history.removal.operations.confirm",
    "cabinet_rgpd.history.removal.operations.confirm_deletion",
}
CASES = all_cases()


def test_every_operation_that_takes_a_signature_has_its_case():
    assert set(CASES) == signed_operations()


@pytest.mark.parametrize("name", sorted(CASES))
def test_each_aggregate_written_has_its_entry_in_the_same_transaction(name, in_scope):
    call = CASES[name](in_scope)
    before, last = owners(), Entry._base_manager.order_by("-pk").values_list("pk", flat=True).first()
    with traced() as trace:
        call()
    known = {**before, **owners()}
    tables = tracked_tables()
    written, sealed = {}, {}
    for block, table, verb, keys in trace.writes:
        if table in tables:
            objects = {known[key] for key in keys if key in known}
            assert objects, f"{verb} on {table}: nobody knows whose rows these are"
            assert block is not None, f"{verb} on {table} outside any transaction"
            for obj in objects - {None}:
                written.setdefault(obj, set()).add(block)
        elif table == Entry._meta.db_table:
            [obj] = [key for key in keys if ":" in str(key)]
            sealed.setdefault(obj, []).append(block)
    if name in ONE_FOR_ALL:
        assert len(sealed) == 1 and set().union(*written.values()) == {block for [block] in sealed.values()}
    else:
        assert {obj: sorted(blocks) for obj, blocks in written.items()} == sealed
    made = Entry._base_manager.filter(pk__gt=last)
    assert sorted(made.values_list("obj", flat=True)) == sorted(obj for obj, each in sealed.items() for _ in each)
    for structure in set(made.values_list("structure", flat=True)) | {in_scope.structure.pk}:
        assert_verifies(structure)


def assert_verifies(structure_id):
    assert cast.apart(verification.verify)(structure_id).faults == ()


@pytest.mark.parametrize("name", sorted(CASES))
def test_an_error_at_any_statement_leaves_nothing_half_written(name, in_scope):
    call = CASES[name](in_scope)
    trace = rehearsed(call)
    tables = {table for _, table, *_ in trace.writes}
    before, count = rows_of(tables), len(trace.statements)
    for number in range(1, count + 1, -(-count // FAULTS)):
        with pytest.raises(Fault), failing_at(number):
            call()
        assert rows_of(tables) == before, trace.statements[number - 1]
    call()
    assert rows_of(tables) != before


def rehearsed(call):
    """Made once to know its statements, then taken back."""
    with transaction.atomic():
        with traced() as trace:
            call()
        transaction.set_rollback(True)
    return trace
