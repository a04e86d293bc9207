"""A structure lives at random; after each step the chain verifies, the live rows are what it last said, and each record
written has one entry more (the state machine of proof.md §6).
"""

import contextlib
import tempfile
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction
from django.test import override_settings
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from cabinet_rgpd.history import ledger, verification
from cabinet_rgpd.history.models import Entry, Head
from cabinet_rgpd.history.removal import operations as removals
from cabinet_rgpd.history.removal import places
from cabinet_rgpd.history.removal.words import Words
from cabinet_rgpd.structures import operations as structures
from cabinet_rgpd.timeline import operations as timeline
from registry.activities import operations as activities
from registry.activities import queries as sheets
from registry.suppliers import operations as suppliers
from tests import cast

LIVES, STEPS = 15, 20
WORDS = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=20).map(str.strip).filter(bool)
NAMES = WORDS | st.sampled_from(
    ["Suivi\u2028des\u0085patients", "\U0001f9b4 os \U0010ffff", "e\u0301 \u212b", "« » “ ” ’"]
)
PICK = st.integers(0, 10**6)


class Breakdown(Exception):
    """What an operation stumbles on in the middle of a write."""


class Life(RuleBasedStateMachine):
    """Sheets in the three states, suppliers, parties; `expected` is how many entries the chain must hold."""

    @initialize()
    def born(self):
        self.undone = contextlib.ExitStack()
        self.undone.enter_context(transaction.atomic())
        self.undone.callback(transaction.set_rollback, True)
        self.clinic = cast.practice(manager=cast.account("Lou Lavie"), name="Cabinet des Vies")
        self.second = cast.account("Sam Second")
        self.undone.enter_context(self.clinic.scope())
        folder = self.undone.enter_context(tempfile.TemporaryDirectory())
        self.undone.enter_context(override_settings(VAR_DIR=Path(folder)))
        self.parties, self.suppliers = [self.clinic.party], []
        self.drafts, self.in_force, self.archived = [], [], []
        self.expected = Entry.objects.count()

    def teardown(self):
        self.undone.close()

    def sign(self, reason=""):
        return self.clinic.sign(reason)

    def wrote(self, entries=1):
        self.expected += entries

    # -- What people do ------------------------------------------------------------------------------------------------

    @rule(name=NAMES, draft=st.booleans(), party=PICK, purposes=st.lists(NAMES, max_size=3))
    def write_a_sheet(self, name, draft, party, purposes):
        content = {
            "name": name, "state": "draft" if draft else "in_force", "family": "care", "persons": ["patients"],
            "responsibles": [{"party": self.parties[party % len(self.parties)], "role": "controller"}],
            "purposes": [{"name": each} for each in ["Soigner", *purposes]],
        }  # fmt: skip
        sheet = activities.create_activity(content=content, by=self.sign(name), on=cast.TODAY)
        (self.drafts if draft else self.in_force).append(sheet)
        self.wrote(0 if draft else 1)

    @precondition(lambda self: self.in_force)
    @rule(which=PICK, name=NAMES, purposes=st.lists(NAMES, min_size=1, max_size=3))
    def change_a_sheet(self, which, name, purposes):
        place = which % len(self.in_force)
        sheet = self.in_force[place]
        lines = [{"id": each.pk, "name": each.name} for each in sheet.purposes.all()][:1]
        content = {"description": name, "purposes": [*lines, *({"name": each} for each in purposes)]}
        changed = activities.update_activity(activity=sheet, lock=sheet.lock_token, content=content, by=self.sign())
        self.wrote(changed.version - sheet.version)
        self.in_force[place] = changed

    @precondition(lambda self: self.in_force)
    @rule(which=PICK)
    def save_a_sheet_unchanged(self, which):
        sheet = self.in_force[which % len(self.in_force)]
        activities.update_activity(
            activity=sheet,
            lock=sheet.lock_token,
            content={"name": sheet.name, "persons": sheet.persons},
            by=self.sign(),
        )

    @precondition(lambda self: self.drafts)
    @rule(which=PICK, kept=st.booleans())
    def end_a_draft(self, which, kept):
        draft = self.drafts.pop(which % len(self.drafts))
        if kept:
            by = self.sign("Mise en vigueur")
            self.in_force.append(activities.put_in_force(activity=draft, lock=draft.lock_token, by=by, on=cast.TODAY))
            self.wrote()
        else:
            activities.discard_draft(activity=draft, by=self.sign())

    @precondition(lambda self: self.in_force)
    @rule(which=PICK)
    def archive_a_sheet(self, which):
        sheet = self.in_force.pop(which % len(self.in_force))
        self.archived.append(activities.archive_activity(activity=sheet, lock=sheet.lock_token, by=self.sign()))
        self.wrote()

    @precondition(lambda self: self.archived)
    @rule(which=PICK)
    def take_a_sheet_back(self, which):
        sheet = self.archived.pop(which % len(self.archived))
        self.in_force.append(activities.take_out_of_archive(activity=sheet, lock=sheet.lock_token, by=self.sign()))
        self.wrote()

    @precondition(lambda self: self.in_force)
    @rule(which=PICK, number=PICK)
    def put_an_old_version_back(self, which, number):
        place = which % len(self.in_force)
        sheet = self.in_force[place]
        number = 1 + number % sheet.version
        back = timeline.restore(root=sheet, lock=sheet.lock_token, number=number, by=self.sign())
        self.wrote(back.version - sheet.version)
        self.in_force[place] = back

    @rule(which=PICK, name=NAMES)
    def rename_a_party(self, which, name):
        place = which % len(self.parties)
        party = self.parties[place]
        renamed = structures.update_party(
            party=party, lock=party.lock_token, content={"name": name[:160]}, by=self.sign("Autre nom")
        )
        self.wrote(renamed.version - party.version)
        self.parties[place] = renamed

    @rule(name=NAMES)
    def name_a_supplier(self, name):
        content = {"name": name, "kind": "practice_software", "country": "France", "hds": "yes"}
        self.suppliers.append(suppliers.add_supplier(content=content, by=self.sign()))
        self.wrote()

    @precondition(lambda self: self.in_force and self.suppliers)
    @rule(name=NAMES)
    def write_two_records_at_once(self, name):
        sheet, supplier = self.in_force[-1], self.suppliers[-1]
        with ledger.write(self.sign(name)) as write:
            sheet, supplier = write.take(sheet), write.take(supplier)
            changed = [
                write.apply(sheet, {"processors": [{"kind": "practice_software", "supplier": supplier}]}),
                write.apply(supplier, {"country": name[:60]}),
            ]
        self.wrote(sum(changed))
        self.in_force[-1], self.suppliers[-1] = sheet, supplier

    @precondition(lambda self: self.in_force)
    @rule(name=NAMES)
    def stumble(self, name):
        def broken():
            with ledger.write(self.sign()) as write:
                write.apply(write.take(self.in_force[-1]), {"name": name, "purposes": []})
                write.finish()
                raise Breakdown

        with pytest.raises(Breakdown):
            broken()

    @precondition(lambda self: self.in_force)
    @rule(which=PICK)
    def remove_a_name_from_everywhere(self, which):
        name = sheets.row(self.in_force[which % len(self.in_force)].pk).name
        with contextlib.suppress(ValidationError):  # too short, or removed already
            asked = removals.ask(words=name, reason="Identité", files=(), by=self.sign())
            removals.confirm(request=asked, by=self.clinic.sign(actor=self.second))
            self.wrote()
            assert not [text for text in places.every_text(self.clinic.structure.pk) if Words(name).are_in(text)]
        for row in (*self.parties, *self.suppliers, *self.drafts, *self.in_force, *self.archived):
            row.refresh_from_db()

    # -- What always holds -----------------------------------------------------------------------------------------------

    @invariant()
    def the_chain_verifies_and_the_live_rows_are_its_last_bodies(self):
        assert verification.verify(self.clinic.structure.pk).faults == ()

    @invariant()
    def the_positions_have_no_hole_and_each_record_written_has_one_entry(self):
        assert list(Entry.objects.order_by("seq").values_list("seq", flat=True)) == [*range(1, self.expected + 1)]
        assert Head.objects.get().seq == self.expected


def test_lives_at_random(db):
    checks = [HealthCheck.too_slow, HealthCheck.data_too_large]
    run_state_machine_as_test(
        Life,
        settings=settings(
            max_examples=LIVES, stateful_step_count=STEPS, deadline=None, database=None, suppress_health_check=checks
        ),
    )
