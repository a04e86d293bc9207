"""Terms of law: years, months, days and hours counted as Regulation (EEC, Euratom) 1182/71 counts them. Pure.

The day of the event does not count (art. 3.1). A term in months ends on the same date, or on the last day of the month
(art. 3.2.c). When its last day is a Saturday, a Sunday or a public holiday, a term that is not in hours ends with the
next working day (art. 3.4): that is `rolled`. The windows of the Code de la santé publique are not rolled.
"""

import calendar
import datetime as dt
from functools import lru_cache

from cabinet_rgpd.lib.terms import Term


class Territory(Term):
    """Where an act is done. Only the national days lengthen a term unless the caller names a place: the prudent reading."""

    NATIONAL = "national", "France entière"
    ALSACE_MOSELLE = "alsace_moselle", "Bas-Rhin, Haut-Rhin, Moselle"
    GUADELOUPE = "guadeloupe", "Guadeloupe"
    MARTINIQUE = "martinique", "Martinique"
    GUYANE = "guyane", "Guyane"
    REUNION = "reunion", "La Réunion"
    MAYOTTE = "mayotte", "Mayotte"
    SAINT_BARTHELEMY = "saint_barthelemy", "Saint-Barthélemy"
    SAINT_MARTIN = "saint_martin", "Saint-Martin"


#: (month, day) of the public holidays of C. trav. art. L3133-1 that have a fixed date.
FIXED = (
    (1, 1, "Jour de l’an"),
    (5, 1, "Fête du Travail"),
    (5, 8, "Victoire de 1945"),
    (7, 14, "Fête nationale"),
    (8, 15, "Assomption"),
    (11, 1, "Toussaint"),
    (11, 11, "Armistice de 1918"),
    (12, 25, "Noël"),
)
#: Those of the same article that follow Easter Sunday, in days after it.
MOVABLE = ((1, "Lundi de Pâques"), (39, "Ascension"), (50, "Lundi de Pentecôte"))
#: Days of a territory: the abolition of slavery (C. trav. art. L3422-2), Saint-Étienne (art. L3134-13).
LOCAL = {
    Territory.ALSACE_MOSELLE: (12, 26, "Saint-Étienne"),
    Territory.GUADELOUPE: (5, 27, "Abolition de l’esclavage"),
    Territory.MARTINIQUE: (5, 22, "Abolition de l’esclavage"),
    Territory.GUYANE: (6, 10, "Abolition de l’esclavage"),
    Territory.REUNION: (12, 20, "Abolition de l’esclavage"),
    Territory.MAYOTTE: (4, 27, "Abolition de l’esclavage"),
    Territory.SAINT_BARTHELEMY: (10, 9, "Abolition de l’esclavage"),
    Territory.SAINT_MARTIN: (5, 28, "Abolition de l’esclavage"),
}
#: Postcodes by their first digits, the longest first.
POSTCODES = {
    "97133": Territory.SAINT_BARTHELEMY,
    "97150": Territory.SAINT_MARTIN,
    "971": Territory.GUADELOUPE,
    "972": Territory.MARTINIQUE,
    "973": Territory.GUYANE,
    "974": Territory.REUNION,
    "976": Territory.MAYOTTE,
    "57": Territory.ALSACE_MOSELLE,
    "67": Territory.ALSACE_MOSELLE,
    "68": Territory.ALSACE_MOSELLE,
}
SATURDAY = 5


def add_months(day: dt.date, months: int) -> dt.date:
    """The same date `months` later, or the last day of that month when it has no such date."""
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    return day.replace(year=year, month=month + 1, day=min(day.day, calendar.monthrange(year, month + 1)[1]))


#: The name under which a term of law asks for it.
add_months_end = add_months


def add_years(day: dt.date, years: int) -> dt.date:
    return add_months(day, 12 * years)


def term_in_months(
    start: dt.date, months: int, *, rolled: bool = True, territory: Territory = Territory.NATIONAL
) -> dt.date:
    """The last day of a term of `months` that runs from `start`; `rolled` to the next working day by default."""
    end = add_months(start, months)
    return next_working_day(end, territory) if rolled else end


def term_in_days(
    start: dt.date, days: int, *, rolled: bool = True, territory: Territory = Territory.NATIONAL
) -> dt.date:
    """The last day of a term of `days`, `start` not being counted.

    A rolled term of two days or more holds at least two working days (Regulation 1182/71, art. 3.5).
    """
    end = start + dt.timedelta(days=days)
    if not rolled:
        return end
    end = next_working_day(end, territory)
    while days >= 2 and _working_days_between(start, end, territory) < 2:
        end = next_working_day(end + dt.timedelta(days=1), territory)
    return end


def hours_after(moment: dt.datetime, hours: int) -> dt.datetime:
    """The moment when `hours` have elapsed, in the time zone of `moment`: a change of clocks neither adds nor takes one.

    Raises ValueError when `moment` has no time zone.
    """
    if moment.tzinfo is None:
        raise ValueError("elapsed hours are counted from a moment with its time zone")
    return (moment.astimezone(dt.UTC) + dt.timedelta(hours=hours)).astimezone(moment.tzinfo)


def is_working_day(day: dt.date, territory: Territory = Territory.NATIONAL) -> bool:
    """Neither a Saturday, nor a Sunday, nor a public holiday (Regulation 1182/71, art. 2.2)."""
    return day.weekday() < SATURDAY and day not in holidays(day.year, territory)


def next_working_day(day: dt.date, territory: Territory = Territory.NATIONAL) -> dt.date:
    """`day` itself when it is a working day, else the first one after it."""
    while not is_working_day(day, territory):
        day += dt.timedelta(days=1)
    return day


def last_working_day(day: dt.date, territory: Territory = Territory.NATIONAL) -> dt.date:
    """`day` itself when it is a working day, else the last one before it: the prudent day of a term that is not rolled."""
    while not is_working_day(day, territory):
        day -= dt.timedelta(days=1)
    return day


@lru_cache(maxsize=512)
def holidays(year: int, territory: Territory = Territory.NATIONAL) -> dict[dt.date, str]:
    """The public holidays of a year with their French names, by date: the national ones, and those of `territory`."""
    easter = easter_sunday(year)
    days = {dt.date(year, month, day): name for month, day, name in FIXED}
    days |= {easter + dt.timedelta(days=after): name for after, name in MOVABLE}
    if territory in LOCAL:
        month, day, name = LOCAL[territory]
        days[dt.date(year, month, day)] = name
    if territory == Territory.ALSACE_MOSELLE:
        days[easter - dt.timedelta(days=2)] = "Vendredi saint"
    return dict(sorted(days.items()))


def territory_of(postcode: str) -> Territory:
    """The territory whose public holidays a postcode has; the national ones when it tells nothing."""
    digits = postcode.replace(" ", "")
    return next((place for start, place in POSTCODES.items() if digits.startswith(start)), Territory.NATIONAL)


def easter_sunday(year: int) -> dt.date:
    """Easter Sunday of a Gregorian year, by the computus of Meeus, Jones and Butcher."""
    golden = year % 19
    century, rest = divmod(year, 100)
    leap_centuries, century_rest = divmod(century, 4)
    moon_shift = (century - (century + 8) // 25 + 1) // 3
    epact = (19 * golden + century - leap_centuries - moon_shift + 15) % 30
    leap_years, year_rest = divmod(rest, 4)
    weekday = (32 + 2 * century_rest + 2 * leap_years - epact - year_rest) % 7
    correction = (golden + 11 * epact + 22 * weekday) // 451
    month, day = divmod(epact + weekday - 7 * correction + 114, 31)
    return dt.date(year, month, day + 1)


def _working_days_between(start, end, territory):
    """How many working days lie after `start`, up to and including `end`."""
    return sum(is_working_day(start + dt.timedelta(days=n), territory) for n in range(1, (end - start).days + 1))
