"""Append-only, kept by the database itself: triggers that refuse to change or delete what the history holds.

They are made from the models after each `migrate` (every start runs it): SQLite rebuilds a table to alter a column, and
drops its triggers without a word. Kept rows: the entries, the bodies and every historical table. Heads and form keys
move and go; they are no history. Through the door of a removal (history/removal/door.py), and then alone, a body may be
set to null with its salt and a past row may be blanked; nothing is ever deleted, and an entry never changes.
"""

from dataclasses import dataclass

from django.apps import apps
from django.db import connections, models, transaction

from cabinet_rgpd.history.models import Entry, Payload
from cabinet_rgpd.history.tracked import TrackedModel

_REFUSED = "append-only"
_DOOR = 'EXISTS (SELECT 1 FROM "history_door")'
#: A body is never rewritten: it may be removed, with its salt, from the row where it stands.
_REMOVAL = (
    "NEW.body IS NULL AND NEW.salt IS NULL AND NEW.entry_id = OLD.entry_id AND NEW.structure_id = OLD.structure_id"
)

# Identifiers below come from the models, never from outside.
_SQLITE = 'CREATE TRIGGER "{name}" BEFORE {event} ON "{table}"{when} BEGIN SELECT RAISE(ABORT, \'{message}\'); END'
_SAME_ROW = 'EXISTS (SELECT 1 FROM "{table}" WHERE {same})'
_POSTGRES = (
    'CREATE OR REPLACE TRIGGER "{name}" BEFORE {event} ON "{table}" FOR EACH {each}{when}'
    " EXECUTE FUNCTION history_append_only({argument})"
)
_POSTGRES_FUNCTION = """
CREATE OR REPLACE FUNCTION history_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_NARGS = 1 AND EXISTS (SELECT 1 FROM history_door) THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION 'append-only: % on % is refused', TG_OP, TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation';
END
$$
"""


@dataclass(frozen=True)
class Trigger:
    name: str
    table: str
    sql: str


def kept_models():
    """The models whose rows are written once."""
    tracked = [model for model in apps.get_models() if issubclass(model, TrackedModel)]
    return [Entry, Payload, *(model.history.model for model in tracked)]


def expected(using="default"):
    """Every trigger that should stand, whether its table exists yet or not."""
    make = {"sqlite": _on_sqlite, "postgresql": _on_postgres}[connections[using].vendor]
    return [trigger for model in kept_models() for trigger in make(model)]


def missing(using="default"):
    """The triggers that do not stand as they should, among the tables that exist."""
    connection = connections[using]
    with connection.cursor() as cursor:
        tables = set(connection.introspection.table_names(cursor))
        standing = _standing(connection, cursor)
    return [
        trigger
        for trigger in expected(using)
        if trigger.table in tables and standing.get((trigger.table, trigger.name)) not in (True, trigger.sql)
    ]


def ensure(using="default"):
    """Make what is missing; returns what was made."""
    connection = connections[using]
    with transaction.atomic(using=using):
        absent = missing(using)
        with connection.cursor() as cursor:
            if connection.vendor == "postgresql":
                cursor.execute(_POSTGRES_FUNCTION)
                _drop_former(connection, cursor, using)
            for trigger in absent:
                if connection.vendor == "sqlite":
                    cursor.execute(f'DROP TRIGGER IF EXISTS "{trigger.name}"')
                cursor.execute(trigger.sql)
                if connection.vendor == "postgresql":
                    cursor.execute(f'ALTER TABLE "{trigger.table}" ENABLE TRIGGER "{trigger.name}"')
    return absent


def _drop_former(connection, cursor, using):
    """Triggers of ours, of an earlier release, that no longer stand under this name."""
    known = {(trigger.table, trigger.name) for trigger in expected(using)}
    for table, name in _standing(connection, cursor):
        if name.startswith("kept_") and (table, name) not in known:
            cursor.execute(f'DROP TRIGGER "{name}" ON "{table}"')


def drop(using="default"):
    """Take the triggers away. For a migration that has to rewrite history, and for tests that empty their database."""
    connection = connections[using]
    with transaction.atomic(using=using), connection.cursor() as cursor:
        standing = _standing(connection, cursor)
        for trigger in expected(using):
            if (trigger.table, trigger.name) in standing:
                on = f' ON "{trigger.table}"' if connection.vendor == "postgresql" else ""
                cursor.execute(f'DROP TRIGGER "{trigger.name}"{on}')


def _standing(connection, cursor):
    """`{(table, name): the text of the trigger, or whether it is enabled}`."""
    if connection.vendor == "sqlite":
        cursor.execute("SELECT tbl_name, name, sql FROM sqlite_master WHERE type = 'trigger'")
    else:
        cursor.execute(
            "SELECT c.relname, t.tgname, t.tgenabled IN ('O', 'A') FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid"
            " WHERE NOT t.tgisinternal AND pg_table_is_visible(c.oid)"
        )
    return {(table, name): state for table, name, state in cursor.fetchall()}


def _on_sqlite(model):
    table = model._meta.db_table
    events = {
        "update": (
            "UPDATE",
            {Entry: "", Payload: f" WHEN NOT ({_REMOVAL} AND {_DOOR})"}.get(model, f" WHEN NOT {_DOOR}"),
        ),
        "delete": ("DELETE", ""),
        # INSERT OR REPLACE deletes the row in place without firing DELETE triggers.
        "replace": ("INSERT", f" WHEN {_row_exists(model)}"),
    }
    for suffix, (event, when) in events.items():
        name = f"kept_{table}_{suffix}"
        message = f"{_REFUSED}: {suffix.upper()} on {table} is refused"
        yield Trigger(name, table, _SQLITE.format(name=name, event=event, table=table, when=when, message=message))


def _row_exists(model):
    """The SQL that says whether a row with one of the keys of NEW stands already."""
    keys = [[field.column] for field in model._meta.concrete_fields if field.unique]
    for constraint in model._meta.constraints:
        if isinstance(constraint, models.UniqueConstraint):
            keys.append([model._meta.get_field(name).column for name in constraint.fields])
    same = [" AND ".join(f'"{column}" = NEW."{column}"' for column in key) for key in keys]
    return " OR ".join(_SAME_ROW.format(table=model._meta.db_table, same=each) for each in same)


def _on_postgres(model):
    """The argument « door » lets a removal through; a body has two triggers, since its function cannot name its columns."""
    table = model._meta.db_table
    events = {"kept_delete": ("DELETE", "ROW", "", ""), "kept_truncate": ("TRUNCATE", "STATEMENT", "", "")}
    if model is Payload:
        events["kept_update"] = ("UPDATE", "ROW", f" WHEN (NOT ({_REMOVAL}))", "")
        events["kept_removal"] = ("UPDATE", "ROW", f" WHEN ({_REMOVAL})", "'door'")
    elif model is Entry:
        events["kept_update"] = ("UPDATE", "ROW", "", "")
    else:
        events["kept_but_removal"] = ("UPDATE", "ROW", "", "'door'")
    for name, (event, each, when, argument) in events.items():
        sql = _POSTGRES.format(name=name, event=event, table=table, each=each, when=when, argument=argument)
        yield Trigger(name, table, sql)
