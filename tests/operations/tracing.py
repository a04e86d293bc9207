"""The SQL of an operation, statement by statement: what it wrote, in which transaction, and where to make it fail."""

import re
from contextlib import contextmanager
from dataclasses import dataclass, field

from django.apps import apps
from django.db import OperationalError, connection

from cabinet_rgpd.history.tracked import TrackedChild, TrackedModel, TrackedRoot

_INSERT = re.compile(r'INSERT INTO "(\w+)" \(([^)]*)\)')
_UPDATE = re.compile(r'UPDATE "(\w+)" SET .* WHERE ')
_DELETE = re.compile(r'DELETE FROM "(\w+)" WHERE ')
_TRANSACTION = re.compile(r"(BEGIN|SAVEPOINT|RELEASE SAVEPOINT|ROLLBACK TO SAVEPOINT) ?(\S*)")


@dataclass
class Trace:
    """`statements` as sent; `writes` are `(block, table, verb, keys)`; a block is the outermost transaction."""

    statements: list = field(default_factory=list)
    writes: list = field(default_factory=list)
    block: int = 0
    _open: list = field(default_factory=list)

    def __call__(self, execute, sql, params, many, context):
        result = execute(sql, params, many, context)
        self.statements.append(sql)
        if found := _TRANSACTION.match(sql):
            self._at_border(*found.groups())
        elif sql.lstrip().upper().startswith(("INSERT", "UPDATE", "DELETE", "REPLACE", "WITH")):
            self.writes.append((self.block if self._open else None, *_written(sql, list(params or []))))
        return result

    def _at_border(self, verb, name):
        if verb in ("BEGIN", "SAVEPOINT"):
            if not self._open:
                self.block += 1
            self._open.append(name)
        elif name in self._open and verb.startswith("RELEASE"):
            del self._open[self._open.index(name) :]


def _written(sql, params):
    """`(table, verb, the values that may be keys)`: of an INSERT the values of `id` and `entry_id`, else those of WHERE."""
    if found := _INSERT.match(sql):
        columns = [name.strip(' "') for name in found[2].split(",")]
        keys = {name: params[place :: len(columns)] for place, name in enumerate(columns)}
        return found[1], "INSERT", [*keys.get("id", ()), *keys.get("obj", ())]
    for verb, pattern in (("UPDATE", _UPDATE), ("DELETE", _DELETE)):
        if found := pattern.match(sql):
            return found[1], verb, params[sql[: found.end()].count("%s") :]
    raise AssertionError(f"a write that the trace cannot read: {sql}")


@contextmanager
def traced():
    trace = Trace()
    with connection.execute_wrapper(trace):
        yield trace


class Fault(Exception):
    """What is raised at a statement. No error of the database: Django answers some of those by itself, in constraints."""


class RefusedCommit(Fault, OperationalError):
    """The end of a transaction refused by the database, which is what Django expects there."""


@contextmanager
def failing_at(number):
    """The statement of this number (from 1) is answered by an error, before it runs."""
    sent, outermost = 0, None

    def fail(execute, sql, params, many, context):
        nonlocal sent, outermost
        sent += 1
        verb, name = found.groups() if (found := _TRANSACTION.match(sql)) else ("", "")
        outermost = outermost or (name if verb == "SAVEPOINT" else None)
        if sent == number:
            raise (RefusedCommit if verb.startswith("RELEASE") and name == outermost else Fault)(
                f"{number}: {sql[:80]}"
            )
        return execute(sql, params, many, context)

    with connection.execute_wrapper(fail):
        yield


def tracked_tables():
    """`{table: model}` of the live tables of tracked records."""
    return {model._meta.db_table: model for model in apps.get_models() if issubclass(model, TrackedModel)}


def owners():
    """`{key as SQL sees it: obj}` of every live row that belongs to an aggregate in the history; drafts give None."""
    found = {}
    for model in apps.get_models():
        if issubclass(model, TrackedRoot):
            for row in model._base_manager.all():
                found[_native(row.pk)] = None if row.is_draft else row.obj
    for model in apps.get_models():
        if issubclass(model, TrackedChild):
            for pk, root in model._base_manager.values_list("pk", f"{model.ROOT}_id"):
                found[_native(pk)] = found[_native(root)]
    return found


def _native(pk):
    return pk.hex if connection.vendor == "sqlite" else pk


def rows_of(tables):
    """Everything that stands in these tables, to compare before and after."""
    models = {model._meta.db_table: model for model in apps.get_models(include_auto_created=True)}
    return {
        table: sorted(map(repr, models[table]._base_manager.values_list()))
        for table in sorted(tables)
        if table in models
    }
