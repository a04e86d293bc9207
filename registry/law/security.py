"""The security measures that a practice may be asked about, as data: `measures/<number>-<theme>.yaml`, one file a theme.

Read once and strictly: an unknown field, a source without an entry in `measures/sources.yaml`, a rank given twice stops the
reading. The words are ours; the texts they rest on are named with each.
"""

from dataclasses import dataclass
from functools import cache
from itertools import count
from pathlib import Path

from registry.law.dated import InvalidParameter, Reference, load_yaml
from registry.law.vocabulary import Mark

FOLDER = Path(__file__).parent / "measures"
_REQUIRED = {"key", "measure", "why", "how", "proof", "description", "sources", "mark"}
_OPTIONAL = {"first", "restore_tests", "patients"}


@dataclass(frozen=True)
class SecurityMeasure:
    """`first` is its rank among the twelve asked first, or 0. `description` is what the register says of it (art. 30.1.g),
    `patients` what a notice may say of it. `restore_tests`: tests of restoration are noted under it.
    """

    key: str
    theme: str
    order: int
    measure: str
    why: str
    how: str
    proof: str
    description: str
    sources: tuple[Reference, ...]
    mark: Mark
    first: int = 0
    restore_tests: bool = False
    patients: str = ""

    @property
    def rank(self):
        """The most useful first: the twelve by their rank, then the others in their order."""
        return (self.first or 1000, self.order)


@dataclass(frozen=True)
class Theme:
    key: str
    name: str
    measures: tuple[SecurityMeasure, ...]


@cache
def themes() -> tuple[Theme, ...]:
    """The themes with their measures, in the order of the files. Raises InvalidParameter."""
    sources = {key: Reference(**content) for key, content in load_yaml(FOLDER / "sources.yaml").items()}
    found, order = [], count(1)
    for path in sorted(FOLDER.glob("[0-9]*.yaml")):
        content, key = load_yaml(path), path.stem.partition("-")[2]
        rows = tuple(_measure(row, key, next(order), sources) for row in content["measures"])
        found.append(Theme(key, content["name"], rows))
    _unique([measure.key for theme in found for measure in theme.measures])
    _unique([measure.first for theme in found for measure in theme.measures if measure.first])
    return tuple(found)


@cache
def measures() -> dict[str, SecurityMeasure]:
    """Every measure by its key, in order."""
    return {measure.key: measure for theme in themes() for measure in theme.measures}


@cache
def twelve() -> tuple[SecurityMeasure, ...]:
    """Those asked first, by rank: they stop most of the attacks and losses seen in practices."""
    return tuple(sorted((each for each in measures().values() if each.first), key=lambda each: each.first))


def _measure(row, theme, order, sources):
    missing, unknown = _REQUIRED - set(row), set(row) - _REQUIRED - _OPTIONAL
    if missing or unknown:
        raise InvalidParameter(f"{theme}: {row.get('key')}: lacks {sorted(missing)}, has unknown {sorted(unknown)}")
    if lost := [key for key in row["sources"] if key not in sources]:
        raise InvalidParameter(f"{row['key']}: no source is called {lost}")
    named = tuple(sources[key] for key in row["sources"])
    return SecurityMeasure(**{**row, "theme": theme, "order": order, "sources": named, "mark": Mark(row["mark"])})


def _unique(values):
    if twice := {value for value in values if values.count(value) > 1}:
        raise InvalidParameter(f"written twice: {sorted(twice)}")
