"""Reads of the breaches of the structure in scope."""

import datetime as dt
from collections import defaultdict
from dataclasses import fields

from django.utils import timezone

from cabinet_rgpd.history import aggregates, claims
from cabinet_rgpd.history import queries as history
from cabinet_rgpd.lib.deadlines import Deadline
from cabinet_rgpd.lib.french import date_in_words
from registry.incidents import rules
from registry.incidents.models import Incident, IncidentController, IncidentStep
from registry.incidents.records import IncidentRecord, Knowledge, StepRecord
from registry.incidents.vocabulary import BreachState
from registry.law import dated
from registry.law.dependence import Dependence

_PLAIN = [
    each.name
    for each in fields(IncidentRecord)
    if each.name not in ("supplier", "steps", "controllers", "persons", "data_kinds", "entered_at")
]
_READ = [*_PLAIN, "persons", "data_kinds", "supplier__name"]
_STEP = ("kind", "done_at", "reference", "note", "by", "party_id", "id")
SUBJECT = "Violations"


def incidents(*, drafts=True):
    """Every breach, the most recently known first, drafts on top; three queries."""
    rows = Incident.objects.all() if drafts else Incident.objects.exclude(state=BreachState.DRAFT)
    return _records(rows)


def incident(incident_id):
    """One breach (IncidentRecord), or None."""
    return next(iter(_records(Incident.objects.filter(pk=incident_id))), None)


def stood(then):
    """The breaches of the register as they stood at the moment of a `history.past.Past`, the most recently known first."""
    parties, suppliers = (then.names(aggregates.roots()[each]) for each in ("party", "supplier"))
    steps, controllers, found = defaultdict(list), defaultdict(list), []
    for each in sorted(then.instances(IncidentStep), key=lambda step: (step.done_at, step.position, str(step.id))):
        content = {name: getattr(each, name) for name in _STEP}
        steps[each.incident_id].append(StepRecord(**content, party=parties.get(each.party_id, "")))
    for each in sorted(then.instances(IncidentController), key=lambda line: (line.position, str(line.id))):
        controllers[each.incident_id].append(Knowledge(each.party_id, parties.get(each.party_id, ""), each.known_at))
    for each in then.instances(Incident):
        root = {name: getattr(each, name) for name in (*_PLAIN, "persons", "data_kinds")}
        root["supplier__name"] = suppliers.get(each.supplier_id)
        found.append(_record(root, steps[each.id], controllers[each.id]))
    return tuple(sorted(found, key=lambda each: (each.known_at, each.reference), reverse=True))


def row(incident_id):
    """The row of one breach, for an operation; or None."""
    return Incident.objects.filter(pk=incident_id).first()


def lines(row, name):
    """The rows of one list of a breach, in order."""
    return list(getattr(row, name).all())


def entered(ids):
    """`{id as text: the moment it entered the register}`."""
    return history.first_entries(Incident.AGGREGATE, ids)


def free_reference(year):
    """The first free reference of a year: « V-2026-01 »."""
    taken = set(Incident.objects.values_list("reference", flat=True))
    return next(name for number in range(1, 10_000) if (name := f"V-{year}-{number:02d}") not in taken)


def deadlines(today):
    """What is due for the breaches that are open. Terms in hours are urgent; what has no figure is due the day it began."""
    tz = timezone.get_current_timezone()
    # A term waits whether it runs or has passed: the hour of the day changes nothing here.
    now = dt.datetime.combine(today, dt.time.min, tzinfo=tz)
    found = []
    for each in _records(Incident.objects.filter(state=BreachState.OPEN)):
        for clock in rules.clocks(each, now=now):
            if not clock.waits:
                continue
            what = f"{clock.title}{f' ({clock.who})' if clock.who else ''}\u00a0: {each.reference}"
            moment = clock.due_at or clock.starts_at
            found.append(
                Deadline(
                    key=f"incident:{each.id}:{clock.key}:{clock.who}",
                    subject=SUBJECT,
                    on=moment.astimezone(tz).date(),
                    what=what,
                    why=clock.why,
                    route="incident",
                    arguments=(each.id,),
                    at=clock.due_at,
                    urgent=clock.due_at is not None,
                )  # fmt: skip
            )
    return tuple(found)


def dependences(today):
    """Each open breach follows the law of the day it was known (registry.law.dependence.Dependence)."""
    keys = frozenset(each.key for each in dated.all_parameters("breaches"))
    tz = timezone.get_current_timezone()
    for each in Incident.objects.filter(state=BreachState.OPEN).values("id", "reference", "known_at"):
        day = each["known_at"].astimezone(tz).date()
        what = f"La violation {each['reference']}, connue le {date_in_words(day)} : ses délais sont ceux de ce jour-là"
        yield Dependence(keys, day, what, "incident", (each["id"],))


def _records(rows):
    roots = claims.dated(Incident, rows.values(*_READ))
    ids = [root["id"] for root in roots]
    steps, controllers = (_steps(ids), _controllers(ids)) if ids else ({}, {})
    found = [_record(root, steps.get(root["id"], ()), controllers.get(root["id"], ())) for root in roots]
    return tuple(sorted(found, key=lambda each: not each.is_draft))


def _record(root, steps, controllers):
    return IncidentRecord(
        **{name: root[name] for name in _PLAIN},
        supplier=root["supplier__name"] or "",
        persons=tuple(root["persons"]),
        data_kinds=tuple(root["data_kinds"]),
        steps=tuple(steps),
        controllers=tuple(controllers),
    )


def _steps(ids):
    found = defaultdict(list)
    columns = (*_STEP, "party__name")
    rows = IncidentStep.objects.filter(incident_id__in=ids).order_by("done_at", "position", "id")
    for content in claims.dated(IncidentStep, rows.values("incident_id", *columns)):
        incident_id = content.pop("incident_id")
        content["party"] = content.pop("party__name") or ""
        found[incident_id].append(StepRecord(**content))
    return found


def _controllers(ids):
    found = defaultdict(list)
    rows = IncidentController.objects.filter(incident_id__in=ids).order_by("position", "id")
    rows = rows.values("id", "incident_id", "party_id", "party__name", "known_at")
    for row in claims.dated(IncidentController, rows):
        found[row["incident_id"]].append(Knowledge(row["party_id"], row["party__name"], row["known_at"]))
    return found
