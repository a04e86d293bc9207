"""The register of a day equals, record for record, what the queries of that day answered."""

import datetime as dt
import random

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cabinet_rgpd.history.past import evening
from cabinet_rgpd.history.queries import receipt
from cabinet_rgpd.structures import queries as structures
from patients_info.models import Notice
from registry.activities import operations
from registry.activities import queries as activities
from registry.dpo import queries as dpo
from registry.past import queries
from registry.past.records import PublishedEdition
from registry.retention import queries as retention
from registry.suppliers import queries as suppliers
from tests.registry.past import lives
from tests.registry.past.lives import at

pytestmark = pytest.mark.django_db


@pytest.fixture
def practice():
    found = lives.practice()
    with found.scope():
        yield found


def answered_now(practice, day):
    """What the queries of the day answer, side by side with the fields of PastRegister."""
    structure = structures.structure(practice.structure.pk)
    return {
        "activities": activities.register(),
        "rules": retention.rules(),
        "suppliers": suppliers.suppliers(),
        "dpo_decision": dpo.decision(),
        "dpo_contact": dpo.contact(day),
        "receipt": receipt(),
        "coordinates": (structure.name, structure.full_address, structure.tz),
        "parties": [(party.pk, party.name, party.kind, party.profession) for party in structures.parties(structure.pk)],
    }


def answered_then(stood):
    structure = stood.structure
    return {
        **{name: getattr(stood, name) for name in ("activities", "rules", "suppliers", "dpo_decision", "dpo_contact")},
        "receipt": stood.receipt,
        "coordinates": (structure.name, structure.full_address, structure.tz),
        "parties": [(party.pk, party.name, party.kind, party.profession) for party in stood.parties],
    }


class Life:
    """Writes at random, as people do; each step returns nothing and leaves something to compare."""

    def __init__(self, practice, seed):
        self.practice, self.random, self.now, self.count = practice, random.Random(seed), lives.BEGINNING, 0
        self.rules = [lives.rule(practice, self.later())]
        self.suppliers = [lives.supplier(practice, self.later())]
        self.add()

    def later(self):
        """Sometimes the same day, sometimes months after, sometimes in the last minutes of a day."""
        self.now += self.random.choice([dt.timedelta(minutes=7), dt.timedelta(hours=9), dt.timedelta(days=31)])
        return self.now

    def sign(self):
        return self.practice.sign(at=self.later())

    def name(self, what):
        self.count += 1
        return f"{what} {self.count}"

    def step(self):
        steps = [self.add, self.add, self.edit, self.lines, self.archive, self.restore, self.draft, self.start]
        steps += [
            self.rename_rule,
            self.rename_supplier,
            self.rename_party,
            self.new_rule,
            self.archive_supplier,
            self.dpo,
        ]
        self.random.choice(steps)()

    def sheet_in(self, state):
        found = [each for each in activities.everything() if each.state == state]
        return activities.row(self.random.choice(found).id) if found else None

    def add(self, **content):
        content = {"name": self.name("Usage"), **content}
        content = lives.sheet(
            self.practice, rule=self.random.choice(self.rules), supplier=self.random.choice(self.suppliers), **content
        )
        operations.create_activity(content=content, by=self.sign(), on=self.now.date())

    def draft(self):
        self.add(state="draft")

    def edit(self):
        if row := self.sheet_in("in_force"):
            content = {"description": self.name("Texte"), "persons": ["minors"], "reviewed_on": self.now.date()}
            operations.update_activity(activity=row, lock=None, content=content, by=self.sign())

    def lines(self):
        if row := self.sheet_in(self.random.choice(["in_force", "draft"])):
            kept = [{"id": each.pk, "name": each.name} for each in row.purposes.all()][1:]
            self.random.shuffle(kept)
            content = {"purposes": [{"name": self.name("Finalité")}, *kept], "transfers": []}
            content["data_categories"] = [{"description": "Adresse", "retention_rule": self.random.choice(self.rules)}]
            operations.update_activity(activity=row, lock=None, content=content, by=self.sign())

    def archive(self):
        if row := self.sheet_in("in_force"):
            operations.archive_activity(activity=row, lock=None, by=self.sign())

    def restore(self):
        if row := self.sheet_in("archived"):
            operations.take_out_of_archive(activity=row, lock=None, by=self.sign())

    def start(self):
        if row := self.sheet_in("draft"):
            operations.put_in_force(activity=row, lock=None, by=self.sign(), on=self.now.date())

    def new_rule(self):
        self.rules.append(
            lives.rule(self.practice, self.later(), name=self.name("Règle"), parameter_date=self.now.date())
        )

    def rename_rule(self):
        rule = self.random.choice(self.rules)
        lives.changed(self.practice, rule, self.later(), text=self.name("Durée"), sources=[{"title": "Texte"}])

    def rename_supplier(self):
        lives.changed(self.practice, self.random.choice(self.suppliers), self.later(), name=self.name("Fournisseur"))

    def archive_supplier(self):
        self.suppliers.append(lives.supplier(self.practice, self.later(), name=self.name("Autre")))
        lives.changed(self.practice, self.suppliers[-1], self.later(), archived_on=self.now.date())

    def rename_party(self):
        lives.changed(self.practice, self.practice.party, self.later(), name=self.name("Docteur"))
        lives.changed(self.practice, self.practice.structure, self.later(), address=self.name("Rue"))

    def dpo(self):
        if dpo.decision_row() is None:
            lives.decision(self.practice, self.later())
            lives.designation(self.practice, self.later())
        else:
            lives.changed(
                self.practice, dpo.decision_row(), self.later(), outcome=self.random.choice(["do_not", "designate"])
            )
            lives.changed(self.practice, dpo.designation_row(), self.later(), until=self.now.date())


@pytest.mark.parametrize("seed", range(4))
def test_every_moment_of_a_life_is_read_back_as_it_was_answered_then(practice, seed):
    life, told = Life(practice, seed), []
    for _ in range(30):
        life.step()
        told.append((life.now, answered_now(practice, life.now.date())))
    for moment, answered in told:
        assert answered_then(queries.stood_at(moment, moment.date())) == answered


def test_the_register_of_a_day_is_what_its_evening_left(practice):
    """Two edits of one day: the last counts; the days between stay as the edit before left them."""
    rule, supplier = lives.rule(practice, at("2023-02-01")), lives.supplier(practice, at("2023-02-01"))
    row = operations.create_activity(
        content=lives.sheet(practice, rule=rule, supplier=supplier), by=practice.sign(at=at("2023-02-02T10:00")),
        on=dt.date(2023, 2, 2),
    )  # fmt: skip
    for moment, name in [("2024-03-12T09:00", "Matin"), ("2024-03-12T18:00", "Soir"), ("2025-05-05T12:00", "Après")]:
        operations.update_activity(activity=row, lock=None, content={"name": name}, by=practice.sign(at=at(moment)))
    operations.archive_activity(activity=row, lock=None, by=practice.sign(at=at("2026-01-05T12:00")))
    names = {
        day: [sheet.name for sheet in queries.register_on(dt.date.fromisoformat(day), practice.structure.tz)]
        for day in ("2023-02-01", "2023-02-02", "2024-03-11", "2024-03-12", "2025-05-04", "2025-05-05", "2026-01-05")
    }
    assert names == {
        "2023-02-01": [], "2023-02-02": ["Suivi des patients"], "2024-03-11": ["Suivi des patients"],
        "2024-03-12": ["Soir"], "2025-05-04": ["Soir"], "2025-05-05": ["Après"], "2026-01-05": [],
    }  # fmt: skip


@pytest.mark.parametrize(
    ("zone", "moment", "its_day"),
    [
        ("Europe/Paris", "2024-03-12T23:30", "2024-03-13"),
        ("Europe/Paris", "2024-07-12T21:59", "2024-07-12"),
        ("Europe/Paris", "2024-07-12T22:00", "2024-07-13"),
        ("America/Martinique", "2024-03-13T03:30", "2024-03-12"),
        ("Indian/Reunion", "2024-03-12T20:30", "2024-03-13"),
        ("Pacific/Noumea", "2024-03-12T13:30", "2024-03-13"),
        ("Pacific/Tahiti", "2024-03-13T09:30", "2024-03-12"),
    ],
)
def test_a_write_belongs_to_the_day_it_had_where_the_structure_is(db, zone, moment, its_day):
    practice = lives.practice(time_zone=zone)
    day = dt.date.fromisoformat(its_day)
    with practice.scope():
        lives.rule(practice, at(moment))
        tz = practice.structure.tz
        assert queries.as_it_stood(day - dt.timedelta(days=1), tz).rules == ()
        assert len(queries.as_it_stood(day, tz).rules) == 1


def test_what_a_sheet_points_to_is_named_and_told_as_it_was(practice):
    rule, supplier = lives.rule(practice, at("2023-02-01")), lives.supplier(practice, at("2023-02-01"))
    content = lives.sheet(practice, rule=rule, supplier=supplier)
    operations.create_activity(content=content, by=practice.sign(at=at("2023-02-02")), on=dt.date(2023, 2, 2))
    lives.changed(practice, supplier, at("2024-06-01"), name="Nouveau Nom SAS", hds="no")
    lives.changed(practice, rule, at("2024-06-01"), text="30 ans.", archived_on=dt.date(2024, 6, 1))
    lives.changed(practice, practice.party, at("2024-06-01"), name="Docteur Renommé")
    [before] = queries.register_on(dt.date(2024, 5, 31), practice.structure.tz)
    [after] = queries.register_on(dt.date(2024, 6, 1), practice.structure.tz)
    assert (before.processors[0].supplier.name, before.processors[0].supplier.hds) == ("Logiciel Fictif SAS", "yes")
    assert before.data_categories[0].rule.text == "20 ans après la dernière venue."
    assert before.responsibles[0].name == "Ada Ancien"
    assert (after.processors[0].supplier.name, after.responsibles[0].name) == ("Nouveau Nom SAS", "Docteur Renommé")
    assert after.data_categories[0].rule.archived_on == dt.date(2024, 6, 1)
    assert before.version == after.version  # the sheet itself did not change


def test_a_draft_stands_on_no_day_before_it_is_put_in_force(practice):
    rule, supplier = lives.rule(practice, at("2023-02-01")), lives.supplier(practice, at("2023-02-01"))
    content = lives.sheet(practice, rule=rule, supplier=supplier, state="draft")
    draft = operations.create_activity(content=content, by=practice.sign(at=at("2023-02-02")), on=dt.date(2023, 2, 2))
    operations.put_in_force(activity=draft, lock=None, by=practice.sign(at=at("2024-04-04")), on=dt.date(2024, 4, 4))
    assert queries.register_on(dt.date(2024, 4, 3), practice.structure.tz) == ()
    [sheet] = queries.register_on(dt.date(2024, 4, 4), practice.structure.tz)
    assert (sheet.version, len(sheet.purposes)) == (1, 2)


def test_the_notice_in_force_is_the_edition_of_that_evening(practice):
    notice = lives.made(practice, Notice, at("2023-03-01"), slug="marronnier")
    lives.changed(practice, notice, at("2023-04-01"), edition=1, published_on=dt.date(2023, 4, 1))
    lives.changed(practice, notice, at("2025-04-01"), edition=2, published_on=dt.date(2025, 4, 1))
    days = [dt.date(2023, 3, 31), dt.date(2025, 3, 31), dt.date(2025, 4, 1)]
    assert [queries.as_it_stood(day, practice.structure.tz).notice for day in days] == [
        None, PublishedEdition(1, dt.date(2023, 4, 1)), PublishedEdition(2, dt.date(2025, 4, 1)),
    ]  # fmt: skip


def test_the_delegate_in_office_is_the_one_of_that_evening(practice):
    row = lives.designation(practice, at("2023-03-01"), since=dt.date(2023, 6, 1))
    lives.changed(practice, row, at("2024-01-01"), until=dt.date(2024, 2, 1))
    lives.changed(practice, row, at("2024-05-01"), name="Paul Fictif", since=dt.date(2024, 5, 1), until=None)
    days = ["2023-05-31", "2023-06-01", "2024-02-01", "2024-02-02", "2024-05-01"]
    found = [queries.as_it_stood(dt.date.fromisoformat(day), practice.structure.tz).dpo_contact for day in days]
    assert [each and each.name for each in found] == [None, "Claire Fictive", "Claire Fictive", None, "Paul Fictif"]


def test_the_history_begins_on_the_day_of_the_structure(practice):
    assert queries.first_day(practice.structure.tz) == dt.date(2023, 1, 9)
    assert queries.receipt_on(dt.date(2023, 1, 8), practice.structure.tz) is None


def asked(practice, day):
    with CaptureQueriesContext(connection) as captured:
        queries.as_it_stood(day, practice.structure.tz)
    return len(captured)


def test_the_register_of_three_years_ago_takes_the_queries_of_today_and_no_more_for_fifteen_sheets(practice):
    rule, supplier = lives.rule(practice, at("2023-02-01")), lives.supplier(practice, at("2023-02-01"))

    def add(count, moment):
        for _ in range(count):
            content = lives.sheet(practice, rule=rule, supplier=supplier)
            operations.create_activity(content=content, by=practice.sign(at=moment), on=moment.date())

    add(3, at("2023-02-02"))
    three = asked(practice, dt.date(2023, 11, 23))
    assert three == asked(practice, dt.date(2026, 11, 23)) == 30
    add(12, at("2024-02-02"))
    assert asked(practice, dt.date(2023, 11, 23)) == asked(practice, dt.date(2026, 11, 23)) == three
    assert len(queries.register_on(dt.date(2023, 11, 23), practice.structure.tz)) == 3
    assert len(queries.register_on(dt.date(2026, 11, 23), practice.structure.tz)) == 15


def test_what_is_written_the_next_microsecond_belongs_to_the_next_day(practice):
    end = evening(dt.date(2024, 3, 12), practice.structure.tz)
    lives.rule(practice, end, name="Ce soir-là")
    lives.rule(practice, end + dt.timedelta(microseconds=1), name="Le lendemain")
    stood = queries.as_it_stood(dt.date(2024, 3, 12), practice.structure.tz)
    assert [rule.name for rule in stood.rules] == ["Ce soir-là"]
