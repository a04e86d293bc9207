"""Every version as it was, what changed between two, and the return of an old one."""

import json

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cabinet_rgpd.history import ledger, memory
from cabinet_rgpd.history.models import Entry
from cabinet_rgpd.timeline import operations as timeline
from registry.activities import operations
from tests import cast


def change(practice, sheet, content, reason=""):
    return operations.update_activity(activity=sheet, lock=None, content=content, by=practice.sign(reason))


@pytest.fixture
def told(in_scope, activity):
    """A sheet with a life: five versions, whose lists gain, change, lose and reorder lines; its party is renamed."""
    sheet = activity(in_scope, purposes=[{"name": "Soigner", "legal_basis": "6.1.c"}, {"name": "Orienter"}])
    first, second = sheet.purposes.all()
    change(in_scope, sheet, {"name": "Dossier des patients", "persons": ["patients"]}, "Nom d’usage")
    with ledger.write(in_scope.sign("Changement de nom")) as write:
        write.apply(write.take(in_scope.party), {"name": "SISA des Deux Quais"})
    change(in_scope, sheet, {"purposes": [{"id": str(second.pk), "name": "Orienter"}, {"name": "Prévenir"}]})
    change(in_scope, sheet, {"data_categories": [], "next_review_on": None})
    denis = {"party": in_scope.denis_party, "role": "joint_controller"}
    change(in_scope, sheet, {"responsibles": [denis]}, "SISA sortie")
    sheet.refresh_from_db()
    sheet.purpose_ids = (first.pk, second.pk)
    return sheet


def test_every_version_says_what_its_entry_sealed(told):
    bodies = {}
    for entry in Entry.objects.filter(obj=told.obj).select_related("payload"):
        body = json.loads(entry.payload.body)
        bodies[entry.ver] = {key: value for key, value in body.items() if key not in ("schema", "reason")}
    found = memory.versions(told)
    assert [version.number for version in found] == [5, 4, 3, 2, 1]
    for version in found:
        assert version.state == bodies[version.number]


def test_a_version_has_its_author_moment_reason_and_place_in_the_chain(in_scope, told):
    found = memory.version_of(told, 2)
    entry = Entry.objects.get(obj=told.obj, ver=2)
    assert (found.at, found.seq, found.act) == (entry.at, entry.seq, "activity.updated")
    assert (found.actor, found.reason) == (str(in_scope.alice.pk), "Nom d’usage")
    assert memory.version_of(told, 3).reason == ""


def test_an_unknown_version_is_none(told):
    assert memory.version_of(told, 6) is None


def test_changes_are_said_field_by_field(told):
    changes = [(each.where, each.before, each.after) for each in memory.version_of(told, 2).changes]
    assert changes == [
        ("nom", "Suivi des patients", "Dossier des patients"),
        ("personnes concernées", "Patients, Patients mineurs", "Patients"),
    ]


def test_lines_of_a_list_come_and_go_in_words(told):
    changes = [(each.where, each.before, each.after) for each in memory.version_of(told, 3).changes]
    assert changes == [("finalité", "Soigner · Obligation légale (art. 6.1.c)", ""), ("finalité", "", "Prévenir")]
    emptied = memory.version_of(told, 4).changes
    assert [(each.where, each.after) for each in emptied if each.where == "catégorie de données"] == [
        ("catégorie de données", "")
    ] * 2
    assert [(each.where, each.before) for each in emptied if "revue" in each.where] == [
        ("prochaine revue le", "23 novembre 2027")
    ]


def test_an_old_version_names_its_references_as_they_were_called_then(told):
    labels = [version.state["responsibles"][0]["party"]["label"] for version in memory.versions(told)]
    assert labels[::-1][:3] == ["Maison de santé des Deux Rives"] * 2 + ["SISA des Deux Quais"]


def test_the_new_name_of_a_record_referred_to_is_no_change_of_this_one(told):
    assert not [each for each in memory.version_of(told, 3).changes if each.where.startswith("responsable")]


def test_the_first_version_has_no_changes(told):
    assert memory.version_of(told, 1).changes == ()


def test_an_old_version_put_back_is_a_new_version_that_names_it(in_scope, told):
    sheet = timeline.restore(root=told, lock="5", number=1, by=in_scope.sign("Erreur"))
    restored, first = memory.version_of(sheet, 6), memory.version_of(sheet, 1)
    assert restored.reason == "Version 1 rétablie : Erreur" and restored.act == "activity.updated"
    assert tuple(row.pk for row in sheet.purposes.all()) == told.purpose_ids
    for name in ("name", "persons", "purposes", "data_categories", "next_review_on"):
        assert restored.state[name] == first.state[name]


def test_the_version_in_force_put_back_writes_nothing(in_scope, told):
    sheet = timeline.restore(root=told, lock="5", number=5, by=in_scope.sign())
    assert sheet.version == 5


def test_an_archived_sheet_stays_archived_when_an_old_version_comes_back(in_scope, told):
    operations.archive_activity(activity=told, lock="5", by=in_scope.sign())
    sheet = timeline.restore(root=told, lock="6", number=1, by=in_scope.sign())
    assert (sheet.state, sheet.name) == ("archived", "Suivi des patients")


def test_a_version_that_never_was_cannot_be_put_back(in_scope, told):
    with pytest.raises(ValidationError):
        timeline.restore(root=told, lock="5", number=9, by=in_scope.sign())


def test_an_old_version_is_not_put_back_over_a_change_made_meanwhile(in_scope, told):
    with pytest.raises(ledger.Stale):
        timeline.restore(root=told, lock="4", number=1, by=in_scope.sign())


def test_reading_many_versions_takes_no_more_queries_than_reading_two(in_scope, activity):
    sheet = activity(in_scope)
    change(in_scope, sheet, {"name": "Version 2"})
    with CaptureQueriesContext(connection) as two:
        memory.versions(sheet)
    for number in range(3, 12):
        change(in_scope, sheet, {"name": f"Version {number}", "purposes": [{"name": f"Finalité {number}"}]})
    with CaptureQueriesContext(connection) as many:
        memory.versions(sheet)
    assert len(many) == len(two)


def test_the_versions_of_a_member_name_the_account(in_scope):
    member = in_scope.members["bob"]
    found = memory.versions(member)
    assert found[0].state["account"]["label"] == "Bob Bertin"


def test_the_memory_of_the_neighbour_cannot_be_read_from_here(clinic, neighbour, activity):
    theirs = cast.activity(neighbour)
    with clinic.scope():
        assert memory.versions(theirs) == []
