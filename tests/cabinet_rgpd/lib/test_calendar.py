"""Terms of law, read from cases that a lawyer can read."""

import datetime as dt
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cabinet_rgpd.lib import calendar
from cabinet_rgpd.lib.calendar import Territory
from registry.law.dated import load_yaml

CASES = load_yaml(Path(__file__).parent / "cases" / "terms.yaml")
DAYS = st.dates(dt.date(1990, 1, 1), dt.date(2120, 1, 1))
PLACES = st.sampled_from(list(Territory))


def named(kind):
    return [pytest.param(case, id=case["name"]) for case in CASES[kind]]


@pytest.mark.parametrize("case", named("months"))
def test_a_term_in_months(case):
    place = Territory(case.get("territory", "national"))
    end = calendar.term_in_months(case["start"], case["months"], rolled=case["rolled"], territory=place)
    assert end == case["end"]


@pytest.mark.parametrize("case", named("days"))
def test_a_term_in_days(case):
    assert calendar.term_in_days(case["start"], case["days"], rolled=case["rolled"]) == case["end"]


@pytest.mark.parametrize("case", named("hours"))
def test_a_term_in_hours(case):
    zone = ZoneInfo(case["zone"])
    start = dt.datetime.fromisoformat(case["start"]).replace(tzinfo=zone)
    assert calendar.hours_after(start, case["hours"]).isoformat()[:16] == case["end"]


def test_hours_are_not_counted_without_a_time_zone():
    with pytest.raises(ValueError, match="time zone"):
        calendar.hours_after(dt.datetime.fromisoformat("2027-01-01T08:00"), 72)


@pytest.mark.parametrize(
    ("year", "easter"),
    [
        (2024, (3, 31)),
        (2025, (4, 20)),
        (2026, (4, 5)),
        (2027, (3, 28)),
        (2028, (4, 16)),
        (2038, (4, 25)),
        (2285, (3, 22)),
    ],
)
def test_easter_is_where_the_almanac_puts_it(year, easter):
    assert calendar.easter_sunday(year) == dt.date(year, *easter)


def test_a_year_has_eleven_national_holidays_and_alsace_moselle_two_more():
    assert len(calendar.holidays(2027)) == 11
    assert set(calendar.holidays(2027, Territory.ALSACE_MOSELLE)) - set(calendar.holidays(2027)) == {
        dt.date(2027, 3, 26),
        dt.date(2027, 12, 26),
    }


@pytest.mark.parametrize(
    ("postcode", "territory"),
    [
        ("75011", "national"),
        ("67 000", "alsace_moselle"),
        ("97400", "reunion"),
        ("97133", "saint_barthelemy"),
        ("97110", "guadeloupe"),
        ("", "national"),
        ("98800", "national"),
    ],
)
def test_a_postcode_says_which_holidays_are_kept(postcode, territory):
    assert calendar.territory_of(postcode) == Territory(territory)


@given(start=DAYS, months=st.integers(1, 40), place=PLACES)
def test_rolling_never_shortens_a_term_and_ends_on_a_working_day(start, months, place):
    plain = calendar.term_in_months(start, months, rolled=False)
    rolled = calendar.term_in_months(start, months, territory=place)
    assert plain <= rolled <= plain + dt.timedelta(days=6)
    assert calendar.is_working_day(rolled, place)
    assert calendar.last_working_day(plain, place) <= plain


@given(start=DAYS, days=st.integers(1, 60))
def test_a_term_of_two_days_or_more_holds_two_working_days(start, days):
    end = calendar.term_in_days(start, days)
    held = [start + dt.timedelta(days=n) for n in range(1, (end - start).days + 1)]
    assert days < 2 or sum(map(calendar.is_working_day, held)) >= 2


@given(first=DAYS, later=st.integers(0, 4000), months=st.integers(0, 400))
def test_a_later_start_never_ends_earlier(first, later, months):
    assert calendar.add_months(first, months) <= calendar.add_months(first + dt.timedelta(days=later), months)
