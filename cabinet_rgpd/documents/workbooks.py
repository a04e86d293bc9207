"""Tables in, the bytes of a spreadsheet (Office Open XML) out."""

import io
from dataclasses import dataclass

from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter

CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
LONGEST_NAME, LONGEST_CELL = 31, 32_767
INK, PAPER = "FFFFFF", "0F5C63"


@dataclass(frozen=True)
class Table:
    """A page of the workbook: `name` on its tab (31 characters at most), texts alone, `widths` in characters."""

    name: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    widths: tuple[int, ...]


def workbook(tables, *, title: str) -> bytes:
    """The workbook of `tables` (Table). A cell is text whatever it begins with: a formula is never run."""
    book = Workbook()
    book.remove(book.active)
    book.properties.title, book.properties.creator = title, ""
    for table in tables:
        _fill(book.create_sheet(table.name[:LONGEST_NAME]), table)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _fill(sheet, table):
    for number, row in enumerate((table.head, *table.rows), start=1):
        for column, text in enumerate(row, start=1):
            cell = sheet.cell(number, column)
            cell.value = ILLEGAL_CHARACTERS_RE.sub("", text)[:LONGEST_CELL]
            cell.data_type = "s"  # openpyxl takes « =… » for a formula
            cell.alignment = Alignment(wrap_text=True, vertical="top")
            if number == 1:
                cell.font, cell.fill = Font(bold=True, color=INK), PatternFill("solid", fgColor=PAPER)
    for column, width in enumerate(table.widths, start=1):
        sheet.column_dimensions[get_column_letter(column)].width = width
    sheet.freeze_panes = "B2" if len(table.head) > 2 else "A2"
    sheet.auto_filter.ref = sheet.dimensions
    sheet.page_setup.orientation, sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = "landscape", 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.print_title_rows = "1:1"
