"""Reads about reminders: who is told what, and whose calendar an address opens."""

import hashlib
from dataclasses import dataclass

from cabinet_rgpd.structures import queries as structures
from cabinet_rgpd.structures.roles import Role
from registry.reminders.models import CalendarFeed, ReminderChoice

#: Who is told without having asked: those who answer for the register.
TOLD = frozenset({Role.MANAGER})


@dataclass(frozen=True)
class Person:
    """A member, and what is sent to her."""

    account: object
    weekly: bool
    urgent: bool


def people(structure_id, today):
    """The members with an access open today who want something, by name."""
    choices = {each.account_id: each for each in ReminderChoice.objects.filter(structure_id=structure_id)}
    found = []
    for member in structures.members(structure_id):
        choice = choices.get(member.account_id)
        told = member.role in TOLD
        person = Person(member.account, choice.weekly if choice else told, choice.urgent if choice else told)
        if member.is_active_on(today) and member.account.is_active and (person.weekly or person.urgent):
            found.append(person)
    return tuple(found)


def choice(structure_id, account, role):
    """`(weekly, urgent)` of one member."""
    row = ReminderChoice.objects.filter(structure_id=structure_id, account=account).first()
    return (row.weekly, row.urgent) if row else (role in TOLD, role in TOLD)


def feed(structure_id, account):
    """The calendar of a member, or None."""
    return CalendarFeed.objects.filter(structure_id=structure_id, account=account).first()


def opened_by(token, now):
    """The membership whose calendar a token opens, its access being open now; or None."""
    row = CalendarFeed.objects.filter(token_hash=hashed(token)).select_related("account").first()
    if row is None or not row.account.is_active:
        return None
    membership = structures.membership_of(row.account, row.structure_id)
    if membership is None or not membership.is_active_on(now.astimezone(membership.structure.tz).date()):
        return None
    return membership


def hashed(token):
    return hashlib.sha256(token.encode()).hexdigest()
