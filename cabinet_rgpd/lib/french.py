"""Dates, moments, lists and plurals as a French editor writes them."""

import unicodedata
from collections.abc import Iterable
from datetime import date, datetime, tzinfo

NBSP = "\u00a0"
NARROW = "\u202f"
MONTHS = (
    "janvier",
    "février",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "août",
    "septembre",
    "octobre",
    "novembre",
    "décembre",
)
DAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")


def date_in_words(day: date, *, weekday: bool = False) -> str:
    """« 23 novembre 2026 », « 1er mars 2027 », with `weekday` « lundi 23 novembre 2026 ».

    The spaces are ordinary ones, so that a date can be searched for as it is typed. A datetime is refused
    with TypeError: which day it is depends on the time zone, see `moment_in_words`.
    """
    if isinstance(day, datetime):
        raise TypeError("a moment has no day without its time zone: use moment_in_words")
    number = "1er" if day.day == 1 else str(day.day)
    words = f"{number} {MONTHS[day.month - 1]} {day.year}"
    return f"{DAYS[day.weekday()]} {words}" if weekday else words


def time_in_words(moment: datetime, tz: tzinfo) -> str:
    """« 14 h 12 », « 9 h » on the hour, in the time zone `tz`, with non-breaking spaces."""
    local = _local(moment, tz)
    minutes = f"{NBSP}{local.minute:02}" if local.minute else ""
    return f"{local.hour}{NBSP}h{minutes}"


def moment_in_words(moment: datetime, tz: tzinfo) -> str:
    """« 3 novembre 2026, 14 h 12 » in the time zone `tz`; the spaces around « h » do not break.

    Raises ValueError if `moment` carries no time zone.
    """
    return f"{date_in_words(_local(moment, tz).date())}, {time_in_words(moment, tz)}"


def enumerate_fr(items: Iterable[object], *, conjunction: str = "et") -> str:
    """« a, b et c »; an empty string when there is nothing to say."""
    words = [str(item) for item in items]
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} {conjunction} {words[-1]}"


def plural(count: float, singular: str, many: str | None = None) -> str:
    """Return the form that agrees with `count`: in French the plural starts at two, so « 0 usage », « 1,5 usage ».

    `many` is given when the plural is not the singular plus « s » on each word.
    """
    if abs(count) < 2:
        return singular
    return many if many is not None else " ".join(_with_s(word) for word in singular.split(" "))


def counted(count: int, singular: str, many: str | None = None) -> str:
    """« 1 usage », « 12 usages », « 1 200 usages »: number and noun held by a non-breaking space."""
    return f"{number_in_figures(count)}{NBSP}{plural(count, singular, many)}"


def sort_key(text: str) -> str:
    """For lists in the order of a French dictionary: accents and capitals do not count."""
    plain = unicodedata.normalize("NFKD", text)
    return "".join(each for each in plain if not unicodedata.combining(each)).casefold().replace("œ", "oe")


def number_in_figures(number: int) -> str:
    """« 1 200 »: groups of three held by a narrow non-breaking space; four figures are grouped too."""
    return f"{number:,}".replace(",", NARROW).replace("-", "\u2212")


def _with_s(word: str) -> str:
    return word if word.endswith(("s", "x", "z")) else f"{word}s"


def _local(moment: datetime, tz: tzinfo) -> datetime:
    if moment.tzinfo is None:
        raise ValueError("a moment without its time zone cannot be put into words")
    return moment.astimezone(tz)
