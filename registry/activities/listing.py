"""The list of the register: what is shown, in which order. Pure, over frozen sheets."""

import datetime as dt
import unicodedata
from dataclasses import dataclass

from registry.activities import rules
from registry.activities.records import ActivityRecord

PAGE = 50
_NEVER = dt.date.max


@dataclass(frozen=True)
class Row:
    sheet: ActivityRecord
    findings: tuple
    review_due: bool


@dataclass(frozen=True)
class Page:
    """One page of rows; `total` counts all that match, `shown` says which pages exist."""

    rows: tuple[Row, ...]
    total: int
    number: int
    pages: int

    @property
    def numbers(self):
        return range(1, self.pages + 1)


def rows(sheets, today):
    return [Row(sheet, rules.findings(sheet), rules.review_is_due(sheet, today)) for sheet in sheets]


def listing(sheets, *, today, query="", state="", family="", lacking="", order="", page=1):
    """The rows that match, sorted, one page of them. Unknown values of `state` or `order` mean the default."""
    wanted = {"": ("in_force", "draft"), "toutes": ("in_force", "draft", "archived")}.get(state, (state,))
    kept = [sheet for sheet in sheets if sheet.state in wanted and (not family or sheet.family == family)]
    words = plain(query).split()
    kept = [sheet for sheet in kept if all(word in _text(sheet) for word in words)] if words else kept
    found = rows(kept, today)
    if lacking in ("oui", "non"):
        found = [row for row in found if bool(row.findings) == (lacking == "oui")]
    found.sort(key=_ORDERS.get(order, _ORDERS[""]))
    pages = max(1, -(-len(found) // PAGE))
    number = min(max(1, page), pages)
    return Page(tuple(found[(number - 1) * PAGE : number * PAGE]), len(found), number, pages)


def plain(text):
    """Lower case without accents: « Égalité » is found by « egalite »."""
    return "".join(c for c in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(c))


def _text(sheet):
    parts = [sheet.reference, sheet.name, sheet.description, sheet.software, *(each.name for each in sheet.purposes)]
    return plain(" ".join(parts + [each.supplier.name for each in sheet.processors if each.supplier]))


_ORDERS = {
    "": lambda row: row.sheet.reference,
    "nom": lambda row: plain(row.sheet.name),
    "revue": lambda row: (row.sheet.next_review_on or _NEVER, row.sheet.reference),
    "modif": lambda row: -row.sheet.updated_at.timestamp(),
    "manque": lambda row: (-len(row.findings), row.sheet.reference),
}
