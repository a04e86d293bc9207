"""Reads of the journal of the structure in scope."""

from collections import defaultdict
from dataclasses import fields

from cabinet_rgpd.history import aggregates, claims
from cabinet_rgpd.lib.deadlines import Deadline
from registry.journal import rules
from registry.journal.models import Attendee, Insurance, JournalEntry
from registry.journal.records import EntryRecord, InsuranceRecord
from registry.law.vocabulary import EntryKind
from registry.security import queries as security
from registry.security import rules as security_rules

_NAMES = [field.name for field in fields(EntryRecord)]
_INSURANCE = [field.name for field in fields(InsuranceRecord)]


def entries(kind=""):
    """The lines of the journal, the latest first; of one kind if given. Archived ones are left out."""
    rows = JournalEntry.objects.filter(archived_on__isnull=True)
    rows = rows.filter(kind=kind) if kind else rows
    return tuple(EntryRecord(**values) for values in claims.dated(JournalEntry, rows.values(*_NAMES)))


def stood(then):
    """`((EntryRecord, names of those concerned), …)` as they stood at the moment of a `history.past.Past`, the latest first.

    Archived lines are among them, and say it.
    """
    parties, attendees = then.names(aggregates.roots()["party"]), defaultdict(list)
    for each in sorted(then.instances(Attendee), key=lambda line: (line.position, str(line.id))):
        attendees[each.entry_id].append(parties.get(each.party_id, ""))
    found = [EntryRecord(**{name: getattr(each, name) for name in _NAMES}) for each in then.instances(JournalEntry)]
    found.sort(key=lambda each: (each.happened_on, str(each.id)), reverse=True)
    return tuple((each, tuple(attendees[each.id])) for each in found)


def insurance_stood(then):
    """The insurance as it stood at the moment of a `history.past.Past` (InsuranceRecord), or None."""
    for each in then.instances(Insurance):
        content = {name: getattr(each, name) for name in _INSURANCE}
        return InsuranceRecord(**{**content, "declared": tuple(content["declared"])})
    return None


def row(entry_id):
    """The row of one line, or None."""
    return JournalEntry.objects.filter(pk=entry_id).first()


def insurance_row():
    """The row of the insurance, or None."""
    return Insurance.objects.first()


def insurance():
    """The insurance as it stands (InsuranceRecord), or None."""
    for values in claims.dated(Insurance, Insurance.objects.values(*_INSURANCE)[:1]):
        return InsuranceRecord(**{**values, "declared": tuple(values["declared"])})
    return None


def backings(insurance):
    """What the measures say of what was declared (rules.backings)."""
    return rules.backings(insurance.declared, security_rules.standing(security.answers())) if insurance else ()


def attended(kind):
    """`{party id: (the last day, the next day or None)}` of the practitioners whom lines of a kind name; one query."""
    rows = Attendee.objects.filter(entry__kind=kind, entry__archived_on__isnull=True).order_by("entry__happened_on")
    columns = ("party_id", "entry__happened_on", "entry__next_on")
    return {party_id: (day, next_on) for party_id, day, next_on in rows.values_list(*columns)}


def method():
    """The method last chosen (EntryRecord), or None."""
    return next(iter(entries(EntryKind.METHOD.value)), None)


def deadlines(today):
    """What is due: the next training, the next control, the renewal of the insurance."""
    found = [
        Deadline(
            key=f"journal.{each.id}", subject="Journal", on=each.next_on, what=f"{each.kind_label}\u00a0: {each.title}",
            why="La prochaine fois que vous avez notée (RGPD, art. 24.1 et 32.1.d).", route="journal_entry",
            arguments=(each.id,),
        )
        for each in entries()
        if each.next_on
    ]  # fmt: skip
    held = insurance()
    if held is not None and held.renews_on:
        found.append(
            Deadline(
                key="journal.insurance",
                subject="Journal",
                on=held.renews_on,
                what=f"Renouveler l’assurance cyber\u00a0: {held.insurer}",
                why="Relisez alors ce que vous avez déclaré (C. assur., art. L113-8 et L113-9).",
                route="insurance",
            )  # fmt: skip
        )
    return tuple(found)
