"""What the texts say, as values that hold from a date, each with its source.

A parameter is a YAML file, `parameters/<subject>/<name>.yaml`, read and checked once: a value without a source, a word
outside the vocabulary, an unknown field or a key written twice stops the reading, so that no screen can show it.
Plain Python on purpose: pure rules may read the law from here.
"""

import re
from collections.abc import Mapping, Set
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

import yaml

from cabinet_rgpd.lib.calendar import add_years
from registry.law.vocabulary import Fate, Force, LegalForm, Mark, Profession, TriggerEvent

PARAMETERS = Path(__file__).parent / "parameters"
ACTIVE, ARCHIVE = "active", "archive"

#: ISO 8601, dates only: a retention period is never counted in hours.
DURATION = re.compile(r"P(?=\d)(?:(?P<years>\d+)Y)?(?:(?P<months>\d+)M)?(?:(?P<days>\d+)D)?")
_BOUNDS = ("not_before", "only_within")
NAME = re.compile(r"[a-z][a-z0-9_]*")
KEY = re.compile(r"[a-z][a-z0-9_]*\.[a-z][a-z0-9_]*")


class UnknownParameter(LookupError):
    """No parameter bears this key."""


class NoValueInForce(LookupError):
    """The parameter has no value yet on the day asked for."""


class InvalidParameter(ValueError):
    """A file of the law does not have its shape; the message says where and why."""


@dataclass(frozen=True)
class Reference:
    """A text of law or a recommendation. `href` is empty when no address is certain."""

    title: str
    href: str = ""


@dataclass(frozen=True)
class Bound:
    """A day that may not be passed over: `duration` (ISO 8601) after `trigger`."""

    trigger: TriggerEvent
    duration: str


@dataclass(frozen=True)
class Phase:
    """One phase of keeping, `active` or `archive`.

    Its end is counted from `trigger`, not from the end of the phase before, unless `trigger` is `active_end`.
    `duration`, `at_least` and `at_most` are ISO 8601; `until` is a French criterion where no figure is given, and the
    phase never ends before `not_before`. It is only opened when `trigger` comes within `only_within`.
    """

    phase: str
    trigger: TriggerEvent | None = None
    duration: str = ""
    at_least: str = ""
    at_most: str = ""
    until: str = ""
    not_before: Bound | None = None
    only_within: Bound | None = None


@dataclass(frozen=True)
class DatedValue:
    """What holds from the day `since`. `text` is the whole rule in one French sentence, for registers and notices."""

    since: date
    references: tuple[Reference, ...]
    text: str = ""
    phases: tuple[Phase, ...] = ()
    fate: tuple[Fate, ...] = ()
    value: int | None = None
    unit: str = ""


@dataclass(frozen=True)
class Conflict:
    """Where two sources disagree: shown beside the value, never hidden."""

    text: str
    references: tuple[Reference, ...]


@dataclass(frozen=True)
class Parameter:
    """A named value of law with all its dates, oldest first.

    `legal_forms` and `professions` are empty when everybody is concerned; `not_for` names the professions that its text
    leaves out. `cases` are the keys of the rules of particular cases (a minor, a death, a claim) that lengthen, replace
    or suspend this one. `data` is the category of data, in French.
    """

    key: str
    description: str
    force: Force
    mark: Mark
    values: tuple[DatedValue, ...]
    last_checked_on: date
    notes: str = ""
    data: str = ""
    legal_forms: tuple[LegalForm, ...] = ()
    professions: tuple[Profession, ...] = ()
    conflicts: tuple[Conflict, ...] = ()
    not_for: tuple[Profession, ...] = ()
    cases: tuple[str, ...] = ()

    @property
    def subject(self) -> str:
        return self.key.partition(".")[0]

    @property
    def name(self) -> str:
        return self.key.partition(".")[2]

    def on(self, day: date) -> DatedValue:
        """The value in force on `day`. Raises NoValueInForce when the first value comes later."""
        in_force = [value for value in self.values if value.since <= day]
        if not in_force:
            first = self.values[0].since.isoformat()
            raise NoValueInForce(f"{self.key}: no value in force on {day.isoformat()}, the first is of {first}")
        return in_force[-1]


@cache
def get(key: str) -> Parameter:
    """The parameter of this key, such as `retention.patient_file`. Raises UnknownParameter, InvalidParameter."""
    subject, _, name = key.partition(".")
    path = PARAMETERS / subject / f"{name}.yaml"
    if not KEY.fullmatch(key) or not path.is_file():
        raise UnknownParameter(f"no parameter is called {key!r}")
    return read_parameter(path, subject=subject)


@cache
def all_parameters(subject: str) -> tuple[Parameter, ...]:
    """Every parameter of a subject, sorted by key. Raises UnknownParameter when the subject has no folder."""
    folder = PARAMETERS / subject
    if not NAME.fullmatch(subject) or not folder.is_dir():
        raise UnknownParameter(f"no subject is called {subject!r}")
    return tuple(get(f"{subject}.{path.stem}") for path in sorted(folder.glob("*.yaml")))


def subjects() -> tuple[str, ...]:
    """The names of the subjects that have parameters."""
    return tuple(sorted(path.name for path in PARAMETERS.iterdir() if path.is_dir()))


def to_check_again(today: date) -> tuple[Parameter, ...]:
    """The parameters that nobody has looked at for a year, the oldest look first: a finding for the maintainers."""
    year_ago = add_years(today, -1)
    found = [each for subject in subjects() for each in all_parameters(subject) if each.last_checked_on < year_ago]
    return tuple(sorted(found, key=lambda parameter: (parameter.last_checked_on, parameter.key)))


def read_parameter(path: Path, *, subject: str) -> Parameter:
    """Read and check one file. Raises InvalidParameter with the key and the reason."""
    key = f"{subject}.{path.stem}"
    try:
        return _parameter(key, load_yaml(path))
    except (yaml.YAMLError, ValueError, TypeError) as error:
        raise InvalidParameter(f"{key}: {error}") from error


# Strict YAML


class StrictLoader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):
    """Safe YAML where a key written twice is an error, and `on`, `off`, `yes` and `no` are words, not booleans."""

    def construct_mapping(self, node, deep=False):
        seen = set()
        for key_node, _ in node.value:
            key = self.construct_object(key_node, deep=True)
            if key in seen:
                raise yaml.constructor.ConstructorError(None, None, f"{key!r} is written twice", key_node.start_mark)
            seen.add(key)
        return super().construct_mapping(node, deep=deep)


_BOOLEAN = "tag:yaml.org,2002:bool"
StrictLoader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag != _BOOLEAN]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}
StrictLoader.add_implicit_resolver(_BOOLEAN, re.compile(r"^(?:true|false)$"), list("tf"))


def load_yaml(path: Path) -> object:
    """The content of a YAML file, read strictly. Raises yaml.YAMLError, with the line, when it is malformed."""
    return yaml.load(path.read_text(encoding="utf-8"), Loader=StrictLoader)  # a subclass of the safe loader


# From plain data to frozen values: each reader names the fields it knows and refuses the others.


def _fields(data: object, where: str, *, required: Set[str], optional: Set[str] = frozenset()) -> Mapping:
    if not isinstance(data, Mapping):
        raise InvalidParameter(f"{where} must be a mapping")
    if missing := sorted(field for field in required if data.get(field) in (None, "", [], {})):
        raise InvalidParameter(f"{where} lacks {', '.join(missing)}")
    if unknown := sorted(str(field) for field in data if field not in required | optional):
        raise InvalidParameter(f"{where} has unknown fields: {', '.join(unknown)}")
    return data


def _parameter(key: str, data: object) -> Parameter:
    if not KEY.fullmatch(key):
        raise InvalidParameter("a key is made of small letters, digits and underscores")
    required = {"description", "force", "mark", "values", "last_checked_on"}
    optional = {"notes", "data", "legal_forms", "professions", "conflicts"}
    is_retention = key.startswith("retention.")
    if is_retention:
        required, optional = required | {"data"}, (optional - {"data"}) | {"not_for", "cases"}
    data = _fields(data, "the parameter", required=required, optional=optional)
    if not isinstance(data["values"], Mapping):
        raise InvalidParameter("values must map a date to what holds from it")
    values = (_dated_value(since, value, retention=is_retention) for since, value in data["values"].items())
    return Parameter(
        key=key,
        description=_text(data["description"]),
        force=Force(data["force"]),
        mark=Mark(data["mark"]),
        values=tuple(sorted(values, key=lambda value: value.since)),
        last_checked_on=_day(data["last_checked_on"]),
        notes=_text(data.get("notes", "")),
        data=_text(data.get("data", "")),
        legal_forms=tuple(LegalForm(form) for form in data.get("legal_forms", ())),
        professions=tuple(Profession(profession) for profession in data.get("professions", ())),
        conflicts=tuple(_conflict(conflict) for conflict in data.get("conflicts", ())),
        not_for=tuple(Profession(profession) for profession in data.get("not_for", ())),
        cases=tuple(_case(name) for name in data.get("cases", ())),
    )


def _case(name: object) -> str:
    """The key of a rule of a particular case, named without its subject."""
    if not isinstance(name, str) or not NAME.fullmatch(name):
        raise InvalidParameter(f"{name!r} must be the name of a retention rule")
    return f"retention.{name}"


def _dated_value(since: object, data: object, *, retention: bool) -> DatedValue:
    where = f"the value of {since}"
    required = {"text", "phases", "fate", "reference"} if retention else {"text", "reference"}
    data = _fields(data, where, required=required, optional=set() if retention else {"value", "unit"})
    if ("value" in data) != ("unit" in data):
        raise InvalidParameter(f"{where}: a value goes with its unit")
    if type(data.get("value", 0)) is not int:
        raise InvalidParameter(f"{where}: the value must be a whole number")
    return DatedValue(
        since=_day(since),
        references=_references(data["reference"], where),
        text=_text(data["text"]),
        phases=tuple(_phase(phase, where) for phase in data.get("phases", ())),
        fate=tuple(Fate(fate) for fate in data.get("fate", ())),
        value=data.get("value"),
        unit=_text(data.get("unit", "")),
    )


def _phase(data: object, where: str) -> Phase:
    measures = {"duration", "at_least", "at_most"}
    data = _fields(data, f"{where}, a phase", required={"phase"}, optional={"from", "until", *_BOUNDS} | measures)
    measured = measures & set(data)
    if data["phase"] not in (ACTIVE, ARCHIVE):
        raise InvalidParameter(f"{where}: a phase is active or archive, not {data['phase']!r}")
    if not measured and not data.get("until"):
        raise InvalidParameter(f"{where}: a phase needs a duration, a bound or a criterion")
    if measured and "from" not in data:
        raise InvalidParameter(f"{where}: a duration runs from an event")
    if "duration" in measured and len(measured) > 1:
        raise InvalidParameter(f"{where}: a phase has a duration or bounds, not both")
    return Phase(
        phase=data["phase"],
        trigger=TriggerEvent(data["from"]) if "from" in data else None,
        **{measure: _duration(data[measure]) for measure in measured},
        until=_text(data.get("until", "")),
        **{name: _bound(data[name], f"{where}, {name}") for name in _BOUNDS if name in data},
    )


def _bound(data: object, where: str) -> Bound:
    data = _fields(data, where, required={"from", "duration"})
    return Bound(TriggerEvent(data["from"]), _duration(data["duration"]))


def _conflict(data: object) -> Conflict:
    data = _fields(data, "a conflict", required={"text", "reference"})
    return Conflict(_text(data["text"]), _references(data["reference"], "a conflict"))


def _references(data: object, where: str) -> tuple[Reference, ...]:
    if not isinstance(data, list):
        raise InvalidParameter(f"{where}: reference must be a list")
    return tuple(_reference(item, where) for item in data)


def _reference(data: object, where: str) -> Reference:
    data = _fields(data, f"{where}, a reference", required={"title"}, optional={"href"})
    href = _text(data.get("href", ""))
    if href and not href.startswith("https://"):
        raise InvalidParameter(f"{where}: an address starts with https")
    return Reference(_text(data["title"]), href)


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise InvalidParameter(f"{value!r} must be a text")
    return value


def _day(value: object) -> date:
    if type(value) is not date:
        raise InvalidParameter(f"{value!r} must be a date, such as 2026-10-01")
    return value


def _duration(value: object) -> str:
    if not isinstance(value, str) or not DURATION.fullmatch(value):
        raise InvalidParameter(f"{value!r} must be an ISO 8601 duration, such as P5Y or P90D")
    return value
