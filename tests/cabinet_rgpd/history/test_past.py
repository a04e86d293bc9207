"""The states of a moment: every record as its version of that moment was sealed, whatever was written since."""

import datetime as dt
import json
import zoneinfo

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cabinet_rgpd.history import ledger, past
from cabinet_rgpd.history.models import Entry
from cabinet_rgpd.structures.models import Membership, Party, Structure
from registry.activities import operations
from registry.activities.models import ProcessingActivity
from registry.retention.models import RetentionRule
from registry.suppliers.models import Supplier
from tests import cast

KINDS = [Structure, Party, Membership, ProcessingActivity, RetentionRule, Supplier]


def change(practice, sheet, content):
    return operations.update_activity(activity=sheet, lock=None, content=content, by=practice.sign())


@pytest.fixture
def told(in_scope, activity):
    """A sheet whose lists gain, lose and reorder lines, whose party is renamed, and that is archived."""
    sheet = activity(in_scope, purposes=[{"name": "Soigner"}, {"name": "Orienter"}])
    first, second = sheet.purposes.all()
    with ledger.write(in_scope.sign()) as write:
        write.apply(write.take(in_scope.party), {"name": "SISA des Deux Quais"})
    change(in_scope, sheet, {"purposes": [{"id": str(second.pk), "name": "Orienter"}]})
    change(in_scope, sheet, {"purposes": [{"name": "Prévenir"}, {"id": str(second.pk), "name": "Adresser"}]})
    change(in_scope, sheet, {"data_categories": [], "processors": [], "name": "Dossiers"})
    operations.archive_activity(activity=sheet, lock=None, by=in_scope.sign())
    return sheet


def sealed_at(at):
    """`{obj: last body}` of the chain at a moment."""
    bodies = {}
    for entry in Entry.objects.filter(at__lte=at).select_related("payload").order_by("seq"):
        body = json.loads(entry.payload.body)
        bodies[entry.obj] = (entry.ver, {name: body[name] for name in body if name not in ("schema", "reason")})
    return bodies


def test_at_each_moment_the_states_are_the_last_sealed_bodies(told):
    """Just after each entry, and just before the next: labels of references included, as they were sealed."""
    moments = list(Entry.objects.order_by("seq").values_list("at", flat=True))
    for at in [*moments, *(moment - dt.timedelta(microseconds=1) for moment in moments)]:
        found = {
            f"{model.AGGREGATE}:{each.id}": (each.version, each.state)
            for model in KINDS
            for each in past.states(model, at)
        }
        sealed = sealed_at(at)
        assert found.keys() == sealed.keys()
        for obj, (version, body) in sealed.items():
            assert found[obj][0] == version
            assert without_labels(found[obj][1]) == without_labels(body)


def without_labels(value):
    """A body names references as they were called when it was written; a state, as they were called that day."""
    if isinstance(value, dict):
        return {name: without_labels(item) for name, item in value.items() if name != "label"}
    return [without_labels(item) for item in value] if isinstance(value, list) else value


def test_a_reference_is_called_as_it_was_that_day(in_scope, told):
    renamed = Entry.objects.get(obj=in_scope.party.obj, ver=2).at
    before = past.states(ProcessingActivity, renamed - dt.timedelta(microseconds=1))
    after = past.states(ProcessingActivity, renamed)
    labels = [found[0].state["responsibles"][0]["party"]["label"] for found in (before, after)]
    assert labels == ["Maison de santé des Deux Rives", "SISA des Deux Quais"]


def test_members_are_named_by_their_account(in_scope):
    [bob] = [each for each in past.states(Membership, in_scope.sign().at) if each.id == in_scope.members["bob"].pk]
    assert bob.state["account"]["label"] == "Bob Bertin"


def test_drafts_never_stand_until_they_are_put_in_force(in_scope, activity):
    draft = activity(in_scope, state="draft", purposes=[{"name": "Un"}, {"name": "Deux"}])
    change(in_scope, draft, {"purposes": [{"name": "Trois"}]})
    assert past.states(ProcessingActivity, in_scope.sign().at) == []
    operations.put_in_force(activity=draft, lock=None, by=in_scope.sign(), on=cast.TODAY)
    [sheet] = past.states(ProcessingActivity, in_scope.sign().at)
    assert (sheet.version, [line["name"] for line in sheet.state["purposes"]]) == (1, ["Trois"])


def test_nothing_stood_before_the_first_entry(in_scope):
    before = past.beginning() - dt.timedelta(microseconds=1)
    assert [past.states(model, before) for model in KINDS] == [[]] * len(KINDS)
    assert past.receipt_at(before) is None


def test_the_position_of_the_chain_is_that_of_its_last_entry_then(in_scope, told):
    last = {entry.at: (entry.seq, entry.hash) for entry in Entry.objects.order_by("seq")}  # one write, several entries
    for at, position in last.items():
        receipt = past.receipt_at(at)
        assert (receipt.seq, receipt.hash) == position


def test_the_past_of_the_neighbour_cannot_be_read_from_here(clinic, neighbour):
    cast.activity(neighbour)
    with clinic.scope():
        assert past.states(ProcessingActivity, clinic.sign().at) == []
        assert [each.state["name"] for each in past.states(Structure, clinic.sign().at)] == [clinic.structure.name]


@pytest.mark.parametrize(
    ("zone", "last"),
    [
        ("Europe/Paris", "2026-03-12T22:59:59.999999Z"),
        ("Pacific/Noumea", "2026-03-12T12:59:59.999999Z"),
        ("Pacific/Tahiti", "2026-03-13T09:59:59.999999Z"),
        ("America/Cayenne", "2026-03-13T02:59:59.999999Z"),
    ],
)
def test_an_evening_ends_at_midnight_where_the_structure_is(zone, last):
    at = past.evening(dt.date(2026, 3, 12), zoneinfo.ZoneInfo(zone))
    assert at == dt.datetime.fromisoformat(last)


def test_the_day_of_a_clock_change_ends_at_midnight_too():
    paris = zoneinfo.ZoneInfo("Europe/Paris")
    day = dt.date(2026, 3, 29)
    assert past.evening(day, paris) - past.evening(dt.date(2026, 3, 28), paris) == dt.timedelta(hours=23)


def test_many_records_of_many_versions_take_no_more_queries_than_one(in_scope, activity):
    def asked():
        with CaptureQueriesContext(connection) as captured:
            past.states(ProcessingActivity, in_scope.sign().at)
        return len(captured)

    sheet = activity(in_scope)
    one = asked()
    for number in range(6):
        activity(in_scope, data_categories=[], processors=[])
        change(in_scope, sheet, {"purposes": [{"name": f"Finalité {number}"}]})
    assert asked() == one


def test_the_values_of_a_state_are_those_of_the_row(in_scope, activity):
    sheet = activity(in_scope)
    [standing] = past.states(ProcessingActivity, in_scope.sign().at)
    found = past.values(ProcessingActivity, standing.state)
    sheet.refresh_from_db()
    assert found == {field.name: getattr(sheet, field.attname) for field in ProcessingActivity.content_fields()}
    assert (standing.since, standing.version) == (sheet.updated_at, sheet.version)
