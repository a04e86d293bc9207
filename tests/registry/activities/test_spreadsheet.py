"""The register as a workbook says what the register as a PDF says, for the structure or for one party."""

from io import BytesIO

import pytest
from openpyxl import load_workbook

from registry.activities import spreadsheet
from tests.registry.activities.test_documents import DPO, RECEIPT, activities, register

__all__ = ["activities"]


def cells(table):
    return [dict(zip(table.head, row, strict=True)) for row in table.rows]


def column(start):
    return next(name for name, _ in spreadsheet.COLUMNS if name.startswith(start))


@pytest.fixture
def tables(activities):
    return {table.name: table for table in spreadsheet.tables(register(activities))}


def test_the_first_tab_says_whose_register_it_is_and_at_which_point_of_the_history(tables):
    cover = dict(tables["Qui répond"].rows)
    assert cover["Structure"] == "Maison de santé des Tilleuls"
    assert DPO.name in cover["Délégué à la protection des données (art. 37 à 39)"]
    assert cover["Reçu de l’historique"] == f"{RECEIPT.seq}:{RECEIPT.hash}"
    assert cover["État au"] == "23 novembre 2026"


def test_each_sheet_has_its_row_with_every_item_of_article_30(tables, activities):
    rows = cells(tables["Activités"])
    assert [row["Référence"] for row in rows] == [each.reference for each in activities]
    for row, record in zip(rows, activities, strict=True):
        assert all(each.name in row[column("Qui en répond")] for each in record.responsibles)
        assert all(each.name in row[column("Finalités")] for each in record.purposes)
        assert all(label in row[column("Personnes")] for label in record.person_labels)
        assert all(each.description in row[column("Données et durées")] for each in record.data_categories)
        assert all(each.rule.text in row[column("Données et durées")] for each in record.data_categories if each.rule)
        assert all(each.name in row[column("Destinataires")] for each in record.recipients)
        assert all(each.recipient in row[column("Hors d’Europe")] for each in record.transfers)
        assert all(each in row[column("Mesures")] for each in record.measures)


def test_the_rules_that_the_sheets_quote_have_a_tab(tables, activities):
    quoted = {each.rule.name for record in activities for each in record.data_categories if each.rule}
    assert {row[0] for row in tables["Durées"].rows} == quoted


def test_an_empty_register_has_its_first_two_tabs():
    found = spreadsheet.tables(register([]))
    assert [table.name for table in found] == ["Qui répond", "Activités"]
    assert found[1].rows == ()


def opened(answer):
    assert answer.status_code == 200
    assert answer["Content-Disposition"].startswith('attachment; filename="registre-')
    return load_workbook(BytesIO(answer.content))["Activités"]


@pytest.mark.django_db
def test_the_register_of_one_party_holds_what_it_answers_for(clinic, activity, client_of):
    activity(
        clinic, name="Suivi des patients de Denis", responsibles=[{"party": clinic.denis_party, "role": "controller"}]
    )
    activity(clinic, name="Personnel de la maison", responsibles=[{"party": clinic.party, "role": "controller"}])
    client = client_of(clinic.bob)
    whole = opened(client.get(clinic.url("register_xlsx")))
    assert {row[1] for row in whole.iter_rows(min_row=2, values_only=True)} >= {
        "Suivi des patients de Denis", "Personnel de la maison",
    }  # fmt: skip
    his = opened(client.get(clinic.url("register_xlsx"), {"responsable": clinic.denis_party.pk}))
    assert [row[1] for row in his.iter_rows(min_row=2, values_only=True)] == ["Suivi des patients de Denis"]


@pytest.mark.django_db
def test_a_party_that_is_not_of_the_structure_has_no_register(clinic, client_of):
    client = client_of(clinic.bob)
    for party in ("00000000-0000-4000-8000-000000000000", "n’importe quoi"):
        assert client.get(clinic.url("register_xlsx"), {"responsable": party}).status_code == 404
