"""What of a structure's follows the law of a day: how a subject tells which of its records a change of law touches. Pure."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True)
class Dependence:
    """One record made under the law of the day `on`, and the keys of the parameters it rests on.

    `what` names it in French; `route` and `arguments` lead to its page (the structure's key is not among them). `answer`
    gives what the texts of a day say of it, in French, so that two days can be compared; None where nothing is computed.
    """

    parameters: frozenset[str]
    on: date
    what: str
    route: str
    arguments: tuple = ()
    answer: Callable[[date], str] | None = field(default=None, compare=False)
