"""Reads of the ends of practice of the structure in scope."""

import datetime as dt
from dataclasses import fields

from django.utils import timezone

from cabinet_rgpd.history import claims, past
from cabinet_rgpd.history import queries as history
from registry.closing import rules
from registry.closing.models import Closing, ClosingStep
from registry.closing.records import ClosingRecord, HoldingRecord, PublicContact, StepRecord
from registry.law import closing as law
from registry.law.dependence import Dependence

_HOLDING = [field.name for field in fields(HoldingRecord)]
_SAID = ["id", "key", "due_on", "done_on", "note"]
_PLAIN = [field.name for field in fields(ClosingRecord) if field.name not in ("who", "steps", "holdings")]


def cases():
    """Every case, the latest end first; three queries."""
    rows = Closing.objects.select_related("party").prefetch_related("steps", "holdings")
    return tuple(record_of(row) for row in rows)


def row(closing_id):
    """The row of one case, or None."""
    return Closing.objects.select_related("party").filter(pk=closing_id).first()


def record_of(row):
    """A row as a frozen record; its steps are those of its kind, with the days that people gave them."""
    said = [{name: getattr(each, name) for name in _SAID} for each in row.steps.all()]
    known = {each["key"]: each for each in claims.dated(ClosingStep, said)}
    steps = tuple(_step(step, known.get(step.key), row.ends_on) for step in law.steps_of(row.kind))
    holdings = tuple(HoldingRecord(*[getattr(each, name) for name in _HOLDING]) for each in row.holdings.all())
    [content] = claims.dated(Closing, [{name: getattr(row, name) for name in _PLAIN}])
    return ClosingRecord(**content, who=row.party.name if row.party_id else "", steps=steps, holdings=holdings)


def cases_of(then):
    """Every case as it stood at the moment of a `history.past.Past`, the latest end first."""
    found = [_stood(each) for each in then.states(Closing)]
    return tuple(sorted(found, key=lambda each: (each.ends_on, str(each.id)), reverse=True))


def deadlines(today):
    """What is due about ends of practice (cabinet_rgpd.lib.deadlines.Deadline)."""
    found = [each for case in cases() for each in rules.deadlines(case)]
    return tuple(sorted(found, key=lambda each: (each.on, each.key)))


def dependences(today):
    """Each case under way follows what the texts said the day it was opened (registry.law.dependence.Dependence)."""
    under_way = [each for each in cases() if each.finished_on is None]
    if not under_way:
        return
    opened = history.first_entries(Closing.AGGREGATE, [each.id for each in under_way])
    tz = timezone.get_current_timezone()
    for each in under_way:
        keys = {key for key, _ in law.advice(kind=each.kind, profession=each.profession, on=today)}
        what = f"Le dossier de fin d’exercice, {each.who or each.kind_label.lower()}"
        yield Dependence(frozenset(keys), opened[str(each.id)].astimezone(tz).date(), what, "closing_case", (each.id,))


#: SQL, for the page that waiting rooms share: whether `public_contacts` has something to say of the structure of a row
#: called `page`, on a day given as a parameter in ISO 8601.
SOMEONE_ENDED = (
    "EXISTS (SELECT 1 FROM registry_closing AS ended WHERE ended.structure_id = page.structure_id"
    " AND ended.contact_shown AND ended.ends_on <= %s)"
)


def public_contacts(structure_ids, today):
    """The contacts that the public notice of a structure goes on showing from the day of the end (PublicContact).

    Read outside any scope, as what patients read is: `structure_ids` is a query that answers the one structure; one query.
    """
    rows = Closing._base_manager.filter(structure_id__in=structure_ids, contact_shown=True, ends_on__lte=today)
    return tuple(
        PublicContact(
            each.ends_on, each.party.name if each.party_id else "", each.contact_name, each.contact_address,
            each.contact_email, each.contact_phone, each.message,
        )
        for each in rows.select_related("party").order_by("ends_on", "id")
    )  # fmt: skip


def _stood(standing):
    content, state = past.facts(Closing, standing), standing.state
    step_fields, known = ("due_on", "done_on", "note"), {}
    for line in state["steps"]:
        days = [_date(line["due_on"]), _date(line["done_on"])]
        known[line["key"]] = dict(zip(step_fields, [*days, line["note"]], strict=True))
    steps = tuple(_step(step, known.get(step.key), content["ends_on"]) for step in law.steps_of(content["kind"]))
    holdings = tuple(HoldingRecord(*[line[name] for name in _HOLDING]) for line in state["holdings"])
    who = state["party"]["label"] if state["party"] else ""
    return ClosingRecord(**{name: content[name] for name in _PLAIN}, who=who, steps=steps, holdings=holdings)


def _date(value):
    return dt.date.fromisoformat(value) if isinstance(value, str) else value


def _step(step, said, end):
    if said is None:
        return StepRecord(step, step.due_on(end))
    return StepRecord(step, said["due_on"] or step.due_on(end), said["done_on"], said["note"])
