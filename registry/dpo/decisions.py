"""What a decision about the DPO freezes, and when it must say why. Pure: an answer of the rules comes in."""

import hashlib
import json
from dataclasses import dataclass

from cabinet_rgpd.lib.french import counted
from registry.dpo.rules import LABELS, RECOMMENDED, REQUIRED, TO_DOCUMENT, Answer, DpoFacts
from registry.law.vocabulary import LegalForm, Profession, StructureKind

NBSP = "\u00a0"
DESIGNATE, DO_NOT = "designate", "do_not"
_COLON = f"{NBSP}: "

#: The answers by code, as a decision keeps them: the paragraph of art. 37.1 stands in its reasons.
ANSWERS = {REQUIRED: f"Un délégué à la protection des données est obligatoire (RGPD, art.{NBSP}37.1)", **LABELS}

_BASES = {
    "distinct_patients": "patients différents comptés par le logiciel",
    "active_files": "dossiers actifs du logiciel",
    "estimate": "estimation",
}
_DEMANDS = {
    (REQUIRED, DO_NOT): (
        "Le RGPD (art. 37.1) demande un délégué dans votre situation. Si vous n’en désignez pas, écrivez pourquoi."
    ),
    (RECOMMENDED, DO_NOT): (
        "Un délégué est recommandé dans votre situation. Si vous n’en désignez pas, écrivez pourquoi."
    ),
    (TO_DOCUMENT, DO_NOT): "Les sources ne se recoupent pas dans votre situation : écrivez ce qui vous décide.",
    (TO_DOCUMENT, DESIGNATE): "Les sources ne se recoupent pas dans votre situation : écrivez ce qui vous décide.",
}


@dataclass(frozen=True)
class Situation:
    """The facts of a structure, with how its patients were counted."""

    facts: DpoFacts
    basis: str = ""
    period: str = ""
    counted_by: str = ""


def figures(situation: Situation) -> tuple[tuple[str, str], ...]:
    """The facts in French, `(label, words)`, what is unknown being left out."""
    facts = situation.facts
    volume = facts.patients_per_year
    professions = sorted(Profession.label_of(each) for each in facts.professions)
    rows = [
        ("Type de structure", StructureKind.label_of(facts.structure_kind) if facts.structure_kind else ""),
        ("Forme d’exercice", LegalForm.label_of(facts.legal_form) if facts.legal_form else ""),
        ("Professions", ", ".join(professions)),
        ("Praticiens", str(facts.practitioners or "")),
        ("Logiciel partagé", {True: "oui", False: "non", None: ""}[facts.shared_software]),
    ]
    if volume is not None:
        rows += [
            ("Patients par an", counted(volume, "patient")),
            ("Comptés d’après", _BASES.get(situation.basis, "")),
            ("Période comptée", situation.period),
            ("Comptés par", situation.counted_by),
        ]
    return tuple((label, words) for label, words in rows if words)


def frozen(shown: tuple[tuple[str, str], ...]) -> list[str]:
    """Figures as a decision keeps them: lines that a person reads without the software."""
    return [f"{label}{_COLON}{words}" for label, words in shown]


def thawed(lines: list[str]) -> tuple[tuple[str, str], ...]:
    """The figures of a decision, read back."""
    return tuple((label, words) for label, _, words in (line.partition(_COLON) for line in lines))


def reasons(answer: Answer) -> list[dict]:
    """The reasons of an answer and the texts they rest on, as plain data."""
    return [
        {
            "title": reason.text,
            "references": [{"title": each.title, "href": each.href} for each in reason.references],
        }
        for reason in answer.reasons
    ]


def demand(code: str, outcome: str) -> str:
    """Why this outcome needs a written justification, in French; empty when it needs none.

    Designating when no text asks for it does not depart from the answer: art. 37.4 leaves it open.
    """
    return _DEMANDS.get((code, outcome), "")


def fingerprint(shown: tuple[tuple[str, str], ...], code: str) -> str:
    """Names what a form showed, so that a decision never rests on figures its author did not see."""
    return hashlib.sha256(json.dumps([shown, code]).encode()).hexdigest()[:16]
