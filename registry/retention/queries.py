"""Reads of the retention rules of the structure in scope."""

from dataclasses import fields

from registry.retention.models import RetentionChoices, RetentionRule
from registry.retention.records import RetentionRecord

NAMES = [field.name for field in fields(RetentionRecord)]


def rules(*, archived=False):
    """Every rule in use, by name (with `archived`, all of them)."""
    rows = RetentionRule.objects.all() if archived else RetentionRule.objects.filter(archived_on__isnull=True)
    return tuple(record(row) for row in rows.values(*NAMES))


def rule(rule_id):
    """The row of one rule, or None."""
    return RetentionRule.objects.filter(pk=rule_id).first()


def choices_row():
    """The row of the choices of the structure, or None while it made none."""
    return RetentionChoices.objects.first()


def never_shortens():
    """Whether no particular case brings a deletion forward: so it is until the structure decides otherwise."""
    row = choices_row()
    return row is None or row.never_shorten


def record(values, prefix=""):
    """A frozen record from a dictionary of columns, each under `prefix`."""
    content = {name: values[prefix + name] for name in NAMES}
    content["sources"] = tuple(content["sources"] or ())
    return RetentionRecord(**content)


def record_of(row):
    """The frozen record of a row."""
    return record({name: getattr(row, name) for name in NAMES})
