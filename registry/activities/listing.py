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


def rows(sheets, today, *, purged_late=()):
    """The sheets with what they lack; `purged_late` as in `rules.findings`."""
    return [
        Row(sheet, rules.findings(sheet, purged_late=purged_late), rules.review_is_due(sheet, today))
        for sheet in sheets
    ]


def listing(
    sheets,
    *,
    today,
    complete=tuple,
    query="",
    state="",
    family="",
    lacking="",
    order="",
    page=1,
    purged_late=(),
):
    """The rows that match, sorted, one page of them. Unknown values of `state` or `order` mean the default.

    `sheets` are outlines or whole sheets; `complete` makes whole sheets of outlines, in their order. It is asked for those
    of the page alone, unless the search, what lacks or the order looks into every sheet.
    """
    wanted = {"": ("in_force", "draft"), "toutes": ("in_force", "draft", "archived")}.get(state, (state,))
    kept = [sheet for sheet in sheets if sheet.state in wanted and (not family or sheet.family == family)]
    words = plain(query).split()
    if words or lacking in ("oui", "non") or order == "manque":
        kept, complete = _matching(complete(kept), words, lacking, purged_late), tuple
    kept.sort(key=_ORDERS.get(order, _ORDERS[""]))
    pages = max(1, -(-len(kept) // PAGE))
    number = min(max(1, page), pages)
    shown = complete(kept[(number - 1) * PAGE : number * PAGE])
    return Page(tuple(rows(shown, today, purged_late=purged_late)), len(kept), number, pages)


def _matching(sheets, words, lacking, purged_late):
    kept = [sheet for sheet in sheets if not words or _says(sheet, words)]
    if lacking in ("oui", "non"):
        kept = [sheet for sheet in kept if bool(rules.findings(sheet, purged_late=purged_late)) == (lacking == "oui")]
    return kept


def plain(text):
    """Lower case without accents: « Égalité » is found by « egalite »."""
    return "".join(c for c in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(c))


def _says(sheet, words):
    parts = [sheet.reference, sheet.name, sheet.description, sheet.software, *(each.name for each in sheet.purposes)]
    text = plain(" ".join(parts + [each.supplier.name for each in sheet.processors if each.supplier]))
    return all(word in text for word in words)


_ORDERS = {
    "": lambda sheet: sheet.reference,
    "nom": lambda sheet: plain(sheet.name),
    "revue": lambda sheet: (sheet.next_review_on or _NEVER, sheet.reference),
    "modif": lambda sheet: -sheet.updated_at.timestamp(),
    "manque": lambda sheet: (-len(rules.findings(sheet)), sheet.reference),
}
