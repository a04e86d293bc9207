"""Reads about impact assessments of the structure in scope."""

from collections import defaultdict
from dataclasses import fields

from django.utils import timezone

from cabinet_rgpd.history import aggregates, claims, past
from cabinet_rgpd.isolation.scope import structure_in_scope
from cabinet_rgpd.lib.french import date_in_words
from cabinet_rgpd.structures import queries as structures
from registry.activities import queries as activities
from registry.dpia import changes, facts, rules, terms
from registry.dpia.models import AssessedRisk, CoveredActivity, ImpactAssessment
from registry.dpia.records import AssessmentRecord, CoveredRecord, OnSheet, RiskRecord
from registry.dpo import queries as dpo
from registry.dpo.decisions import thawed
from registry.law.dependence import Dependence

_RISK = [field.name for field in fields(RiskRecord)]


def assessments():
    """`{activity id: AssessmentRecord}` by the activity that each is about first; three queries, whatever their number."""
    rows = list(ImpactAssessment.objects.all())
    risks, covered = defaultdict(list), defaultdict(list)
    if rows:
        for line in CoveredActivity.objects.select_related("activity").order_by("position", "id"):
            covered[line.assessment_id].append(_covered(line))
        for line in AssessedRisk.objects.order_by("position", "id").values("assessment_id", *_RISK):
            risks[line["assessment_id"]].append(RiskRecord(**{name: line[name] for name in _RISK}))
    return {
        columns["activity"]: _record(columns, risks[columns["id"]], covered[columns["id"]])
        for columns in _columns(rows)
    }


def by_sheet(known):
    """`{activity id: AssessmentRecord}` for every sheet that an assessment of `known` is about or covers."""
    found = {
        each.activity_id: record.seen_from(each.activity_id) for record in known.values() for each in record.covered
    }
    return found | known


def assessment(activity_id):
    """The record of one activity, its own or the one that covers it (seen from it), or None."""
    row = covering_row(activity_id)
    return record_of(row).seen_from(activity_id) if row is not None else None


def record_of(row):
    """The record of a row as it stands, saved or not; its risks and what it covers are read (two queries)."""
    risks = [RiskRecord(*values) for values in row.risks.values_list(*_RISK)]
    covered = [_covered(line) for line in row.covered.select_related("activity")]
    return _record(*_columns([row]), risks, covered)


def assessments_at(moment):
    """`{activity id: AssessmentRecord}` as they stood at a moment."""
    return assessments_of(past.Past(moment))


def assessments_of(then):
    """The same from a moment already opened (cabinet_rgpd.history.past.Past)."""
    found = {}
    for each in then.states(ImpactAssessment):
        risks = [RiskRecord(**{name: line[name] for name in _RISK}) for line in each.state["risks"]]
        covered = [
            CoveredRecord(
                aggregates.foreign_id(line["activity"]), line["activity"]["label"], line["assessed_version"],
                line["assessed"],
            )
            for line in each.state["covered"]
        ]  # fmt: skip
        record = _record(past.facts(ImpactAssessment, each), risks, covered)
        found[record.activity_id] = record
    return found


def assessment_row(activity_id):
    """The row of one activity, or None."""
    return ImpactAssessment.objects.filter(activity_id=activity_id).first()


def covering_row(activity_id):
    """The row of the assessment of one activity: its own, or the one that covers it; None when there is neither."""
    own = assessment_row(activity_id)
    if own is not None:
        return own
    line = CoveredActivity.objects.filter(activity_id=activity_id).select_related("assessment").first()
    return line.assessment if line is not None else None


def lines(row):
    """The rows of what an assessment covers, in order."""
    return list(row.covered.all())


def changed(record, sheet):
    """What changed, of what matters, since the sheet was assessed (changes.Change); nothing without an assessment."""
    return changes.since(record.assessed, sheet) if record is not None else ()


def of_sheet(structure, sheet, on):
    """What the page of a sheet shows (records.OnSheet), from what was decided or else from what the sheet suggests."""
    record = assessment(sheet.id)
    situation = dpo.situation(structure, on=on).facts
    own = record is not None and not record.is_covered
    ticked = facts.ticked(record) if own else facts.suggested(sheet, situation, on=on)
    answer = rules.decide(facts.facts(sheet, situation, ticked), on=on)
    return OnSheet(record, answer, changed(record, sheet))


def deadlines(today):
    """What is due about impact assessments of sheets in force (cabinet_rgpd.lib.deadlines.Deadline)."""
    known, found = assessments(), []
    sheets = {sheet.id: sheet for sheet in activities.register()} if known else {}
    for record in known.values():
        ids = [record.activity_id, *(each.activity_id for each in record.covered)]
        in_force = [sheets[each] for each in ids if each in sheets]
        if not in_force:
            continue
        found += terms.deadlines(record, name=f"{in_force[0].reference} {in_force[0].name}")
        found += [
            terms.changed(record, sheet, tz=timezone.get_current_timezone())
            for sheet in in_force
            if changed(record.seen_from(sheet.id), sheet)
        ]
    return tuple(sorted(found, key=lambda each: (each.on, each.key)))


def dependences(today):
    """What follows the law of a day about impact assessments: each decision and assessment of a sheet in force."""
    known = assessments()
    sheets = {sheet.id: sheet for sheet in activities.register()} if known else {}
    situation = dpo.situation(structures.structure(structure_in_scope()), on=today).facts if known else None
    for activity_id, record in known.items():
        if activity_id not in sheets:
            continue
        sheet, name = sheets[activity_id], f"{sheets[activity_id].reference} {sheets[activity_id].name}"
        asked = facts.facts(sheet, situation, facts.ticked(record))
        yield Dependence(
            rules.parameters(), record.decided_on,
            f"Votre décision du {date_in_words(record.decided_on)} sur l’analyse d’impact de « {name} »", "dpia_activity",
            (activity_id,), answer=lambda day, asked=asked: rules.decide(asked, on=day).label,
        )  # fmt: skip
        if record.completed_on is not None:
            what = f"L’analyse d’impact de « {name} », terminée le {date_in_words(record.completed_on)}"
            yield Dependence(terms.PARAMETERS, record.completed_on, what, "dpia_activity", (activity_id,))


def _columns(rows):
    kept = [
        *((field.name, field.attname) for field in ImpactAssessment.content_fields()),
        ("id",) * 2,
        ("version",) * 2,
    ]
    return claims.dated(ImpactAssessment, [{name: getattr(row, column) for name, column in kept} for row in rows])


def _covered(line):
    return CoveredRecord(line.activity_id, str(line.activity), line.assessed_version, line.assessed)


def _record(content, risks, covered):
    content = {**content, "activity_id": content["activity"], "figures": thawed(content["facts"])}
    for name in ("reasons", "required", "exempt", "triggers", "criteria"):
        content[name] = tuple(content[name])
    content |= {"risks": tuple(risks), "covered": tuple(covered), "main_id": None}
    return AssessmentRecord(**{field.name: content[field.name] for field in fields(AssessmentRecord)})
