"""Writes about impact assessments. Each is one transaction, sealed, and the sheet of the register is told in the same one."""

from dataclasses import asdict

from django.core.exceptions import ValidationError

from cabinet_rgpd.history import ledger
from cabinet_rgpd.lib.french import date_in_words
from registry.activities import queries as activities
from registry.dpia import changes, facts, queries, rules, terms
from registry.dpia.models import ImpactAssessment
from registry.dpo import decisions
from registry.dpo import queries as dpo
from registry.law.vocabulary import DpiaState

SIMILAR = "Dites en quoi ces activités se ressemblent, et leurs risques : c’est la condition d’une analyse commune."
TAKEN = "Une de ces activités a déjà sa décision, ou une autre analyse la couvre."
_DEMANDS = {
    rules.REQUIRED: "Le RGPD (art. 35) demande cette analyse. Si vous n’en menez pas, écrivez pourquoi.",
    rules.IN_PRINCIPLE: "Une analyse est en principe à mener dans cette situation. Si vous n’en menez pas, écrivez pourquoi.",
    rules.RECOMMENDED: "Une analyse est recommandée dans cette situation. Si vous n’en menez pas, écrivez pourquoi.",
    rules.TO_DOCUMENT: "Les sources ne se recoupent pas dans cette situation : écrivez ce qui vous décide.",
}


def demand(code, outcome):
    """Why this outcome needs a written justification, in French; empty when it needs none."""
    departs = outcome == terms.DO_NOT or code == rules.TO_DOCUMENT
    return _DEMANDS.get(code, "") if departs else ""


def decide(*, structure, activity_id, ticked, content, lock, by, on):
    """Record whether an activity is to be assessed, with the facts, the answer and the reasons of that day frozen in it.

    `ticked` is a facts.Ticked; `content` holds `outcome`, `justification`, `due_on`, `review_on`; `lock` is empty for a first
    decision. Returns an ImpactAssessment. Raises ValidationError, Stale.
    """
    with ledger.write(by) as write:
        sheet = _sheet(activity_id)
        situation = dpo.situation(structure, on=on).facts
        answer = rules.decide(facts.facts(sheet, situation, ticked), on=on)
        _may_be_decided(answer, content, on)
        content = {
            **content, **asdict(ticked), "activity": activity_id, "decided_on": on, "answer": answer.code,
            "facts": decisions.frozen(facts.figures(sheet, situation, ticked)),
            "reasons": decisions.reasons(answer), "assessed": changes.matters(sheet),
        }  # fmt: skip
        row = queries.assessment_row(activity_id)
        if row is None and lock:
            raise ValidationError("Cette décision n’existe pas encore.")
        row = write.take(row, lock) if row is not None else None
        state = _state(answer.code, content, row)
        content["assessed_version"] = _tell_the_sheet(write, sheet, state, content, row)
        if row is None:
            _is_not_covered(activity_id)
            return write.create(ImpactAssessment, **content)
        write.apply(row, content)
        _tell_covered(write, row, state, again=True)
        return row


def write_assessment(*, assessment, content, lock, by, on):
    """Record the assessment itself; `content` holds fields and `risks`. Finished (`completed_on`), it rests on the sheet of today.

    Raises ValidationError while something that art. 35.7 or 36 asks for is missing and it is said to be finished; Stale.
    """
    with ledger.write(by) as write:
        row = write.take(assessment, lock)
        was_finished = row.completed_on is not None
        if content.get("completed_on") and content["completed_on"] > on:
            raise ValidationError({"completed_on": "Ce jour n’est pas encore venu."})
        write.apply(row, content)
        if row.completed_on is not None:
            _must_be_whole(row, on)
        sheet = _sheet(row.activity_id)
        if row.completed_on is not None and not was_finished:
            write.apply(row, {"assessed": changes.matters(sheet)})
        state = _state_now(row)
        version = _tell_the_sheet(write, sheet, state, {}, row)
        just_finished = row.completed_on is not None and not was_finished
        if just_finished:
            write.apply(row, {"assessed_version": version})
        _tell_covered(write, row, state, again=just_finished)
    return row


def cover(*, assessment, activity_ids, similarity, lock, by):
    """Have one assessment stand for other sheets too: similar operations with similar risks (art. 35.1, last sentence).

    `activity_ids` are all the sheets that it covers from now on, its own aside. Each sheet says it; one that is no longer
    covered is to be examined again. Raises ValidationError, Stale.
    """
    with ledger.write(by) as write:
        row = write.take(assessment, lock)
        wanted = dict.fromkeys(each for each in activity_ids if each != row.activity_id)
        if wanted and not similarity.strip():
            raise ValidationError({"similarity": SIMILAR})
        state = _state_now(row)
        kept = {line.activity_id: line for line in queries.lines(row)}
        lines = []
        for activity_id in wanted:
            if activity_id in kept:
                lines.append({"id": kept[activity_id].pk, "activity": activity_id})
                continue
            if queries.covering_row(activity_id) is not None:
                raise ValidationError({"activities": TAKEN})
            sheet = _sheet(activity_id)
            version = _tell_the_sheet(write, sheet, state, {}, row, shared=True)
            lines.append({"activity": activity_id, "assessed": changes.matters(sheet), "assessed_version": version})
        for activity_id in kept.keys() - wanted.keys():
            activity = write.take(activities.row(activity_id))
            write.apply(activity, {"dpia_state": DpiaState.TO_EXAMINE.value, "dpia_note": ""})
        write.apply(row, {"covered": lines, "similarity": similarity if wanted else ""})
    return row


def _is_not_covered(activity_id):
    if queries.covering_row(activity_id) is not None:
        raise ValidationError(TAKEN)


def _state_now(row):
    return DpiaState.DONE if row.completed_on else _state(row.answer, {"outcome": row.outcome}, row)


def _tell_covered(write, row, state, *, again):
    """Tell each sheet in force that the assessment covers; `again`: each was looked at anew, as it stands now."""
    lines = []
    for line in queries.lines(row):
        sheet, content = activities.sheet(line.activity_id), {"id": line.pk}
        if sheet is not None and sheet.state == "in_force":
            version = _tell_the_sheet(write, sheet, state, {}, row, shared=True)
            if again:
                content |= {"assessed": changes.matters(sheet), "assessed_version": version}
        lines.append(content)
    if again and lines:
        write.apply(row, {"covered": lines})


def _sheet(activity_id):
    sheet = activities.sheet(activity_id)
    if sheet is None or sheet.state != "in_force":
        raise ValidationError(
            "Seule une fiche en vigueur s’évalue. Mettez-la en vigueur, avec une date de début à venir si le traitement n’a pas "
            "commencé."
        )
    return sheet


def _may_be_decided(answer, content, on):
    if answer.code == rules.UNKNOWN:
        raise ValidationError("Il manque une réponse au questionnaire pour noter cette décision.")
    for name in ("due_on", "review_on"):
        if content.get(name) and content[name] <= on:
            raise ValidationError({name: "Choisissez un jour à venir."})
    if content.get("outcome") == terms.CARRY_OUT and not content.get("due_on"):
        raise ValidationError({"due_on": "Dites avant quel jour l’analyse sera menée."})
    asked = demand(answer.code, content.get("outcome"))
    if asked and not (content.get("justification") or "").strip():
        raise ValidationError({"justification": asked})


def _must_be_whole(row, on):
    has_dpo = dpo.contact(on) is not None
    missing = [gap.text for gap in terms.gaps(queries.record_of(row), has_dpo=has_dpo, on=on) if gap.blocking]
    if missing:
        raise ValidationError({"completed_on": missing})


def _state(code, content, row):
    """What the sheet says of its assessment. Required and declined, it stays to be done."""
    if content["outcome"] == terms.CARRY_OUT:
        return DpiaState.DONE if row is not None and row.completed_on else DpiaState.REQUIRED
    if code == rules.NOT_REQUIRED:
        return DpiaState.NOT_REQUIRED
    return DpiaState.REQUIRED if code == rules.REQUIRED else DpiaState.DECLINED


def _tell_the_sheet(write, sheet, state, content, row, *, shared=False):
    """Write the outcome on the sheet of the register; returns the version that the sheet has once this is written."""
    decided_on = content.get("decided_on") or row.decided_on
    note = f"Décision du {date_in_words(decided_on)}."
    if shared:
        main = queries.record_of(row).activity_name
        note = f"Décision du {date_in_words(decided_on)}, commune avec «\u00a0{main}\u00a0» (RGPD, art. 35.1)."
    if row is not None and row.completed_on and state == DpiaState.DONE:
        note += f" Analyse terminée le {date_in_words(row.completed_on)}."
    activity = write.take(activities.row(sheet.id))
    changed = write.apply(activity, {"dpia_state": state.value, "dpia_note": note})
    return sheet.version + 1 if changed else sheet.version
