"""Clocks and grid: situations of law, and what must come out of them."""

import datetime as dt
import uuid
import zoneinfo
from dataclasses import replace
from pathlib import Path

import pytest
import yaml

from registry.incidents import rules
from registry.incidents.records import IncidentRecord, Knowledge, StepRecord

CASES = Path(__file__).parent / "cases"
CLOCKS = yaml.safe_load((CASES / "clocks.yaml").read_text(encoding="utf-8"))
GRID = yaml.safe_load((CASES / "grid.yaml").read_text(encoding="utf-8"))
TEXTS = {"cnil": "cnil_notification", "complaint": "insurance_complaint", "insurer": "insurer"}


def moment(text, zone):
    return dt.datetime.fromisoformat(text).replace(tzinfo=zoneinfo.ZoneInfo(zone)).astimezone(dt.UTC)


def told(case, zone):
    found = []
    if "told" in case:
        found.append(StepRecord("cnil_initial", moment(case["told"], zone)))
    if "supplier_told" in case:
        found.append(StepRecord("supplier", moment(case["supplier_told"], zone)))
    return tuple(found)


def of(case):
    """The breach of a case, and the moment it is looked at."""
    zone = case.get("zone", "Europe/Paris")
    incident = IncidentRecord(
        known_at=moment(case["known"], zone), attack=case.get("attack", "no"), insured=case.get("insured", "unknown"),
        insurer_hours=case.get("insurer_hours"), cnil_decision=case.get("decision", "undecided"), steps=told(case, zone),
    )  # fmt: skip
    return incident, moment(case.get("now", case["known"]), zone), zone


def clock(incident, now, key):
    return next((each for each in rules.clocks(incident, now=now) if each.key == key), None)


@pytest.mark.parametrize("case", CLOCKS, ids=lambda case: case["name"])
def test_a_clock_ends_when_the_case_says(case):
    incident, now, zone = of(case)
    for name, key in TEXTS.items():
        if name not in case:
            continue
        found = clock(incident, now, key)
        if case[name] == "none":
            assert found is None
        elif case[name] == "optional":
            assert found.state == rules.OPTIONAL
        else:
            assert found.due_at.astimezone(zoneinfo.ZoneInfo(zone)).strftime("%Y-%m-%d %H:%M") == case[name]
            if name != "insurer":
                assert found.due_at - found.starts_at == dt.timedelta(hours=72)
    if "state" in case:
        found = clock(incident, now, "cnil_notification")
        assert found.state == case["state"]
        assert rules.remaining(found, now).replace("\u00a0", " ") == case.get("remaining", "")


def test_each_controller_counts_from_its_own_knowledge_and_answers_for_its_own_patients():
    first, second = uuid.uuid4(), uuid.uuid4()
    friday = moment("2026-11-20 18:30", "Europe/Paris")
    monday = moment("2026-11-23 08:10", "Europe/Paris")
    incident = IncidentRecord(
        known_at=friday, attack="no",
        controllers=(Knowledge(first, "Denis", friday), Knowledge(second, "Inès", monday)),
        steps=(StepRecord("cnil_initial", friday + dt.timedelta(hours=2), party_id=first),),
    )  # fmt: skip
    found = [each for each in rules.clocks(incident, now=monday) if each.key == "cnil_notification"]
    assert [(each.who, each.state, each.due_at - each.starts_at) for each in found] == [
        ("Denis", rules.DONE, dt.timedelta(hours=72)),
        ("Inès", rules.RUNNING, dt.timedelta(hours=72)),
    ]
    for_all = replace(incident, steps=(StepRecord("cnil_complete", monday),))
    assert {each.state for each in rules.clocks(for_all, now=monday) if each.key == "cnil_notification"} == {rules.DONE}


def test_an_initial_notification_asks_for_its_complement():
    known = moment("2026-11-20 18:30", "Europe/Paris")
    incident = IncidentRecord(known_at=known, attack="no", steps=(StepRecord("cnil_initial", known),))
    assert clock(incident, known, "phased_notification").state == rules.OPEN
    ended = replace(incident, steps=(*incident.steps, StepRecord("cnil_complement", known + dt.timedelta(days=9))))
    assert clock(ended, known, "phased_notification").state == rules.DONE
    assert clock(replace(incident, steps=()), known, "phased_notification") is None


def test_a_late_notification_lacks_its_reasons_until_they_are_written():
    known = moment("2026-11-20 18:30", "Europe/Paris")
    late = StepRecord("cnil_initial", known + dt.timedelta(hours=73))
    incident = IncidentRecord(known_at=known)
    assert rules.is_late_without_reason(incident, late)
    assert not rules.is_late_without_reason(incident, replace(late, note="Logiciel inaccessible, équipe réduite."))
    assert not rules.is_late_without_reason(incident, replace(late, kind="complaint"))
    assert not rules.is_late_without_reason(incident, replace(late, done_at=known + dt.timedelta(hours=72)))


@pytest.mark.parametrize("case", GRID["cases"], ids=lambda case: case["name"])
def test_the_grid_answers_with_its_reason(case):
    lost = dict.fromkeys(case["lost"], True)
    found = rules.assess(IncidentRecord(risk={**GRID["usual"], **case["answers"]}, **lost))
    assert found.level == case["expected"]
    assert found.because and found.references
    assert len(found.facts) + len(found.missing) == len(rules.grid().criteria)


def test_a_high_risk_asks_for_the_persons_without_inventing_a_figure():
    known = moment("2026-11-20 18:30", "Europe/Paris")
    incident = IncidentRecord(
        known_at=known, confidentiality=True, risk={**GRID["usual"], "severity": "serious", "likelihood": "likely"}
    )
    found = clock(incident, known, "persons")
    assert (found.state, found.due_at) == (rules.OPEN, None)
    assert clock(replace(incident, persons_decision="do_not"), known, "persons").state == rules.DECIDED
    assert clock(replace(incident, risk={}), known, "persons") is None


def test_a_health_alert_is_offered_and_never_demanded():
    known = moment("2026-11-20 18:30", "Europe/Paris")
    found = clock(IncidentRecord(known_at=known, attack="yes"), known, "health_alert")
    assert found.state == rules.OPTIONAL and not found.waits and found.to_validate
    assert clock(IncidentRecord(known_at=known, attack="no"), known, "health_alert") is None
