"""Template filters that put values in French words."""

import datetime as dt

from django import template
from django.utils import timezone

from cabinet_rgpd.history import claims
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
def claimed(value):
    """« 3 mars 2026 », and « 3 mars 2026 (inscrit le 23 novembre 2026) » when it was written down on a later day.

    For a date read by `history.claims.dated`; any other is a day as any day.
    """
    return day(value) + claims.when_written(value)


@register.filter
def claimed_moment(value):
    """« 3 mars 2026, 14 h 12 (inscrit le 23 novembre 2026) », likewise."""
    return moment(value) + claims.when_written(value)


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
