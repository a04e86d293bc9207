"""The database itself refuses to rewrite history."""

import pytest
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction

from cabinet_rgpd.history import checks, triggers
from cabinet_rgpd.history.models import Entry, FormKey, Head, Payload
from cabinet_rgpd.history.removal.door import opened
from cabinet_rgpd.isolation import foreign_keys
from registry.activities import operations

POSTGRESQL = connection.vendor == "postgresql"
CHANGE = 'UPDATE "{table}" SET "{key}" = "{key}"'
DELETE = 'DELETE FROM "{table}"'
TRUNCATE = 'TRUNCATE "{table}" CASCADE'
REPLACE = 'INSERT OR REPLACE INTO "{table}" SELECT * FROM "{table}"'
COPY = "{verb} INTO history_entry ({columns}) SELECT {columns} FROM history_entry"
CHANGE_BODY = "UPDATE ledger_payload SET {change} WHERE entry_id = %s"


def run(sql, parameters=None):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, parameters)


def is_refused(sql, parameters=None):
    try:
        run(sql, parameters)
    except IntegrityError as error:
        return "append-only" in str(error)
    return False


def allowed_on(models, statement):
    """The tables, of those that hold rows, on which a statement is not refused."""
    names = [(model._meta.db_table, model._meta.pk.column) for model in models if model._base_manager.exists()]
    assert names
    return [table for table, key in names if not is_refused(statement.format(table=table, key=key))]


@pytest.fixture
def busy(clinic, activity):
    """A structure whose tables hold rows, the historical ones too."""
    activity(clinic)
    connection.check_constraints()  # PostgreSQL alters no table whose foreign keys are still to be checked
    return clinic


@pytest.mark.parametrize("statement", [CHANGE, DELETE, TRUNCATE if POSTGRESQL else REPLACE])
def test_no_row_of_the_history_is_changed_or_deleted(busy, statement):
    assert sum(model._base_manager.exists() for model in triggers.kept_models()) > 10
    assert allowed_on(triggers.kept_models(), statement) == []


def test_the_hash_of_an_entry_is_taken_once_under_any_number(busy):
    columns = "structure_id, seq, at, actor, act, obj, ver, prev, pay, hash"
    with pytest.raises(IntegrityError):
        run(COPY.format(verb="INSERT" if POSTGRESQL else "INSERT OR REPLACE", columns=columns))


def test_a_body_goes_with_its_salt_and_is_never_rewritten(busy):
    with busy.scope():
        first, second, *_ = Payload.objects.order_by("entry__seq")
    for change in (
        "body = 'x'", "body = NULL", "salt = NULL", "body = NULL, salt = 'x'",
        f"body = NULL, salt = NULL, entry_id = {second.pk + 10**6}",
    ):  # fmt: skip
        assert is_refused(CHANGE_BODY.format(change=change), [first.pk]), change
        with opened():
            assert is_refused(CHANGE_BODY.format(change=change), [first.pk]), change
    assert is_refused(CHANGE_BODY.format(change="body = NULL, salt = NULL"), [first.pk])
    with opened():
        run("UPDATE ledger_payload SET body = NULL, salt = NULL WHERE entry_id = %s", [first.pk])
    assert is_refused("UPDATE ledger_payload SET body = 'x', salt = 'x' WHERE entry_id = %s", [first.pk])
    assert Payload._base_manager.get(pk=first.pk).body is None


def test_heads_move_and_form_keys_go(busy):
    FormKey.objects.create(structure=busy.structure, key=busy.structure.pk, at=busy.structure.updated_at)
    assert FormKey.objects.all().delete()[0] == 1
    assert allowed_on([Head], CHANGE) == [Head._meta.db_table]


def test_a_draft_may_still_be_thrown_away(busy, activity):
    draft = activity(busy, state="draft")
    operations.discard_draft(activity=draft, by=busy.sign())
    assert not type(draft)._base_manager.filter(pk=draft.pk).exists()


# -- They stand, and come back -----------------------------------------------------------------------------------------


def test_every_table_of_the_history_has_its_triggers(db):
    assert triggers.missing() == []
    assert {trigger.table for trigger in triggers.expected()} == {
        model._meta.db_table for model in triggers.kept_models()
    }
    assert len(triggers.expected()) == 3 * len(triggers.kept_models()) + POSTGRESQL
    assert {Entry, Payload} < set(triggers.kept_models())


def test_what_was_dropped_is_made_again_by_the_next_migrate(busy):
    triggers.drop()
    assert triggers.missing() == triggers.expected()
    call_command("migrate", verbosity=0)
    assert triggers.missing() == []
    assert allowed_on([Entry], DELETE) == []


def test_a_trigger_that_was_silenced_is_made_again(busy):
    if POSTGRESQL:
        run("ALTER TABLE history_entry DISABLE TRIGGER kept_delete")
    else:
        run("DROP TRIGGER kept_history_entry_delete")
        run("CREATE TRIGGER kept_history_entry_delete BEFORE DELETE ON history_entry WHEN 0 BEGIN SELECT 1; END")
    assert [trigger.table for trigger in triggers.missing()] == ["history_entry"]
    assert [trigger.table for trigger in triggers.ensure()] == ["history_entry"]
    assert triggers.missing() == []
    assert allowed_on([Entry], DELETE) == []


def test_what_is_missing_is_told_by_the_check_of_the_database(db):
    assert checks.history_is_append_only(None) == []
    assert checks.history_is_append_only(None, databases=["default"]) == []
    triggers.drop()
    told = checks.history_is_append_only(None, databases=["default"])
    assert len(told) == len(triggers.expected())
    assert {each.id for each in told} == {"history.W001"}


@pytest.mark.django_db(transaction=True)
def test_a_database_emptied_by_a_test_is_append_only_again(clinic):
    """`flush` ends like `migrate`."""
    triggers.drop()
    call_command("flush", interactive=False, verbosity=0)
    assert triggers.missing() == []


@pytest.mark.django_db(transaction=True)
def test_a_table_that_is_rebuilt_gets_its_triggers_back():
    """SQLite alters a column by making the table anew: triggers go before a migration, and come back after it."""
    foreign_keys.drop()
    triggers.drop()
    field = Entry._meta.get_field("act")
    wider = type(field)(max_length=65)
    wider.set_attributes_from_name("act")
    with connection.schema_editor() as editor:
        editor.alter_field(Entry, field, wider)
    assert triggers.missing()
    with connection.schema_editor() as editor:
        editor.alter_field(Entry, wider, field)
    call_command("migrate", verbosity=0)
    assert triggers.missing() == []
