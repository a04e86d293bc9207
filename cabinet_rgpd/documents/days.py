"""The day that a document speaks of, read from its address."""

import datetime as dt

from django.http import Http404

from cabinet_rgpd.history import past


def asked(request):
    """The day of `?jour=2026-03-12`, from the first of the history to today; today unless given. Raises Http404 otherwise."""
    text = request.GET.get("jour", "")
    if not text:
        return request.today
    try:
        day = dt.date.fromisoformat(text)
    except ValueError:
        raise Http404 from None
    if not past.beginning().astimezone(request.structure.tz).date() <= day <= request.today:
        raise Http404
    return day
