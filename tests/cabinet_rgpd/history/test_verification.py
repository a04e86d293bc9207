"""The verification of a structure: what the product wrote holds, and what went around it is found."""

import datetime as dt
import io
import json

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext

from cabinet_rgpd.history import ledger, triggers, verification
from cabinet_rgpd.history.models import Entry, Head
from cabinet_rgpd.structures import operations as structures
from cabinet_rgpd.timeline import operations as timeline
from registry.activities import operations as activities
from registry.activities.models import ProcessingActivity, Purpose
from registry.suppliers.models import Supplier
from tests import cast
from tests.patients_info.notices import prepare, publish


@pytest.fixture
def busy(clinic):
    """A structure with a life: sheets changed, archived, taken back; a draft; a party renamed; a notice published."""
    sheet = cast.activity(clinic, name="Suivi « des » patients\u2028\u0085\U0001f9b4", reason="Première saisie")
    archived = cast.activity(clinic, name="Paie")
    draft = cast.activity(clinic, state="draft", name="Vidéosurveillance")
    activities.update_activity(
        activity=sheet,
        lock="1",
        content={"purposes": [{"name": "Orienter"}], "persons": ["patients"]},
        by=clinic.sign(),
    )
    activities.archive_activity(activity=archived, lock="1", by=clinic.sign("Cessée"))
    activities.update_activity(activity=draft, lock=draft.lock_token, content={"name": "Caméras"}, by=clinic.sign())
    with ledger.write(clinic.sign("Changement de nom")) as write:
        write.apply(write.take(clinic.party), {"name": "SISA des Deux Quais"})
    structures.add_party(content={"kind": "practitioner", "name": "Elise Estève", "profession": "gp"}, by=clinic.sign())
    publish(clinic, prepare(clinic))
    with clinic.scope():
        timeline.restore(root=sheet, lock="2", number=1, by=clinic.sign())
    return clinic


def report(practice):
    return verification.verify(practice.structure.pk)


def tamper(sql, *parameters):
    """A write by the owner of the database, who first takes the triggers away."""
    triggers.drop()
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        assert cursor.rowcount


def last_entry(practice, **filters):
    return Entry._base_manager.filter(structure=practice.structure, **filters).latest("seq")


CHANGE = "UPDATE history_entry SET {change} WHERE id = %s"


def native(value):
    """A UUID as raw SQL gives it to this database."""
    return value.hex if connection.vendor == "sqlite" else value


# -- What the product writes holds -------------------------------------------------------------------------------------


def test_a_busy_structure_verifies(busy):
    found = report(busy)
    head = Head._base_manager.get(structure=busy.structure)
    assert found.faults == () and found.is_ok
    assert (found.entries, found.seq, found.hash) == (head.seq, head.seq, head.hash)
    assert found.seq > 15


def test_the_new_name_of_a_record_referred_to_is_no_fault(busy):
    body = json.loads(last_entry(busy, obj__startswith="activity:", act="activity.archived").payload.body)
    assert body["responsibles"][0]["party"]["label"] != "SISA des Deux Quais"
    assert report(busy).is_ok


def test_each_structure_is_verified_alone(busy, neighbour):
    tamper("UPDATE structures_party SET name = 'x' WHERE id = %s", native(neighbour.party.pk))
    assert report(busy).is_ok
    assert not report(neighbour).is_ok


def test_a_verification_writes_nothing_and_asks_no_more_when_the_register_grows(busy):
    with CaptureQueriesContext(connection) as few:
        report(busy)
    for _ in range(4):
        cast.activity(busy)
    with CaptureQueriesContext(connection) as many:
        assert report(busy).is_ok
    assert len(many) == len(few)
    assert all(query["sql"].startswith("SELECT") for query in many)


# -- Live rows ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("sql", "field"),
    [
        ("UPDATE registry_processingactivity SET name = 'Autre' WHERE name LIKE 'Paie'", "name"),
        ("UPDATE registry_processingactivity SET started_on = '2020-01-01' WHERE name LIKE 'Paie'", "started_on"),
        ("UPDATE registry_processingactivity SET state = 'draft' WHERE name LIKE 'Paie'", "state"),
        ("UPDATE registry_processingactivity SET persons = '[]' WHERE name LIKE 'Paie'", "persons"),
        ("UPDATE registry_processingactivity SET version = 9 WHERE name LIKE 'Paie'", "version 9"),
        ("UPDATE registry_purpose SET name = 'Vendre' WHERE name LIKE 'Soigner%%'", "purposes"),
        ("UPDATE registry_purpose SET position = 9 WHERE name LIKE 'Soigner%%'", None),
        ("DELETE FROM registry_recipient", "recipients"),
        ("UPDATE registry_retentionrule SET archive = '99 ans'", "archive"),
        ("UPDATE registry_supplier SET hds = 'no'", "hds"),
        ("UPDATE structures_membership SET role = 'manager' WHERE role = 'reader'", "role"),
        ("UPDATE structures_structure SET name = 'Autre'", "name"),
        ("UPDATE structures_party SET name = 'Autre' WHERE name LIKE 'Elise%%'", "name"),
        ("UPDATE patients_info_notice SET published = '{}'", "published"),
    ],
)
def test_a_record_changed_by_raw_sql_is_found(busy, sql, field):
    tamper(sql)
    faults = report(busy).faults
    # The place of a line is no content: alone in its list, it says the same.
    assert bool(faults) == (field is not None)
    assert all(field in fault for fault in faults)


def test_a_record_deleted_by_raw_sql_is_found(busy):
    supplier = cast.supplier(busy, name="Inutile")
    tamper("DELETE FROM registry_supplier WHERE id = %s", native(supplier.pk))
    [fault] = report(busy).faults
    assert fault == f"{supplier.obj}\u00a0: scellé en version 1 à la position {report(busy).seq}, il n’existe plus."


def test_a_record_that_no_entry_speaks_of_is_found(busy):
    stranger = Supplier(
        structure=busy.structure, updated_at=dt.datetime.now(dt.UTC), name="Glissé", kind="hosting", version=1
    )
    super(type(stranger).__mro__[2], stranger).save()
    [fault] = report(busy).faults
    assert fault.startswith(stranger.obj) and "aucune écriture" in fault


def test_a_line_slipped_into_a_list_is_found(busy):
    with busy.scope():
        draft_purpose = Purpose.objects.get(activity__state="draft")
        sheet = ProcessingActivity.objects.get(name="Paie")
    tamper("UPDATE registry_purpose SET activity_id = %s WHERE id = %s", native(sheet.pk), native(draft_purpose.pk))
    [fault] = report(busy).faults
    assert sheet.obj in fault and "purposes" in fault


# -- The chain as stored -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "change",
    [
        "act = 'activity.created'", "actor = 'system'", "obj = 'party:00000000-0000-4000-8000-000000000000'", "ver = 7",
        "at = '2020-01-01 00:00:00'", f"pay = '{'0' * 64}'", f"prev = '{'0' * 64}'", f"hash = '{'0' * 64}'", "seq = 99",
        "act = 'rien'", "actor = 'Alice'", "act = 'activity.updated' || char(10)",
    ],
)  # fmt: skip
def test_an_entry_changed_by_raw_sql_is_found(busy, change):
    if connection.vendor == "postgresql":
        change = change.replace("char(10)", "chr(10)")
    tamper(CHANGE.format(change=change), last_entry(busy, act="activity.archived").pk)
    assert report(busy).faults


def set_body(practice, body, **filters):
    entry = last_entry(practice, **filters)
    tamper("UPDATE ledger_payload SET body = %s WHERE entry_id = %s", body(entry.payload.body), entry.pk)
    return entry.seq


@pytest.mark.parametrize(
    "change",
    [
        lambda body: body.replace("Paie", "Caisse"),
        lambda body: body + " ",
        lambda body: body.replace('"name"', '"name" ', 1),
        lambda body: body[:-1],
        lambda body: "null",
        lambda body: "",
        lambda body: body.replace('"schema":1', '"schema":2'),
    ],
)
def test_a_body_changed_by_raw_sql_is_found(busy, change):
    seq = set_body(busy, change, act="activity.archived")
    assert any(f"Position {seq}\u00a0:" in fault for fault in report(busy).faults)


def test_a_body_removed_without_an_entry_that_says_so_is_found(busy):
    entry = last_entry(busy, act="activity.archived")
    tamper("UPDATE ledger_payload SET body = NULL, salt = NULL WHERE entry_id = %s", entry.pk)
    found = report(busy)
    assert found.faults == (f"Position {entry.seq}\u00a0: corps absent, sans écriture qui dise son retrait.",)
    assert found.removed == (entry.seq,)


def test_a_payload_that_is_gone_is_found(busy):
    tamper("DELETE FROM ledger_payload WHERE entry_id = %s", last_entry(busy).pk)
    assert report(busy).faults


def test_an_entry_deleted_from_the_middle_is_found(busy):
    entry = last_entry(busy, act="activity.archived")
    tamper("DELETE FROM ledger_payload WHERE entry_id = %s", entry.pk)
    tamper("DELETE FROM history_entry WHERE id = %s", entry.pk)
    assert any("un trou ou un doublon" in fault for fault in report(busy).faults)


def test_a_chain_cut_at_its_end_without_its_head_is_found(busy):
    entry = last_entry(busy)
    tamper("DELETE FROM ledger_payload WHERE entry_id = %s", entry.pk)
    tamper("DELETE FROM history_entry WHERE id = %s", entry.pk)
    assert any(f"une fin à la position {entry.seq}" in fault for fault in report(busy).faults)


def test_a_structure_without_its_head_is_found(busy):
    tamper("DELETE FROM history_head WHERE structure_id = %s", native(busy.structure.pk))
    assert "La fin de la chaîne n’est plus connue de l’installation." in report(busy).faults


@pytest.mark.parametrize(
    ("sql", "told"),
    [
        ("UPDATE registry_processingactivity SET started_on = 'hier'", "started_on"),
        ("UPDATE registry_processingactivity SET started_on = '2026-13-45'", "ne se lisent pas"),
        ("UPDATE history_entry SET at = 'hier'", "ne se lit pas"),
        ("UPDATE history_entry SET seq = 'un' WHERE seq = 1", "ne se lit pas"),
    ],
)
def test_a_value_of_a_wrong_type_is_a_fault_and_never_a_crash(busy, sql, told):
    """SQLite stores whatever it is given; PostgreSQL refuses it at once."""
    if connection.vendor == "postgresql":
        with pytest.raises(DatabaseError), transaction.atomic():
            tamper(sql)
        return
    tamper(sql)
    assert any(told in fault for fault in report(busy).faults)


# -- Someone writes meanwhile ------------------------------------------------------------------------------------------


def test_a_write_between_two_readings_is_no_fault(busy, monkeypatch):
    read_lines, calls = verification.read_lines, []

    def then_written(structure_id):
        lines = read_lines(structure_id)
        if not calls:
            cast.supplier(busy, name="Venu entre deux lectures")
        calls.append(len(lines))
        return lines

    monkeypatch.setattr(verification, "read_lines", then_written)
    assert report(busy).is_ok
    assert calls[1] == calls[0] + 1


# -- The command -------------------------------------------------------------------------------------------------------


def verify_command(*arguments):
    out = io.StringIO()
    try:
        call_command("verify", *arguments, stdout=out)
    except CommandError as error:
        return out.getvalue(), str(error)
    return out.getvalue(), None


def test_the_command_says_ok_for_each_structure(busy, neighbour):
    printed, error = verify_command()
    assert error is None
    assert len(printed.splitlines()) == 2
    assert f"{busy.structure.name}\u00a0: OK, position {report(busy).seq}, empreinte {report(busy).hash}" in printed


def test_the_command_ends_in_error_with_one_line_a_fault(busy, neighbour):
    tamper("UPDATE registry_supplier SET hds = 'no', country = 'Ailleurs'")
    tamper("UPDATE structures_party SET name = 'x' WHERE id = %s", native(neighbour.party.pk))
    printed, error = verify_command()
    faults = len(report(busy).faults) + len(report(neighbour).faults)
    assert len(printed.splitlines()) == faults and error == f"Fautes trouvées\u00a0: {faults}."
    printed, error = verify_command("--structure", str(neighbour.structure.pk))
    assert len(printed.splitlines()) == 1 and error


def test_the_command_refuses_a_structure_that_does_not_exist(busy):
    assert "Aucune structure" in verify_command("--structure", str(cast.a_random_id()))[1]
