"""What runs by itself, and may run twice."""

import datetime as dt
import uuid

import pytest
from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.utils import timezone

from cabinet_rgpd.history.models import FormKey
from cabinet_rgpd.jobs import tasks
from cabinet_rgpd.jobs.management.commands import scheduler
from cabinet_rgpd.structures import operations
from cabinet_rgpd.structures.models import AccessLink
from tests import cast


def test_ended_sessions_are_deleted_and_open_ones_stay(db):
    now = timezone.now()
    for key, end in [("past", now - dt.timedelta(hours=1)), ("open", now + dt.timedelta(hours=1))]:
        Session.objects.create(session_key=key, session_data="", expire_date=end)
    tasks.end_sessions()
    assert [each.session_key for each in Session.objects.all()] == ["open"]


def test_links_that_can_no_longer_serve_are_deleted(db):
    account, now = cast.account("Zoe Zeller"), timezone.now()
    operations.new_link(account=account, at=now - dt.timedelta(hours=73))
    operations.new_link(account=account, at=now)
    tasks.forget_links()
    assert AccessLink.objects.count() == 1


def test_keys_of_old_forms_are_forgotten(clinic):
    now = timezone.now()
    for days in (29, 31):
        FormKey.objects.create(structure=clinic.structure, key=uuid.uuid4(), at=now - dt.timedelta(days=days))
    tasks.forget_form_keys()
    assert FormKey.objects.count() == 1


@pytest.fixture
def counted(monkeypatch):
    """Two tasks in place of the product's: one that fails, one that counts its runs."""
    runs = []

    def failing():
        raise RuntimeError("disk full")

    monkeypatch.setattr(scheduler, "TASKS", [(failing, tasks.EVERY_HOUR), (lambda: runs.append(1), tasks.EVERY_HOUR)])
    return runs


def test_a_task_that_fails_stops_no_other_and_is_told(db, counted, caplog):
    with pytest.raises(SystemExit):
        call_command("scheduler", "--once")
    assert counted == [1] and "failing failed" in caplog.text


def test_every_task_of_the_product_runs_twice_without_harm(clinic):
    for _ in range(2):
        call_command("scheduler", "--once")


def test_a_task_runs_when_it_is_due(counted):
    command, last = scheduler.Command(), {}
    [_, (task, every)] = scheduler.TASKS
    assert command.is_due(last, task, every)
    assert not command.is_due(last, task, every)
    last[task] -= every
    assert command.is_due(last, task, every)
