"""A workbook holds texts, whatever they look like, and opens again as it was written."""

from io import BytesIO

from openpyxl import load_workbook

from cabinet_rgpd.documents.workbooks import LONGEST_CELL, Table, workbook


def read(content):
    return load_workbook(BytesIO(content))


def test_what_looks_like_a_formula_is_a_text():
    table = Table("Essai", ("Nom", "Note"), (("=1+1", "@SUM(A1)"), ("+33 1 99 00", "-2")), (10, 20))
    sheet = read(workbook((table,), title="Essai"))["Essai"]
    cells = [cell for row in sheet.iter_rows(min_row=2) for cell in row]
    assert [cell.value for cell in cells] == ["=1+1", "@SUM(A1)", "+33 1 99 00", "-2"]
    assert {cell.data_type for cell in cells} == {"s"}


def test_each_table_has_its_tab_its_head_that_stays_and_its_widths():
    tables = (Table("Un", ("a", "b", "c"), (("1", "2", "3"),), (5, 6, 7)), Table("D" * 40, ("x",), (), (9,)))
    book = read(workbook(tables, title="Registre"))
    assert book.sheetnames == ["Un", "D" * 31]
    assert (book["Un"].freeze_panes, book["Un"].column_dimensions["C"].width) == ("B2", 7)
    assert book.properties.title == "Registre"


def test_a_control_character_or_an_endless_text_does_not_spoil_the_file():
    table = Table("Essai", ("Texte",), (("avant\x08après",), ("x" * (LONGEST_CELL + 5),)), (10,))
    sheet = read(workbook((table,), title="Essai"))["Essai"]
    assert sheet["A2"].value == "avantaprès"
    assert len(sheet["A3"].value) == LONGEST_CELL
