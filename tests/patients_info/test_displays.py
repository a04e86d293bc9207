"""Where a notice is displayed, and what is due when nobody says so."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError

from cabinet_rgpd.history.models import Entry
from patients_info import operations, queries
from registry.house import queries as house
from tests import cast
from tests.patients_info.notices import publish


def display(practice, notice, place="Affiche, salle d’attente", party=None):
    with practice.scope():
        return operations.record_display(
            notice=notice, lock=notice.lock_token, place=place, since=cast.TODAY, party=party, by=practice.sign()
        )


def due(practice, on=cast.TODAY):
    with practice.scope():
        return {each.key.rpartition(":")[0].partition(":")[0]: each for each in queries.deadlines(on)}


def test_a_display_is_kept_with_its_edition_and_sealed(clinic, published):
    display(clinic, published)
    with clinic.scope():
        [row] = queries.displays(queries.notice())
        assert (row.place, row.since, row.edition, row.until) == ("Affiche, salle d’attente", cast.TODAY, 1, None)
        assert Entry.objects.latest("seq").act == "notice.displayed"


def test_a_display_is_for_all_or_for_one_party(clinic, published):
    maud = cast.party(clinic, name="Maud Moreau", profession="midwife")
    row = display(clinic, published, place="Affiche, cabinet du bas", party=clinic.denis_party)
    with clinic.scope():
        assert queries.display_in_force() == (True, {clinic.denis_party.pk: cast.TODAY})
        assert {each.facts.name: each.cells[1].state for each in house.table(clinic.structure.pk, cast.TODAY)} == {
            clinic.denis_party.name: "done", maud.name: "late",
        }  # fmt: skip
    display(clinic, row)
    with clinic.scope():
        cells = [each.cells[1] for each in house.table(clinic.structure.pk, cast.TODAY)]
    assert [(each.state, each.text) for each in cells] == [("done", ""), ("done", "affichage commun")]


def test_the_page_offers_the_practitioners_of_the_structure_and_no_other(clinic, neighbour, published, client_of):
    cast.party(clinic, name="Maud Moreau", profession="midwife")
    theirs = cast.party(neighbour, name="Voisin de palier", profession="gp")
    alice, url = client_of(clinic.alice), clinic.url("notice_display", "patients")
    page = alice.get(clinic.url("notice", "patients"))
    assert "Affichage commun" in page.text and "Voisin de palier" not in page.text
    sent = {"place": "Salle 2", "since": "2026-11-23", "lock": page.context["notice"].lock_token}
    assert alice.post(url, {**sent, "party": str(theirs.pk)}).status_code == 422
    assert alice.post(url, {**sent, "party": str(clinic.denis_party.pk)}).status_code == 302
    assert f"Salle 2 ({clinic.denis_party.name})" in " ".join(alice.get(clinic.url("notice", "patients")).text.split())


def test_a_display_may_end(clinic, published):
    row = display(clinic, published)
    with clinic.scope():
        place = row.displays.get()
        operations.end_display(notice=row, lock=row.lock_token, display_id=place.pk, on=cast.TODAY, by=clinic.sign())
        assert row.displays.get().until == cast.TODAY


def test_nothing_is_displayed_before_it_is_published(clinic, notice):
    with pytest.raises(ValidationError, match="pas encore publiée"):
        display(clinic, notice)


def test_a_published_notice_that_nobody_says_displayed_is_due_after_a_week(clinic, published):
    found = due(clinic)["notice.display"]
    assert found.on == cast.TODAY + dt.timedelta(days=7) and found.arguments == ("patients",)
    display(clinic, published)
    assert due(clinic) == {}


def test_a_new_edition_asks_to_be_displayed_in_its_turn(clinic, published, activity):
    row = display(clinic, published)
    activity(clinic, name="Rendez-vous")
    assert set(due(clinic)) == {"notice.outdated"}
    publish(clinic, row)
    assert set(due(clinic)) == {"notice.display"}


def test_the_page_notes_a_display_and_its_end(clinic, client_of, published):
    client, url = client_of(clinic.alice), clinic.url("notice_display", "patients")
    refused = client.post(url, {"place": "", "since": "2026-11-23", "lock": published.lock_token})
    assert refused.status_code == 422 and "Où et comment" in refused.content.decode()
    sent = {"place": "Affiche de l’entrée", "since": "2026-11-23", "lock": published.lock_token}
    assert client.post(url, sent).status_code == 302
    page = client.get(clinic.url("notice", "patients")).content.decode()
    assert "Affiche de l’entrée, depuis le 23 novembre 2026" in page
    with clinic.scope():
        row = queries.notice()
        place = row.displays.get()
    end = {"display": place.pk, "lock": row.lock_token}
    assert client.post(clinic.url("notice_display_end", "patients"), end).status_code == 302
    assert "jusqu’au" in client.get(clinic.url("notice", "patients")).content.decode()
    unknown = {"display": clinic.structure.pk, "lock": str(row.version + 1)}
    assert client.post(clinic.url("notice_display_end", "patients"), unknown).status_code == 422
