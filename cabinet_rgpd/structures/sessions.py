"""Where an account is signed in: written at each sign-in, listed for its owner, who may close what he does not know."""

import datetime as dt
import re
from dataclasses import dataclass

from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.utils import timezone

from cabinet_rgpd.structures.models import OpenSession

_BROWSERS = (("Edg/", "Edge"), ("OPR/", "Opera"), ("Firefox/", "Firefox"), ("Chrome/", "Chrome"), ("Safari/", "Safari"))
_SYSTEMS = (
    ("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("Windows", "Windows"), ("Mac OS X", "Mac"),
    ("Linux", "Linux"),
)  # fmt: skip


@dataclass(frozen=True)
class Place:
    """One session of an account. `seen_at` is exact to five minutes."""

    id: int
    device: str
    began_at: dt.datetime
    seen_at: dt.datetime
    current: bool


def opened(sender, request, user, **kwargs):
    """After a sign-in: note where; forget the sessions of the account that have ended."""
    if (
        not request.session.session_key
    ):  # the session of somebody else was flushed: this one has no key before it is saved
        request.session.save()
    mine = OpenSession.objects.filter(account_id=user.pk)
    mine.exclude(session_key__in=Session.objects.values("session_key")).delete()
    OpenSession.objects.update_or_create(
        session_key=request.session.session_key,
        defaults={
            "account_id": user.pk,
            "began_at": timezone.now(),
            "device": device_in_words(request.META.get("HTTP_USER_AGENT", "")),
        },
    )


def closed(sender, request, user, **kwargs):
    OpenSession.objects.filter(session_key=request.session.session_key).delete()


def places(account, current_key):
    """The sessions of an account that are still open, the latest first."""
    alive = Session.objects.filter(expire_date__gt=timezone.now()).values("session_key")
    rows = OpenSession.objects.filter(account_id=account.pk, session_key__in=alive).order_by("-began_at", "-pk")
    return [Place(row.pk, row.device, row.began_at, _seen(row), row.session_key == current_key) for row in rows]


def close(account, place_id):
    """End one session of this account. Returns whether there was one."""
    row = OpenSession.objects.filter(account_id=account.pk, pk=place_id).first()
    return bool(row and _end([row]))


def close_others(account, current_key):
    return _end(OpenSession.objects.filter(account_id=account.pk).exclude(session_key=current_key))


def _end(rows):
    keys = [row.session_key for row in rows]
    Session.objects.filter(session_key__in=keys).delete()
    OpenSession.objects.filter(session_key__in=keys).delete()
    return len(keys)


def _seen(row):
    seen = SessionStore(row.session_key).load().get("seen_at")
    return dt.datetime.fromtimestamp(seen, dt.UTC) if seen else row.began_at


def device_in_words(agent):
    """« Firefox, Windows »: enough to know one's own machines, and no more."""
    found = [next((name for mark, name in marks if mark in agent), "") for marks in (_BROWSERS, _SYSTEMS)]
    words = ", ".join(name for name in found if name)
    return words or re.sub(r"[^\w ./-]", "", agent)[:40]
