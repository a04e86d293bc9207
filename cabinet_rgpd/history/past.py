"""The past: what stood at a moment, rebuilt from the historical tables. One query a table, whatever the number of records.

Drafts never stand here: they have no versions.
"""

import datetime as dt
import uuid
from collections import defaultdict
from dataclasses import dataclass, field

from django.db.models import F, Window
from django.db.models.functions import RowNumber

from cabinet_rgpd.history import aggregates, claims
from cabinet_rgpd.history.models import Entry
from cabinet_rgpd.history.queries import Receipt
from cabinet_rgpd.history.tracked import TrackedRoot


@dataclass(frozen=True)
class Standing:
    """A record as it stood: its version then, since when, and its content (`aggregates.state`)."""

    id: uuid.UUID
    version: int
    since: dt.datetime
    state: dict
    book: claims.Book | None = field(default=None, compare=False, repr=False)


def evening(day, tz):
    """The last microsecond of a day in a time zone, in UTC."""
    next_day = dt.datetime.combine(day + dt.timedelta(days=1), dt.time.min, tzinfo=tz)
    return next_day.astimezone(dt.UTC) - dt.timedelta(microseconds=1)


def states(model, at):
    """Every record of a kind that had a version at the moment `at`, as it stood then (a list of Standing)."""
    return Past(at).states(model)


def receipt_at(at):
    """The end of the chain at a moment, or None before its first entry."""
    entry = Entry.objects.filter(at__lte=at).order_by("-seq").first()
    return Receipt(entry.seq, entry.hash) if entry else None


def beginning():
    """The moment of the first entry of the chain, or None."""
    return Entry.objects.order_by("seq").values_list("at", flat=True).first()


def values(model, state):
    """The fields of a state as Python values: dates, identifiers… The lists of children are left out."""
    return {field.name: _value(field, state[field.name]) for field in model.content_fields()}


def facts(model, standing):
    """The same of a Standing, with `id` and `version`; its dates tell when they were written down (history.claims)."""
    content = {**values(model, standing.state), "id": standing.id, "version": standing.version}
    return claims.dated(model, [content], standing.book)[0]


class Past:
    """What the structure in scope had written at one moment. Each table is read once."""

    def __init__(self, at):
        self.at = at
        self._rows = {}
        self._names = {}
        self._books = {}

    def states(self, model):
        """The records of a kind, as Standing, in the order of their last writing."""
        roots = self._standing(model)
        lists = {name: self._by_root(child) for name, child in aggregates.child_models(model).items()}
        self._name_untracked(model, roots)
        return [
            Standing(
                row.id,
                row.version,
                row.updated_at,
                aggregates.state(row, {name: found.get(row.id, ()) for name, found in lists.items()}, self._label),
                self._book(model),
            )
            for row in roots
        ]

    def instances(self, model):
        """The records of a kind as unsaved rows of their model, for who reads their properties; their dates claimed."""
        return claims.dated(model, [row.instance for row in self._standing(model)], self._book(model))

    def names(self, model):
        """What the records of a kind were called then: `{id: name}`."""
        if model not in self._names:
            self._names[model] = {each.id: str(each.instance) for each in self._standing(model)}
        return self._names[model]

    def _book(self, model):
        return self._books.setdefault(model, claims.Book(model, until=self.at))

    def _standing(self, model):
        """The last historical row of each record not later than the moment, without those deleted by then."""
        if model not in self._rows:
            latest = Window(
                RowNumber(), partition_by=F("id"), order_by=[F("history_date").desc(), F("history_id").desc()]
            )
            rows = model.history.filter(history_date__lte=self.at).annotate(rank=latest).filter(rank=1)
            # Deletions are left out here: a condition of the query would apply before the ranks, and bring back the row before.
            self._rows[model] = [row for row in rows.order_by("history_id") if row.history_type != "-"]
        return self._rows[model]

    def _by_root(self, child):
        found = defaultdict(list)
        for row in self._standing(child):
            found[getattr(row, f"{child.ROOT}_id")].append(row)
        self._name_untracked(child, self._standing(child))
        return found

    def _label(self, row, field):
        """What a reference was called then."""
        return self.names(field.related_model).get(getattr(row, field.attname), "")

    def _name_untracked(self, model, rows):
        """The names of what keeps no versions (accounts): those of today."""
        for each in model.content_fields():
            if each.is_relation and not issubclass(each.related_model, TrackedRoot):
                ids = {getattr(row, each.attname) for row in rows} - {None}
                found = each.related_model._base_manager.in_bulk(ids)
                self._names.setdefault(each.related_model, {}).update({pk: str(row) for pk, row in found.items()})


def _value(field, value):
    return aggregates.foreign_id(value) if field.is_relation else field.to_python(value)
