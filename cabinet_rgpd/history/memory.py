"""The memory: every version of a record, rebuilt from the historical tables. A handful of queries, whatever their number."""

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass, field

from cabinet_rgpd.history import aggregates
from cabinet_rgpd.history.differences import differences
from cabinet_rgpd.history.models import Entry


@dataclass(frozen=True)
class Version:
    """A record as it stood from `at` on, who wrote it, why, and what changed since the version before."""

    number: int
    at: dt.datetime
    actor: str
    act: str
    reason: str
    seq: int
    hash: str
    state: dict
    changes: tuple = field(default=())


def versions(root, limit=None):
    """Every version of a record, the latest first; with `limit`, that many of the latest."""
    entries = Entry.objects.filter(obj=root.obj).order_by("-ver")
    # One more than asked for: what the oldest one shown changed is told from the one before it.
    entries = list(entries[: limit + 1] if limit else entries)[::-1]
    model = type(root)
    past = _Past(model, root.pk)
    found, before = [], None
    for entry in entries:
        state = past.state_at(entry.at)
        changes = tuple(differences(model, before, state)) if before is not None else ()
        found.append(
            Version(
                entry.ver,
                entry.at,
                entry.actor,
                entry.act,
                past.reason_at(entry.at),
                entry.seq,
                entry.hash,
                state,
                changes,
            )
        )
        before = state
    return found[::-1][:limit]


def version_of(root, number):
    """One version, or None."""
    return next((version for version in versions(root) if version.number == number), None)


@dataclass(frozen=True)
class Claim:
    """A date that a person gave, and when it was written down: both stand where they differ (proof.md §1)."""

    label: str
    claimed: dt.date | dt.datetime
    written_at: dt.datetime


def written(model, *, ids=None, until=None):
    """`{id: {field: moment}}`: when the present value of each date of the records of `model` was written down.

    One query. `until` tells what stood at a moment of the past; a date that is not filled in is left out.
    """
    dates = [field.attname for field in model.content_fields() if is_date(field)]
    rows = model.history.all() if dates else model.history.none()
    if ids is not None:
        rows = rows.filter(id__in=ids)
    if until is not None:
        rows = rows.filter(history_date__lte=until)
    found = defaultdict(dict)
    for pk, at, *values in rows.order_by("history_date", "history_id").values_list("id", "history_date", *dates):
        for name, value in zip(dates, values, strict=True):
            if value is None:
                found[pk].pop(name, None)
            elif found[pk].get(name, (None,))[0] != value:
                found[pk][name] = (value, at)
    return {pk: {name: at for name, (_, at) in each.items()} for pk, each in found.items()}


def since(root, field):
    """The moment from which the present value of a field of `root` holds; None when nothing was written. One query."""
    found = None
    rows = type(root).history.filter(id=root.pk).order_by("history_date", "history_id")
    for at, value in rows.values_list("history_date", field):
        if found is None or found[1] != value:
            found = at, value
    return found[0] if found else None


def claims(root, tz):
    """The dates of a record that were written down another day than the one they tell (a tuple of Claim)."""
    moments = written(type(root), ids=[root.pk]).get(root.pk, {})
    found = [
        Claim(str(field.verbose_name), getattr(root, field.attname), moments[field.attname])
        for field in root.content_fields()
        if field.attname in moments and getattr(root, field.attname) is not None
    ]
    return tuple(each for each in found if claimed_before(each.claimed, each.written_at, tz))


def claimed_before(claimed, written_at, tz):
    """Whether a date tells of a day that had passed when it was written down; a date to come is a plan, not a claim."""
    day = claimed.astimezone(tz).date() if isinstance(claimed, dt.datetime) else claimed
    return day < written_at.astimezone(tz).date()


def is_date(field):
    """Whether a field holds a day or a moment."""
    return field.get_internal_type() in ("DateField", "DateTimeField")


class _Past:
    """The historical rows of one aggregate, read once."""

    def __init__(self, model, pk):
        self.model = model
        self.roots = list(model.history.filter(id=pk).order_by("history_date", "history_id"))
        self.children = {
            name: list(child.history.filter(**{f"{child.ROOT}_id": pk}).order_by("history_date", "history_id"))
            for name, child in aggregates.child_models(model).items()
        }
        self.labels = self._labels()

    def state_at(self, at):
        children = {name: _standing(rows, at) for name, rows in self.children.items()}
        root = _standing(self.roots, at)[0]
        return aggregates.state(root, children, self._label(at))

    def reason_at(self, at):
        rows = [row for row in self.roots if row.history_date <= at]
        return (rows[-1].history_change_reason or "") if rows else ""

    def _labels(self):
        """Past rows of what the aggregate points to, by model and id: one query a model."""
        wanted = defaultdict(set)
        for model, rows in [(self.model, self.roots), *self._lists()]:
            for target in (each for each in model.content_fields() if each.is_relation):
                wanted[target.related_model].update(getattr(row, target.attname) for row in rows)
        found = {}
        for model, ids in wanted.items():
            ids.discard(None)
            rows = defaultdict(list)
            if ids and hasattr(model, "history"):
                for row in model.history.filter(id__in=ids).order_by("history_date", "history_id"):
                    rows[row.id].append(row)
            elif ids:
                for row in model._base_manager.filter(pk__in=ids):
                    rows[row.pk].append(row)
            found[model] = rows
        return found

    def _lists(self):
        for name, child in aggregates.child_models(self.model).items():
            yield child, self.children[name]

    def _label(self, at):
        def label(row, target):
            rows = self.labels[target.related_model].get(getattr(row, target.attname), [])
            past = [each for each in rows if getattr(each, "history_date", at) <= at] or rows
            if not past:
                return ""
            return str(past[-1].instance if hasattr(past[-1], "instance") else past[-1])

        return label


def _standing(rows, at):
    """Of historical rows in order of time, the last of each record not later than `at`, without those deleted."""
    last = {}
    for row in rows:
        if row.history_date <= at:
            last[row.id] = row
    return [row for row in last.values() if row.history_type != "-"]
