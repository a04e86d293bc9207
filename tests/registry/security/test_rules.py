"""What the answers say together, on situations."""

import datetime as dt
import uuid

import pytest

from registry.law import security
from registry.security import rules
from registry.security.pictures import result_over_time
from registry.security.records import MeasureAnswer, RestoreTestRecord

ON = dt.date(2026, 11, 23)


def answer(key, state="in_place", **content):
    name = security.measures()[key].measure
    content = {"answered_on": dt.date(2026, 6, 1), **content}
    return MeasureAnswer(id=uuid.uuid4(), version=1, key=key, name=name, state=state, **content)


def tried(*days, result="success"):
    tests = tuple(RestoreTestRecord(day, "La base", 45, "l’informaticien", result) for day in days)
    return answer("restore_test", tests=tests)


def codes(*answers):
    return [each.code for each in rules.findings(answers, ON)]


def test_where_places_differ_the_least_advanced_counts():
    found = rules.standing(
        [answer("firewall"), answer("firewall", "absent", site="Annexe"), answer("alarm", "not_concerned")]
    )
    assert found == {"firewall": "absent", "alarm": "not_concerned"}


def test_with_no_answer_the_first_three_of_the_twelve_are_the_most_useful():
    assert [each.measure.first for each in rules.useful_first([])] == [1, 2, 3]
    assert all(each.reason for each in rules.useful_first([]))


def test_what_is_missing_among_the_twelve_comes_before_what_is_missing_elsewhere():
    answers = [answer(each.key) for each in security.twelve() if each.key != "firewall"]
    answers += [answer("firewall", "partial"), answer("alarm", "absent"), answer("updates", "absent")]
    assert [each.measure.key for each in rules.useful_first(answers)] == ["firewall", "updates", "alarm"]


def test_a_measure_missing_at_two_places_is_one_of_the_three():
    answers = [answer("backups", "absent"), answer("backups", "absent", site="Annexe")]
    assert [each.measure.key for each in rules.useful_first(answers)] == ["backups", "restore_test", "leavers_removed"]
    assert len(rules.plan(answers)) == 2


def test_the_plan_holds_what_is_absent_or_partial_and_nothing_else():
    answers = [
        answer("alarm", "absent"),
        answer("backups", "partial"),
        answer("firewall"),
        answer("paper_known", "not_concerned"),
    ]
    assert [each.measure.key for each in rules.plan(answers)] == ["backups", "alarm"]


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        ([], []),
        ([answer("firewall", next_check_on=ON)], []),
        ([answer("firewall", next_check_on=ON - dt.timedelta(days=1))], ["check_overdue"]),
        ([answer("firewall", "absent", planned_on=ON - dt.timedelta(days=1))], ["plan_overdue"]),
        ([answer("firewall", "absent", planned_on=ON)], []),
        ([answer("backups")], ["never_restored"]),
        ([answer("backups"), tried(dt.date(2026, 9, 1))], []),
        ([answer("backups"), tried(dt.date(2026, 5, 22))], ["restore_overdue"]),
        ([answer("backups"), tried(dt.date(2026, 5, 23))], []),
        ([answer("backups"), tried(ON, result="failure")], ["never_restored"]),
        ([answer("backups", "absent")], []),
    ],
)
def test_what_time_has_overtaken_is_found(answers, expected):
    assert codes(*answers) == expected


@pytest.mark.parametrize(
    ("state", "expected"),
    [
        ("in_place", dt.date(2027, 11, 23)),
        ("partial", dt.date(2027, 11, 23)),
        ("absent", None),
        ("not_concerned", None),
    ],
)
def test_a_check_is_proposed_a_year_later_for_what_is_there(state, expected):
    assert rules.next_check(state, ON) == expected


def test_the_register_describes_what_is_there_and_says_what_is_partial():
    answers = [answer("antivirus"), answer("backups", "partial"), answer("firewall", "absent")]
    assert rules.general_description(answers) == (
        ("Postes de travail", ("Antivirus actif et à jour",)),
        ("Sauvegardes", ("Sauvegardes quotidiennes chiffrées\u00a0(en partie)",)),
    )


def test_patients_are_told_of_what_is_wholly_in_place():
    assert rules.said_to_patients([answer("backups"), answer("roles_by_function", "partial")]) == (
        "Vos données sont sauvegardées chaque jour, et la sauvegarde est chiffrée.",
    )


@pytest.mark.parametrize(
    ("minutes", "words"), [(None, ""), (1, "1 minute"), (45, "45 minutes"), (60, "1 h"), (125, "2 h 05")]
)
def test_a_duration_is_said_in_words(minutes, words):
    assert RestoreTestRecord(ON, "x", minutes, "y", "success").duration.replace("\u00a0", " ") == words


def test_the_picture_says_its_figures_in_words_and_keeps_within_its_frame():
    points = [(dt.date(2026, 10, 31), {}), (ON, {"in_place": 6, "partial": 3, "absent": 1, "not_concerned": 2})]
    picture = result_over_time(points)
    assert "novembre 2026, 6\u00a0en place, 3\u00a0partielle, 1\u00a0absente." in picture.title
    assert picture.columns[0].pieces == () and picture.columns[0].figure == ""
    pieces = picture.columns[1].pieces
    assert [each.kind.label for each in pieces] == ["En place", "Partielle", "Absente"]
    assert min(each.y for each in pieces) >= 0
    assert sum(each.height for each in pieces) == 150


def test_nothing_answered_is_no_picture():
    assert result_over_time([(ON, {})]) is None
