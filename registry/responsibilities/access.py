"""Who may open what, by function: the levels, functions and subjects that the law's data proposes (CSP L1110-4, L1110-12)."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from registry import law
from registry.law.dated import InvalidParameter, load_yaml

_FILE = Path(law.__file__).parent / "access" / "matrix.yaml"


@dataclass(frozen=True)
class Function:
    """`levels`: subject → level. `why`: names of `responsibilities` parameters."""

    key: str
    label: str
    levels: dict[str, str]
    why: tuple[str, ...]


@dataclass(frozen=True)
class Matrix:
    levels: dict[str, str]
    subjects: dict[str, str]
    functions: tuple[Function, ...]
    objection: str


@cache
def proposed() -> Matrix:
    """The starting point. Raises InvalidParameter when a level, a subject or a function is not named where it should be."""
    data = load_yaml(_FILE)
    levels, subjects = data["levels"], data["subjects"]
    functions = tuple(
        Function(key, each["label"], each["levels"], tuple(each["why"])) for key, each in data["functions"].items()
    )
    for function in functions:
        if set(function.levels) != set(subjects) or not set(function.levels.values()) <= set(levels):
            raise InvalidParameter(f"access/matrix.yaml: {function.key} does not name every subject with a known level")
    return Matrix(levels, subjects, functions, data["objection"].strip())
