"""Writes about breaches. Each is one transaction, signed and sealed; what entered the register is never deleted."""

from django.core.exceptions import ValidationError

from cabinet_rgpd.history import ledger
from registry.incidents import queries, rules
from registry.incidents.models import Incident
from registry.incidents.records import StepRecord
from registry.incidents.vocabulary import (
    ATTACKS,
    Answer,
    BreachKind,
    BreachState,
    CnilDecision,
    PersonsDecision,
)

_STEP = ("kind", "party", "done_at", "by", "reference", "note")


def start(*, content, by, on):
    """Begin a draft, which is neither versioned nor sealed. Returns its row. Raises ValidationError."""
    kind = content.get("kind")
    attack = Answer.YES if kind in ATTACKS else Answer.NO if kind == BreachKind.MISDIRECTED else Answer.UNKNOWN
    with ledger.write(by) as write:
        return write.create(
            Incident, **{"attack": attack.value, "reference": queries.free_reference(on.year), **content}
        )


def update(*, incident, lock, content, by, now):
    """Bring the named fields and lists to `content`. Raises Stale, ValidationError for a moment to come."""
    with ledger.write(by) as write:
        incident = write.take(incident, lock)
        for name in ("known_at", "happened_from", "supplier_told_at"):
            if content.get(name) and content[name] > now:
                raise ValidationError({name: "Ce moment n’est pas encore venu."})
        write.apply(incident, content)
    return incident


def enter(*, incident, lock, by):
    """A draft enters the register, and the history, for good. Raises ValidationError until it says when it was known."""
    with ledger.write(by) as write:
        incident = write.take(incident, lock)
        if incident.known_at is None:
            raise ValidationError("Dites d’abord quand vous l’avez su\u00a0: les délais partent de ce moment.")
        write.apply(incident, {"state": BreachState.OPEN}, act="incident.entered")
    return incident


def discard(*, incident, by):
    """Throw a draft away. Raises ValidationError for what entered the register."""
    with ledger.write(by) as write:
        write.discard(write.take(incident))


def decide(*, incident, lock, content, by, on):
    """Record whether the CNIL and the persons are told, with the reasons. Each decision is dated on the day it changes.

    Raises ValidationError when a decision not to tell has no reasons, Stale.
    """
    with ledger.write(by) as write:
        incident = write.take(incident, lock)
        _in_register(incident)
        if content["cnil_decision"] == CnilDecision.DO_NOT and not content["cnil_reason"].strip():
            raise ValidationError(
                {"cnil_reason": "Écrivez pourquoi un risque est exclu\u00a0: c’est votre preuve (art. 33.5)."}
            )
        if content["persons_decision"] == PersonsDecision.DO_NOT and not content["persons_reason"].strip():
            raise ValidationError(
                {"persons_reason": "Écrivez pourquoi les personnes ne sont pas informées (art. 34.3)."}
            )
        dates = {}
        for name in ("cnil", "persons"):
            if content[f"{name}_decision"] != getattr(incident, f"{name}_decision"):
                undecided = content[f"{name}_decision"] == CnilDecision.UNDECIDED
                dates[f"{name}_decided_on"] = None if undecided else on
        write.apply(incident, {**content, **dates}, act="incident.decided")
    return incident


def note_step(*, incident, lock, content, by, now, step_id=None):
    """Note something done, or correct what was noted (`step_id`); `content` None removes it.

    Raises ValidationError for a moment to come, for a late notification without its reasons (art. 33.1), Stale.
    """
    with ledger.write(by) as write:
        incident = write.take(incident, lock)
        _in_register(incident)
        kept = [
            {"id": each.pk, **{name: getattr(each, f"{name}_id" if name == "party" else name) for name in _STEP}}
            for each in queries.lines(incident, "steps")
        ]
        if content is not None:
            _check_step(incident, content, now)
        if step_id is None:
            kept.append(content)
        else:
            corrected = [] if content is None else [{"id": step_id, **content}]
            place = next(place for place, each in enumerate(kept) if each["id"] == step_id)
            kept[place : place + 1] = corrected
        write.apply(incident, {"steps": kept}, act="incident.step")
    return incident


def close(*, incident, lock, content, by, on):
    """Close a breach: nothing is waited for any more. Raises ValidationError while no decision is made, Stale."""
    with ledger.write(by) as write:
        incident = write.take(incident, lock)
        _in_register(incident)
        if incident.cnil_decision == CnilDecision.UNDECIDED:
            raise ValidationError("Décidez d’abord si la CNIL est notifiée\u00a0: c’est ce qu’un contrôle demande.")
        write.apply(incident, {**content, "state": BreachState.CLOSED, "closed_on": on}, act="incident.closed")
    return incident


def reopen(*, incident, lock, by):
    """Something more is known: the breach is open again. Raises Stale."""
    with ledger.write(by) as write:
        incident = write.take(incident, lock)
        write.apply(incident, {"state": BreachState.OPEN, "closed_on": None}, act="incident.reopened")
    return incident


def _in_register(incident):
    if incident.is_draft:
        raise ValidationError("Inscrivez d’abord cette violation au registre.")


def _check_step(incident, content, now):
    if content["done_at"] > now:
        raise ValidationError({"done_at": "Ce moment n’est pas encore venu."})
    party = content.get("party")
    step = StepRecord(
        kind=content["kind"], done_at=content["done_at"], note=content.get("note", ""),
        party_id=party.pk if party is not None else None,
    )  # fmt: skip
    if rules.is_late_without_reason(queries.incident(incident.pk), step):
        raise ValidationError(
            {"note": "Les 72 heures sont passées\u00a0: donnez les motifs du retard (RGPD, art. 33.1)."}
        )
