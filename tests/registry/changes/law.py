"""A law that changes under a test: a later value of a parameter, for as long as the block lasts."""

import datetime as dt
from contextlib import contextmanager
from dataclasses import replace
from unittest import mock

from django.utils import timezone

from registry.law import dated
from registry.law.dated import Reference

NEW_TEXT = "Un texte nouveau dit autre chose."
SOURCE = "Délibération fictive"


def soon():
    """A day after everything that the tests write, and the day on which it is looked at."""
    day = max(timezone.localdate(), dt.date(2026, 11, 24)) + dt.timedelta(days=10)
    return day, day + dt.timedelta(days=5)


@contextmanager
def changed(key, *, since, **content):
    """`dated.get(key)` has one value more, from `since`; `content` replaces fields of the value before."""
    parameter, get = dated.get(key), dated.get
    later = replace(parameter.values[-1], since=since, references=(Reference(SOURCE),), **{"text": NEW_TEXT, **content})
    known = {key: replace(parameter, values=(*parameter.values, later))}
    with mock.patch.object(dated, "get", lambda asked: known.get(asked) or get(asked)):
        yield later
