"""The one write path (proof.md §2 and §3)."""

import datetime as dt
import json
import logging
import uuid

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from cabinet_rgpd.history import aggregates, ledger
from cabinet_rgpd.history.models import Entry, FormKey, Head
from cabinet_rgpd.isolation.scope import UnsealedWrite
from cabinet_rgpd.lib import canonical
from cabinet_rgpd.structures.models import Party
from registry.activities import operations
from registry.activities.models import DataCategory, ProcessingActivity, Purpose
from registry.suppliers.models import Supplier
from tests import cast

HEADER_KEYS = {"act", "actor", "at", "log", "obj", "pay", "prev", "seq", "v", "ver"}


def add_party(clinic, name="Elise Estève", **signature):
    with ledger.write(clinic.sign(**signature)) as write:
        return write.create(Party, kind="practitioner", name=name)


def rename(clinic, party, name, *, lock=None, **signature):
    with ledger.write(clinic.sign(**signature)) as write:
        row = write.take(party, lock)
        write.apply(row, {"name": name})
    return row


def header_of(entry):
    """The header as the format describes it, rebuilt from the stored columns."""
    columns = {name: getattr(entry, name) for name in ("act", "actor", "obj", "pay", "prev", "seq", "ver")}
    at = entry.at.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    return {**columns, "at": at, "log": str(entry.structure_id), "v": 1}


def chain():
    return list(Entry.objects.select_related("payload").order_by("seq"))


# -- What is written ---------------------------------------------------------------------------------------------------


def test_a_new_record_is_version_1_with_one_entry(in_scope):
    before = Entry.objects.count()
    party = add_party(in_scope, reason="Nouvelle associée")
    entry = Entry.objects.get(seq=before + 1)
    assert party.version == 1
    assert (entry.act, entry.obj, entry.ver, entry.actor) == ("party.created", party.obj, 1, str(in_scope.alice.pk))
    assert json.loads(entry.payload.body)["reason"] == "Nouvelle associée"


def test_a_change_is_the_next_version_with_one_entry(in_scope):
    party = add_party(in_scope)
    rename(in_scope, party, "Elise Estève-Roux", reason="Mariage")
    fresh = Party.objects.get(pk=party.pk)
    entry = chain()[-1]
    assert (fresh.name, fresh.version) == ("Elise Estève-Roux", 2)
    assert (entry.act, entry.ver) == ("party.updated", 2)


def test_a_save_that_changes_nothing_writes_nothing(in_scope):
    party = add_party(in_scope)
    entries, versions = Entry.objects.count(), Party.history.count()
    rename(in_scope, party, party.name)
    assert (Entry.objects.count(), Party.history.count()) == (entries, versions)
    assert Party.objects.get(pk=party.pk).version == 1


def test_the_same_terms_in_another_container_change_nothing(in_scope, activity):
    sheet = activity(in_scope, persons=["patients", "minors"])
    same = operations.update_activity(
        activity=sheet, lock="1", content={"persons": ("patients", "minors")}, by=in_scope.sign()
    )
    assert same.version == 1


def test_each_aggregate_written_has_its_own_entry(in_scope):
    before = Entry.objects.count()
    with ledger.write(in_scope.sign()) as write:
        supplier = write.create(Supplier, name="Éditeur fictif", kind="practice_software")
        write.create(Party, kind="practitioner", name="Elise Estève")
        write.apply(supplier, {"country": "Belgique"})
    assert [entry.aggregate for entry in chain()[before:]] == ["supplier", "party"]


def test_a_record_made_then_changed_in_one_write_is_stored_as_it_is_sealed(in_scope):
    with ledger.write(in_scope.sign()) as write:
        supplier = write.create(Supplier, name="Éditeur fictif", kind="practice_software")
        write.apply(supplier, {"country": "Belgique"})
    stored = Supplier.objects.get(pk=supplier.pk)
    assert (stored.country, stored.version) == ("Belgique", 1)
    assert json.loads(chain()[-1].payload.body)["country"] == "Belgique"


def test_the_children_of_an_aggregate_are_matched_by_their_id(in_scope, activity):
    sheet = activity(in_scope, purposes=[{"name": "Soigner", "legal_basis": "6.1.c"}, {"name": "Orienter"}])
    first, second = sheet.purposes.all()
    content = {"purposes": [{"id": str(second.pk), "name": "Orienter"}, {"name": "Prévenir"}]}
    operations.update_activity(activity=sheet, lock="1", content=content, by=in_scope.sign())
    found = [(row.pk == second.pk, row.name) for row in sheet.purposes.all()]
    assert found == [(True, "Orienter"), (False, "Prévenir")]
    assert not Purpose.objects.filter(pk=first.pk).exists()


def test_a_list_that_is_not_named_stays(in_scope, activity):
    sheet = activity(in_scope)
    operations.update_activity(activity=sheet, lock="1", content={"name": "Autre nom"}, by=in_scope.sign())
    assert sheet.purposes.count() == 1
    assert sheet.data_categories.count() == 2


def test_the_body_is_the_whole_record_with_its_references_named(in_scope, activity):
    sheet = activity(in_scope, reason="Première saisie")
    body = json.loads(chain()[-1].payload.body)
    assert body["schema"] == aggregates.SCHEMA and body["reason"] == "Première saisie"
    assert body["started_on"] == cast.TODAY.isoformat()
    assert body["responsibles"][0]["party"] == {"obj": f"party:{in_scope.party.pk}", "label": in_scope.party.name}
    assert body["processors"][0]["supplier"]["label"] == "Logiciel Fictif SAS"
    assert {key: value for key, value in body.items() if key not in ("schema", "reason")} == aggregates.state(sheet)


def test_an_unknown_field_is_refused(in_scope):
    with pytest.raises(ValidationError), ledger.write(in_scope.sign()) as write:
        write.create(Party, kind="practitioner", name="Elise", version=9)


# -- The chain ---------------------------------------------------------------------------------------------------------


def test_every_entry_verifies_by_recomputation(in_scope, activity):
    sheet = activity(in_scope)
    operations.update_activity(
        activity=sheet, lock="1", content={"name": "Suivi « des » patients\u2028\U0001f9b4"}, by=in_scope.sign("Car")
    )
    previous = canonical.genesis(in_scope.structure.pk)
    for rank, entry in enumerate(chain(), start=1):
        header = header_of(entry)
        body = canonical.parse_canonical(entry.payload.body.encode())
        assert set(header) == HEADER_KEYS and entry.seq == rank
        assert entry.prev == previous
        assert entry.pay == canonical.payload_hash(bytes.fromhex(entry.payload.salt), body)
        assert entry.hash == canonical.entry_hash(header)
        previous = entry.hash
    head = Head.objects.get()
    assert (head.seq, head.hash, head.at) == (rank, previous, entry.at)


def test_the_first_entry_follows_the_genesis_of_its_structure(clinic, neighbour):
    prevs = {}
    for practice in (clinic, neighbour):
        with practice.scope():
            prevs[practice.structure.pk] = Entry.objects.get(seq=1).prev
    assert prevs == {pk: canonical.genesis(pk) for pk in prevs} and len(set(prevs.values())) == 2


def test_two_equal_bodies_have_different_fingerprints(in_scope):
    add_party(in_scope, name="Elise Estève")
    add_party(in_scope, name="Elise Estève")
    first, second = chain()[-2:]
    assert first.payload.body == second.payload.body and first.pay != second.pay


def test_moments_increase_even_when_the_clock_goes_back(in_scope, caplog):
    last = chain()[-1].at
    with caplog.at_level(logging.WARNING, logger="cabinet_rgpd.history.ledger"):
        add_party(in_scope, at=last - dt.timedelta(hours=1))
        add_party(in_scope, at=last)
    moments = [entry.at for entry in chain()]
    assert moments == sorted(moments) and len(set(moments[-3:])) == 3
    assert "clock behind the chain" in caplog.text


def test_versions_take_the_moment_of_their_entry(in_scope):
    party = add_party(in_scope, at=chain()[-1].at - dt.timedelta(days=1))
    assert Party.history.get(id=party.pk).history_date == chain()[-1].at == party.updated_at


# -- What is refused ---------------------------------------------------------------------------------------------------


def test_a_tracked_record_saved_outside_the_write_path_is_an_error(in_scope, activity):
    sheet = activity(in_scope)
    for row in (in_scope.party, in_scope.structure, in_scope.members["bob"], sheet, sheet.purposes.get()):
        with pytest.raises(UnsealedWrite):
            row.save()
        with pytest.raises(UnsealedWrite):
            row.delete()


def test_a_record_is_not_written_through_the_write_of_another_structure(clinic, neighbour):
    with pytest.raises(UnsealedWrite), ledger.write(neighbour.sign()):
        clinic.party.save()


@pytest.mark.parametrize(
    "call",
    [
        lambda rows: rows.update(name="x"),
        lambda rows: rows.bulk_create([]),
        lambda rows: rows.bulk_update([], ["name"]),
        lambda rows: rows.delete(),
        lambda rows: rows.create(name="x"),
        lambda rows: rows.get_or_create(name="x"),
        lambda rows: rows.update_or_create(name="x"),
    ],
)
def test_writes_by_query_set_are_refused(in_scope, call):
    for model in (Party, ProcessingActivity, Purpose):
        with pytest.raises(UnsealedWrite):
            call(model.objects.all())
        with pytest.raises(UnsealedWrite):
            call(model.objects.filter(pk=uuid.uuid4()))


def test_writes_do_not_nest(in_scope):
    with pytest.raises(UnsealedWrite), ledger.write(in_scope.sign()), ledger.write(in_scope.sign()):
        pass


def test_a_record_changed_meanwhile_is_stale_and_comes_with_its_present_state(in_scope):
    party = add_party(in_scope)
    rename(in_scope, party, "Elise Roux", lock="1")
    with pytest.raises(ledger.Stale) as refusal:
        rename(in_scope, party, "Elise Petit", lock="1")
    assert refusal.value.current.name == "Elise Roux"
    assert Party.objects.get(pk=party.pk).version == 2


def test_a_draft_changed_meanwhile_is_stale_too(in_scope, activity):
    draft = activity(in_scope, state="draft")
    token = draft.lock_token
    operations.update_activity(activity=draft, lock=token, content={"name": "Un"}, by=in_scope.sign())
    with pytest.raises(ledger.Stale):
        operations.update_activity(activity=draft, lock=token, content={"name": "Deux"}, by=in_scope.sign())


class Interrupted(Exception):
    pass


def test_an_error_on_the_way_leaves_nothing(in_scope):
    seq, parties, versions = Head.objects.get().seq, Party.objects.count(), Party.history.count()

    def interrupted(write):
        write.create(Party, kind="practitioner", name="Elise")
        raise Interrupted

    with pytest.raises(Interrupted), ledger.write(in_scope.sign(key=uuid.uuid4())) as write:
        interrupted(write)
    assert (Head.objects.get().seq, Entry.objects.count()) == (seq, seq)
    assert (Party.objects.count(), Party.history.count()) == (parties, versions)
    assert not FormKey.objects.exists()
    add_party(in_scope)
    assert Head.objects.get().seq == seq + 1


def test_an_entry_that_cannot_be_written_takes_the_change_with_it(in_scope, monkeypatch):
    def refuse(*args):
        raise Interrupted

    parties = Party.objects.count()
    monkeypatch.setattr(canonical, "entry_hash", refuse)
    with pytest.raises(Interrupted):
        add_party(in_scope)
    assert Party.objects.count() == parties


def test_a_form_sent_twice_is_written_once(in_scope):
    key = uuid.uuid4()
    add_party(in_scope, key=key)
    parties = Party.objects.count()
    with pytest.raises(ledger.AlreadySubmitted):
        add_party(in_scope, key=key)
    assert Party.objects.count() == parties


def test_the_key_of_a_form_is_looked_at_before_its_version(in_scope):
    party, key = add_party(in_scope), uuid.uuid4()
    rename(in_scope, party, "Elise Roux", lock="1", key=key)
    with pytest.raises(ledger.AlreadySubmitted):
        rename(in_scope, party, "Elise Roux", lock="1", key=key)


def test_the_same_key_serves_in_two_structures(clinic, neighbour):
    key = uuid.uuid4()
    for practice in (clinic, neighbour):
        assert add_party(practice, key=key).version == 1


def test_a_reference_into_another_structure_is_refused(clinic, neighbour, activity):
    foreign = [
        {"responsibles": [{"party": neighbour.party, "role": "controller"}]},
        {"processors": [{"kind": "hosting", "supplier": cast.supplier(neighbour)}]},
        {"data_categories": [{"description": "Nom", "retention_rule": cast.retention_rule(neighbour)}]},
    ]
    for content in foreign:
        with pytest.raises(ValidationError) as refusal:
            activity(clinic, **content)
        assert "Choix inconnu dans cette structure" in str(refusal.value)
    with clinic.scope():
        assert not ProcessingActivity.objects.exists()


def test_a_child_of_another_structure_is_never_taken_over(clinic, neighbour, activity):
    theirs = activity(neighbour)
    with neighbour.scope():
        their_purpose = theirs.purposes.get()
    mine = activity(clinic, purposes=[{"id": str(their_purpose.pk), "name": "Prise de contrôle"}])
    with clinic.scope():
        assert mine.purposes.get().pk != their_purpose.pk
    with neighbour.scope():
        assert Purpose.objects.get(pk=their_purpose.pk).name == "Soigner et suivre les patients"


def test_a_record_of_another_structure_cannot_be_taken(clinic, neighbour):
    with pytest.raises(Party.DoesNotExist), ledger.write(clinic.sign()) as write:
        write.take(neighbour.party)


@pytest.mark.parametrize("text", ["1 85 05 78 006 084 91", "185057800608491", "patient 2 69 05 49 588 157 80"])
def test_a_social_security_number_is_refused_in_any_text(in_scope, activity, text):
    for content in ({"name": text}, {"description": text}, {"purposes": [{"name": text}]}):
        with pytest.raises(ValidationError) as refusal:
            activity(in_scope, **content)
        assert "numéro de sécurité sociale" in str(refusal.value)


def test_a_social_security_number_is_refused_in_a_reason_whatever_door_it_came_through(in_scope):
    with pytest.raises(ValidationError) as refusal:
        add_party(in_scope, reason="demande du patient 185057800608491")
    assert "numéro de sécurité sociale" in str(refusal.value)


def test_a_null_character_in_a_reason_is_left_out(in_scope):
    add_party(in_scope, reason=" Nouvel\x00le associée ")
    assert Party.history.latest().history_change_reason == "Nouvelle associée"


# -- Drafts ------------------------------------------------------------------------------------------------------------


def test_a_draft_leaves_no_trace_in_history_or_chain(in_scope, activity):
    rule, supplier = cast.retention_rule(in_scope), cast.supplier(in_scope)
    entries = Entry.objects.count()
    draft = activity(
        in_scope, state="draft", data_categories=[{"description": "Nom", "retention_rule": rule}],
        processors=[{"kind": "hosting", "supplier": supplier}],
    )  # fmt: skip
    draft = operations.update_activity(
        activity=draft, lock=draft.lock_token, content={"name": "Brouillon revu", "purposes": [{"name": "Autre"}]},
        by=in_scope.sign(),
    )  # fmt: skip
    assert draft.version == 0 and draft.purposes.get().name == "Autre"
    assert Entry.objects.count() == entries
    for model in (ProcessingActivity, Purpose, DataCategory):
        assert model.history.count() == 0


def test_a_draft_may_be_deleted_and_a_record_may_not(in_scope, activity):
    draft, sheet = activity(in_scope, state="draft"), activity(in_scope)
    entries = Entry.objects.count()
    operations.discard_draft(activity=draft, by=in_scope.sign())
    assert not ProcessingActivity.objects.filter(pk=draft.pk).exists()
    assert Purpose.history.filter(activity_id=draft.pk).count() == 0 and Entry.objects.count() == entries
    with pytest.raises(ValidationError):
        operations.discard_draft(activity=sheet, by=in_scope.sign())
    assert ProcessingActivity.objects.filter(pk=sheet.pk).exists()


def test_a_draft_put_in_force_is_version_1_with_all_its_parts(in_scope, activity):
    draft = activity(in_scope, state="draft")
    sheet = operations.put_in_force(activity=draft, lock=draft.lock_token, by=in_scope.sign("Prêt"), on=cast.TODAY)
    entry = chain()[-1]
    assert (sheet.version, entry.act, entry.ver) == (1, "activity.created", 1)
    assert ProcessingActivity.history.get(id=sheet.pk).version == 1
    assert DataCategory.history.filter(activity_id=sheet.pk).count() == 2
    assert Purpose.history.filter(activity_id=sheet.pk).count() == 1


def test_a_draft_made_and_put_in_force_in_one_write_enters_the_history(in_scope):
    with ledger.write(in_scope.sign()) as write:
        sheet = operations.add_activity(
            write, content={"name": "Paie", "purposes": [{"name": "Payer"}]}, on=timezone.localdate()
        )
        write.apply(sheet, {"state": "in_force"})
    assert ProcessingActivity.objects.get(pk=sheet.pk).version == 1
    assert (chain()[-1].act, chain()[-1].ver) == ("activity.created", 1)
    assert Purpose.history.filter(activity_id=sheet.pk).count() == 1


def test_an_archived_record_says_so_in_the_chain(in_scope, activity):
    sheet = activity(in_scope)
    operations.archive_activity(activity=sheet, lock="1", by=in_scope.sign("Cessée"))
    operations.take_out_of_archive(activity=sheet, lock="2", by=in_scope.sign("Reprise"))
    assert [entry.act for entry in chain()[-2:]] == ["activity.archived", "activity.restored"]
