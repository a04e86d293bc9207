"""Reads of the retention rules of the structure in scope."""

from dataclasses import fields

from django.utils import timezone

from cabinet_rgpd.history import claims, memory, past
from cabinet_rgpd.isolation.scope import structure_in_scope
from cabinet_rgpd.lib.deadlines import Deadline
from cabinet_rgpd.lib.french import sort_key
from cabinet_rgpd.structures import queries as structures
from registry.retention import campaign_queries, campaigns, changes
from registry.retention.models import LawDecision, RetentionChoices, RetentionRule
from registry.retention.records import RetentionRecord

NAMES = [field.name for field in fields(RetentionRecord)]


def rules(*, archived=False):
    """Every rule in use, by name (with `archived`, all of them)."""
    rows = RetentionRule.objects.all() if archived else RetentionRule.objects.filter(archived_on__isnull=True)
    return _by_name(record(row) for row in rows.values(*NAMES))


def _by_name(found):
    return tuple(sorted(found, key=lambda each: (sort_key(each.name), str(each.id))))


def rules_of(then):
    """The rules in use at the moment of a `history.past.Past`, by name."""
    found = []
    for each in then.states(RetentionRule):
        content = {**past.values(RetentionRule, each.state), "id": each.id, "version": each.version}
        if content["archived_on"] is None:
            found.append(record(content))
    return _by_name(found)


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


def law_changes(today):
    """The changes of law that wait for a decision of the structure (LawChange)."""
    decided = set(LawDecision.objects.values_list("rule_id", "value_after"))
    return changes.law_changes(rules(), decided=decided, on=today)


def form_changes(today):
    """The rules made for another legal form than the one of the structure (changes.FormChange)."""
    form = structures.structure(structure_in_scope()).legal_form
    return changes.form_changes(rules(), legal_form=form, on=today)


def law_decisions():
    """The decisions taken on changes of law, the latest first: `(rule name, value before, value after, row)`."""
    return tuple(claims.dated(LawDecision, LawDecision.objects.select_related("rule")))


def law_decision(rule_id, since):
    """The row of the decision on one change, or None."""
    return LawDecision.objects.filter(rule_id=rule_id, value_after=since).first()


def rules_purged_late(today):
    """The keys of the rules whose campaign was prepared and never happened; one query."""
    return frozenset(campaign.rule_id for campaign in campaign_queries.late(today))


def deadlines(today):
    """What is due about durations: campaigns to carry out, changes of law to look at."""
    due = [
        Deadline(
            key=f"campaign:{campaign.id}",
            subject="Durées",
            on=campaign.planned_on,
            what=campaign.title,
            why=campaigns.why_due(campaign),
            route="campaign",
            arguments=(campaign.id,),
        )
        for campaign in campaign_queries.planned()
    ]
    due += [
        Deadline(
            key=f"law:{change.rule.id}:{change.after.since.isoformat()}",
            subject="Durées",
            on=change.due_on,
            what=f"La règle a changé : {change.rule.name}",
            why=change.why,
            route="law_change",
            arguments=(change.rule.id,),
        )
        for change in law_changes(today)
    ]
    due += _form_deadlines(today)
    return tuple(sorted(due, key=lambda deadline: (deadline.on, deadline.key)))


def _form_deadlines(today):
    """The rules that the structure's own legal form changes, counted from the day that form was written down."""
    found = form_changes(today)
    if not found:
        return
    written = memory.since(structures.structure(structure_in_scope()), "legal_form")
    day = written.astimezone(timezone.get_current_timezone()).date() if written else today
    for change in found:
        yield Deadline(
            key=f"form:{change.rule.id}:{change.replacement}", subject="retention", on=change.due_on(day),
            what=f"Votre forme d’exercice change la règle : {change.rule.name}",
            why=f"{change.text} Rien n’a été modifié chez vous.", route="law_changes",
        )  # fmt: skip


def record(values, prefix=""):
    """A frozen record from a dictionary of columns, each under `prefix`."""
    content = {name: values[prefix + name] for name in NAMES}
    content["sources"] = tuple(content["sources"] or ())
    return RetentionRecord(**content)


def record_of(row):
    """The frozen record of a row."""
    return record({name: getattr(row, name) for name in NAMES})
