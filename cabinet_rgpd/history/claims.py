"""Dates that know when they were written down: what a person claims and what was sealed both stand where they differ.

A page reads a date as it reads any other; only a template that says both (`|claimed`) asks for the moment, and then one
query answers for all the rows that were read together.
"""

import datetime as dt
from functools import cached_property

from django.utils import timezone

from cabinet_rgpd.history import memory
from cabinet_rgpd.lib.french import date_in_words

#: Beyond that many rows, the moments of the whole table are read rather than those of a list of keys.
_MANY = 500


class _Told:
    """What a claimed date or moment adds to its value: where to ask when it was written down."""

    _book = _key = _field = None

    @property
    def written_at(self):
        """When this value was written down (a moment), or None when nobody knows it."""
        return self._book.moments.get(self._key, {}).get(self._field) if self._book is not None else None

    def _tell(self, book, key, field):
        self._book, self._key, self._field = book, key, field
        return self


class ClaimedDate(_Told, dt.date):
    """A day, equal to the plain one."""


class ClaimedMoment(_Told, dt.datetime):
    """A moment, equal to the plain one."""


class Book:
    """When each date of some rows (of all without `keys`) was written down by a moment; read once, when first asked."""

    def __init__(self, model, *, keys=None, until=None):
        self.model, self.until = model, until
        self.keys = keys if keys is not None and len(keys) <= _MANY else None

    @cached_property
    def moments(self):
        return memory.written(self.model, ids=self.keys, until=self.until)


def dated(model, rows, book=None):
    """`rows` of a tracked model (dictionaries with an `id`, or instances that nobody saves), their dates claimed.

    A list: dictionaries are copied, instances changed. `book` is given for what stood at a moment of the past.
    """
    rows = [dict(row) if isinstance(row, dict) else row for row in rows]
    names = [field.attname for field in model.content_fields() if memory.is_date(field)]
    book = book or Book(model, keys={_get(row, "id") for row in rows})
    for row in rows:
        for name in names:
            value = _get(row, name)
            if isinstance(value, dt.date):
                _set(row, name, _claimed(value)._tell(book, _get(row, "id"), name))
    return rows


def when_written(value):
    """« (inscrit le 23 novembre 2026) » with its space, when a date was written down on a later day; else nothing."""
    written_at, tz = getattr(value, "written_at", None), timezone.get_current_timezone()
    if written_at is None or not memory.claimed_before(value, written_at, tz):
        return ""
    return f" (inscrit le {date_in_words(written_at.astimezone(tz).date())})"


def _get(row, name):
    return row.get(name) if isinstance(row, dict) else row.__dict__.get(name)


def _set(row, name, value):
    if isinstance(row, dict):
        row[name] = value
    else:
        setattr(row, name, value)


def _claimed(value):
    if isinstance(value, dt.datetime):
        return ClaimedMoment.combine(value.date(), value.timetz())
    return ClaimedDate(value.year, value.month, value.day)
