"""Writes about requests. Each is one transaction, signed and sealed."""

from django.core.exceptions import ValidationError

from cabinet_rgpd.history import ledger
from registry.requests import queries, rules
from registry.requests.models import PersonRequest
from registry.requests.vocabulary import Outcome, RequestKind, RequestState

_REFUSALS = (Outcome.REFUSED, Outcome.PARTIAL)


def receive(*, content, by, now, on):
    """Record a request as it comes in; its reference is returned with it. Raises ValidationError for a moment to come."""
    with ledger.write(by) as write:
        _not_to_come(content, now)
        handled_by, covered_by = queries.usual_people()
        content = {"handled_by": handled_by, "covered_by": covered_by, **content}
        return write.create(PersonRequest, **{"reference": queries.free_reference(on.year), **content})


def receive_by_phone(*, by, now, on, content=None):
    """« Un patient demande son dossier », in one gesture: everything else is said afterwards."""
    content = {**(content or {}), "kind": RequestKind.MEDICAL_FILE, "received_at": now}
    return receive(content=content, by=by, now=now, on=on)


def update(*, request, lock, content, by, now):
    """Bring the named fields to `content`. Raises Stale, ValidationError."""
    with ledger.write(by) as write:
        request = write.take(request, lock)
        _not_to_come(content, now)
        write.apply(request, content)
    return request


def extend(*, request, lock, content, by, on, tz, territory):
    """Put the answer off by two months, with its reason (art. 12.3). Raises ValidationError when the text does not allow it."""
    with ledger.write(by) as write:
        request = write.take(request, lock)
        if refusal := rules.may_extend(
            queries.request(request.pk), on=content["extended_on"] or on, tz=tz, territory=territory
        ):
            raise ValidationError(refusal)
        if not content["extension_reason"].strip():
            raise ValidationError({"extension_reason": "Le motif se donne à la personne (RGPD, art. 12.3)."})
        write.apply(request, {**content, "extended_on": content["extended_on"] or on}, act="request.extended")
    return request


def answer(*, request, lock, content, by, on):
    """Note the answer, or the refusal with its ground. Raises ValidationError, Stale."""
    with ledger.write(by) as write:
        request = write.take(request, lock)
        outcome = content["outcome"]
        if not outcome:
            raise ValidationError({"outcome": "Dites ce qui a été répondu."})
        content = {**content, "answered_on": content.get("answered_on") or on}
        if content["answered_on"] > on:
            raise ValidationError({"answered_on": "Ce jour n’est pas encore venu."})
        if outcome in _REFUSALS and not content.get("ground"):
            raise ValidationError({"ground": "Un refus, même partiel, se fonde sur un texte (RGPD, art. 12.4)."})
        if outcome in _REFUSALS and not content.get("refusal_reason", "").strip():
            raise ValidationError(
                {"refusal_reason": "Écrivez le motif\u00a0: la personne le reçoit (RGPD, art. 12.4)."}
            )
        act = "request.refused" if outcome == Outcome.REFUSED else "request.answered"
        write.apply(request, {**content, "state": RequestState.ANSWERED}, act=act)
    return request


def reopen(*, request, lock, by):
    """The answer was not the last word. Raises Stale."""
    with ledger.write(by) as write:
        request = write.take(request, lock)
        write.apply(request, {"state": RequestState.OPEN}, act="request.reopened")
    return request


def _not_to_come(content, now):
    if content.get("received_at") and content["received_at"] > now:
        raise ValidationError({"received_at": "Ce moment n’est pas encore venu."})
