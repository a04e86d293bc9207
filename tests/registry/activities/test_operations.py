"""Writes of the register: signed, sealed, reversible, and limited to what a practitioner answers for."""

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from cabinet_rgpd.history import memory
from cabinet_rgpd.history.ledger import Stale
from cabinet_rgpd.history.models import Entry
from registry.activities import operations, queries
from registry.activities.models import ProcessingActivity
from tests import cast

TODAY = dt.date(2026, 11, 23)
pytestmark = pytest.mark.usefixtures("in_scope")


def draft(clinic, **content):
    return operations.create_activity(content={"name": "Essai", **content}, by=clinic.sign(), on=TODAY)


def entries(activity):
    return list(Entry.objects.filter(obj=activity.obj).order_by("ver").values_list("act", flat=True))


def test_references_follow_one_another(clinic):
    assert [draft(clinic).reference for _ in range(3)] == ["A-01", "A-02", "A-03"]


def test_a_draft_leaves_no_trace_and_may_be_thrown_away(clinic):
    made = draft(clinic, purposes=[{"name": "Essayer"}])
    operations.discard_draft(activity=made, by=clinic.sign())
    assert queries.row(made.pk) is None
    assert not Entry.objects.filter(obj=made.obj).exists()
    assert not ProcessingActivity.history.filter(id=made.pk).exists()


def test_a_draft_put_in_force_enters_the_history_at_version_one(clinic):
    made = draft(clinic, purposes=[{"name": "Essayer"}])
    made = operations.put_in_force(activity=made, lock=made.lock_token, by=clinic.sign(), on=TODAY)
    assert (made.version, entries(made)) == (1, ["activity.created"])
    assert memory.versions(made)[0].state["purposes"][0]["name"] == "Essayer"


def test_a_draft_without_a_purpose_stays_a_draft(clinic):
    made = draft(clinic)
    with pytest.raises(ValidationError, match="finalité"):
        operations.put_in_force(activity=made, lock=made.lock_token, by=clinic.sign(), on=TODAY)
    assert queries.row(made.pk).is_draft


def test_a_sheet_in_force_is_archived_and_comes_back(clinic, activity):
    made = activity(clinic)
    made = operations.archive_activity(activity=made, lock="1", by=clinic.sign("plus utile"))
    made = operations.take_out_of_archive(activity=made, lock="2", by=clinic.sign())
    assert entries(made) == ["activity.created", "activity.archived", "activity.restored"]


def test_a_sheet_in_force_is_never_deleted(clinic, activity):
    with pytest.raises(Exception, match="archive"):
        operations.discard_draft(activity=activity(clinic), by=clinic.sign())


def test_an_edit_of_one_list_leaves_the_others(clinic, activity):
    made = activity(clinic)
    operations.update_activity(
        activity=made, lock="1", content={"recipients": [{"kind": "partner", "name": "Un confrère"}]}, by=clinic.sign()
    )
    sheet = queries.sheet(made.pk)
    assert [each.name for each in sheet.recipients] == ["Un confrère"]
    assert sheet.purposes[0].name == "Soigner et suivre les patients"


def test_the_same_text_saved_again_writes_nothing(clinic, activity):
    made = activity(clinic)
    operations.update_activity(activity=made, lock="1", content={"name": made.name}, by=clinic.sign())
    assert queries.row(made.pk).version == 1


def test_two_people_on_one_sheet_are_noticed(clinic, activity):
    made = activity(clinic)
    operations.update_activity(activity=made, lock="1", content={"name": "Le premier"}, by=clinic.sign())
    with pytest.raises(Stale):
        operations.update_activity(activity=made, lock="1", content={"name": "Le second"}, by=clinic.sign())


def test_two_people_on_one_draft_are_noticed(clinic):
    made = draft(clinic)
    token = made.lock_token
    operations.update_activity(activity=made, lock=token, content={"name": "Le premier"}, by=clinic.sign())
    with pytest.raises(Stale):
        operations.update_activity(activity=made, lock=token, content={"name": "Le second"}, by=clinic.sign())


def test_a_copy_is_a_draft_with_its_own_reference_and_lines(clinic, activity):
    made = activity(clinic)
    copy = operations.duplicate_activity(activity=made, by=clinic.sign())
    assert (copy.state, copy.reference, copy.version) == ("draft", "A-02", 0)
    assert {row.pk for row in copy.purposes.all()}.isdisjoint({row.pk for row in made.purposes.all()})


def test_a_review_that_changes_nothing_is_a_version_of_its_own(clinic, activity):
    made = activity(clinic)
    made = operations.confirm_unchanged(activity=made, lock="1", by=clinic.sign("Revue"), on=TODAY)
    assert (made.version, made.reviewed_on, made.next_review_on) == (2, TODAY, dt.date(2027, 11, 23))


def test_a_practitioner_writes_what_he_answers_for_and_nothing_else(clinic, activity):
    his = activity(clinic, responsibles=[{"party": clinic.denis_party, "role": "controller"}])
    other = activity(clinic)
    limited = {
        "content": {"name": "Corrigé"},
        "by": clinic.as_denis(),
    }
    operations.update_activity(activity=his, lock="1", **limited)
    with pytest.raises(PermissionDenied):
        operations.update_activity(activity=other, lock="1", **limited)


def test_a_practitioner_cannot_hand_his_sheet_to_another(clinic, activity):
    his = activity(clinic, responsibles=[{"party": clinic.denis_party, "role": "controller"}])
    with pytest.raises(PermissionDenied):
        operations.update_activity(
            activity=his, lock="1", content={"responsibles": [{"party": clinic.party, "role": "controller"}]},
            by=clinic.as_denis(),
        )  # fmt: skip


def test_a_reference_is_used_once(clinic, activity):
    activity(clinic)
    with pytest.raises(ValidationError, match="référence"):
        draft(clinic, reference="A-01")


def test_the_number_of_queries_of_the_register_does_not_grow(clinic, activity, django_assert_num_queries):
    activity(clinic)
    with django_assert_num_queries(7):
        queries.register()
    for _ in range(3):
        activity(clinic)
    with django_assert_num_queries(7):
        assert len(queries.register()) == 4


def test_the_register_of_one_party_holds_its_sheets_alone(clinic, activity):
    activity(clinic)
    his = activity(clinic, responsibles=[{"party": clinic.denis_party, "role": "controller"}])
    assert [sheet.id for sheet in queries.register(party_id=clinic.denis_party.pk)] == [his.pk]


def test_a_supplier_is_named_at_once_on_every_sheet_that_waits_for_it(clinic, activity):
    waiting = {"processors": [{"kind": "hosting"}, {"kind": "sms"}]}
    first, second = activity(clinic, **waiting), activity(clinic, **waiting)
    named = activity(clinic)
    host = cast.supplier(clinic, name="Hébergeur Fictif", kind="hosting")
    assert operations.name_supplier(supplier_id=host.pk, kind="hosting", by=clinic.sign()) == 2
    for made in (first, second):
        found = {each.kind: each.supplier and each.supplier.name for each in queries.sheet(made.pk).processors}
        assert found == {"hosting": "Hébergeur Fictif", "sms": None}
        assert queries.row(made.pk).version == 2
    assert queries.row(named.pk).version == 1
    assert operations.name_supplier(supplier_id=host.pk, kind="hosting", by=clinic.sign()) == 0


def test_a_practitioner_names_a_supplier_on_his_own_sheets_alone(clinic, activity):
    waiting = {"processors": [{"kind": "hosting"}]}
    activity(clinic, **waiting)
    his = activity(clinic, responsibles=[{"party": clinic.denis_party, "role": "controller"}], **waiting)
    host = cast.supplier(clinic, kind="hosting")
    changed = operations.name_supplier(supplier_id=host.pk, kind="hosting", by=clinic.as_denis())
    assert changed == 1
    assert queries.sheet(his.pk).processors[0].supplier.id == host.pk
