import datetime as dt

from cabinet_rgpd.lib.deadlines import Deadline

NOW = dt.datetime(2026, 11, 23, 9, 0, tzinfo=dt.UTC)
TODAY = NOW.date()


def due(on, at=None):
    return Deadline(key="k", subject="s", on=on, at=at, what="w", why="y", route="overview")


def test_a_term_in_days_holds_until_the_end_of_its_day():
    assert not due(TODAY).overdue(NOW, TODAY)
    assert due(TODAY - dt.timedelta(days=1)).overdue(NOW, TODAY)


def test_a_term_in_hours_ends_at_its_moment():
    assert due(TODAY, NOW - dt.timedelta(minutes=1)).overdue(NOW, TODAY)
    assert not due(TODAY, NOW + dt.timedelta(minutes=1)).overdue(NOW, TODAY)
