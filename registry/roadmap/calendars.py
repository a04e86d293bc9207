"""Deadlines by month, for a page, and as iCalendar, for a telephone. Pure."""

import calendar
import datetime as dt
import hashlib
from dataclasses import dataclass

from icalendar import Calendar, Event

from cabinet_rgpd.lib.calendar import add_months
from cabinet_rgpd.lib.french import MONTHS

MONTHS_SHOWN = 3


@dataclass(frozen=True)
class Day:
    """A square of the calendar: `number` is 0 outside the month; `due` are the deadlines of the day."""

    number: int
    on: dt.date | None
    due: tuple
    is_today: bool = False


@dataclass(frozen=True)
class Month:
    name: str
    weeks: tuple[tuple[Day, ...], ...]
    count: int


def months(deadlines, today: dt.date) -> tuple[Month, ...]:
    """This month and those that follow, with the deadlines of each day."""
    by_day = {}
    for each in deadlines:
        by_day.setdefault(each.on, []).append(each)
    first = today.replace(day=1)
    return tuple(_month(add_months(first, ahead), by_day, today) for ahead in range(MONTHS_SHOWN))


def _month(first, by_day, today):
    weeks = tuple(
        tuple(_day(first, number, by_day, today) for number in week)
        for week in calendar.Calendar().monthdayscalendar(first.year, first.month)
    )
    count = sum(len(day.due) for week in weeks for day in week)
    return Month(f"{MONTHS[first.month - 1].capitalize()} {first.year}", weeks, count)


def _day(first, number, by_day, today):
    if not number:
        return Day(0, None, ())
    on = first.replace(day=number)
    return Day(number, on, tuple(by_day.get(on, ())), on == today)


def feed(deadlines, *, name: str, now: dt.datetime, address) -> bytes:
    """An iCalendar of the deadlines; `address(deadline)` is the page of each. A deadline keeps its UID over days."""
    made = Calendar()
    made.add("prodid", "-//Cabinet RGPD//Echeances//FR")
    made.add("version", "2.0")
    made.add("x-wr-calname", f"RGPD, {name}")
    for each in deadlines:
        event = Event()
        event.add("uid", f"{hashlib.sha256(each.key.encode()).hexdigest()[:32]}@cabinet-rgpd")
        event.add("dtstamp", now)
        event.add("summary", f"{each.subject}\u00a0: {each.what}")
        event.add("description", f"{each.why}\n{address(each)}")
        if each.at:
            event.add("dtstart", each.at)
            event.add("dtend", each.at)
        else:
            event.add("dtstart", each.on)
            event.add("dtend", each.on + dt.timedelta(days=1))
        made.add_component(event)
    return made.to_ical()
