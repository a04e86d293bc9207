"""Which rights apply to which activity, and why. Pure: the register's frozen sheets in, answers with reasons out."""

import datetime as dt
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from registry.law import dated
from registry.law.dated import Reference
from registry.law.vocabulary import LegalBasis

MATRIX, CHECKLIST = (Path(__file__).with_name(name) for name in ("rights.yaml", "checklist.yaml"))
WORDS = {"yes": "oui", "no": "non", "limited": "sous conditions"}


@dataclass(frozen=True)
class Answer:
    """Whether a right applies to what rests on one legal basis: `applies` is yes, no or limited."""

    basis: str
    applies: str
    why: str

    @property
    def words(self):
        return WORDS[self.applies]

    @property
    def basis_label(self):
        return LegalBasis.label_of(self.basis) if self.basis else ""


@dataclass(frozen=True)
class Right:
    key: str
    name: str
    article: str
    answers: tuple[Answer, ...]


@dataclass(frozen=True)
class Item:
    """A line of the checklist."""

    title: str
    text: str
    reference: str


@dataclass(frozen=True)
class Matrix:
    since: dt.date
    references: tuple[Reference, ...]
    rights: tuple[dict, ...]


@cache
def matrix() -> Matrix:
    """The rights by legal basis. Raises ValueError for a basis or an answer that does not exist."""
    data = dated.load_yaml(MATRIX)
    for each in data["rights"]:
        answers = [each.get("default"), each.get("care"), *each.get("bases", {}).values()]
        if any(found and found["applies"] not in WORDS for found in answers):
            raise ValueError(f"the right {each['key']} has an unknown answer")
        missing = set(LegalBasis.values()) - set(each.get("bases", {}))
        if missing and "default" not in each:
            raise ValueError(f"the right {each['key']} says nothing of {sorted(missing)}")
    sources = tuple(Reference(each["title"], each.get("href", "")) for each in data["source"])
    return Matrix(data["since"], sources, tuple(data["rights"]))


@cache
def checklist() -> tuple[Item, ...]:
    """What to look at before a medical file is handed over, in order."""
    return tuple(Item(each["title"], each["text"], each["reference"]) for each in dated.load_yaml(CHECKLIST))


def rights_of(activity) -> tuple[Right, ...]:
    """The rights of the persons about one activity (ActivityRecord); one answer for each legal basis it rests on.

    The medical file, health data kept by legal obligation, follows its own rules. Answers that say the same are told once.
    """
    bases = tuple(dict.fromkeys(each.legal_basis for each in activity.purposes if each.legal_basis))
    return tuple(
        Right(each["key"], each["name"], each["article"], _answers(each, bases, activity)) for each in matrix().rights
    )


def _answers(right, bases, activity):
    found = {}
    for basis in bases:
        care = basis == LegalBasis.LEGAL_OBLIGATION and activity.family == "care" and activity.needs_article_9
        said = (right.get("care") if care else None) or right.get("bases", {}).get(basis) or right["default"]
        found.setdefault((said["applies"], said["why"]), basis)
    return tuple(Answer(basis, applies, why) for (applies, why), basis in found.items())
