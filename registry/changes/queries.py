"""Reads of the changes of law that touch the structure in scope, and of those it handled."""

from django.utils import timezone

from cabinet_rgpd.history import past
from cabinet_rgpd.lib.deadlines import Deadline
from registry.changes import rules
from registry.changes.models import TextReview
from registry.closing import queries as closing
from registry.dpia import queries as dpia
from registry.dpo import queries as dpo
from registry.incidents import queries as incidents
from registry.requests import queries as requests
from registry.responsibilities import queries as responsibilities
from registry.security import queries as security
from registry.suppliers import queries as suppliers

SUBJECT = "Changements de textes"
#: Who tells what rests on the parameters of each subject of the law.
READERS = {
    "breaches": (incidents,), "closing": (closing,), "dpia": (dpia,), "dpo": (dpo, dpia), "hds": (suppliers,),
    "requests": (requests,), "responsibilities": (responsibilities,), "security": (security,),
}  # fmt: skip


def waiting(today):
    """The changes that touch a record and that nobody handled (rules.TextChange). Only subjects that changed are read."""
    began = past.beginning()
    if began is None:
        return ()
    parameters = rules.candidates(began=began.astimezone(timezone.get_current_timezone()).date(), on=today)
    if not parameters:
        return ()
    readers = dict.fromkeys(reader for each in parameters for reader in READERS[each.subject])
    dependences = [each for reader in readers for each in reader.dependences(today)]
    handled = set(TextReview.objects.values_list("parameter", "value_after"))
    return rules.text_changes(parameters, dependences, handled=handled, on=today)


def change(parameter, today):
    """The change of a parameter that waits (rules.TextChange), or None."""
    return next((each for each in waiting(today) if each.parameter.key == parameter), None)


def handled():
    """What was done about earlier changes, the latest first."""
    return tuple(TextReview.objects.all())


def deadlines(today):
    """Each change that waits, as a thing due (cabinet_rgpd.lib.deadlines.Deadline)."""
    return tuple(
        Deadline(
            key=f"text:{each.parameter.key}:{each.after.since.isoformat()}", subject=SUBJECT, on=each.due_on,
            what=f"La règle a changé : {each.parameter.description}", why=each.why, route="text_change",
            arguments=(each.parameter.key,),
        )
        for each in waiting(today)
    )  # fmt: skip
