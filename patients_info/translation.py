"""The languages of a notice: one folder of files each, `languages/<code>/`, beside its dated texts.

French is the language of the register. Another language brings its fixed words and, for each table, what stands for
every French text that the product itself may have written (the catalogue, the durations of law, kinds of suppliers).
What a structure wrote in its own words has no translation: it stays in French, and says so to a screen reader.
A language is complete or it is not offered: `missing` tells what lacks.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from types import MappingProxyType

import yaml
from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import mark_safe

from patients_info import texts
from patients_info.audience import SEPARATOR
from registry.law import dated, security, typical
from registry.law.vocabulary import Fate, ProcessorKind, TransferSafeguard
from registry.retention import rules as retention

FOLDER = Path(__file__).with_name("languages")
FRENCH = "fr"
TABLES = (
    "activities",
    "purposes",
    "interests",
    "data",
    "sources",
    "recipients",
    "durations",
    "suppliers",
    "safeguards",
    "protections",
)


@dataclass(frozen=True, kw_only=True)
class Language:
    """`lang` is what HTML calls it; `direction` "ltr" or "rtl"; `tables` hold one dictionary each, French text → words.

    `pasted`: for each audience, the texts that a structure pastes elsewhere, by place (`patients_info.pasted`).
    """

    code: str
    own_name: str
    french_name: str
    lang: str
    direction: str
    typography: str
    date: str
    months: tuple[str, ...]
    pdf: bool
    reread_by_native: bool
    words: Mapping[str, str]
    tables: Mapping[str, Mapping[str, str]]
    pasted: Mapping[str, Mapping[str, str]]
    first_day: str = ""

    @property
    def is_french(self):
        return self.code == FRENCH

    @property
    def is_easy(self):
        """French told more simply: it is set larger on paper."""
        return self.lang == FRENCH and not self.is_french

    @property
    def comma(self):
        """The one that is set between two things."""
        return "\u060c" if self.direction == "rtl" else ","

    def day(self, date):
        """A date in words."""
        number = self.first_day if date.day == 1 and self.first_day else str(date.day)
        return self.date.format(day=number, month=self.months[date.month - 1], year=date.year)


@lru_cache(maxsize=32)
def language(code: str) -> Language:
    """A language by its code. Raises LookupError when it has no folder, ValueError when its files are malformed."""
    folder = FOLDER / code
    if not code.replace("-", "").isalnum() or not (folder / "language.yaml").is_file():
        raise LookupError(f"no language of a notice is called {code}")
    tables = {name: MappingProxyType(_read(folder / "tables" / f"{name}.yaml")) for name in TABLES}
    row = _read(folder / "language.yaml")
    try:
        row["months"] = tuple(row["months"])
        found = Language(
            code=code,
            words=MappingProxyType(_read(folder / "words.yaml")),
            tables=MappingProxyType(tables),
            pasted=MappingProxyType(_read(folder / "pasted.yaml")),
            **row,
        )
    except (KeyError, TypeError) as mistake:
        raise ValueError(f"{folder / 'language.yaml'}: {mistake}") from None
    if found.direction not in ("ltr", "rtl") or found.typography not in ("french", "plain") or len(found.months) != 12:
        raise ValueError(f"{folder / 'language.yaml'}: direction, typography or months")
    return found


def french() -> Language:
    return language(FRENCH)


@cache
def codes() -> tuple[str, ...]:
    """Every language that has a folder, French first, complete or not."""
    found = sorted(path.parent.name for path in FOLDER.glob("*/language.yaml"))
    return (FRENCH, *(code for code in found if code != FRENCH))


@cache
def vocabulary() -> Mapping[str, tuple[str, ...]]:
    """`{table: French texts}`: all that the product may have written in a register and that a notice shows."""
    catalogue = typical.catalogue().values()
    values = [value for each in dated.all_parameters("retention") for value in each.values]
    ends = [retention.fate_in_words(value.fate) for value in values] + [fate.label for fate in Fate]
    found = {
        "activities": [each.name for each in (*catalogue, *typical.solo_sheets().values())],
        "purposes": [line.name for each in catalogue for line in each.purposes],
        "interests": [line.interest for each in catalogue for line in each.purposes],
        "data": [line.description for each in catalogue for line in each.data],
        "sources": [part for each in catalogue for part in _parts(each.source_of_data)],
        "recipients": [line.name for each in catalogue for line in each.recipients],
        "durations": [*(value.text for value in values), *ends],
        "suppliers": [kind.label for kind in ProcessorKind],
        "safeguards": [safeguard.label for safeguard in TransferSafeguard],
        "protections": [measure.patients for measure in security.measures().values()],
    }
    return {name: tuple(dict.fromkeys(_key(text) for text in rows if text.strip())) for name, rows in found.items()}


def missing(code: str, audience: str) -> tuple[str, ...]:
    """What this language lacks before it may be offered to this audience, each as one line; empty when it is complete."""
    if code == FRENCH:
        return ()
    spoken = language(code)
    lacks = [] if texts.exists(audience, code) else [f"text: {audience}"]
    lacks += [f"words: {key}" for key in french().words if not spoken.words.get(key)]
    theirs = spoken.pasted.get(audience, {})
    lacks += [f"pasted: {place}" for place in french().pasted.get(audience, {}) if not theirs.get(place)]
    known = {name: {_key(text) for text, words in table.items() if words} for name, table in spoken.tables.items()}
    return (
        *lacks,
        *(f"{name}: {text}" for name, rows in vocabulary().items() for text in rows if text not in known[name]),
    )


@cache
def offered(audience: str) -> tuple[Language, ...]:
    """The languages in which this audience may be told, French aside."""
    return tuple(language(code) for code in codes() if code != FRENCH and not missing(code, audience))


# -- Saying a text of the register in a language ----------------------------------------------------------------------


def said(text: str, spoken: Language, *, inside: bool = False) -> str:
    """A text of the register in this language, as safe HTML.

    `inside`: for the middle of a sentence, without its capital and its full stop. A text made of several known ones is
    said part by part; what is not known is the structure's own and is marked as French.
    """
    whole = _one(text, spoken, inside)
    if whole is not None:
        return whole
    parts = [part for part in text.split(SEPARATOR) if part.strip()]
    return format_html_join(
        _separator(spoken), "{}", ((_part(part, spoken, inside or place > 0),) for place, part in enumerate(parts))
    )


def said_each(found, spoken: Language) -> str:
    """Several texts one after the other: the first keeps its capital, none keeps its full stop."""
    parts = (_part(text.strip().rstrip("."), spoken, place > 0) for place, text in enumerate(found))
    return format_html_join(_separator(spoken), "{}", ((part,) for part in parts))


def own(text: str, spoken: Language) -> str:
    """A text of the structure, as safe HTML: French whatever the language around it."""
    if spoken.lang == FRENCH:
        return conditional_escape(text)
    return format_html('<span lang="fr" dir="ltr">{}</span>', text) if text else mark_safe("")


def _part(text, spoken, inside):
    known = _one(text, spoken, inside)
    if known is None and SEPARATOR in text:
        return said(text, spoken, inside=inside)
    return own(_shaped(text, inside), spoken) if known is None else known


def _one(text, spoken, inside):
    """The text when it is known as a whole, with its brackets if it has some; None otherwise."""
    if spoken.is_french:
        return conditional_escape(_shaped(text, inside))
    known = _known(spoken)
    if (words := known.get(_sought(text))) is not None:
        return conditional_escape(_shaped(words, inside))
    name, bracket, rest = text.partition(" (")
    if bracket and (words := known.get(_sought(name))) is not None:
        return format_html("{} {}", _shaped(words, inside), own(f"({rest}", spoken))
    return None


@lru_cache(maxsize=32)
def _known_in(code):
    spoken = language(code)
    return {_sought(text): words for table in spoken.tables.values() for text, words in table.items() if words}


def _known(spoken):
    return _known_in(spoken.code)


def _shaped(text, inside):
    """In the middle of a sentence an acronym keeps its capitals."""
    text = text.strip()
    if not inside:
        return text
    text = text.rstrip(".")
    return text if text[1:2].isupper() else text[:1].lower() + text[1:]


def _separator(spoken):
    return SEPARATOR if spoken.typography == "french" else "\u061b " if spoken.direction == "rtl" else "; "


def _parts(text):
    return [part.strip() for part in text.replace(SEPARATOR, ";").split(";")]


def _key(text):
    """Spaces of all kinds count alike, and a sentence starts with a capital."""
    text = " ".join(text.split())
    return text[:1].upper() + text[1:]


def _sought(text):
    return _key(text).lower().rstrip(".")


def _read(path):
    if not path.is_file():
        return {}
    content = yaml.safe_load(path.read_text(encoding="utf-8")) or {}
    if not isinstance(content, dict):
        raise ValueError(f"{path}: a mapping was expected")
    return content
