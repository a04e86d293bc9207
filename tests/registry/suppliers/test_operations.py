import pytest
from django.core.exceptions import ValidationError

from cabinet_rgpd.history import memory
from cabinet_rgpd.history import queries as history
from cabinet_rgpd.history.ledger import Stale
from registry.suppliers import operations, queries
from tests import cast

CONTENT = {"name": "Agenda Fictif", "kind": "booking_platform", "country": "France", "hds": "unknown"}


def test_a_supplier_added_is_sealed_as_its_first_version(in_scope):
    before = history.receipt().seq
    supplier = operations.add_supplier(content=CONTENT, by=in_scope.sign("nouvelle plateforme"))
    assert supplier.version == 1
    assert history.receipt().seq == before + 1
    [version] = memory.versions(supplier)
    assert version.reason == "nouvelle plateforme"


def test_a_change_makes_a_second_version_and_an_unchanged_form_makes_none(in_scope):
    supplier = operations.add_supplier(content=CONTENT, by=in_scope.sign())
    changed = operations.update_supplier(
        supplier=supplier, lock="1", content={**CONTENT, "hds": "yes"}, by=in_scope.sign("certificat reçu")
    )
    again = operations.update_supplier(
        supplier=changed, lock="2", content={**CONTENT, "hds": "yes"}, by=in_scope.sign()
    )
    assert (changed.version, again.version) == (2, 2)


def test_two_people_on_one_supplier_are_noticed(in_scope):
    supplier = operations.add_supplier(content=CONTENT, by=in_scope.sign())
    operations.update_supplier(supplier=supplier, lock="1", content={"hds": "yes"}, by=in_scope.sign())
    with pytest.raises(Stale):
        operations.update_supplier(supplier=supplier, lock="1", content={"hds": "no"}, by=in_scope.sign())


def test_a_supplier_used_by_an_activity_in_force_is_not_archived(in_scope):
    supplier = operations.add_supplier(content=CONTENT, by=in_scope.sign())
    activity = cast.activity(
        in_scope, name="Rendez-vous", processors=[{"kind": "booking_platform", "supplier": supplier}]
    )
    with pytest.raises(ValidationError, match=f"{activity.reference} Rendez-vous"):
        operations.archive_supplier(supplier=supplier, lock="1", on=cast.TODAY, by=in_scope.sign())
    assert queries.supplier(supplier.pk).archived_on is None


def test_a_supplier_used_by_a_draft_alone_is_archived_and_comes_back(in_scope):
    supplier = operations.add_supplier(content=CONTENT, by=in_scope.sign())
    cast.activity(in_scope, state="draft", processors=[{"kind": "booking_platform", "supplier": supplier}])
    archived = operations.archive_supplier(supplier=supplier, lock="1", on=cast.TODAY, by=in_scope.sign("résilié"))
    assert archived.archived_on == cast.TODAY
    assert supplier.pk not in {each.id for each in queries.suppliers()}
    assert supplier.pk in {each.id for each in queries.suppliers(archived=True)}
    restored = operations.restore_supplier(supplier=archived, lock="2", by=in_scope.sign())
    assert (restored.version, restored.archived_on) == (3, None)


@pytest.mark.parametrize(
    ("name", "value"),
    [("name", ""), ("name", "x" * 161), ("kind", "wizard"), ("hds", "perhaps"), ("note", "1 80 01 75 123 456 60")],
)
def test_bad_content_is_refused_beside_its_field(in_scope, name, value):
    with pytest.raises(ValidationError) as refusal:
        operations.add_supplier(content={**CONTENT, name: value}, by=in_scope.sign())
    assert list(refusal.value.message_dict) == [name]
