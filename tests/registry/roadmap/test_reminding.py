"""Reminders: each once, whatever runs twice or stops; the secret address of a calendar, and that it can be taken back."""

import datetime as dt
import re
import zoneinfo
from unittest import mock

import icalendar
import pytest
from django.test import Client
from django.utils import timezone

from cabinet_rgpd.mail import delivery
from cabinet_rgpd.mail.models import Message, State
from registry.incidents import operations as incidents
from registry.incidents import queries as breaches
from registry.reminders import operations as reminders
from registry.roadmap import gathering, reminding
from tests import cast

pytestmark = pytest.mark.django_db
PARIS = zoneinfo.ZoneInfo("Europe/Paris")
MONDAY = dt.datetime(2026, 11, 23, 8, 0, tzinfo=PARIS).astimezone(dt.UTC)
SATURDAY = dt.datetime(2026, 11, 28, 8, 0, tzinfo=PARIS).astimezone(dt.UTC)


def remind(clinic, at):
    with clinic.scope():
        return reminding.send_reminders(structure=clinic.structure, at=at)


@pytest.fixture
def urgent_only(clinic):
    """Alice has no point of the week: tests that run on a Monday count the same."""
    reminders.choose(structure_id=clinic.structure.pk, account=clinic.alice, weekly=False, urgent=True)


def sent(prefix=""):
    return list(Message.objects.filter(key__startswith=prefix).order_by("key"))


def test_what_is_urgent_is_told_at_once_and_once(clinic, urgent_only):
    known = timezone.now() - dt.timedelta(hours=2)
    row = cast.breach(clinic, known_at=known)
    assert remind(clinic, known + dt.timedelta(hours=3)) == 2  # the CNIL, the complaint
    assert remind(clinic, known + dt.timedelta(hours=4)) == 0
    [first, _] = sent("urgent")
    assert first.to == "alice@exemple.fr" and "V-" in first.subject
    assert f"/violations/{row.pk}/" in first.text and "Avant le" in first.text


def test_the_last_day_is_told_once_more(clinic, urgent_only):
    known = timezone.now() - dt.timedelta(hours=2)
    cast.breach(clinic, known_at=known)
    remind(clinic, known + dt.timedelta(hours=3))
    assert remind(clinic, known + dt.timedelta(hours=50)) == 2
    assert remind(clinic, known + dt.timedelta(hours=60)) == 0
    assert any("dernier rappel" in each.text for each in sent("urgent"))


def test_what_is_done_is_told_no_more(clinic, urgent_only):
    known = timezone.now() - dt.timedelta(hours=2)
    row = cast.breach(clinic, known_at=known)
    with clinic.scope():
        for kind in ("cnil_complete", "complaint"):
            fresh = breaches.row(row.pk)
            step = {"kind": kind, "done_at": known, "party": None, "by": "", "reference": "", "note": ""}
            incidents.note_step(
                incident=fresh, lock=fresh.lock_token, content=step, by=clinic.sign(), now=timezone.now()
            )
    assert remind(clinic, known + dt.timedelta(hours=3)) == 0


def test_the_point_of_the_week_leaves_on_monday_and_once(clinic, activity):
    activity(clinic, next_review_on=dt.date(2026, 12, 1))
    assert remind(clinic, MONDAY - dt.timedelta(hours=2)) == 0  # six in the morning
    assert remind(clinic, MONDAY) == 1
    assert remind(clinic, MONDAY + dt.timedelta(hours=1)) == 0
    assert remind(clinic, MONDAY + dt.timedelta(days=1)) == 0
    assert remind(clinic, SATURDAY) == 0
    assert remind(clinic, MONDAY + dt.timedelta(days=7)) == 1
    assert "Revoir une fiche du registre" in sent("week")[0].text


def test_nothing_due_sends_nothing(clinic):
    assert remind(clinic, MONDAY) == 0


def test_each_member_chooses(clinic, activity):
    activity(clinic, next_review_on=dt.date(2026, 12, 1))
    choose = {"structure_id": clinic.structure.pk}
    reminders.choose(account=clinic.alice, weekly=False, urgent=True, **choose)
    reminders.choose(account=clinic.camille, weekly=True, urgent=False, **choose)
    assert remind(clinic, MONDAY) == 1
    assert [each.to for each in sent()] == ["camille@exemple.fr"]


def test_who_left_is_told_nothing(clinic, activity):
    activity(clinic, next_review_on=dt.date(2026, 12, 1))
    eve = cast.account("Eve Ender")
    cast.add_member(clinic, eve, "manager", ends_on=MONDAY.date())
    remind(clinic, MONDAY)
    assert {each.to for each in sent()} == {"alice@exemple.fr"}


def test_a_stop_before_the_commit_leaves_no_half_and_the_next_run_tells_once(clinic, urgent_only):
    """As kill −9 would: the transaction is gone, or whole."""
    known = timezone.now() - dt.timedelta(hours=2)
    cast.breach(clinic, known_at=known)
    calls = []

    def dying(*args, **kwargs):
        calls.append(1)
        if len(calls) == 2:
            raise KeyboardInterrupt
        return queue(*args, **kwargs)

    queue = reminding.mail.queue
    with mock.patch.object(reminding.mail, "queue", dying), pytest.raises(KeyboardInterrupt):
        remind(clinic, known + dt.timedelta(hours=3))
    assert sent() == []
    assert remind(clinic, known + dt.timedelta(hours=3)) == 2
    assert remind(clinic, known + dt.timedelta(hours=4)) == 0


def test_a_stop_between_the_commit_and_the_sending_loses_none_and_repeats_none(
    clinic, urgent_only, settings, mailoutbox
):
    settings.EMAIL_CONFIGURED = True
    known = timezone.now() - dt.timedelta(hours=2)
    cast.breach(clinic, known_at=known)
    at = known + dt.timedelta(hours=3)
    remind(clinic, at)
    remind(clinic, at)  # a second scheduler, or the first one started again
    delivery.send_due(at)
    delivery.send_due(at + dt.timedelta(minutes=1))
    assert len(mailoutbox) == 2 and len({each.subject for each in mailoutbox}) == 2


def test_a_server_that_is_down_loses_none(clinic, urgent_only, settings, mailoutbox):
    settings.EMAIL_CONFIGURED = True
    known = timezone.now() - dt.timedelta(hours=2)
    cast.breach(clinic, known_at=known)
    at = known + dt.timedelta(hours=3)
    remind(clinic, at)
    down = mock.Mock(**{"open.side_effect": ConnectionRefusedError("down")})
    with mock.patch.object(delivery, "get_connection", return_value=down):
        delivery.send_due(at)
    assert mailoutbox == [] and {each.state for each in sent()} == {State.QUEUED}
    delivery.send_due(at + dt.timedelta(hours=6))
    assert len(mailoutbox) == 2


# -- The calendar ------------------------------------------------------------------------------------------------------


def feed_of(clinic, client_of, person):
    """The path of a new secret address."""
    page = client_of(person).post(clinic.url("feed_open"), {})
    assert page.status_code == 200
    return re.search(r"/agenda/\S+\.ics", page.context["address"])[0]


def test_a_secret_address_opens_the_calendar_without_a_cookie(clinic, client_of):
    row = cast.breach(clinic)
    address = feed_of(clinic, client_of, clinic.bob)
    answer = Client().get(address)
    assert answer.status_code == 200 and answer["Content-Type"].startswith("text/calendar")
    assert not answer.cookies
    events = icalendar.Calendar.from_ical(answer.content).walk("VEVENT")
    assert any(row.reference in str(event["summary"]) for event in events)
    again = icalendar.Calendar.from_ical(Client().get(address).content).walk("VEVENT")
    assert {str(each["uid"]) for each in events} == {str(each["uid"]) for each in again}


def test_an_address_is_taken_back_replaced_and_dies_with_the_access(clinic, client_of):
    cast.breach(clinic)
    first = feed_of(clinic, client_of, clinic.bob)
    second = feed_of(clinic, client_of, clinic.bob)
    assert (Client().get(first).status_code, Client().get(second).status_code) == (404, 200)
    client_of(clinic.bob).post(clinic.url("feed_close"), {})
    assert Client().get(second).status_code == 404
    eve = cast.account("Eve Ender")
    cast.add_member(clinic, eve, "reader")
    address = feed_of(clinic, client_of, eve)
    type(eve).objects.filter(pk=eve.pk).update(is_active=False)
    assert Client().get(address).status_code == 404


def test_the_neighbour_reads_nothing_of_ours(clinic, neighbour, client_of):
    row = cast.breach(clinic)
    address = feed_of(neighbour, client_of, neighbour.manager)
    assert row.reference not in Client().get(address).text


def test_choices_are_kept_from_the_page(clinic, client_of):
    client = client_of(clinic.bob)
    page = client.get(clinic.url("reminders"))
    assert page.context["form"]["weekly"].value() is False
    client.post(clinic.url("reminders"), {"weekly": "on"})
    assert client.get(clinic.url("reminders")).context["form"]["weekly"].value() is True


# -- The pages ---------------------------------------------------------------------------------------------------------


def test_subjects_are_gathered_by_what_they_offer(clinic):
    assert {"registry.incidents.queries", "registry.requests.queries", "registry.dpo.queries"} <= set(
        gathering.sources()
    )


def test_the_first_page_of_an_empty_structure_teaches(clinic, client_of):
    page = client_of(clinic.alice).get(clinic.url("overview")).text
    assert "Six étapes" in page and "Répondre au questionnaire" in page and "arriveront ici" in page
    assert "Rien n’a encore de date ici" in client_of(clinic.alice).get(clinic.url("deadlines")).text


def test_deadlines_stand_on_the_list_and_on_the_calendar(clinic, client_of):
    row = cast.breach(clinic)
    page = client_of(clinic.bob).get(clinic.url("deadlines"))
    assert page.text.count(row.reference) >= 4
    assert page.context["months"][0].count >= 1


def test_the_months_are_read_from_the_history(clinic, activity, client_of):
    activity(clinic)
    page = client_of(clinic.bob).get(clinic.url("progress"))
    assert [month.sheets for month in page.context["months"]] == [1]
    assert page.context["picture"].bars


def test_the_map_is_drawn_from_the_register(clinic, activity, client_of):
    activity(clinic)
    page = client_of(clinic.bob).get(clinic.url("flows")).text
    assert "Logiciel Fictif SAS" in page and "HDS" in page and "<svg" in page
