"""The outbox against a real SMTP server: nothing is lost, nothing leaves twice."""

import asyncio
import datetime as dt
import os
import signal
import socket
import subprocess
import sys
import threading
import time

import pytest
from aiosmtpd.controller import Controller
from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.utils import timezone

from cabinet_rgpd.mail import delivery, operations, queries
from cabinet_rgpd.mail.models import Message, State
from tests.server import ROOT

NOW = timezone.now().replace(microsecond=0)
LATER = NOW + dt.timedelta(hours=2)


class Mailbox:
    """What the server received; it answers DATA with `answer`, after waiting for `held` if it is given."""

    def __init__(self):
        self.received, self.answer, self.held, self.reached = [], "250 OK", None, threading.Event()

    async def handle_RCPT(self, server, session, envelope, address, options):
        if address.startswith("inconnu"):
            return "550 no such mailbox"
        if address.startswith("plus-tard"):
            return "450 try later"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        self.reached.set()
        if self.held:
            await asyncio.to_thread(self.held.wait, 20)
        if self.answer.startswith("250"):
            self.received.append((envelope.rcpt_tos[0], envelope.content.decode()))
        return self.answer


@pytest.fixture
def mailbox():
    return Mailbox()


@pytest.fixture
def port(settings, unused_port):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", unused_port
    return unused_port


@pytest.fixture
def unused_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture
def server(mailbox, port):
    controller = Controller(mailbox, hostname="127.0.0.1", port=port)
    controller.start()
    yield controller
    controller.stop()


def queue(number=1, to="lou@exemple.fr", **content):
    return operations.queue(
        to=to, subject=f"Reçu n°\u00a0{number}", text=f"Texte {number}\n", key=f"essai:{number}", at=NOW, **content
    )


def states():
    return list(Message.objects.order_by("key").values_list("state", flat=True))


def test_a_message_queued_twice_is_one_message(db):
    assert queue().pk == queue().pk
    with pytest.raises(ValidationError):
        queue(2, to="pas une adresse")


def test_a_message_stands_or_falls_with_the_write_that_causes_it(db):
    @transaction.atomic
    def write_that_fails():
        queue()
        raise KeyError

    with pytest.raises(KeyError):
        write_that_fails()
    assert not Message.objects.exists()


def test_a_message_leaves_once_with_its_words_and_its_text_is_not_kept(db, server, mailbox):
    message = queue()
    assert delivery.send_due(NOW).sent == 1
    assert delivery.send_due(LATER).sent == 0
    [(to, content)] = mailbox.received
    assert to == "lou@exemple.fr" and f"<{message.pk}@" in content and "Texte 1" in content
    message.refresh_from_db()
    assert message.state == State.SENT and message.text == "" and message.done_at == NOW


def test_a_server_that_is_down_loses_nothing(db, port, mailbox):
    for number in range(3):
        queue(number)
    for minutes in range(5):
        assert delivery.send_due(NOW + dt.timedelta(minutes=minutes)).sent == 0
    assert states() == [State.QUEUED] * 3 and Message.objects.exclude(last_error="").exists()
    controller = Controller(mailbox, hostname="127.0.0.1", port=port)
    controller.start()
    try:
        assert delivery.send_due(LATER).sent == 3
    finally:
        controller.stop()
    assert len(mailbox.received) == 3 and states() == [State.SENT] * 3


def test_a_refusal_is_told_and_a_wait_is_waited(db, server, mailbox):
    queue(1, to="inconnu@exemple.fr")
    queue(2, to="plus-tard@exemple.fr")
    queue(3)
    assert delivery.send_due(NOW).sent == 1
    assert states() == [State.REFUSED, State.QUEUED, State.SENT]
    assert "550" in Message.objects.get(key="essai:1").last_error
    assert delivery.send_due(NOW + dt.timedelta(seconds=30)).failed == 0  # not yet
    assert delivery.send_due(NOW + dt.timedelta(minutes=2)).failed == 1


def test_a_text_refused_for_now_waits_and_leaves_once(db, server, mailbox):
    mailbox.answer = "451 disk full"
    queue()
    delivery.send_due(NOW)
    assert states() == [State.QUEUED]
    mailbox.answer = "250 OK"
    assert delivery.send_due(LATER).sent == 1 and len(mailbox.received) == 1


def test_a_line_that_breaks_while_the_text_leaves_is_told_and_never_repeated(db, server, mailbox, settings):
    settings.EMAIL_TIMEOUT = 1
    mailbox.held = threading.Event()
    queue()
    assert delivery.send_due(NOW).failed == 1
    mailbox.held.set()
    assert states() == [State.DOUBTFUL]
    assert delivery.send_due(LATER).sent == 0


def test_a_person_may_send_again_what_has_perhaps_left(clinic, server, mailbox):
    message = queue(structure_id=clinic.structure.pk)
    Message.objects.filter(pk=message.pk).update(state=State.DOUBTFUL, done_at=NOW)
    again = {"message_id": message.pk, "at": LATER}
    assert not operations.send_again(structure_id=None, **again)
    assert operations.send_again(structure_id=clinic.structure.pk, **again)
    assert not operations.send_again(structure_id=clinic.structure.pk, **again)
    assert delivery.send_due(LATER).sent == 1


def test_what_expires_is_given_up_and_forgets_its_text(db, settings):
    settings.EMAIL_CONFIGURED = False
    queue(expires_at=NOW + dt.timedelta(hours=1))
    assert delivery.send_due(NOW) == delivery.Sent() and states() == [State.QUEUED]
    delivery.send_due(LATER)
    assert states() == [State.EXPIRED] and Message.objects.get().text == ""
    delivery.forget(LATER + delivery.KEPT_FOR + dt.timedelta(days=1))
    assert not Message.objects.exists()


def test_what_a_dead_sender_had_claimed_goes_back_and_what_it_was_handing_does_not(db, server, mailbox):
    for number, state in enumerate((State.CLAIMED, State.HANDING)):
        Message.objects.filter(pk=queue(number).pk).update(state=state, claimed_at=NOW)
    assert delivery.send_due(NOW + delivery.LEASE / 2).sent == 0
    assert delivery.send_due(NOW + delivery.LEASE * 2).sent == 1
    assert states() == [State.SENT, State.DOUBTFUL] and len(mailbox.received) == 1


def test_a_slow_sender_whose_claim_was_taken_sends_nothing(db, server, mailbox, monkeypatch):
    queue()
    hand_over = delivery._hand_over

    def slow(message, connection, *, before_data):
        Message.objects.update(state=State.QUEUED, claim=None)
        hand_over(message, connection, before_data=before_data)

    monkeypatch.setattr(delivery, "_hand_over", slow)
    assert delivery.send_due(NOW) == delivery.Sent()
    assert mailbox.received == [] and states() == [State.QUEUED]


@pytest.mark.django_db(transaction=True)
def test_two_senders_at_once_send_each_message_once(server, mailbox):
    for number in range(12):
        queue(number)
    counts = []

    def send():
        counts.append(delivery.send_due(NOW).sent)
        connection.close()

    threads = [threading.Thread(target=send) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert sum(counts) == 12 and len(mailbox.received) == len({text for _, text in mailbox.received}) == 12


SENDER = """
import django
django.setup()
from django.conf import settings
from django.utils import timezone
settings.EMAIL_CONFIGURED = True
settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", {port}
settings.DATABASES["default"]["NAME"] = {name!r}
from cabinet_rgpd.mail import delivery
delivery.send_due(timezone.now())
"""


@pytest.mark.django_db(transaction=True)
def test_a_sender_killed_while_the_server_holds_the_text_never_makes_it_leave_twice(server, mailbox, port):
    """kill −9 after the text was given and before its answer is written down: the server may well have delivered it."""
    queue()
    mailbox.held = threading.Event()
    script = SENDER.format(port=port, name=str(connection.settings_dict["NAME"]))
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "tests.settings"}
    sender = subprocess.Popen([sys.executable, "-c", script], cwd=ROOT, env=environment)
    assert mailbox.reached.wait(60)
    os.kill(sender.pid, signal.SIGKILL)
    sender.wait()
    mailbox.held.set()
    assert states() == [State.HANDING]
    mailbox.held = None
    delivery.send_due(timezone.now() + delivery.LEASE * 2)
    for _ in range(50):  # the server writes down what it was given when the line broke
        if mailbox.received:
            break
        time.sleep(0.1)
    assert states() == [State.DOUBTFUL] and len(mailbox.received) <= 1


def test_the_screen_says_what_became_of_each_message(clinic, client_of):
    now = timezone.now()
    structure = clinic.structure.pk
    for number, state in enumerate(State.values):
        Message.objects.filter(pk=queue(number, structure_id=structure).pk).update(
            state=state, expires_at=now + dt.timedelta(days=1)
        )
    queue(99)  # of no structure: on no page
    page = client_of(clinic.alice).get(clinic.url("outbox")).text
    assert page.count("Reçu n°") >= 7 and "Reçu n°\u00a099" not in page and "Peut-être parti" in page
    assert sum(line.repeatable for line in queries.of_structure(structure, now)) == 2
    doubtful = Message.objects.get(state=State.DOUBTFUL)
    answer = client_of(clinic.alice).post(clinic.url("outbox_again", doubtful.pk), follow=True)
    assert "remis en file" in answer.text and Message.objects.get(pk=doubtful.pk).state == State.QUEUED
    answer = client_of(clinic.alice).post(clinic.url("outbox_again", doubtful.pk), follow=True)
    assert "ne se renvoie pas" in answer.text


def test_the_screen_says_that_nothing_leaves_without_a_server(clinic, client_of, settings):
    settings.EMAIL_CONFIGURED = False
    assert "rien ne part" in client_of(clinic.alice).get(clinic.url("outbox")).text
