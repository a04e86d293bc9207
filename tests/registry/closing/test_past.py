"""The case of a day that is over: on the page of that day, and in its four papers."""

import datetime as dt
import subprocess

import pytest
from django.utils import timezone

from cabinet_rgpd.history import past
from registry.closing import operations, queries
from registry.past import queries as register
from registry.retention import queries as retention
from tests import cast

STEPS = [{"key": "patients", "due_on": dt.date(2026, 10, 1), "done_on": dt.date(2026, 10, 2), "note": "Affiche posée"}]
LINES = [{"nature": "Dossiers de médecine", "support": "paper", "count": 800, "place": "Sous-sol"}]


@pytest.fixture
def told(in_scope):
    """`(row, moment)`: the case as it was at a moment, then changed."""
    row = cast.closing(in_scope)
    content = {"steps": STEPS, "holdings": LINES}
    row = operations.update_case(closing=row, lock="1", content=content, by=in_scope.sign())
    before, moment = queries.cases(), timezone.now()
    content = {"keeper_name": "Quelqu’un d’autre", "holdings": []}
    operations.update_case(closing=row, lock="2", content=content, by=in_scope.sign())
    return before, moment


def test_a_case_is_read_as_it_stood(in_scope, told):
    before, moment = told
    assert queries.cases_of(past.Past(moment)) == before != queries.cases()
    stood = register.stood_at(moment, moment.astimezone(in_scope.structure.tz).date())
    assert stood.closings == before


def test_the_rules_of_a_moment_are_those_that_were_followed(in_scope):
    cast.retention_rule(in_scope)
    before, moment = retention.rules(), timezone.now()
    cast.retention_rule(in_scope, name="Une autre")
    assert retention.rules_of(past.Past(moment)) == before != retention.rules()


@pytest.mark.parametrize("route", ["closing_poster", "closing_letter", "closing_inventory_pdf", "closing_deed"])
def test_the_papers_take_a_day_and_know_none_before_the_case(in_scope, told, client_of, route):
    [case] = queries.cases()
    client, url = client_of(in_scope.bob), in_scope.url(route, case.id)
    today = timezone.now().astimezone(in_scope.structure.tz).date()
    answer = client.get(url, {"jour": today.isoformat()})
    text = subprocess.run(
        ["pdftotext", "-", "-"], input=answer.content, capture_output=True, check=True
    ).stdout.decode()
    assert answer.status_code == 200 and "Denis" not in text
    assert client.get(url, {"jour": "2001-01-01"}).status_code == 404
    assert client.get(url, {"jour": "demain"}).status_code == 404


def test_the_page_of_a_day_shows_the_case_and_its_papers(in_scope, told, client_of):
    page = client_of(in_scope.bob).get(in_scope.url("past")).text
    assert "Fin d’exercice" in page and "dossiers gardés par" in page and "acte de garde" in page
