"""No page asks more of the database when the register grows."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from registry.activities.models import State
from tests import cast

PAGES = [
    "overview", "activities", "review", "retention", "suppliers", "dpo", "notices", "notice", "notice_preview",
    "timeline", "parties", "members", "witness", "questionnaire", "register_pdf", "register_xlsx", "responsibilities",
    "access_matrix", "measures", "measures_plan", "measures_pdf", "dpia", "closing", "text_changes", "journal", "journal_pdf",
    "insurance", "deadlines", "flows", "progress", "since_visit", "proposals", "validations", "inspection",
]  # fmt: skip

ARGUMENTS = {"notice": ["patients"], "notice_preview": ["patients"]}


@pytest.fixture
def shared(clinic):
    """What every sheet of the test points to: the number of sheets is all that grows."""
    rule, supplier = cast.retention_rule(clinic), cast.supplier(clinic)
    return {
        "data_categories": [{"description": "Antécédents", "kind": "health", "retention_rule": rule}],
        "processors": [{"kind": "practice_software", "supplier": supplier}],
    }


def asked(client, url):
    with CaptureQueriesContext(connection) as captured:
        answer = client.get(url)
    assert answer.status_code == 200
    return len(captured)


@pytest.mark.parametrize("page", ["incidents", "incidents_pdf", "inspection"])
def test_a_page_asks_as_much_for_two_breaches_as_for_eight(page, clinic, client_of):
    client, url = client_of(clinic.alice), clinic.url(page)
    for _ in range(2):
        cast.breach(clinic)
    client.get(url)
    few = asked(client, url)
    for _ in range(6):
        cast.breach(clinic)
    assert asked(client, url) <= few


@pytest.mark.parametrize("page", ["requests", "requests_pdf", "inspection"])
def test_a_page_asks_as_much_for_two_requests_as_for_eight(page, clinic, client_of):
    client, url = client_of(clinic.alice), clinic.url(page)
    for _ in range(2):
        cast.asked(clinic)
    client.get(url)
    few = asked(client, url)
    for _ in range(6):
        cast.asked(clinic)
    assert asked(client, url) <= few


@pytest.mark.parametrize("page", ["passages", "access_reviews", "deadlines"])
def test_a_page_asks_as_much_for_two_movements_as_for_eight(page, clinic, client_of):
    client, url = client_of(clinic.alice), clinic.url(page)
    for _ in range(2):
        cast.passage(clinic, party=clinic.denis_party, membership=clinic.members["denis"])
        cast.access_review(clinic)
    client.get(url)
    few = asked(client, url)
    for _ in range(6):
        cast.passage(clinic, party=clinic.denis_party, membership=clinic.members["denis"])
        cast.access_review(clinic)
    assert asked(client, url) <= few


@pytest.mark.parametrize("page", PAGES)
def test_a_page_asks_as_much_for_three_sheets_as_for_fifteen(page, clinic, client_of, activity, shared):
    client, url = client_of(clinic.alice), clinic.url(page, *ARGUMENTS.get(page, ()))
    for _ in range(3):
        activity(clinic, **shared)
    client.get(url)  # caches of the process and of documents are warm
    few = asked(client, url)
    for number in range(12):
        activity(clinic, state=State.DRAFT if number % 4 == 0 else State.IN_FORCE, **shared)
    assert asked(client, url) <= few
