"""Dates claimed and dates sealed: both stand where they differ."""

import copy
import datetime as dt
from zoneinfo import ZoneInfo

import pytest

from cabinet_rgpd.history import claims, memory
from cabinet_rgpd.structures import operations as structures
from cabinet_rgpd.structures.models import Party
from cabinet_rgpd.structures.templatetags.words import claimed, claimed_moment

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


def read(party):
    [row] = claims.dated(Party, Party.objects.filter(pk=party.pk).values("id", "arrived_on", "left_on"))
    return row


def test_the_screen_says_both_only_where_they_differ(party):
    row = read(party)
    assert claimed(row["arrived_on"]) == "23 novembre 2026 (inscrit le 26 novembre 2026)"
    assert claimed(row["left_on"]) == "1er janvier 2027"
    assert claimed(MONDAY) == "23 novembre 2026" and claimed(None) == claimed_moment(None) == ""


def test_a_claimed_date_is_a_date_like_any_other(party, django_assert_num_queries):
    with django_assert_num_queries(1):
        day = read(party)["arrived_on"]
        assert day == MONDAY and hash(day) == hash(MONDAY) and day + dt.timedelta(days=1) == dt.date(2026, 11, 24)
        assert day.isoformat() == str(day) == "2026-11-23" and copy.deepcopy(day) == day
    with django_assert_num_queries(1):
        assert day.written_at == THURSDAY and (day + dt.timedelta(days=1)).written_at is None


def test_a_moment_keeps_its_zone():
    moment = dt.datetime(2026, 11, 23, 17, 5, tzinfo=PARIS)
    book = claims.Book(Party)
    book.moments = {1: {"known_at": THURSDAY}}
    told = claims._claimed(moment)._tell(book, 1, "known_at")
    assert told == moment and told.tzinfo is PARIS and told.astimezone(dt.UTC) == moment
    assert claimed_moment(told) == "23 novembre 2026, 17\u00a0h\u00a005 (inscrit le 26 novembre 2026)"


def test_the_history_of_any_record_shows_both(in_scope, party, client_of):
    url = in_scope.url("record_timeline", "party", party.pk)
    page = client_of(in_scope.bob).get(url).text
    assert "Dates déclarées, dates inscrites" in page and "26 novembre 2026" in page
    url = in_scope.url("record_timeline", "party", in_scope.party.pk)
    assert "Dates déclarées" not in client_of(in_scope.bob).get(url).text
