"""Texts made printable: a character that the font lacks would break the PDF for a screen reader."""

import unicodedata
from collections.abc import Container

MISSING = "□"
_BLANKS = "\t\n\r\f"


def printable(text: str, covered: Container[int]) -> str:
    """Return `text` with what the font cannot draw replaced.

    `covered` holds the code points of the font. A missing character becomes its compatible spelling when the
    font can draw it (a ligature, a full-width letter), otherwise « □ »; invisible controls are dropped.
    """
    if all(ord(character) in covered or character in _BLANKS for character in text):
        return text
    return "".join(_drawn(character, covered) for character in unicodedata.normalize("NFC", text))


def _drawn(character: str, covered: Container[int]) -> str:
    if character in _BLANKS or ord(character) in covered:
        return character
    category = unicodedata.category(character)
    if category in ("Cc", "Cf") or "\ufe00" <= character <= "\ufe0f":
        return ""
    if category in ("Zs", "Zl", "Zp"):
        return " "
    for form in ("NFD", "NFKC", "NFKD"):
        other = unicodedata.normalize(form, character)
        if other != character and all(ord(part) in covered for part in other):
            return other
    return MISSING
