"""Two evenings compared: what appeared, changed, went, in sentences."""

import datetime as dt

import pytest
from django.utils import timezone

from cabinet_rgpd.history.past import Past, evening
from patients_info.models import Notice
from registry.activities import operations
from registry.past.comparison import beside, compare
from tests import cast
from tests.registry.past import lives
from tests.registry.past.lives import at

pytestmark = pytest.mark.django_db
NBSP = "\u00a0"


@pytest.fixture
def practice():
    found = lives.practice()
    with found.scope():
        yield found


@pytest.fixture
def row(practice):
    """A sheet of 2 February 2023, with its rule and its supplier."""
    found = {"rule": lives.rule(practice, at("2023-02-01")), "supplier": lives.supplier(practice, at("2023-02-01"))}
    content = lives.sheet(practice, **found)
    return operations.create_activity(
        content=content, by=practice.sign(at=at("2023-02-02T10:00")), on=dt.date(2023, 2, 2)
    )


def told(practice, first, second):
    """`{title: [(kind, sentence)]}`, with plain spaces."""
    groups = compare(dt.date.fromisoformat(first), dt.date.fromisoformat(second), practice.structure.tz)
    return {group.title: [(each.kind, plain(each.sentence)) for each in group.changes] for group in groups}


def details(practice, first, second):
    groups = compare(dt.date.fromisoformat(first), dt.date.fromisoformat(second), practice.structure.tz)
    [change] = [change for group in groups for change in group.changes]
    return [(plain(each.where), each.before, each.after) for each in change.differences]


def plain(text):
    return text.replace(NBSP, " ")


def changed(practice, row, moment, **content):
    operations.update_activity(activity=row, lock=None, content=content, by=practice.sign(at=at(moment)))


def test_what_appeared_is_told_by_subject(practice, row):
    lives.decision(practice, at("2023-02-03"))
    lives.designation(practice, at("2023-02-03"))
    assert told(practice, "2023-01-31", "2023-02-03") == {
        "Les fiches": [("appeared", "La fiche A-01 « Suivi des patients » est entrée au registre.")],
        "Les durées": [("appeared", "La règle « Dossier du patient » a été ajoutée.")],
        "Les prestataires": [("appeared", "Le prestataire « Logiciel Fictif SAS » a été ajouté.")],
        "Le DPO": [
            ("appeared", "La décision sur le DPO a été notée."),
            ("appeared", "Claire Fictive a pris la fonction de délégué à la protection des données."),
        ],
    }


def test_nothing_is_told_when_nothing_changed(practice, row):
    assert told(practice, "2023-02-02", "2026-11-23") == {}
    assert told(practice, "2023-02-02", "2023-02-02") == {}


def test_a_sheet_that_changed_says_what(practice, row):
    keep = [{"id": each.pk} for each in row.purposes.all()]
    changed(
        practice, row, "2024-01-01", name="Dossiers", purposes=[{**keep[1], "name": "Orienter"}, {"name": "Prévenir"}]
    )
    assert told(practice, "2023-12-31", "2024-01-01") == {
        "Les fiches": [("changed", "La fiche A-01 « Dossiers » a changé.")]
    }
    assert details(practice, "2023-12-31", "2024-01-01") == [
        ("nom", "Suivi des patients", "Dossiers"),
        (
            "finalité",
            "Soigner · Obligation légale (art. 6.1.c) · Soins, diagnostic, gestion des services de santé (art. 9.2.h)",
            "",
        ),
        ("finalité", "", "Prévenir"),
    ]


def test_steps_between_the_two_days_are_told_as_one(practice, row):
    changed(practice, row, "2024-01-01", name="Un")
    changed(practice, row, "2024-02-01", name="Deux")
    changed(practice, row, "2024-03-01", name="Suivi des patients", software="Fictif 2")
    assert details(practice, "2023-12-31", "2024-12-31") == [("logiciel utilisé", "", "Fictif 2")]


def test_a_sheet_archived_went_and_put_back_it_came_back(practice, row):
    operations.archive_activity(activity=row, lock=None, by=practice.sign(at=at("2024-01-01")))
    operations.take_out_of_archive(activity=row, lock=None, by=practice.sign(at=at("2025-01-01")))
    assert told(practice, "2023-12-31", "2024-06-01") == {
        "Les fiches": [("went", "La fiche A-01 « Suivi des patients » a quitté le registre, archivée.")]
    }
    assert told(practice, "2024-06-01", "2025-06-01") == {
        "Les fiches": [("appeared", "La fiche A-01 « Suivi des patients » est revenue au registre.")]
    }
    assert told(practice, "2023-12-31", "2025-06-01") == {}


def test_what_came_and_went_in_between_is_not_told(practice, row):
    rule = lives.rule(practice, at("2024-01-01"), name="Passagère")
    lives.changed(practice, rule, at("2024-02-01"), archived_on=dt.date(2024, 2, 1))
    lives.changed(practice, rule, at("2024-03-01"), text="Archivée et réécrite.")
    assert told(practice, "2023-12-31", "2024-12-31") == {}
    assert told(practice, "2024-02-01", "2024-12-31") == {}


def test_rules_and_suppliers_that_leave_and_return_are_told(practice, row):
    rule, supplier = lives.rule(practice, at("2023-03-01"), name="Agenda"), lives.supplier(practice, at("2023-03-01"))
    for moment, day in [(at("2024-01-01"), dt.date(2024, 1, 1)), (at("2025-01-01"), None)]:
        for each in (rule, supplier):
            lives.changed(practice, each, moment, archived_on=day)
    assert told(practice, "2023-12-31", "2024-01-01") == {
        "Les durées": [("went", "La règle « Agenda » a été archivée.")],
        "Les prestataires": [("went", "Le prestataire « Logiciel Fictif SAS » a été archivé.")],
    }
    assert told(practice, "2024-01-01", "2025-01-01") == {
        "Les durées": [("appeared", "La règle « Agenda » a été remise en service.")],
        "Les prestataires": [("appeared", "Le prestataire « Logiciel Fictif SAS » a été remis en service.")],
    }


def test_the_new_name_of_a_supplier_is_no_change_of_the_sheet(practice, row):
    supplier = row.processors.get().supplier
    lives.changed(practice, supplier, at("2024-01-01"), name="Nouveau Nom SAS")
    assert told(practice, "2023-12-31", "2024-01-01") == {
        "Les prestataires": [("changed", "Le prestataire « Nouveau Nom SAS » a changé.")]
    }


def test_the_editions_of_the_notice_are_told(practice):
    notice = lives.made(practice, Notice, at("2023-03-01"), slug="marronnier")
    lives.changed(practice, notice, at("2023-04-01"), edition=1, published_on=dt.date(2023, 4, 1))
    lives.changed(practice, notice, at("2025-04-01"), edition=2, published_on=dt.date(2025, 4, 1))
    assert told(practice, "2023-01-31", "2023-03-31") == {}
    assert told(practice, "2023-03-31", "2023-04-01") == {
        "Les notices d’information": [("appeared", "La notice a été publiée : patients, édition 1.")]
    }
    assert told(practice, "2023-04-01", "2025-04-01") == {
        "Les notices d’information": [("changed", "La notice ou ses réglages ont changé, patients, édition 2.")]
    }
    assert ("édition", "1", "2") in details(practice, "2023-04-01", "2025-04-01")


def test_a_delegate_goes_when_his_time_is_over_without_any_write(practice):
    lives.designation(practice, at("2023-03-01"), until=dt.date(2024, 3, 1))
    assert told(practice, "2024-03-01", "2024-03-02") == {
        "Le DPO": [("went", "Claire Fictive a quitté la fonction de délégué à la protection des données.")]
    }


def test_who_answers_and_where_is_told(practice):
    lives.changed(practice, practice.structure, at("2024-01-01"), address="2 rue Neuve")
    lives.changed(practice, practice.party, at("2024-01-01"), left_on=dt.date(2024, 6, 1))
    assert told(practice, "2023-12-31", "2024-01-01")["Qui répond du registre"][0] == (
        "changed",
        "Les coordonnées de la structure ont changé.",
    )
    assert told(practice, "2024-05-31", "2024-06-01") == {
        "Qui répond du registre": [("went", "Ada Ancien ne fait plus partie de ceux qui répondent du registre.")]
    }


def test_what_is_kept_beside_the_register_is_told_too(practice, row):
    cast.campaign(practice, row.data_categories.first().retention_rule_id)
    cast.measure(practice)
    cast.breach(practice)
    cast.asked(practice)
    cast.journal_entry(practice)
    found = told(practice, "2024-03-01", timezone.localdate().isoformat())
    assert [(title, kind) for title, [(kind, _)] in found.items()] == [
        ("Les mesures de sécurité", "appeared"), ("Les violations", "appeared"), ("Les demandes", "appeared"),
        ("Les campagnes de purge", "appeared"), ("Le journal", "appeared"),
    ]  # fmt: skip
    assert found["Les campagnes de purge"][0][1] == (
        "Une campagne a été préparée pour « Dossier du patient », dossiers d’avant le 31 décembre 2006."
    )
    assert "« Fichiers illisibles » est entrée au registre" in found["Les violations"][0][1]


def test_what_stood_beside_the_register_is_what_that_evening_knew(practice, row):
    cast.breach(practice)
    cast.asked(practice)
    today = timezone.localdate()
    then, now = (Past(evening(day, practice.structure.tz)) for day in (dt.date(2024, 3, 1), today))
    assert not any(lines for _, lines in beside(then, dt.date(2024, 3, 1)))
    stood = dict(beside(now, today))
    [breach], [request] = stood["Les violations"], stood["Les demandes"]
    assert (breach.aggregate, breach.version) == ("incident", 2) and "Fichiers illisibles" in breach.name
    assert request.version == 1 and "Le journal" in stood and stood["Le journal"] == ()
