"""French identifiers: read as people write them, checked by their key, said plainly when wrong.

No identifier is looked up anywhere: a valid key says that the number is well copied, not that it exists.
"""

import re
import unicodedata

_SEPARATORS = re.compile(r"[\s.\-_/\u00ad\u200b\u2010-\u2015]+")
_LA_POSTE = "356000000"

_SPACING = frozenset(" \t\n\r\f\v.-_/\u00a0\u00ad\u2009\u200b\u202f\u2010\u2011\u2012\u2013\u2014")
_LONGEST_SPACING = 3
_NIR_LENGTH = 15
_NIR_GROUPS = frozenset({1, 3, 5, 7, 10, 13})  # 1 85 05 78 006 084 36
_NIR_SEXES = frozenset("123478")  # 3, 4: registration under way; 7, 8: provisional numbers


class InvalidIdentifier(ValueError):
    """The identifier cannot be right; `str(error)` is a French sentence for the person who typed it."""


def clean_siren(text: str) -> str:
    """Return the nine digits of a SIREN (Luhn key). Raises InvalidIdentifier."""
    digits = _digits(text, 9, "Un numéro SIREN")
    if not _luhn(digits):
        raise _wrong_key("SIREN")
    return digits


def clean_siret(text: str) -> str:
    """Return the fourteen digits of a SIRET (Luhn key). Raises InvalidIdentifier.

    The establishments of La Poste (SIREN 356 000 000) follow their own rule: the sum of their digits
    is a multiple of five.
    """
    digits = _digits(text, 14, "Un numéro SIRET")
    if digits.startswith(_LA_POSTE) and sum(map(int, digits)) % 5 == 0:
        return digits
    if not _luhn(digits[:9]) or not _luhn(digits):
        raise _wrong_key("SIRET")
    return digits


def clean_rpps(text: str) -> str:
    """Return the eleven digits of an RPPS number (Luhn key). Raises InvalidIdentifier."""
    digits = _digits(text, 11, "Un numéro RPPS")
    if not _luhn(digits):
        raise _wrong_key("RPPS")
    return digits


def clean_finess(text: str) -> str:
    """Return the nine characters of a FINESS number. Raises InvalidIdentifier.

    Nine digits are checked by their Luhn key. In Corsica the number starts with 2A or 2B; its shape is
    checked (2A or 2B, then seven digits) but not its key, because a rule for the value of the letter
    in the key is not published in a text we could cite, and a good number must not be refused.
    """
    compact = _compact(text).upper()
    if re.fullmatch(r"2[AB][0-9]{7}", compact):
        return compact
    if not re.fullmatch(r"[0-9]{9}", compact):
        raise InvalidIdentifier(
            f"Un numéro FINESS compte 9\u00a0chiffres (en Corse, il commence par 2A ou 2B)\u00a0: {_count(compact)}."
        )
    if not _luhn(compact):
        raise _wrong_key("FINESS")
    return compact


def find_nir(text: str) -> str | None:
    """Return the first social security number (NIR) written in `text`, as its 15 characters, else None.

    Spaces, dots, dashes and slashes between the characters are ignored. The number is recognised by its
    sex digit (1–4, 7, 8), its month (01–12, or 20–42 and 50–99 where the civil status is incomplete) and its
    key: 97 − n mod 97, where 2A counts as 19 and 2B as 18. Inside a longer row of figures (a telephone
    number that follows, for instance) it must be written in one piece or in the groups of the card,
    so that neighbouring SIRET, RPPS or telephone numbers are not read as one.
    """
    text = unicodedata.normalize("NFKC", text or "")
    for start, character in enumerate(text):
        if character in _NIR_SEXES and not (start and text[start - 1].isdigit()):
            candidate = _nir_at(text, start)
            if candidate:
                return candidate
    return None


def _nir_at(text: str, start: int) -> str | None:
    characters, breaks, position = [], set(), start
    while len(characters) < _NIR_LENGTH:
        following = _skip_spacing(text, position) if characters else position
        if following >= len(text):
            return None
        character = text[following].upper()
        if not (character in "0123456789" or (len(characters) == 6 and character in "AB" and characters[5] == "2")):
            return None
        if following > position:
            breaks.add(len(characters))
        characters.append(character)
        position = following + 1
    if position < len(text) and text[position].isdigit():
        return None
    number = "".join(characters)
    if not _plausible_nir(number):
        return None
    if breaks <= _NIR_GROUPS or (_alone(text, start, position) and not _other_numbers(number, breaks)):
        return number
    return None


def _plausible_nir(number: str) -> bool:
    month = int(number[3:5])
    if not (1 <= month <= 12 or 20 <= month <= 42 or month >= 50):
        return False
    department = {"2A": "19", "2B": "18"}.get(number[5:7], number[5:7])
    body = int(number[:5] + department + number[7:13])
    return int(number[13:]) == 97 - body % 97


def _alone(text: str, start: int, end: int) -> bool:
    after = _skip_spacing(text, end)
    before = start - 1
    while before >= 0 and text[before] in _SPACING and start - before <= _LONGEST_SPACING:
        before -= 1
    return not (after < len(text) and text[after].isdigit()) and not (before >= 0 and text[before].isdigit())


def _other_numbers(number: str, breaks: set[int]) -> bool:
    """A postcode followed by a telephone number, or a SIRET followed by one figure."""
    return (min(breaks) == 5 and number[5] == "0") or breaks in ({14}, {3, 6, 9, 14})


def _skip_spacing(text: str, position: int) -> int:
    limit = min(len(text), position + _LONGEST_SPACING)
    while position < limit and text[position] in _SPACING:
        position += 1
    return position


def _compact(text: str) -> str:
    return _SEPARATORS.sub("", unicodedata.normalize("NFKC", str(text or "")))


def _digits(text: str, length: int, subject: str) -> str:
    compact = _compact(text)
    if not re.fullmatch(f"[0-9]{{{length}}}", compact):
        raise InvalidIdentifier(f"{subject} compte {length}\u00a0chiffres\u00a0: {_count(compact)}.")
    return compact


def _count(compact: str) -> str:
    if not compact:
        return "il n’y en a aucun"
    if re.fullmatch("[0-9]+", compact):
        return f"il y en a {len(compact)} ici"
    return "il y a ici d’autres caractères"


def _wrong_key(name: str) -> InvalidIdentifier:
    return InvalidIdentifier(
        f"Ce numéro {name} contient une erreur de saisie\u00a0: son chiffre de contrôle ne correspond pas. "
        "Vérifiez chaque chiffre."
    )


def _luhn(digits: str) -> bool:
    total = 0
    for rank, digit in enumerate(reversed(digits)):
        value = int(digit) * (2 if rank % 2 else 1)
        total += value - 9 if value > 9 else value
    return total % 10 == 0
