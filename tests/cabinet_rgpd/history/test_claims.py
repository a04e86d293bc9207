"""Dates claimed and dates sealed: both stand where they differ."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest

from cabinet_rgpd.history import memory
from cabinet_rgpd.structures import operations as structures
from cabinet_rgpd.structures.models import Party
from cabinet_rgpd.structures.templatetags.words import claimed

PARIS = ZoneInfo("Europe/Paris")
THURSDAY = dt.datetime(2026, 11, 26, 10, tzinfo=dt.UTC)
MONDAY = dt.date(2026, 11, 23)


@pytest.fixture
def party(in_scope):
    """A practitioner who arrived on Monday, written down on Thursday; corrected on Friday for another reason."""
    content = {"kind": "practitioner", "name": "Elise Estève", "profession": "gp", "arrived_on": MONDAY}
    row = structures.add_party(content=content, by=in_scope.sign(at=THURSDAY))
    change = {"name": "Élise Estève", "left_on": dt.date(2027, 1, 1)}
    by = in_scope.sign(at=THURSDAY + dt.timedelta(days=1))
    return structures.update_party(party=row, lock="1", content=change, by=by)


def test_a_date_keeps_the_moment_its_present_value_was_written_down(party):
    moments = memory.written(Party, ids=[party.pk])[party.pk]
    assert moments["arrived_on"] == THURSDAY and moments["left_on"] == THURSDAY + dt.timedelta(days=1)
    assert "left_on" not in memory.written(Party, until=THURSDAY)[party.pk]


def test_a_date_that_is_corrected_is_written_down_anew_and_one_that_is_emptied_no_more(in_scope, party):
    later = THURSDAY + dt.timedelta(days=5)
    content = {"arrived_on": dt.date(2026, 11, 20), "left_on": None}
    structures.update_party(party=party, lock="2", content=content, by=in_scope.sign(at=later))
    assert memory.written(Party, ids=[party.pk])[party.pk] == {"arrived_on": later}


def test_a_past_day_is_a_claim_and_a_day_to_come_is_a_plan(party):
    [claim] = memory.claims(party, PARIS)
    assert (claim.label, claim.claimed, claim.written_at) == ("arrivée le", MONDAY, THURSDAY)


def test_the_day_ends_where_the_structure_is():
    late = dt.datetime(2026, 11, 23, 23, 30, tzinfo=dt.UTC)  # already Tuesday in Paris, still Monday in Martinique
    assert memory.claimed_before(MONDAY, late, PARIS)
    assert not memory.claimed_before(MONDAY, late, ZoneInfo("America/Martinique"))
    known = dt.datetime(2026, 11, 23, 17, tzinfo=dt.UTC)
    assert memory.claimed_before(known, late, PARIS) and not memory.claimed_before(known, known, PARIS)


def test_the_screen_says_both_only_where_they_differ():
    assert claimed(MONDAY, THURSDAY) == "23 novembre 2026 (inscrit le 26 novembre 2026)"
    assert claimed(THURSDAY.date(), THURSDAY) == claimed(THURSDAY.date(), None) == "26 novembre 2026"
    assert claimed(None, THURSDAY) == ""


def test_the_history_of_any_record_shows_both(in_scope, party, client_of):
    url = in_scope.url("record_timeline", "party", party.pk)
    page = client_of(in_scope.bob).get(url).text
    assert "Dates déclarées, dates inscrites" in page and "26 novembre 2026" in page
    url = in_scope.url("record_timeline", "party", in_scope.party.pk)
    assert "Dates déclarées" not in client_of(in_scope.bob).get(url).text
