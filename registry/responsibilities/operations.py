"""Writes about who answers for what. Each is one transaction, signed and sealed; nothing is deleted."""

from dataclasses import asdict

from django.core.exceptions import ValidationError

from cabinet_rgpd.history import ledger
from registry.law.vocabulary import PersonCategory
from registry.responsibilities import queries, rules
from registry.responsibilities.models import (
    AccessMatrix,
    JointAgreement,
    ProcessingForOthers,
    ResponsibilityDecision,
)


def decide(*, activity, content, lock, by, on):
    """Record who answers for `activity` (a frozen sheet), with the reasons of that day frozen in the decision.

    `content` holds the four facts of `rules.Situation`, `outcome` (empty: the answer of the texts) and `justification`.
    Raises ValidationError when a departure from the answer is not justified, Stale.
    """
    facts = {name: content[name] for name in ("purposes", "file", "instructed", "hosts")}
    answer = rules.decide(rules.Situation(**facts, employment=is_employment(activity)), on=on)
    outcome = content.get("outcome") or answer.outcome.value
    if outcome != answer.outcome and not (content.get("justification") or "").strip():
        raise ValidationError(
            {"justification": f"Dites pourquoi vous vous écartez de la réponse des textes : « {answer.label} »."}
        )
    content = {
        **facts,
        "activity": activity.id,
        "answer": answer.outcome.value,
        "outcome": outcome,
        "papers": [paper.value for paper in answer.papers],
        "reasons": [asdict(reason) for reason in answer.reasons],
        "hds_alert": answer.hds_alert,
        "justification": content.get("justification", ""),
        "decided_on": on,
    }
    with ledger.write(by) as write:
        return _write(write, ResponsibilityDecision, queries.decision_row(activity.id), lock, content)


def is_employment(activity):
    """Whether the sheet concerns those who work there, and no patient."""
    return bool(activity.persons) and set(activity.persons) <= {PersonCategory.STAFF, PersonCategory.APPLICANTS}


def save_agreement(*, agreement, lock, content, by):
    """Make an agreement (`agreement` is None) or change it. Raises ValidationError with fewer than two parties, Stale."""
    if len(content["parties"]) < 2:
        raise ValidationError({"party_list": "Un accord lie au moins deux responsables (RGPD, art. 26.1)."})
    with ledger.write(by) as write:
        return _write(write, JointAgreement, agreement, lock, content)


def archive_agreement(*, row, lock, on, by):
    with ledger.write(by) as write:
        return _put_away(write, row, lock, on)


def restore_agreement(*, row, lock, by):
    with ledger.write(by) as write:
        return _put_away(write, row, lock, None)


def save_service(*, service, lock, content, by):
    """Make a sheet of the register of a processor (`service` is None) or change it.

    `controllers` is a list of `{"party": key}`. Raises ValidationError when nobody is served or the processor serves
    itself, Stale.
    """
    served = {str(each["party"]) for each in content["controllers"]}
    if not served:
        raise ValidationError({"controller_list": "Dites pour qui ce service est rendu (RGPD, art. 30.2.a)."})
    if str(content["processor"].pk) in served:
        raise ValidationError({"controller_list": "Celui qui rend le service n’est pas son propre sous-traitant."})
    with ledger.write(by) as write:
        return _write(write, ProcessingForOthers, service, lock, content)


def archive_service(*, row, lock, on, by):
    with ledger.write(by) as write:
        return _put_away(write, row, lock, on)


def restore_service(*, row, lock, by):
    with ledger.write(by) as write:
        return _put_away(write, row, lock, None)


def adopt_matrix(*, lock, levels, objection, by, on):
    """Adopt who may open what: `levels` is `{(function, subject): level}`. Raises ValidationError, Stale."""
    with ledger.write(by) as write:
        row = queries.matrix_row()
        known = {(each.function, each.subject): each.pk for each in queries.lines(row, "rights")} if row else {}
        rights = [
            {"id": known.get(cell), "function": cell[0], "subject": cell[1], "level": level}
            for cell, level in levels.items()
        ]
        return _write(write, AccessMatrix, row, lock, {"objection": objection, "rights": rights, "adopted_on": on})


def _write(write, model, existing, lock, content):
    if existing is None:
        return write.create(model, **content)
    row = write.take(existing, lock)
    write.apply(row, content)
    return row


def _put_away(write, row, lock, on):
    row = write.take(row, lock)
    write.apply(row, {"archived_on": on}, act=f"{row.AGGREGATE}.{'archived' if on else 'restored'}")
    return row
