"""Writes about changes of law: one transaction, signed and sealed. What the change touches is left as it stands."""

from django.core.exceptions import ValidationError

from cabinet_rgpd.history import ledger
from registry.changes import queries
from registry.changes.models import TextReview

GONE = "Ce changement n’attend plus : il a été traité, ou plus rien chez vous ne suit l’ancien texte."


def handle(*, parameter, since, outcome, reason, on, by):
    """Mark the change of `parameter` that holds since `since` as handled, with what it touched and why. Returns a TextReview.

    Raises ValidationError when no such change waits, or without a reason.
    """
    if not reason.strip():
        raise ValidationError({"justification": "Dites pourquoi : c’est ce que lira un contrôleur."})
    with ledger.write(by) as write:
        change = queries.change(parameter, on)
        if change is None or change.after.since != since:
            raise ValidationError(GONE)
        return write.create(
            TextReview,
            parameter=parameter,
            title=change.parameter.description[:200],
            value_before=change.before.since if change.before else None,
            value_after=since,
            touched=[each.line for each in change.touched],
            outcome=outcome,
            justification=reason,
            handled_on=on,
        )
