from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from cabinet_rgpd.lib.french import (
    counted,
    date_in_words,
    enumerate_fr,
    moment_in_words,
    number_in_figures,
    plural,
    time_in_words,
)

PARIS = ZoneInfo("Europe/Paris")


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (date(2026, 11, 23), "23 novembre 2026"),
        (date(2027, 3, 1), "1er mars 2027"),
        (date(2028, 2, 29), "29 février 2028"),
        (date(2026, 8, 11), "11 août 2026"),
        (date(2026, 12, 31), "31 décembre 2026"),
    ],
)
def test_a_date_is_written_in_words(day, words):
    assert date_in_words(day) == words


def test_a_date_can_carry_the_day_of_the_week():
    assert date_in_words(date(2026, 11, 23), weekday=True) == "lundi 23 novembre 2026"


def test_a_moment_is_not_taken_for_a_date():
    with pytest.raises(TypeError):
        date_in_words(datetime(2026, 11, 23, tzinfo=UTC))


def test_a_moment_is_written_in_the_time_of_the_structure():
    moment = datetime(2026, 11, 3, 13, 12, tzinfo=UTC)
    assert moment_in_words(moment, PARIS) == "3 novembre 2026, 14\u00a0h\u00a012"
    assert moment_in_words(moment, ZoneInfo("Indian/Reunion")) == "3 novembre 2026, 17\u00a0h\u00a012"


def test_a_moment_near_midnight_falls_on_the_local_day():
    moment = datetime(2026, 12, 31, 23, 30, tzinfo=UTC)
    assert moment_in_words(moment, PARIS) == "1er janvier 2027, 0\u00a0h\u00a030"
    assert moment_in_words(moment, ZoneInfo("America/Guadeloupe")) == "31 décembre 2026, 19\u00a0h\u00a030"


def test_a_round_hour_has_no_minutes():
    assert time_in_words(datetime(2026, 7, 1, 7, 0, tzinfo=UTC), PARIS) == "9\u00a0h"
    assert time_in_words(datetime(2026, 7, 1, 7, 5, tzinfo=UTC), PARIS) == "9\u00a0h\u00a005"


def test_a_moment_without_time_zone_is_refused():
    with pytest.raises(ValueError, match="time zone"):
        moment_in_words(datetime(2026, 11, 3, 14, 12, tzinfo=UTC).replace(tzinfo=None), PARIS)


@pytest.mark.parametrize(
    ("items", "words"),
    [([], ""), (["a"], "a"), (["a", "b"], "a et b"), (["a", "b", "c"], "a, b et c"), ([1, 2, 3], "1, 2 et 3")],
)
def test_a_list_is_read_as_a_sentence(items, words):
    assert enumerate_fr(items) == words
    assert enumerate_fr(item for item in items) == words


def test_a_list_can_offer_a_choice():
    assert enumerate_fr(["a", "b", "c"], conjunction="ou") == "a, b ou c"


@pytest.mark.parametrize(
    ("count", "words"),
    [(0, "0\u00a0usage"), (1, "1\u00a0usage"), (2, "2\u00a0usages"), (1200, "1\u202f200\u00a0usages")],
)
def test_the_plural_starts_at_two(count, words):
    assert counted(count, "usage") == words


def test_each_word_takes_its_plural_and_irregular_ones_are_given():
    assert plural(3, "activité archivée") == "activités archivées"
    assert plural(3, "avis") == "avis"
    assert plural(3, "journal", "journaux") == "journaux"
    assert plural(1.5, "journal", "journaux") == "journal"


def test_large_numbers_are_grouped_by_three():
    assert number_in_figures(1234567) == "1\u202f234\u202f567"
    assert number_in_figures(-1200) == "\u22121\u202f200"
