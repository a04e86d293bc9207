"""No row points into another structure: the database itself refuses it (isolation.md §4).

Triggers made from the models after each `migrate`, on both engines: a row whose foreign key leads to a row of another
structure is refused, and so is a row that changes structure. They look at what the row says of itself, and stop
mistakes of ours whatever way they take: an operation, a shell, SQL.
"""

from dataclasses import dataclass

from django.apps import apps
from django.db import connections, transaction

PREFIX = "apart_"
_MESSAGE = "another structure"

# Identifiers below come from the models, never from outside.
_SQLITE = (
    'CREATE TRIGGER "{name}" BEFORE {event} ON "{table}" WHEN {crosses}'
    " BEGIN SELECT RAISE(ABORT, '{message}: {event} on {table} is refused'); END"
)
_BODY = """
BEGIN
  IF {crosses} OR (TG_OP = 'UPDATE' AND NEW."structure_id" IS DISTINCT FROM OLD."structure_id") THEN
    RAISE EXCEPTION '{message}: % on {table} is refused', TG_OP USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END
"""
_POSTGRES = (
    'CREATE OR REPLACE FUNCTION "{name}"() RETURNS trigger LANGUAGE plpgsql AS $apart${body}$apart$;'
    ' CREATE OR REPLACE TRIGGER "{name}" BEFORE INSERT OR UPDATE ON "{table}" FOR EACH ROW EXECUTE FUNCTION "{name}"()'
)
_CROSSINGS = (
    'SELECT COUNT(*) FROM "{table}" a JOIN "{target}" b ON b."{key}" = a."{column}"'
    ' WHERE b."structure_id" <> a."structure_id"'
)


@dataclass(frozen=True)
class Link:
    """A foreign key between two tables whose rows belong to structures."""

    table: str
    column: str
    target: str
    key: str


@dataclass(frozen=True)
class Guard:
    """A trigger: `text` is what the database keeps of it, and tells whether it is the one that should stand."""

    name: str
    table: str
    sql: str
    text: str


def holders():
    """The models whose rows belong to a structure, historical tables included."""
    return [model for model in apps.get_models() if _has_structure(model)]


def _has_structure(model):
    return any(field.name == "structure" for field in model._meta.concrete_fields)


def links(model):
    """What the rows of a model point to, among rows that belong to a structure too."""
    found = []
    for field in model._meta.concrete_fields:
        target = field.related_model if field.is_relation else None
        # `structure` itself leads to a structure, whose own `structure` is itself: looked at like the others.
        if target and _has_structure(target):
            key = field.target_field.column
            found.append(Link(model._meta.db_table, field.column, target._meta.db_table, key))
    return found


def crossings(using="default"):
    """`{(table, column): number of rows}` that point into another structure. Empty, or something is very wrong.

    `migrate` asks before it has made every table: what is not there yet is left out.
    """
    found = {}
    with connections[using].cursor() as cursor:
        columns = _columns(connections[using], cursor)
        for link in (link for model in holders() for link in links(model)):
            if {(link.table, link.column), (link.target, link.key)} <= columns:
                cursor.execute(_CROSSINGS.format(**vars(link)))
                if count := cursor.fetchone()[0]:
                    found[link.table, link.column] = count
    return found


def _columns(connection, cursor):
    """Every `(table, column)` of the database, in one query."""
    if connection.vendor == "sqlite":
        cursor.execute("SELECT m.name, c.name FROM sqlite_master m, pragma_table_info(m.name) c WHERE m.type = 'table'")
    else:
        cursor.execute(
            "SELECT table_name, column_name FROM information_schema.columns WHERE table_schema = ANY (current_schemas(false))"
        )
    return set(cursor.fetchall())


def expected(using="default"):
    """Every guard that should stand, whether its table exists yet or not."""
    make = {"sqlite": _on_sqlite, "postgresql": _on_postgres}[connections[using].vendor]
    return [guard for model in holders() for guard in make(model._meta.db_table, links(model))]


def missing(using="default"):
    """The guards that do not stand as they should, among the tables that exist."""
    connection = connections[using]
    with connection.cursor() as cursor:
        tables = set(connection.introspection.table_names(cursor))
        standing = _standing(connection, cursor)
    return [
        guard
        for guard in expected(using)
        if guard.table in tables and standing.get((guard.table, guard.name)) != guard.text
    ]


def ensure(using="default"):
    """Make what is missing; returns what was made."""
    connection = connections[using]
    with transaction.atomic(using=using):
        absent = missing(using)
        with connection.cursor() as cursor:
            for guard in absent:
                if connection.vendor == "sqlite":
                    cursor.execute(f'DROP TRIGGER IF EXISTS "{guard.name}"')
                cursor.execute(guard.sql)
    return absent


def drop(using="default"):
    """Take the guards away. SQLite cannot rebuild a table that a trigger of another table names: before migrations."""
    connection = connections[using]
    with transaction.atomic(using=using), connection.cursor() as cursor:
        for table, name in _standing(connection, cursor):
            on = f' ON "{table}"' if connection.vendor == "postgresql" else ""
            cursor.execute(f'DROP TRIGGER "{name}"{on}')


def _standing(connection, cursor):
    """`{(table, name): text}`."""
    if connection.vendor == "sqlite":
        cursor.execute("SELECT tbl_name, name, sql FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'apart_%'")
    else:
        cursor.execute(
            "SELECT c.relname, t.tgname, p.prosrc FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid"
            " JOIN pg_proc p ON p.oid = t.tgfoid WHERE t.tgname LIKE 'apart!_%' ESCAPE '!'"
            " AND t.tgenabled IN ('O', 'A') AND pg_table_is_visible(c.oid)"
        )
    return {(table, name): text for table, name, text in cursor.fetchall()}


def _crosses(found):
    """The SQL that says whether NEW points into another structure."""
    leads_away = 'EXISTS (SELECT 1 FROM "{target}" t WHERE t."{key}" = NEW."{column}" AND t."structure_id" <> NEW."structure_id")'
    return " OR ".join(leads_away.format(target=link.target, key=link.key, column=link.column) for link in found)


def _on_sqlite(table, found):
    crosses = _crosses(found)
    for event in ("INSERT", "UPDATE"):
        name = f"{PREFIX}{table}_{event.lower()}"
        moves = ['NEW."structure_id" IS NOT OLD."structure_id"'] if event == "UPDATE" else []
        when = " OR ".join([*([crosses] if crosses else []), *moves])
        if when:
            sql = _SQLITE.format(name=name, event=event, table=table, crosses=when, message=_MESSAGE)
            yield Guard(name, table, sql, sql)


def _on_postgres(table, found):
    name = f"{PREFIX}{table}"[:63]
    body = _BODY.format(crosses=_crosses(found) or "FALSE", table=table, message=_MESSAGE)
    yield Guard(name, table, _POSTGRES.format(name=name, table=table, body=body), body)
