"""Reads of the security measures of the structure in scope: two queries, whatever the number of answers."""

import datetime as dt
from collections import defaultdict
from dataclasses import fields

from cabinet_rgpd.history import claims, past
from cabinet_rgpd.lib.calendar import add_months
from cabinet_rgpd.lib.deadlines import Deadline
from registry.law import security
from registry.law.dependence import Dependence
from registry.security import rules
from registry.security.models import Measure, RestoreTest
from registry.security.records import MeasureAnswer, RestoreTestRecord

_NAMES = [field.name for field in fields(MeasureAnswer) if field.name != "tests"]
_TEST_NAMES = [field.name for field in fields(RestoreTestRecord)]
MONTHS_SHOWN = 12
_NBSP = "\u00a0"


def answers():
    """Every answer, in the order of the measures, the structure's own before those of its places."""
    tests = defaultdict(list)
    rows = RestoreTest.objects.order_by("-done_on", "-position").values("id", "measure_id", *_TEST_NAMES)
    for row in claims.dated(RestoreTest, rows):
        tests[row["measure_id"]].append(RestoreTestRecord(**{name: row[name] for name in _TEST_NAMES}))
    rows = claims.dated(Measure, Measure.objects.values(*_NAMES))
    found = [MeasureAnswer(**row, tests=tuple(tests[row["id"]])) for row in rows]
    return tuple(sorted(found, key=_in_order))


def row(measure_id):
    """The row of one answer, or None."""
    return Measure.objects.filter(pk=measure_id).first()


def row_of(key, site=""):
    """The row of the answer about a measure for the structure (or for one place), or None."""
    return Measure.objects.filter(key=key, site=site).first()


def tests_of(measure):
    """The tests of restoration noted under a row, in the order they were written."""
    return measure.restore_tests.all()


def general_description():
    """What the register says of the measures as they stand (rules.general_description)."""
    return rules.general_description(answers())


def said_to_patients():
    """What a notice may say of them (rules.said_to_patients)."""
    return rules.said_to_patients(answers())


def stood(then):
    """The answers as they stood at the moment of a `history.past.Past`."""
    found, noted = [], defaultdict(list)
    for test in then.instances(RestoreTest):
        noted[test.measure_id].append(RestoreTestRecord(**{name: getattr(test, name) for name in _TEST_NAMES}))
    for each in then.states(Measure):
        content = past.facts(Measure, each)
        content["tests"] = tuple(sorted(noted[each.id], key=_newest_first))
        found.append(MeasureAnswer(**content))
    return tuple(sorted(found, key=_in_order))


def over_time(today, tz):
    """`[(last day of a month, {state: how many measures})]` over the last twelve months, then today; one query."""
    days = [add_months(today.replace(day=1), -back) - dt.timedelta(days=1) for back in range(MONTHS_SHOWN - 1, -1, -1)]
    days.append(today)
    return list(zip(days, states_on(days, tz), strict=True))


def states_on(days, tz):
    """`[{state: how many measures}]` in the evening of each day; one query."""
    written = list(
        Measure.history.order_by("history_date", "history_id").values_list(
            "id", "key", "state", "history_date", "history_type"
        )
    )
    return [_counted(written, past.evening(day, tz)) for day in days]


def deadlines(today):
    """What is due about security: checks, planned measures, the next test of restoration."""
    known = answers()
    found = []
    for each in known:
        if each.is_missing and each.planned_on:
            found.append(_due(each, "plan", each.planned_on, f"Mettre en place{_NBSP}: {each.name}"))
        elif each.next_check_on and each.key != rules.RESTORE_TEST:
            found.append(_due(each, "check", each.next_check_on, f"Vérifier{_NBSP}: {each.name}"))
    due = rules.next_restore_test(known, today)
    if due is not None:
        found.append(
            Deadline(
                key="security.restore_test",
                subject="Sécurité",
                on=due,
                what="Essayer de nouveau la restauration d’une sauvegarde",
                why="Une sauvegarde jamais relue est une promesse (RGPD, art. 32.1.c et d).",
                route="restore_test_new",
            )  # fmt: skip
        )
    return tuple(found)


def dependences(today):
    """What was counted with the house's paces of a day: the next checks, the next test of restoration."""
    known = answers()
    for each in known:
        if each.next_check_on:
            place = f" ({each.site})" if each.site else ""
            what = f"La prochaine vérification de « {each.name} »{place}"
            yield Dependence(frozenset({"security.check_interval"}), each.answered_on, what, "measure", (each.key,))
    tests = [test.done_on for each in known for test in each.tests]
    if tests:
        what = "La date du prochain essai de restauration"
        yield Dependence(frozenset({"security.restore_test_interval"}), max(tests), what, "measures")


def _due(answer, kind, day, what):
    measure = security.measures().get(answer.key)
    return Deadline(
        key=f"security.{kind}.{answer.id}", subject="Sécurité", on=day,
        what=f"{what} ({answer.site})" if answer.site else what,
        why=measure.why if measure else "RGPD, art. 32.1", route="measure", arguments=(answer.key,),
    )  # fmt: skip


def _counted(written, at):
    """How many measures stand in each state at a moment, from the historical rows in order of time."""
    last = {}
    for row_id, key, state, written_at, kind in written:
        if written_at > at:
            break
        last[row_id] = None if kind == "-" else (key, state)
    states = defaultdict(int)
    for state in rules.worst(each for each in last.values() if each).values():
        states[state] += 1
    return dict(states)


def _in_order(answer):
    measure = security.measures().get(answer.key)
    return (measure.order if measure else len(security.measures()), answer.site)


def _newest_first(test):
    return -test.done_on.toordinal()
