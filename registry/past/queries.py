"""Reads of the register as it stood: the same frozen records as those of today, made from the memory.

As many queries whatever the day and the number of records.
"""

from dataclasses import fields

from cabinet_rgpd.history import aggregates, past
from cabinet_rgpd.lib.french import sort_key
from registry.activities.records import (
    ActivityRecord,
    DataRecord,
    ProcessorRecord,
    PurposeRecord,
    RecipientRecord,
    ResponsibleRecord,
    TransferRecord,
)
from registry.closing import queries as closing
from registry.dpia import queries as dpia
from registry.dpo.decisions import thawed
from registry.dpo.records import DecisionRecord, DpoContact
from registry.opinions import queries as opinions
from registry.past.records import PastRegister, PublishedEdition
from registry.retention.records import RetentionRecord
from registry.security import queries as security
from registry.security import rules as security_rules
from registry.suppliers.records import SupplierRecord


def first_day(tz):
    """The day of the structure's first entry, in its time zone."""
    return past.beginning().astimezone(tz).date()


def receipt_on(day, tz):
    """The end of the chain in the evening of a day, or None before its first entry."""
    return past.receipt_at(past.evening(day, tz))


def register_on(day, tz):
    """The sheets in force in the evening of a day, by reference (a tuple of ActivityRecord)."""
    return as_it_stood(day, tz).activities


def as_it_stood(day, tz) -> PastRegister:
    """Everything as it stood in the evening of a day in the time zone `tz`; the structure had its first entry by then."""
    return stood_at(past.evening(day, tz), day)


def stood_at(at, day, then=None) -> PastRegister:
    """The same at a moment of that day; `then` is the `history.past.Past` of that moment, when the caller reads more of it."""
    receipt = past.receipt_at(at)  # first: a change made meanwhile, today, leaves it older, which stays true
    then, models = then or past.Past(at), aggregates.roots()
    rules = _records(then, models["retention_rule"], RetentionRecord)
    suppliers = _records(then, models["supplier"], SupplierRecord)
    [structure] = then.instances(models["structure"])
    return PastRegister(
        day=day,
        receipt=receipt,
        structure=structure,
        parties=tuple(sorted(then.instances(models["party"]), key=lambda party: (party.name, str(party.pk)))),
        activities=_activities(then, models["activity"], rules, suppliers),
        rules=_in_use(rules),
        suppliers=_in_use(suppliers),
        dpo_decision=_decision(then, models["dpo_decision"]),
        dpo_contact=_contact(then, models["dpo_designation"], day),
        notice=_edition(then, models["notice"]),
        measures=security_rules.general_description(security.stood(then)),
        assessments=tuple(dpia.assessments_of(then).values()),
        closings=closing.cases_of(then),
        opinions=opinions.stood(then),
        authorships=opinions.authorships_stood(then),
    )


def _facts(model, standing):
    """The columns of a record, as the records of today hold them."""
    content = past.facts(model, standing)
    return {name: tuple(value) if isinstance(value, list) else value for name, value in content.items()}


def _picked(record, content):
    return record(**{field.name: content[field.name] for field in fields(record)})


def _records(then, model, record):
    """`{id: record}`, archived ones included: an old sheet may follow a rule that is no longer in use."""
    return {each.id: _picked(record, _facts(model, each)) for each in then.states(model)}


def _in_use(records):
    kept = [each for each in records.values() if each.archived_on is None]
    return tuple(sorted(kept, key=lambda each: (sort_key(each.name), str(each.id))))


def _activities(then, model, rules, suppliers):
    found = [
        _activity(model, each, rules, suppliers) for each in then.states(model) if each.state["state"] == "in_force"
    ]
    return tuple(sorted(found, key=lambda each: (each.reference, str(each.id))))


def _activity(model, standing, rules, suppliers):
    lists = {name: tuple(_LINES[name](line, rules, suppliers) for line in standing.state[name]) for name in _LINES}
    content = {**_facts(model, standing), **lists, "lock_token": str(standing.version), "updated_at": standing.since}
    return _picked(ActivityRecord, content)


def _responsible(line, rules, suppliers):
    return ResponsibleRecord(aggregates.foreign_id(line["party"]), line["party"]["label"], line["role"])


def _data(line, rules, suppliers):
    rule = rules.get(aggregates.foreign_id(line["retention_rule"]))
    return DataRecord(line["description"], line["kind"], rule, line["justification"])


def _processor(line, rules, suppliers):
    return ProcessorRecord(line["kind"], suppliers.get(aggregates.foreign_id(line["supplier"])))


def _plain(record):
    return lambda line, rules, suppliers: _picked(record, line)


_LINES = {
    "responsibles": _responsible,
    "purposes": _plain(PurposeRecord),
    "data_categories": _data,
    "recipients": _plain(RecipientRecord),
    "processors": _processor,
    "transfers": _plain(TransferRecord),
}


def _decision(then, model):
    for each in then.states(model):
        content = _facts(model, each)
        labels = dict(model._meta.get_field("outcome").flatchoices)
        return _picked(
            DecisionRecord,
            {**content, "figures": thawed(content["facts"]), "outcome_label": labels[content["outcome"]]},
        )
    return None


def _contact(then, model, day):
    for each in then.states(model):
        contact = _picked(DpoContact, _facts(model, each))
        if contact.since <= day and (contact.until is None or contact.until >= day):
            return contact
    return None


def _edition(then, model):
    for each in then.states(model):
        if each.state["edition"] and each.state["audience"] == "patients":
            return _picked(PublishedEdition, _facts(model, each))
    return None
