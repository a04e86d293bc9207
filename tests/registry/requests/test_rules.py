"""The windows of requests: situations of law, and the days that must come out."""

import datetime as dt
import zoneinfo
from dataclasses import replace
from pathlib import Path

import pytest
import yaml

from cabinet_rgpd.lib.calendar import territory_of
from registry.requests import rules
from registry.requests.records import RequestRecord

CASES = yaml.safe_load((Path(__file__).parent / "cases" / "windows.yaml").read_text(encoding="utf-8"))
PARIS = zoneinfo.ZoneInfo("Europe/Paris")


def of(case):
    zone = zoneinfo.ZoneInfo(case.get("zone", "Europe/Paris"))
    asked = RequestRecord(
        kind=case["kind"], age=case.get("age", "unknown"), extended_on=case.get("extended"), due_on=case.get("due"),
        received_at=dt.datetime.fromisoformat(case["received"]).replace(tzinfo=zone).astimezone(dt.UTC),
    )  # fmt: skip
    return asked, {"tz": zone, "territory": territory_of(case.get("postcode", ""))}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_a_window_is_what_the_case_says(case):
    asked, place = of(case)
    found = rules.window(asked, **place)
    assert [term.latest for term in found.terms] == case["latest"]
    assert [term.prudent for term in found.terms] == case["prudent"]
    assert all(term.why and term.references and term.prudent <= term.latest for term in found.terms)
    assert found.terms[0].to_validate == case.get("to_validate", False)
    assert (found.earliest is not None) == asked.is_medical
    if "earliest" in case:
        assert found.earliest.astimezone(place["tz"]).strftime("%Y-%m-%d %H:%M") == case["earliest"]
    if found.earliest:
        assert found.earliest - asked.received_at == dt.timedelta(hours=48)


def test_the_subject_holds_at_least_forty_situations():
    assert len(CASES) >= 40


def asked(**content):
    return RequestRecord(
        received_at=dt.datetime(2026, 11, 23, 9, tzinfo=PARIS).astimezone(dt.UTC), **{"kind": "access", **content}
    )


def test_an_answer_is_put_off_within_the_first_month_and_once():
    place = {"tz": PARIS}
    assert rules.may_extend(asked(), on=dt.date(2026, 12, 23), **place) == ""
    assert "premier mois est passé" in rules.may_extend(asked(), on=dt.date(2026, 12, 24), **place)
    assert "déjà" in rules.may_extend(asked(extended_on=dt.date(2026, 12, 1)), on=dt.date(2026, 12, 2), **place)
    assert "ne se prolongent pas" in rules.may_extend(asked(kind="medical_file"), on=dt.date(2026, 11, 24), **place)
    assert "par écrit" in rules.may_extend(asked(kind="cnil"), on=dt.date(2026, 11, 24), **place)


def told(request, hours=1):
    now = request.received_at + dt.timedelta(hours=hours)
    return " ".join(each.text for each in rules.findings(request, now=now, tz=PARIS))


def test_what_to_look_at_depends_on_who_asks():
    file = asked(kind="medical_file", covered_by="le remplaçant")
    assert "48 heures" in told(file) and "48 heures" not in told(file, hours=49)
    assert "identité est vérifiée" in told(file) and "identité est vérifiée" not in told(
        replace(file, identity_method="known")
    )
    assert "soins que le mineur" in told(replace(file, requester="parent"))
    assert "causes de la mort" in told(asked(kind="relative")) and "causes de la mort" not in told(
        asked(kind="relative", goal="causes")
    )
    assert "première copie" in told(replace(file, fee="12 €"))
    assert "identité nationale de santé" in told(asked(kind="sharing"))
    assert "relais" in told(asked()) and "relais" not in told(file)
    assert "borne prudente" in told(file) and "borne prudente" not in told(replace(file, age="recent"))
    assert "réclamation" in told(asked(outcome="refused", state="answered"))
