"""Writes about security measures. Each is one transaction, signed and sealed; an answer is changed, never deleted."""

from django.core.exceptions import ValidationError

from cabinet_rgpd.evidence import operations as evidence
from cabinet_rgpd.history import ledger
from registry.law import security
from registry.law.vocabulary import MeasureState, RestoreResult
from registry.security import queries, rules
from registry.security.models import Measure


def answer(*, key, row, lock, content, on, by, file=None):
    """Answer about a measure: `row` is the answer to change, or None for a first one. Returns the row.

    `content`: site, state, note, answered_on, next_check_on, planned_on, responsible. A check is proposed when none is
    given. `file` is an ExaminedFile that shows it, or None. Raises ValidationError, Stale.
    """
    measure = security.measures().get(key)
    if measure is None:
        raise ValidationError("Cette mesure n’existe pas.")
    content = _completed(content, on)
    with ledger.write(by) as write:
        if row is None:
            row = write.create(Measure, key=key, name=measure.measure, **content)
        else:
            row = write.take(row, lock)
            write.apply(row, {**content, "name": measure.measure})
        if file is not None:
            evidence.add(write, root=row, file=file, on=on)
    return row


def take_over(write, *, key, row, content, on):
    """Inside a write: take the state, the note or the plan that somebody proposed. Returns the row.

    `row` is the answer that stands, or None. A state that is taken is stated today, by who takes it.
    """
    if row is None and "state" not in content:
        raise ValidationError({"changes": "Personne n’a encore répondu ici\u00a0: prenez aussi où vous en êtes."})
    names = ("site", "state", "note", "planned_on", "responsible", "answered_on", "next_check_on")
    stands = {name: getattr(row, name) for name in names} if row is not None else {"site": "", "answered_on": on}
    if "state" in content:
        stands |= {"answered_on": on, "next_check_on": None}
    measure = security.measures()[key]
    told = _completed({**stands, **content}, on)
    if row is None:
        return write.create(Measure, key=key, name=measure.measure, **told)
    write.apply(row, {**told, "name": measure.measure})
    return row


def note_restore_test(*, content, on, by):
    """Note a test of restoration under its measure, which stands as the test ended. Returns the row.

    `content`: done_on, what, minutes, by, result, note. Raises ValidationError for a day to come.
    """
    if content["done_on"] > on:
        raise ValidationError({"done_on": "Un essai se note une fois fait."})
    state = MeasureState.IN_PLACE if content["result"] == RestoreResult.SUCCESS else MeasureState.PARTIAL
    stands = {
        "state": state.value, "answered_on": content["done_on"], "planned_on": None,
        "next_check_on": rules.next_check(state, content["done_on"]),
    }  # fmt: skip
    with ledger.write(by) as write:
        row = queries.row_of(rules.RESTORE_TEST)
        if row is None:
            name = security.measures()[rules.RESTORE_TEST].measure
            return write.create(Measure, key=rules.RESTORE_TEST, name=name, **stands, restore_tests=[content])
        row = write.take(row)
        kept = [{"id": test.pk, **_test(test)} for test in queries.tests_of(row)]
        latest = all(content["done_on"] >= test["done_on"] for test in kept)
        write.apply(row, {**(stands if latest else {}), "restore_tests": [*kept, content]})
    return row


def _test(row):
    return {name: getattr(row, name) for name in ("done_on", "what", "minutes", "by", "result", "note")}


def _completed(content, on):
    state, day = content["state"], content["answered_on"]
    if day > on:
        raise ValidationError({"answered_on": "Un constat ne se date pas dans l’avenir."})
    missing = state in (MeasureState.PARTIAL, MeasureState.ABSENT)
    planned = content.get("planned_on") if missing else None
    return {
        **content,
        "planned_on": planned,
        "next_check_on": content.get("next_check_on") or rules.next_check(state, day),
    }
