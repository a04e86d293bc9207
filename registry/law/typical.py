"""The typical activities, the questions that propose them and the grouped sheets, read from `catalogue/` and checked.

One YAML file per activity, named by its key, in a folder named by its family. Plain data: nothing here decides.
Every reader is cached for the life of the process; a malformed file raises ValueError with its path.
"""

from collections.abc import Mapping
from dataclasses import fields
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType

import yaml

from registry.law import vocabulary as terms
from registry.law.shapes import (
    Condition,
    ConditionalText,
    ExtraField,
    Founding,
    Option,
    ProposalRule,
    Question,
    SoloSheet,
    Source,
    TypicalActivity,
    TypicalData,
    TypicalPurpose,
    TypicalRecipient,
)

CATALOGUE_FOLDER = Path(__file__).with_name("catalogue")
RETENTION_FOLDER = Path(__file__).with_name("parameters") / "retention"
TRANSFERS = frozenset({"none", "ask"})
QUESTION_KINDS = frozenset({"single", "multiple", "yes_no", "number", "text"})


@lru_cache(maxsize=1)
def catalogue() -> Mapping[str, TypicalActivity]:
    """Every typical activity by key, in the order in which a register reads. Raises ValueError naming a faulty file."""
    activities = {}
    for path in sorted(CATALOGUE_FOLDER.glob("*/*.yaml")):
        activity = read_activity(path)
        if path.stem in activities:
            raise ValueError(f"{path}: two activities are called {path.stem}")
        activities[path.stem] = activity
    for activity in activities.values():
        if activity.part_of and (activity.part_of not in activities or activities[activity.part_of].part_of):
            raise ValueError(f"{activity.key}.yaml: part_of names no activity that has a sheet: {activity.part_of}")
    return MappingProxyType({activity.key: activity for activity in _in_reading_order(activities.values())})


@lru_cache(maxsize=1)
def questions() -> tuple[Question, ...]:
    """The questions in the order in which they are asked. Raises ValueError when the file is malformed."""
    path = CATALOGUE_FOLDER / "questions.yaml"
    return tuple(_in_file(path, _question, row) for row in _load(path))


@lru_cache(maxsize=1)
def solo_sheets() -> Mapping[str, SoloSheet]:
    """The grouped sheets of a practitioner alone, in the order in which they are shown."""
    path = CATALOGUE_FOLDER / "sheets.yaml"
    sheets = [_in_file(path, _build, SoloSheet, row) for row in _load(path)["sheets"]]
    return MappingProxyType({sheet.key: sheet for sheet in sheets})


@lru_cache(maxsize=1)
def warnings() -> Mapping[str, str]:
    """French sentences that rules show when an answer leaves a duration or a basis unsettled."""
    path = CATALOGUE_FOLDER / "sheets.yaml"
    return MappingProxyType({key: _in_file(path, _text, text) for key, text in _load(path)["warnings"].items()})


@lru_cache(maxsize=1)
def retention_keys() -> frozenset[str]:
    """What `retention` may name: the retention parameters, and `accounting`, which stands for the two accounting ones.

    The legal form decides between those (C. com. L123-22 binds merchants alone).
    """
    return frozenset(path.stem for path in RETENTION_FOLDER.glob("*.yaml")) | {"accounting"}


def read_activity(path: Path) -> TypicalActivity:
    """The activity written in `path`; its family is the folder. Raises ValueError naming the file."""
    return _in_file(path, _activity, path.stem, path.parent.name, _load(path))


def _activity(key, family, row):
    row = {"dpia_to_examine_if": [], **_mapping(row)}
    notes = row.get("dpia_note", [])
    row["dpia_note"] = notes if isinstance(notes, list) else [notes]
    readers = {
        "proposed_when": _proposal_rule,
        "purposes": _purpose,
        "data": _data,
        "recipients": _recipient,
        "source": lambda source: _build(Source, source),
        "persons": lambda person: _term(terms.PersonCategory, person),
        "processors": lambda processor: _term(terms.ProcessorKind, processor),
        "measures": _text,
        "dpia_note": _conditional_text,
        "dpia_to_examine_if": _conditions,
    }
    for name, read in readers.items():
        if not isinstance(row.get(name), list):
            raise ValueError(f"{name} is missing or is no list")
        row[name] = tuple(read(item) for item in row[name])
    activity = _build(TypicalActivity, {"key": key, "family": family, **row})
    _check(activity)
    return activity


def _check(activity):
    _term(terms.CatalogueFamily, activity.family)
    _term(terms.InformationMeans, activity.information)
    _term(terms.Mark, activity.mark)
    _one_of(
        "dpia",
        activity.dpia,
        set(terms.DpiaState.values()) - {terms.DpiaState.DONE.value, terms.DpiaState.DECLINED.value},
    )
    _one_of("transfers", activity.transfers, TRANSFERS)
    for name in ("proposed_when", "purposes", "persons", "source"):
        if not getattr(activity, name):
            raise ValueError(f"{name} is empty")
    if activity.solo_sheet:
        _one_of("solo_sheet", activity.solo_sheet, solo_sheets())
    if activity.key in solo_sheets() and activity.solo_sheet != activity.key:
        raise ValueError(f"{activity.key} is the name of a grouped sheet")
    special = [data.kind for data in activity.data if terms.DataKind(data.kind).needs_article_9]
    if special and not any(purpose.condition for purpose in activity.purposes):
        raise ValueError(f"data of art. 9 ({special[0]}) and no purpose with its condition of art. 9.2")


def _purpose(row):
    row = dict(_mapping(row))
    founding = _founding({name: row.pop(name, "") for name in ("basis", "basis_text", "mark")})
    by_profession = tuple(
        (_term(terms.Profession, profession), _founding({"mark": founding.mark, **other}))
        for profession, other in _mapping(row.pop("basis_by_profession", None) or {}).items()
    )
    purpose = _build(TypicalPurpose, {**row, "founding": founding, "founding_by_profession": by_profession})
    if purpose.condition:
        _term(terms.Article9Condition, purpose.condition)
    founded_on = {founding.basis, *(other.basis for _, other in by_profession)}
    if terms.LegalBasis.LEGITIMATE_INTERESTS.value in founded_on and not purpose.interest:
        raise ValueError(f"«\u00a0{purpose.name}\u00a0» rests on a legitimate interest that is not described")
    return purpose


def _founding(row):
    founding = _build(Founding, row)
    _term(terms.LegalBasis, founding.basis)
    _term(terms.Mark, founding.mark)
    if not founding.basis_text:
        raise ValueError("a legal basis without the text that founds it")
    return founding


def _data(row):
    data = _build(TypicalData, row)
    _term(terms.DataKind, data.kind)
    _one_of("retention", data.retention, retention_keys())
    return data


def _recipient(row):
    recipient = _build(TypicalRecipient, row)
    _term(terms.RecipientKind, recipient.kind)
    return recipient


def _proposal_rule(row):
    row = _mapping(row)
    if set(row) != {"if", "because"} or not row["if"]:
        raise ValueError(f"a rule has `if` and `because`: {row}")
    return ProposalRule(conditions=_conditions(row["if"]), because=_text(row["because"]))


def _conditional_text(row):
    """From a text, shown always, or from `{if: …, text: …}`."""
    if isinstance(row, str):
        return ConditionalText(conditions=(), text=_text(row))
    row = dict(_mapping(row))
    return _build(ConditionalText, {"conditions": _conditions(row.pop("if", {"always": True})), **row})


def _conditions(row):
    """Conditions from their YAML form; `{always: true}` is none. The answers they name must exist."""
    if row == {"always": True}:
        return ()
    return tuple(_condition(key, test, _answers()) for key, test in _mapping(row).items())


def _condition(key, test, known):
    _one_of("answer", key, known)
    kind, values = known[key]
    if isinstance(test, bool) and kind == "yes_no":
        return Condition(key=key, equals=test)
    if isinstance(test, dict) and list(test) == ["at_least"] and kind == "number":
        return Condition(key=key, at_least=int(test["at_least"]))
    if isinstance(test, list) and test and kind in ("single", "multiple"):
        return Condition(key=key, any_of=frozenset(_one_of(key, value, values) for value in test))
    raise ValueError(f"{key} is a {kind} answer and cannot be tested with {test!r}")


@lru_cache(maxsize=1)
def _answers():
    """Answer key → (kind, values), read without the conditions between questions."""
    rows = _load(CATALOGUE_FOLDER / "questions.yaml")
    asked = [field for row in rows for field in (row, *row.get("extra", ()))]
    return {row["key"]: (row["kind"], frozenset(option["value"] for option in row.get("options", ()))) for row in asked}


def _question(row):
    row = _asking(row)
    row["extra"] = tuple(_build(ExtraField, _asking(extra)) for extra in row.get("extra", ()))
    for name in ("asked_if", "asked_unless"):
        row[name] = _conditions(row[name]) if name in row else ()
    return _build(Question, row)


def _asking(row):
    row = dict(_mapping(row))
    _one_of("kind", row.get("kind"), QUESTION_KINDS)
    return {**row, "options": tuple(_build(Option, option) for option in row.get("options", ()))}


def _in_reading_order(activities):
    """Family by family, then as `order` of sheets.yaml says; what it does not list comes last, by key."""
    families = terms.CatalogueFamily.values()
    rank = {key: number for number, key in enumerate(_load(CATALOGUE_FOLDER / "sheets.yaml")["order"])}
    return sorted(activities, key=lambda it: (families.index(it.family), rank.get(it.key, len(rank)), it.key))


def _build(dataclass_, row):
    """An instance whose fields are exactly those known: unknown and missing ones raise ValueError."""
    row = _mapping(row)
    known = {field.name: field for field in fields(dataclass_)}
    if unknown := sorted(set(row) - set(known)):
        raise ValueError(f"unknown field {unknown[0]}")
    for name, field in known.items():
        if field.type is str and name in row:
            _text(row[name], blank=field.default == "")
    try:
        return dataclass_(**row)
    except TypeError as error:
        raise ValueError(str(error)) from error


def _text(value, blank=False):
    if not isinstance(value, str) or (not value.strip() and not blank):
        raise ValueError(f"a text is expected instead of {value!r}")
    return value


def _mapping(value):
    if not isinstance(value, dict):
        raise ValueError(f"names and values are expected instead of {value!r}")
    return value


def _term(enum, value):
    return _one_of(enum.__name__, value, enum.values())


def _one_of(name, value, allowed):
    if value not in allowed:
        raise ValueError(f"{name} does not know {value!r}")
    return value


def _load(path):
    try:
        return yaml.load(path.read_text(encoding="utf-8"), Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    except yaml.YAMLError as error:
        raise ValueError(f"{path}: {error}") from error


def _in_file(path, build, *arguments):
    try:
        return build(*arguments)
    except ValueError as error:
        raise ValueError(f"{path}: {error}") from error
