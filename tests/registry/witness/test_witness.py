"""Receipts in other hands: once a month to each, and the words that go with them."""

import datetime as dt

import pytest
from django.utils import timezone

from cabinet_rgpd.history.queries import receipt
from cabinet_rgpd.jobs import tasks
from cabinet_rgpd.mail.models import Message, State
from registry.witness import operations, queries

NOW = dt.datetime(2026, 11, 23, 9, tzinfo=dt.UTC)


@pytest.fixture
def witness(in_scope):
    content = {"name": "Ordre fictif", "email": "ordre@exemple.fr"}
    return operations.set_witness(content=content, lock="", by=in_scope.sign())


def addresses():
    return sorted(Message.objects.values_list("to", flat=True))


def test_managers_dpo_and_witness_get_one_message_a_month(in_scope, witness):
    send = {"structure": in_scope.structure, "at": NOW}
    assert operations.send_receipts(**send) == 3
    assert addresses() == ["alice@exemple.fr", "camille@exemple.fr", "ordre@exemple.fr"]
    for later in (dt.timedelta(0), dt.timedelta(days=3)):
        operations.send_receipts(structure=in_scope.structure, at=NOW + later)
    assert Message.objects.count() == 3
    assert operations.send_receipts(structure=in_scope.structure, at=NOW + dt.timedelta(days=9)) == 3  # December


def test_the_month_is_that_of_the_structure(in_scope):
    """The last evening of November in UTC is December already in Paris."""
    operations.send_receipts(structure=in_scope.structure, at=dt.datetime(2026, 11, 30, 23, 30, tzinfo=dt.UTC))
    assert Message.objects.first().key.startswith("receipt:2026-12:")


def test_a_message_holds_the_receipt_and_nothing_of_the_register(in_scope, witness, activity):
    activity(in_scope, name="Suivi des patients")
    operations.send_receipts(structure=in_scope.structure, at=NOW)
    message = Message.objects.get(to="ordre@exemple.fr")
    assert receipt().groups in message.text and "Suivi des patients" not in message.text
    assert "en tant que témoin" in message.text and "novembre 2026" in message.subject
    assert "&#" not in message.text and message.subject.count("\n") == 0


def test_a_witness_who_has_ended_gets_nothing(in_scope, witness):
    operations.set_witness(
        content={"until": dt.date(2026, 10, 31)}, lock=witness.lock_token, by=in_scope.sign("Il a pris sa retraite")
    )
    operations.send_receipts(structure=in_scope.structure, at=NOW)
    assert "ordre@exemple.fr" not in addresses()


def test_one_person_in_two_roles_gets_one_message(in_scope, witness):
    operations.set_witness(content={"email": "ALICE@exemple.fr"}, lock=witness.lock_token, by=in_scope.sign())
    assert [each.email for each in queries.recipients(in_scope.structure.pk, NOW.date())] == [
        "alice@exemple.fr", "camille@exemple.fr",
    ]  # fmt: skip


def test_the_scheduler_sends_for_every_structure_and_keeps_quiet_without_a_mail_server(clinic, neighbour, settings):
    settings.EMAIL_CONFIGURED = False
    tasks.send_receipts()
    assert not Message.objects.exists()
    settings.EMAIL_CONFIGURED = True
    for _ in range(2):
        tasks.send_receipts()
    assert addresses() == ["alice@exemple.fr", "camille@exemple.fr", "charlie@exemple.fr"]


def test_the_page_tells_who_receives_and_what_is_missing(clinic, neighbour, client_of, witness):
    page = client_of(clinic.bob).get(clinic.url("witness")).text
    assert "Ordre fictif" in page and "témoin" in page and "Choisir" not in page
    assert "Aucun reçu n’est encore parti" in page
    Message.objects.create(
        structure=clinic.structure, key="receipt:2026-11:x", to="a@exemple.fr", subject="x", queued_at=NOW,
        next_try_at=NOW, expires_at=NOW, state=State.SENT, done_at=NOW,
    )  # fmt: skip
    assert "Dernier reçu parti" in client_of(clinic.bob).get(clinic.url("witness")).text


def test_who_alone_keeps_the_register_is_told_that_it_proves_nothing(neighbour, client_of, settings):
    settings.EMAIL_CONFIGURED = False
    page = client_of(neighbour.manager).get(neighbour.url("witness")).text
    assert "cela ne prouve rien contre eux" in page and "rien ne part" in page and "Choisir un témoin" in page


def test_a_manager_chooses_the_witness_and_the_choice_is_sealed(clinic, client_of):
    alice = client_of(clinic.alice)
    form = {"name": "Ordre fictif", "email": "ordre@exemple.fr", "lock": "", "until": ""}
    answer = alice.post(clinic.url("witness_edit"), form, follow=True)
    assert "Ordre fictif" in answer.text
    with clinic.scope():
        row = queries.witness_row()
    assert row.version == 1 and row.updated_at <= timezone.now()
    assert alice.get(clinic.url("record_timeline", "witness", row.pk)).status_code == 200
