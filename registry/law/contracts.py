"""The clauses that a contract with a supplier must hold, as data: `contracts/processor.yaml` (GDPR art. 28.3)."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from registry.law.dated import InvalidParameter, load_yaml

FILE = Path(__file__).parent / "contracts" / "processor.yaml"


@dataclass(frozen=True)
class Clause:
    """`ask` ends « Nous vous demandons… » in a letter. `hosts_only`: for those who host health data."""

    key: str
    name: str
    article: str
    ask: str
    hosts_only: bool = False


@cache
def clauses() -> dict[str, Clause]:
    """Every clause by its key, in the order of the article. Raises InvalidParameter."""
    rows = load_yaml(FILE)["clauses"]
    found = {row["key"]: Clause(**row) for row in rows}
    if len(found) != len(rows):
        raise InvalidParameter("a clause is written twice")
    return found


def clause_choices():
    """For the models: `(key, name)`."""
    return [(clause.key, clause.name) for clause in clauses().values()]
