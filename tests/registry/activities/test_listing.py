"""The list of the register: filtered, sorted, paged, and the same whatever accents are typed."""

import dataclasses
import datetime as dt

from registry.activities.listing import PAGE, listing
from tests.registry.activities.test_rules import COMPLETE

TODAY = dt.date(2026, 11, 23)
MOMENT = dt.datetime(2026, 11, 23, tzinfo=dt.UTC)


def sheet(reference, **changes):
    return dataclasses.replace(COMPLETE, reference=reference, updated_at=MOMENT, **changes)


SHEETS = [
    sheet("A-01", name="Égalité des accès", family="care"),
    sheet("A-02", name="Paie", family="management", persons=()),
    sheet("A-03", name="Vieille fiche", state="archived"),
    sheet("A-04", name="Essai", state="draft"),
]


def names(**query):
    return [row.sheet.reference for row in listing(SHEETS, today=TODAY, **query).rows]


def test_archived_sheets_are_shown_when_asked_for():
    assert names() == ["A-01", "A-02", "A-04"]
    assert names(state="archived") == ["A-03"]
    assert names(state="toutes") == ["A-01", "A-02", "A-03", "A-04"]


def test_a_search_ignores_accents_and_case():
    assert names(query="EGALITE") == ["A-01"]
    assert names(query="introuvable") == []


def test_a_family_and_what_lacks_narrow_the_list():
    assert names(family="management") == ["A-02"]
    assert names(lacking="oui") == ["A-02"]
    assert names(lacking="non") == ["A-01", "A-04"]


def test_the_order_is_the_one_asked_for():
    assert names(order="nom") == ["A-01", "A-04", "A-02"]
    assert names(order="manque")[0] == "A-02"
    assert names(order="nonsense") == names()


def test_pages_hold_fifty_rows_and_a_page_too_far_is_the_last():
    many = [sheet(f"A-{number:03d}") for number in range(PAGE + 1)]
    assert len(listing(many, today=TODAY).rows) == PAGE
    last = listing(many, today=TODAY, page=99)
    assert (len(last.rows), last.number, last.pages, last.total) == (1, 2, 2, PAGE + 1)


def test_only_the_sheets_of_the_page_are_read_whole_unless_the_question_needs_all():
    many, asked = [sheet(f"A-{number:03d}") for number in range(PAGE + 10)], []

    def complete(outlines):
        asked.append(len(outlines))
        return list(outlines)

    listing(many, today=TODAY, complete=complete, page=2)
    listing(many, today=TODAY, complete=complete, query="a-001")
    listing(many, today=TODAY, complete=complete, order="manque")
    assert asked == [10, PAGE + 10, PAGE + 10]
