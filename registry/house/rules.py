"""What is due for each practitioner, in six columns. Pure: frozen facts in, cells out; a fact that nobody recorded is « jamais »."""

import datetime as dt
import uuid
from dataclasses import dataclass

from cabinet_rgpd.lib.calendar import add_years

#: What is looked at or done again each year (a habit of ours: the texts give no figure).
AGAIN_EVERY_YEARS = 1
DONE, LATE, NOTHING = "done", "late", "off"
#: Column → its title, and what its lateness is called in a message.
COLUMNS = {
    "register": ("Registre relu", "revoir vos activités du registre"),
    "notice": ("Notice affichée", "afficher la notice des patients"),
    "charter": ("Charte signée", "lire et signer la charte informatique"),
    "training": ("Formation faite", "suivre la sensibilisation de l’année"),
    "suppliers": ("Prestataires relus", "relire les fiches de vos prestataires"),
    "access": ("Accès revu", "faire revoir votre accès"),
}
#: Columns that the practitioner himself can settle, hence those that a message is about.
HIS_OWN = ("register", "charter", "training", "suppliers")


@dataclass(frozen=True, kw_only=True)
class Facts:
    """What the rooms hold about one practitioner. Pairs are `(last day, next day or None)`; None: never."""

    party_id: uuid.UUID
    name: str
    profession: str
    has_access: bool
    sheets: tuple = ()
    published: bool = False
    #: Since when the notice is displayed at his own place, and for all.
    displayed: dt.date | None = None
    displayed_for_all: dt.date | None = None
    charter: tuple | None = None
    training: tuple | None = None
    suppliers: tuple = ()
    access_reviewed_on: dt.date | None = None


@dataclass(frozen=True)
class Cell:
    """One answer. `route` and `arguments` lead to the place where it is recorded; `query` follows the address."""

    column: str
    state: str
    text: str
    on: dt.date | None
    route: str
    arguments: tuple = ()
    query: str = ""

    @property
    def title(self):
        return COLUMNS[self.column][0]

    @property
    def late(self):
        return self.state == LATE


@dataclass(frozen=True)
class Row:
    facts: Facts
    cells: tuple[Cell, ...]

    @property
    def late(self):
        return tuple(each for each in self.cells if each.late)

    @property
    def to_tell(self):
        """What a message to this practitioner is about, in words."""
        return tuple(COLUMNS[each.column][1] for each in self.late if each.column in HIS_OWN)


def row(facts, today):
    """The six cells of a practitioner."""
    return Row(
        facts,
        (
            _register(facts, today),
            _notice(facts),
            _dated("charter", facts.charter, today, yearly=False),
            _dated("training", facts.training, today, yearly=True),
            _suppliers(facts, today),
            _access(facts, today),
        ),
    )


def chosen(rows, *, only_late=False, column="", profession=""):
    """The rows that the filters keep."""
    kept = [each for each in rows if not profession or each.facts.profession == profession]
    if column in COLUMNS:
        return tuple(each for each in kept if any(cell.column == column for cell in each.late))
    return tuple(each for each in kept if each.late or not only_late)


def _register(facts, today):
    query = f"responsable={facts.party_id}"
    if not facts.sheets:
        return Cell("register", NOTHING, "aucune activité à son nom", None, "activities", query=query)
    due = sum(next_on is None or next_on <= today for next_on, _ in facts.sheets)
    if due:
        words = "1 activité à revoir" if due == 1 else f"{due} activités à revoir"
        return Cell("register", LATE, words, None, "review")
    days = [last for _, last in facts.sheets if last]
    return Cell("register", DONE, "", min(days), "activities", query=query) if len(days) == len(facts.sheets) else Cell(
        "register", DONE, "à jour", None, "activities", query=query
    )  # fmt: skip


def _notice(facts):
    arguments = ("patients",)
    if not facts.published:
        return Cell("notice", LATE, "pas encore publiée", None, "notice", arguments)
    if facts.displayed is not None:
        return Cell("notice", DONE, "", facts.displayed, "notice", arguments)
    if facts.displayed_for_all is not None:
        return Cell("notice", DONE, "affichage commun", facts.displayed_for_all, "notice", arguments)
    return Cell("notice", LATE, "aucun affichage noté", None, "notice", arguments)


def _dated(column, found, today, *, yearly):
    query = f"sujet={column}"
    if found is None:
        return Cell(column, LATE, "jamais noté", None, "journal", query=query)
    day, next_on = found
    next_on = next_on or (add_years(day, AGAIN_EVERY_YEARS) if yearly else None)
    state = LATE if next_on and next_on < today else DONE
    return Cell(column, state, "", day, "journal", query=query)


def _suppliers(facts, today):
    if not facts.suppliers:
        return Cell("suppliers", NOTHING, "aucun contrat à son nom", None, "suppliers")
    old = sum(day is None or add_years(day, AGAIN_EVERY_YEARS) < today for day in facts.suppliers)
    if old:
        words = "1 fiche à relire" if old == 1 else f"{old} fiches à relire"
        return Cell("suppliers", LATE, words, None, "suppliers")
    return Cell("suppliers", DONE, "", min(facts.suppliers), "suppliers")


def _access(facts, today):
    if not facts.has_access:
        return Cell("access", NOTHING, "n’a pas d’accès ici", None, "access_reviews")
    day = facts.access_reviewed_on
    if day is None:
        return Cell("access", LATE, "jamais revu", None, "access_reviews")
    state = LATE if add_years(day, AGAIN_EVERY_YEARS) < today else DONE
    return Cell("access", state, "", day, "access_reviews")
