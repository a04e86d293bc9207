"""Writes about retention rules. Each is one transaction, signed and sealed; a rule is archived, never deleted."""

from django.core.exceptions import ValidationError

from cabinet_rgpd.history import ledger
from cabinet_rgpd.lib.french import enumerate_fr
from registry.activities import queries as activities
from registry.law import dated
from registry.law.vocabulary import Force
from registry.retention import queries, readings
from registry.retention.models import LawDecision, LawOutcome, RetentionChoices, RetentionRule

DEPARTURE = (
    "Ce que vous écrivez s’écarte de la règle de référence ({force}). Dites pourquoi, en une phrase : c’est ce "
    "que lira un contrôleur."
)
SHORTENED = "Dites pourquoi une durée peut être raccourcie : une suppression ne se rattrape pas."
NO_SOURCE = "Une règle ne se dit {force} qu’avec le texte qui la fonde."


def adopt(write, parameter_key, on):
    """The rule of the structure for a legal value, inside a write under way: copied if need be, never overwritten.

    `on` is the day whose law is copied. A rule that was archived comes back as it was. Returns a RetentionRule.
    Raises UnknownParameter, NoValueInForce (registry.law.dated).
    """
    parameter = dated.get(parameter_key)
    if parameter.subject != "retention":
        raise dated.UnknownParameter(f"{parameter_key!r} is no retention rule")
    existing = RetentionRule.objects.filter(parameter=parameter_key).first()
    if existing is None:
        return write.create(RetentionRule, **readings.content_of(parameter, parameter.on(on)))
    if existing.archived_on is not None:
        write.apply(existing, {"archived_on": None}, act="retention_rule.restored")
    return existing


def adopt_parameter(*, key, by, on):
    """Take up a legal value, or its newer value when the structure follows an older one. Returns a RetentionRule.

    Raises UnknownParameter, NoValueInForce.
    """
    with ledger.write(by) as write:
        rule = adopt(write, key, on)
        parameter = dated.get(key)
        value = parameter.on(on)
        if rule.parameter_date != value.since:
            content = readings.content_of(parameter, value)
            write.apply(rule, {**content, "name": rule.name, "justification": ""})
    return rule


def decide_change(*, rule, lock, since, adopted, reason, on, by):
    """Decide what follows from a change of law: take the new value up, or keep what is followed; both say why.

    `since` names the new value. Returns the LawDecision. Raises ValidationError when that value is not the one in force or
    when no reason is given; Stale.
    """
    if not reason.strip():
        raise ValidationError({"justification": "Dites pourquoi : c’est ce que lira un contrôleur."})
    with ledger.write(by) as write:
        rule = write.take(rule, lock)
        parameter = readings.parameter_of(rule)
        value = readings.value_on(parameter, on) if parameter else None
        if value is None or value.since != since or rule.parameter_date is None or rule.parameter_date >= since:
            raise ValidationError("Cette règle n’a plus de changement en attente.")
        decision = {
            "parameter": rule.parameter,
            "value_before": rule.parameter_date,
            "outcome": LawOutcome.ADOPTED if adopted else LawOutcome.KEPT,
            "justification": reason,
            "decided_on": on,
        }
        if adopted:
            write.apply(rule, {**readings.content_of(parameter, value), "name": rule.name, "justification": ""})
        existing = queries.law_decision(rule.pk, since)
        if existing is not None:
            write.apply(existing, decision)
            return existing
        return write.create(LawDecision, rule=rule, value_after=since, **decision)


def replace_rule(*, rule, key, on, by):
    """Follow the rule `key` wherever `rule` was followed, and archive `rule`. Returns the new one.

    One write: the sheets, in force or drafts, and both rules together. Raises UnknownParameter, NoValueInForce.
    """
    with ledger.write(by) as write:
        rule = write.take(rule)
        new = adopt(write, key, on)
        for activity in activities.rows_following(rule.pk):
            lines = [
                {"id": line.pk, "retention_rule": new if line.retention_rule_id == rule.pk else line.retention_rule_id}
                for line in activities.children(activity, "data_categories")
            ]
            write.apply(activity, {"data_categories": lines})
        write.apply(rule, {"archived_on": on}, act="retention_rule.archived")
    return new


def create_rule(*, content, by):
    """A rule of the structure's own. Raises ValidationError when it claims a force without naming its text."""
    with ledger.write(by) as write:
        rule = write.create(RetentionRule, **content)
        _has_its_source(rule)
    return rule


def update_rule(*, rule, lock, content, by):
    """Bring the named fields to `content`. Raises Stale, ValidationError.

    Leaving a legal value that is an obligation or a recommendation asks for `justification`.
    """
    with ledger.write(by) as write:
        rule = write.take(rule, lock)
        before, was_justified = _terms(rule), bool(rule.justification.strip())
        write.apply(rule, content)
        if _terms(rule) != before or was_justified:
            _is_justified(rule)
        if "sources" in content or "force" in content:
            _has_its_source(rule)
    return rule


def archive_rule(*, rule, lock, on, by):
    """Stop following a rule. Raises ValidationError while a sheet in force follows it, Stale."""
    with ledger.write(by) as write:
        rule = write.take(rule, lock)
        if uses := activities.names_of_rule_uses().get(rule.pk):
            raise ValidationError(
                f"Cette règle est encore suivie par {enumerate_fr(f'« {use} »' for use in uses)}. "
                "Donnez d’abord une autre règle à ces activités."
            )
        write.apply(rule, {"archived_on": on}, act="retention_rule.archived")
    return rule


def restore_rule(*, rule, lock, by):
    """Take a rule out of the archive. Raises Stale."""
    with ledger.write(by) as write:
        rule = write.take(rule, lock)
        write.apply(rule, {"archived_on": None}, act="retention_rule.restored")
    return rule


def choose(*, content, lock, by):
    """Record the choices of the structure; `lock` is empty the first time. Raises ValidationError, Stale.

    Letting a particular case shorten a duration is a choice that says why.
    """
    if not content.get("never_shorten") and not content.get("justification", "").strip():
        raise ValidationError({"justification": SHORTENED})
    with ledger.write(by) as write:
        existing = queries.choices_row()
        if existing is None:
            return write.create(RetentionChoices, **content)
        row = write.take(existing, lock)
        write.apply(row, content)
    return row


def _terms(rule):
    return tuple(getattr(rule, name) for name in readings.TERMS)


def _is_justified(rule):
    value = readings.value_copied(rule)
    if value is None or rule.force not in readings.BINDING or rule.justification.strip():
        return
    if readings.departs(rule, value):
        sources = tuple(dated.Reference(each["title"]) for each in rule.sources)
        raise ValidationError({"justification": DEPARTURE.format(force=readings.force_in_words(rule.force, sources))})


def _has_its_source(rule):
    if rule.force in readings.BINDING and not rule.sources:
        raise ValidationError({"source": NO_SOURCE.format(force=f"« {Force.label_of(rule.force)} »")})
