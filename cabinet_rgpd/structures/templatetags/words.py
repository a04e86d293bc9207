"""Template filters that put values in French words."""

import datetime as dt

from django import template
from django.utils import timezone

from cabinet_rgpd.history.memory import claimed_before
from cabinet_rgpd.lib import french

register = template.Library()


@register.filter
def day(value):
    """« 23 novembre 2026 »."""
    if value is None or value == "":
        return ""
    if isinstance(value, str):
        value = dt.date.fromisoformat(value[:10])
    if isinstance(value, dt.datetime):
        value = timezone.localtime(value).date()
    return french.date_in_words(value)


@register.filter
def moment(value):
    """« 3 novembre 2026, 14 h 12 », in the time zone in force."""
    return french.moment_in_words(value, timezone.get_current_timezone()) if value else ""


@register.filter
def claimed(value, written_at):
    """« 3 mars 2026 », and « 3 mars 2026 (inscrit le 23 novembre 2026) » when it was written down on a later day.

    `written_at`: the moment (`history.memory.written`), or None when nobody knows it.
    """
    words = day(value)
    if not value or written_at is None:
        return words
    told = dt.date.fromisoformat(value[:10]) if isinstance(value, str) else value
    late = claimed_before(told, written_at, timezone.get_current_timezone())
    return f"{words} (inscrit le {day(written_at)})" if late else words


@register.filter
def quantity(count, words):
    """`{{ 3|quantity:"activité,activités" }}` → « 3 activités »."""
    singular, plural = words.split(",")
    return f"{count}\u00a0{singular if abs(int(count)) < 2 else plural}"


@register.filter
def groups(fingerprint):
    """A fingerprint in groups of eight characters, as on documents."""
    return " ".join(fingerprint[start : start + 8] for start in range(0, len(fingerprint), 8))


@register.filter
def lookup(mapping, key):
    return mapping.get(key) if mapping else None
