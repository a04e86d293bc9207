"""Writes about the DPO: the decision with what it rests on, the person designated. One transaction each, sealed."""

from django.core.exceptions import ValidationError

from cabinet_rgpd.history import ledger
from registry.dpo import decisions, queries, rules
from registry.dpo.interests import Question
from registry.dpo.models import DpoDecision, DpoDesignation

#: What belongs to a person's mission, not to the function: emptied when another person takes it.
_OF_THE_PERSON = {
    "means": "", "letter_signed_on": None, "next_report_on": None, "cnil_number": "", "declared_on": None,
    "end_reason": "", "end_declared_on": None, "checked_on": None, "checked_note": "", "checks": [],
}  # fmt: skip


def decide(*, structure, content, lock, rests_on, by, on):
    """Record the decision of the structure, with the figures, the answer and the reasons of that day frozen in it.

    `content` holds `outcome`, `justification` and `review_on`; `lock` is empty for a first decision; `rests_on` is the
    fingerprint of the figures that its author saw (decisions.fingerprint). Returns a DpoDecision. Raises
    ValidationError when the figures changed since, when an answer is missing, when a departure is not justified; Stale.
    """
    with ledger.write(by) as write:
        situation = queries.situation(structure, on=on)
        answer = rules.decide(situation.facts, on=on)
        figures = decisions.figures(situation)
        _may_be_decided(answer, content, on)
        if rests_on != decisions.fingerprint(figures, answer.code):
            raise ValidationError(
                "Les réponses sur lesquelles repose cette décision ont changé entre-temps. Relisez-les ci-dessus, puis "
                "enregistrez de nouveau : votre texte est conservé."
            )
        content = {
            **content,
            "decided_on": on,
            "facts": decisions.frozen(figures),
            "answer": answer.code,
            "reasons": decisions.reasons(answer),
        }
        return _write_one(write, DpoDecision, queries.decision_row(), lock, content)


def set_contact(*, content, lock, by, another_person=False):
    """Name the DPO, or correct how to reach it. `lock` is empty the first time.

    With `another_person`, what belonged to the mission of the one before is emptied (its versions keep it). Raises
    ValidationError, Stale.
    """
    with ledger.write(by) as write:
        if another_person:
            content = {**_OF_THE_PERSON, **content}
        return _write_one(write, DpoDesignation, queries.designation_row(), lock, content)


def set_mission(*, designation, content, lock, by):
    """Record the mission: its means, its letter, what the CNIL was told. Raises ValidationError, Stale."""
    with ledger.write(by) as write:
        row = write.take(designation, lock)
        if content.get("end_declared_on") and row.until is None:
            raise ValidationError({"end_declared_on": "Notez d’abord la date de fin, avec les coordonnées du délégué."})
        write.apply(row, content)
    return row


def check_interests(*, designation, answers, note, lock, by, on):
    """Record the answers about the person's freedom and means (`{question: yes|no}`), on a day. Raises Stale."""
    with ledger.write(by) as write:
        row = write.take(designation, lock)
        kept = {check.question: check.pk for check in row.checks.all()}
        checks = [
            {"id": kept.get(str(each)), "question": str(each), "answer": answers[each]}
            for each in Question
            if answers.get(each)
        ]
        write.apply(row, {"checks": checks, "checked_note": note, "checked_on": on})
    return row


def _write_one(write, model, existing, lock, content):
    """There is one record of each kind for a structure: its earlier states are its versions."""
    if existing is None:
        return write.create(model, **content)
    row = write.take(existing, lock)
    write.apply(row, content)
    return row


def _may_be_decided(answer, content, on):
    if answer.code == rules.UNKNOWN:
        raise ValidationError("Il manque une réponse au questionnaire pour noter cette décision.")
    if content.get("review_on") and content["review_on"] <= on:
        raise ValidationError({"review_on": "Choisissez un jour à venir."})
    demand = decisions.demand(answer.code, content.get("outcome"))
    if demand and not (content.get("justification") or "").strip():
        raise ValidationError({"justification": demand})
