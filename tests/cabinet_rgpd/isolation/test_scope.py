"""One structure never sees another: out of scope is an error, not everything."""

import uuid

import pytest
from django.apps import apps
from django.db.models import Count

from cabinet_rgpd.history.models import Entry, Head, Payload
from cabinet_rgpd.history.tracked import TrackedModel
from cabinet_rgpd.isolation.scope import OutOfScope, structure_in_scope, structure_scope
from cabinet_rgpd.structures.models import Account, Membership, Party, Structure
from registry.activities.models import ProcessingActivity, Purpose
from registry.desk.models import DueLine, Standing, VisitMark
from registry.proposals.models import Sent

UNSCOPED = {Structure, Membership}
TRACKED = [model for model in apps.get_models() if issubclass(model, TrackedModel)]
SCOPED = [model for model in TRACKED if model not in UNSCOPED] + [
    Entry, Head, Payload, Standing, DueLine, VisitMark, Sent,
]  # fmt: skip

READS = {
    "list": list,
    "count": lambda rows: rows.count(),
    "exists": lambda rows: rows.exists(),
    "first": lambda rows: rows.first(),
    "get": lambda rows: rows.get(pk=uuid.uuid4()),
    "filter then exists": lambda rows: rows.filter(pk=uuid.uuid4()).exists(),
    "filter on nothing": lambda rows: list(rows.filter(pk__in=[])),
    "exclude": lambda rows: list(rows.exclude(pk=uuid.uuid4())),
    "values": lambda rows: list(rows.values_list("pk", flat=True)),
    "aggregate": lambda rows: rows.aggregate(Count("pk")),
    "distinct count": lambda rows: rows.distinct().count(),
    "union": lambda rows: list(rows.union(rows.all())),
    "iterator": lambda rows: list(rows.iterator()),
    "in_bulk": lambda rows: rows.in_bulk([uuid.uuid4()]),
    "subquery": lambda rows: list(Account.objects.filter(pk__in=rows.values("pk"))),
    "locked": lambda rows: rows.select_for_update().last(),
}


@pytest.mark.parametrize("read", READS.values(), ids=READS.keys())
def test_reading_records_out_of_scope_is_an_error(db, read):
    with pytest.raises(OutOfScope):
        read(Party.objects.all())


@pytest.mark.parametrize("model", SCOPED, ids=lambda model: model.__name__)
def test_every_record_of_a_structure_is_scoped(db, model):
    with pytest.raises(OutOfScope):
        model.objects.exists()
    with structure_scope(uuid.uuid4()):
        assert not model.objects.exists()


@pytest.mark.parametrize("model", TRACKED, ids=lambda model: model.__name__)
def test_the_versions_of_every_record_are_scoped(db, model):
    with pytest.raises(OutOfScope):
        model.history.exists()
    with structure_scope(uuid.uuid4()):
        assert not model.history.exists()


def test_every_model_with_a_structure_is_tracked_scoped_or_known():
    """A model that holds records of a structure and is neither scoped nor listed here was forgotten."""
    known = {
        "FormKey", "Message", "EvidenceContent", "QuestionnaireDraft", "PublishedNotice", "IssuedBytes", "Inspection",
        "InspectionFile", "RemovalRequest", "ReminderChoice", "CalendarFeed",
    }  # fmt: skip
    models = [model for model in apps.get_models() if not model.__name__.startswith("Historical")]
    holders = {model for model in models if any(field.name == "structure" for field in model._meta.fields)}
    assert {model.__name__ for model in holders - set(SCOPED) - UNSCOPED} <= known


def test_in_scope_only_the_records_of_the_structure_answer(clinic, neighbour, activity):
    mine, theirs = activity(clinic), activity(neighbour)
    with clinic.scope():
        assert [row.pk for row in ProcessingActivity.objects.all()] == [mine.pk]
        assert not ProcessingActivity.objects.filter(pk=theirs.pk).exists()
        assert not Purpose.objects.filter(activity=theirs).exists()
        assert {row.structure_id for row in Party.objects.all()} == {clinic.structure.pk}
        assert {row.structure_id for row in ProcessingActivity.history.all()} == {clinic.structure.pk}
        assert {row.structure_id for row in Entry.objects.all()} == {clinic.structure.pk}


def test_related_managers_are_scoped_too(clinic, neighbour, activity):
    theirs = activity(neighbour)
    with pytest.raises(OutOfScope):
        theirs.purposes.count()
    with clinic.scope():
        assert theirs.purposes.count() == 0


def test_the_manager_itself_refuses_what_a_query_set_refuses(db):
    for read in ("count", "exists", "first", "aggregate"):
        with pytest.raises(OutOfScope):
            getattr(Party.objects, read)(*([Count("pk")] if read == "aggregate" else []))


def test_the_scope_of_another_structure_does_not_nest():
    one, other = uuid.uuid4(), uuid.uuid4()
    with structure_scope(one):
        with structure_scope(one):
            assert structure_in_scope() == one
        with pytest.raises(OutOfScope), structure_scope(other):
            pass
        assert structure_in_scope() == one


def test_the_scope_closes_even_after_an_error():
    with pytest.raises(Account.DoesNotExist), structure_scope(uuid.uuid4()):
        raise Account.DoesNotExist
    with pytest.raises(OutOfScope):
        structure_in_scope()


def test_a_query_made_in_one_scope_keeps_to_it(clinic, neighbour):
    with clinic.scope():
        rows = Party.objects.all()
    assert {row.structure_id for row in rows} == {clinic.structure.pk}
