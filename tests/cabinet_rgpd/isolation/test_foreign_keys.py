"""No row points into another structure, whatever way it is written."""

import uuid

import pytest
from django.core import checks
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction

from cabinet_rgpd.isolation import foreign_keys
from tests import cast

LINKS = [link for model in foreign_keys.holders() for link in foreign_keys.links(model)]


def native(pk):
    return pk.hex if connection.vendor == "sqlite" else str(pk)


def refused(sql, *parameters):
    with pytest.raises(IntegrityError, match="another structure"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, [native(each) if isinstance(each, uuid.UUID) else each for each in parameters])


def test_each_key_between_records_of_structures_is_watched():
    names = {(link.table, link.column) for link in LINKS}
    assert {("registry_purpose", "activity_id"), ("structures_membership", "party_id")} <= names
    assert len(names) > 60
    watched = "\n".join(guard.sql for guard in foreign_keys.expected())
    assert all(f'NEW."{column}"' in watched for _, column in names)


def test_every_guard_stands(db):
    assert foreign_keys.missing() == []


def test_a_row_that_points_next_door_is_refused(clinic, neighbour, activity):
    mine, theirs = activity(clinic), activity(neighbour)
    bob = clinic.members["bob"]
    refused("UPDATE structures_membership SET party_id = %s WHERE id = %s", neighbour.party.pk, bob.pk)
    refused("UPDATE registry_purpose SET activity_id = %s WHERE activity_id = %s", theirs.pk, mine.pk)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT retention_rule_id FROM registry_datacategory WHERE activity_id = %s", [native(theirs.pk)]
        )
        [rule] = cursor.fetchone()
    refused("UPDATE registry_datacategory SET retention_rule_id = %s WHERE activity_id = %s", rule, mine.pk)
    assert foreign_keys.crossings() == {}


def test_a_new_row_that_points_next_door_is_refused(clinic, neighbour):
    refused(
        "INSERT INTO structures_membership (id, structure_id, version, updated_at, account_id, role, party_id)"
        " VALUES (%s, %s, 1, '2026-11-23', %s, 'reader', %s)",
        uuid.uuid4(), clinic.structure.pk, cast.account("Eve Ender").pk, neighbour.party.pk,
    )  # fmt: skip


def test_a_row_does_not_change_structure(clinic, neighbour):
    refused("UPDATE structures_party SET structure_id = %s WHERE id = %s", neighbour.structure.pk, clinic.party.pk)
    refused("UPDATE structures_structure SET structure_id = %s WHERE id = %s",
            neighbour.structure.pk, clinic.structure.pk)  # fmt: skip


def test_a_past_version_does_not_point_next_door(clinic, neighbour):
    bob = clinic.members["bob"]
    refused(
        "INSERT INTO structures_historicalmembership"
        " (id, structure_id, version, updated_at, account_id, role, history_date, history_type, party_id)"
        " SELECT id, structure_id, version, updated_at, account_id, role, history_date, history_type, %s"
        " FROM structures_historicalmembership WHERE id = %s",
        neighbour.party.pk, bob.pk,
    )  # fmt: skip


def found():
    return [each.id for each in checks.run_checks(tags=[checks.Tags.database], databases=["default"])]


def test_a_guard_that_is_gone_is_told_and_made_again(clinic):
    foreign_keys.drop()
    assert "structures.W002" in found()
    assert len(foreign_keys.ensure()) == len(foreign_keys.expected())
    assert "structures.W002" not in found() and "structures.E003" not in found()


def test_a_row_that_crosses_is_found_when_the_guards_were_away(clinic, neighbour):
    foreign_keys.drop()
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE structures_membership SET party_id = %s WHERE id = %s",
            [native(neighbour.party.pk), native(clinic.members["bob"].pk)],
        )
    foreign_keys.ensure()
    assert foreign_keys.crossings() == {("structures_membership", "party_id"): 1}
    assert "structures.E003" in found()


def test_a_guard_that_was_weakened_is_made_again(db):
    guard = next(each for each in foreign_keys.expected() if each.table == "structures_membership")
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(f'DROP TRIGGER "{guard.name}"')
            cursor.execute(
                f'CREATE TRIGGER "{guard.name}" BEFORE INSERT ON "{guard.table}" WHEN 1 = 0 BEGIN SELECT 1; END'
            )
        else:
            cursor.execute(
                f'CREATE OR REPLACE FUNCTION "{guard.name}"() RETURNS trigger LANGUAGE plpgsql'
                " AS $$ BEGIN RETURN NEW; END $$"
            )
    assert [each.name for each in foreign_keys.missing()] == [guard.name]
    assert [each.name for each in foreign_keys.ensure()] == [guard.name]


@pytest.mark.django_db(transaction=True)
def test_tables_can_still_be_rebuilt_by_a_migration():
    call_command("migrate", "registry", "0014", verbosity=0)
    call_command("migrate", verbosity=0)
    assert foreign_keys.missing() == []


def test_what_a_migration_has_still_to_make_is_left_out(db, monkeypatch):
    """`migrate` asks on a database that has no table of ours yet."""
    monkeypatch.setattr(foreign_keys, "_columns", lambda connection, cursor: set())
    assert foreign_keys.crossings() == {}
