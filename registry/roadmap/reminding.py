"""The messages that remind: the point of the week on Mondays, and what is urgent at once. The outbox sends each once."""

import datetime as dt
import hashlib

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from cabinet_rgpd.mail import operations as mail
from cabinet_rgpd.mail.texts import absolute, written
from registry.reminders import queries as reminders
from registry.roadmap import gathering

#: The point of the week leaves on Monday, or on Tuesday when nothing ran on Monday.
WEEKLY_FROM_HOUR, WEEKLY_DAYS = 7, (0, 1)
#: What it holds: what is late, and what comes in these days.
WEEKLY_AHEAD = dt.timedelta(days=30)
#: An urgent thing is told when it appears in these days, and once more on its last day.
URGENT_AHEAD, LAST_DAY = dt.timedelta(days=10), dt.timedelta(hours=24)


@transaction.atomic
def send_reminders(*, structure, at):
    """Queue what each member of a structure is to be told now. Returns how many messages are new.

    To be called in the scope of the structure. A message has a key of its own: queued twice, it is written once.
    """
    with timezone.override(structure.tz):
        local = at.astimezone(structure.tz)
        people = reminders.people(structure.pk, local.date())
        found = gathering.deadlines(local.date()) if people else ()
        new = 0
        for person in people:
            if person.urgent:
                new += sum(_tell(structure, person, each, at) for each in found if _is_near(each, at, local.date()))
            if person.weekly and local.weekday() in WEEKLY_DAYS and local.hour >= WEEKLY_FROM_HOUR:
                new += _week(structure, person, found, at, local.date())
    return new


def _is_near(deadline, at, today):
    if not deadline.urgent:
        return False
    return deadline.at <= at + URGENT_AHEAD if deadline.at else deadline.on <= today + URGENT_AHEAD


def _tell(structure, person, deadline, at):
    last_day = deadline.at is not None and deadline.at - LAST_DAY <= at
    context = {
        "structure": structure, "deadline": deadline, "now": at, "last_day": last_day,
        "address": _address(structure, deadline), "choices": _choices(structure),
    }  # fmt: skip
    name = hashlib.sha256(f"{deadline.key}:{deadline.at or deadline.on}".encode()).hexdigest()[:32]
    key = f"urgent:{name}{':last' if last_day else ''}:{person.account.pk}"
    return _queue(structure, person, "urgent", context, key, at, dt.timedelta(days=3))


def _week(structure, person, found, at, today):
    due = [each for each in found if each.on <= today + WEEKLY_AHEAD]
    if not due:
        return 0
    context = {
        "structure": structure, "today": today, "choices": _choices(structure),
        "late": [(each, _address(structure, each)) for each in due if each.overdue(at, today)],
        "coming": [(each, _address(structure, each)) for each in due if not each.overdue(at, today)],
    }  # fmt: skip
    year, week, _ = today.isocalendar()
    key = f"week:{year}-{week:02d}:{structure.pk}:{person.account.pk}"
    return _queue(structure, person, "week", context, key, at, dt.timedelta(days=5))


def _queue(structure, person, template, context, key, at, lifetime):
    subject, text = written(template, context)
    message = mail.queue(
        structure_id=structure.pk, to=person.account.email, subject=subject, text=text, key=key, at=at,
        expires_at=at + lifetime,
    )  # fmt: skip
    return message.queued_at == at


def _address(structure, deadline):
    return absolute(reverse(deadline.route, args=[structure.pk, *deadline.arguments]))


def _choices(structure):
    return absolute(reverse("reminders", args=[structure.pk]))
