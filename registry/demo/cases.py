"""Impact assessments and the end of a practice, for the demonstration: made through the same operations as people use."""

import datetime as dt

from cabinet_rgpd.lib.calendar import add_months, add_years
from cabinet_rgpd.structures import operations as structures
from cabinet_rgpd.structures import queries as people
from patients_info import operations as notice_operations
from patients_info import queries as notices
from registry.activities import queries as activities
from registry.closing import operations as closing
from registry.dpia import facts, operations, queries, rules, terms
from registry.dpo import queries as dpo
from registry.law.closing import steps_of


def assess(structure, told, *, by, on):
    """The decisions on the sheets whose typical activity `told` names: carried out and finished, shared where it says so."""
    sheets = {origin: sheet for sheet in activities.register() for origin in sheet.origins}
    for key, story in told.items():
        if key in sheets:
            _assess(structure, sheets[key], story, by=by, on=on)


def display(structure, told, *, by, on):
    """Note where the notice of the patients hangs: for all, or at the place of one practitioner."""
    parties = {party.name: party for party in people.parties(structure.pk)}
    for each in told:
        row = notices.notice()
        notice_operations.record_display(
            notice=row,
            lock=row.lock_token,
            place=each["place"],
            party=parties.get(each.get("party")),
            since=on,
            by=by(),
        )


def _assess(structure, sheet, story, *, by, on):
    situation = dpo.situation(structure, on=on).facts
    content = {
        "outcome": story["outcome"], "justification": story.get("justification", ""),
        "due_on": add_months(on, 2) if story["outcome"] == terms.CARRY_OUT else None, "review_on": add_years(on, 3),
    }  # fmt: skip
    row = operations.decide(
        structure=structure, activity_id=sheet.id, ticked=facts.suggested(sheet, situation, on=on), content=content,
        lock="", by=by("Décision sur l’analyse d’impact"), on=on,
    )  # fmt: skip
    if "shared" in story:
        operations.cover(
            assessment=row, activity_ids=_alike(sheet, situation, on), similarity=story["shared"], lock=None,
            by=by("Analyse commune à des activités semblables"),
        )  # fmt: skip
    if "written" in story:
        day = {"completed_on": on} | ({"dpo_opinion_on": on} if story["written"].get("dpo_opinion") else {})
        operations.write_assessment(
            assessment=row, content={**story["written"], **day}, lock=None, by=by("Analyse d’impact"), on=on
        )


def _alike(sheet, situation, on):
    """The sheets of the same family that wait for a decision and whose answer is the same."""
    answer, known = _code(sheet, situation, on), queries.by_sheet(queries.assessments())
    return [
        each.id
        for each in activities.register()
        if each.id != sheet.id
        and each.id not in known
        and each.needs_article_9
        and _code(each, situation, on) == answer
    ]


def _code(sheet, situation, on):
    return rules.decide(facts.facts(sheet, situation, facts.suggested(sheet, situation, on=on)), on=on).code


def close(told, *, by, on):
    """The case of a practitioner who has ended: some steps done, the files counted, a contact that patients still find."""
    ended = on - dt.timedelta(days=told["days_ago"])
    party = structures.add_party(content={"kind": "practitioner", **told["practitioner"], "left_on": ended}, by=by())
    content = {
        **told["content"],
        "party": party,
        "profession": party.profession,
        "ends_on": ended,
        "keeper_since": ended,
    }
    row = closing.open_case(content=content, by=by("Départ en retraite"))
    done = [
        {
            "key": step.key,
            "due_on": step.due_on(ended),
            "done_on": step.due_on(ended) if step.key in told["done"] else None,
        }
        for step in steps_of(row.kind)
    ]
    closing.update_case(
        closing=row, lock=row.lock_token, content={"steps": done, "holdings": told["holdings"], "contact_shown": True},
        by=by("Étapes et inventaire"),
    )  # fmt: skip
