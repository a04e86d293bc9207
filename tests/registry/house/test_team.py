"""The administrator's view: each practitioner, what is due, and one message to those who are late."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cabinet_rgpd.history.models import Entry
from cabinet_rgpd.mail.models import Message
from registry.house import queries, rules
from registry.suppliers import operations as suppliers
from tests import cast
from tests.registry.incidents.test_views import send

pytestmark = pytest.mark.django_db


def row_of(clinic, name="Denis Delorme", today=None):
    with clinic.scope():
        rows = queries.table(clinic.structure.pk, today or timezone.localdate())
    return next(each for each in rows if each.facts.name == name)


def states(row):
    return {cell.column: cell.state for cell in row.cells}


def attended(clinic, kind, day):
    return cast.journal_entry(clinic, kind, happened_on=day, title="Ligne", attendees=[{"party": clinic.denis_party}])


def test_nothing_recorded_is_late_or_of_no_concern_and_never_done(clinic):
    row = row_of(clinic)
    assert states(row) == {
        "register": "off", "notice": "late", "charter": "late", "training": "late", "suppliers": "off", "access": "late",
    }  # fmt: skip
    assert len(row.cells) == len(rules.COLUMNS)


def test_each_cell_reads_what_its_room_holds(clinic):
    today = timezone.localdate()
    for kind in ("charter", "training"):
        attended(clinic, kind, today)
    cast.activity(clinic, on=today, responsibles=[{"party": clinic.denis_party, "role": "controller"}])
    his = cast.supplier(clinic, name="À lui", party=clinic.denis_party)
    suppliers.confirm_supplier(supplier=his, lock="1", on=today, by=clinic.sign())
    cast.access_review(clinic)
    found = states(row_of(clinic))
    assert {found[key] for key in ("register", "charter", "training", "suppliers", "access")} == {"done"}
    later = states(row_of(clinic, today=today + dt.timedelta(days=400)))
    assert later["charter"] == "done" and {later[key] for key in ("register", "training", "suppliers", "access")} == {
        "late"
    }


def test_who_has_left_has_no_line(clinic):
    cast.party(clinic, name="Remy Renaud", left_on=dt.date(2026, 1, 1))
    with clinic.scope():
        names = [each.facts.name for each in queries.table(clinic.structure.pk, timezone.localdate())]
    assert names == ["Denis Delorme"]


def test_every_cell_leads_somewhere_and_filters_choose(clinic, client_of):
    client = client_of(clinic.alice)
    page = client.get(clinic.url("team"))
    [(_, _, cells)] = page.context["rows"]
    assert {client.get(url).status_code for _, url in cells} == {200}
    assert len(client.get(clinic.url("team") + "?colonne=charter").context["rows"]) == 1
    assert client.get(clinic.url("team") + "?colonne=suppliers").context["rows"] == []
    assert client.get(clinic.url("team") + "?profession=nurse").context["rows"] == []


def test_the_table_asks_as_much_for_sixty_practitioners_as_for_two(clinic, client_of):
    client, url = client_of(clinic.alice), clinic.url("team")

    def add(count):
        for number in range(count):
            party = cast.party(clinic, name=f"Praticien {number}")
            cast.supplier(clinic, name=f"De {number}", party=party)

    def asked():
        with CaptureQueriesContext(connection) as captured:
            assert client.get(url).status_code == 200
        return len(captured)

    add(2)
    client.get(url)
    few = asked()
    add(58)
    assert asked() <= few
    assert client.get(url).context["everyone"] == 61


def test_one_message_to_those_who_are_late_sealed_and_sent_once(clinic, client_of):
    client, url = client_of(clinic.alice), clinic.url("team_call")
    form = client.get(url).context["form"]
    filled = {name: form[name].value() for name in form.fields}
    assert {client.post(url, filled).status_code for _ in range(2)} == {302}
    [message] = Message.objects.filter(structure_id=clinic.structure.pk, key__startswith="call:")
    assert message.to == clinic.denis.email and "charte" in message.text and "Bonjour" in message.text
    assert Entry._base_manager.filter(structure=clinic.structure, act="call.sent").count() == 1
    assert "Derniers messages envoyés" in client.get(clinic.url("team")).text


def test_nobody_late_is_nobody_told(clinic, client_of):
    for kind in ("charter", "training"):
        attended(clinic, kind, timezone.localdate())
    client = client_of(clinic.alice)
    assert "Personne à prévenir" in client.get(clinic.url("team_call")).text
    assert client.post(clinic.url("team_call"), {"text": "Bonjour"}).status_code == 422
    assert not Message.objects.filter(key__startswith="call:").exists()


def test_the_journal_asks_which_practitioners_and_the_table_reads_it(clinic, client_of):
    other = cast.party(clinic, name="Nora Noir")
    answer = send(
        client_of(clinic.sophie), clinic.url("journal_new", "charter"), title="Charte 2026",
        attendees=[str(clinic.denis_party.pk)],
    )  # fmt: skip
    assert answer.status_code == 302
    assert states(row_of(clinic))["charter"] == "done" and states(row_of(clinic, other.name))["charter"] == "late"


def test_a_supplier_read_again_says_so(clinic, client_of):
    row = cast.supplier(clinic, party=clinic.denis_party)
    client = client_of(clinic.denis)
    assert client.post(clinic.url("supplier_reviewed", row.pk), {"lock": "1"}).status_code == 302
    assert "Fiche relue le" in client.get(clinic.url("supplier", row.pk)).text
