"""What an answer may be, whoever sends it. Pure: a question and values come in, French complaints come out."""

from collections.abc import Mapping

from cabinet_rgpd.lib.identifiers import find_nir
from registry.law.shapes import ExtraField, Question
from registry.law.vocabulary import StructureKind

#: More than any structure of care outside hospital follows in a year: beyond, a key was pressed once too often.
MOST_PATIENTS = 500_000
LONGEST_TEXT = 120

TICK_SOMETHING = "Cochez au moins une réponse."
CHOOSE = "Choisissez une réponse."
UNKNOWN_CHOICE = "Cette réponse n’est pas de celles qui sont proposées."
NOT_A_NUMBER = "Donnez un nombre entier, par exemple 1 450."
NEGATIVE = "Un nombre de patients ne peut pas être négatif."
TOO_MANY = "Ce nombre dépasse 500 000\u00a0: vérifiez-le."
TOO_LONG = "Ce texte est trop long\u00a0: 120 caractères au plus."
HOLDS_A_NIR = "Ce texte contient un numéro de sécurité sociale\u00a0: retirez-le, le reste est conservé."

_SETTING_OF = {
    StructureKind.INDIVIDUAL: "solo",
    StructureKind.GROUP: "group",
    StructureKind.SCM: "group",
    StructureKind.MSP: "msp",
    StructureKind.HEALTH_CENTRE: "health_centre",
    StructureKind.PUBLIC_HEALTH_CENTRE: "health_centre",
}


def problems(question: Question, values: Mapping) -> dict[str, str]:
    """What is wrong, as French sentences by answer key; empty when the values may be kept.

    Values are those that `rules` reads: a list, a string, a bool, an int, or None where one may not know.
    """
    fields = {field.key: field for field in (question, *question.extra)}
    found = {key: UNKNOWN_CHOICE for key in values if key not in fields}
    for key, field in fields.items():
        if complaint := _CHECKS[field.kind](field, values.get(key)):
            found[key] = complaint
    return found


def starting_points(structure_kind: str, profession: str) -> dict:
    """The answers that what is known of the structure suggests, to be confirmed by its people."""
    suggested = {}
    if profession:
        suggested["professions"] = [profession]
    if setting := _SETTING_OF.get(structure_kind):
        suggested["setting"] = setting
    return suggested


def _multiple(field, value):
    if not isinstance(value, list):
        return TICK_SOMETHING
    if not value and getattr(field, "required", False):
        return TICK_SOMETHING
    return _outside(field, value)


def _single(field, value):
    if value in (None, ""):
        return "" if isinstance(field, ExtraField) else CHOOSE
    return _outside(field, [value])


def _outside(field, values):
    known = {option.value for option in field.options}
    return "" if all(isinstance(value, str) and value in known for value in values) else UNKNOWN_CHOICE


def _yes_no(field, value):
    if isinstance(value, bool) or (value is None and field.unsure):
        return ""
    return CHOOSE


def _number(field, value):
    if value is None:
        return "" if field.unsure else NOT_A_NUMBER
    if isinstance(value, bool) or not isinstance(value, int):
        return NOT_A_NUMBER
    if value < 0:
        return NEGATIVE
    return TOO_MANY if value > MOST_PATIENTS else ""


def _text(field, value):
    if value in (None, ""):
        return ""
    if not isinstance(value, str):
        return UNKNOWN_CHOICE
    if len(value) > LONGEST_TEXT:
        return TOO_LONG
    return HOLDS_A_NIR if find_nir(value) else ""


_CHECKS = {"multiple": _multiple, "single": _single, "yes_no": _yes_no, "number": _number, "text": _text}
