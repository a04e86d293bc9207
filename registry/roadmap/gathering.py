"""The deadlines of every subject, in one list. A subject that offers `queries.deadlines(today)` is read; none is named here."""

import importlib
import importlib.util
import pkgutil
from functools import cache

import registry
from cabinet_rgpd.lib.deadlines import Deadline
from registry.activities import queries as activities

_ELSEWHERE = ("patients_info.queries",)


@cache
def sources():
    """The readers of deadlines, by the name of their module."""
    names = [f"registry.{each.name}.queries" for each in pkgutil.iter_modules(registry.__path__) if each.ispkg]
    found = {}
    for name in [*sorted(names), *_ELSEWHERE]:
        if name != "registry.roadmap.queries" and importlib.util.find_spec(name):
            module = importlib.import_module(name)
            if hasattr(module, "deadlines"):
                found[name] = module.deadlines
    return found


def deadlines(today):
    """Everything due in the structure in scope, the soonest first. The time zone in force is the structure's."""
    found = [*_reviews()]
    for read in sources().values():
        found += read(today)
    return tuple(sorted(found, key=lambda each: (each.on, each.at is None, str(each.at), each.subject, each.key)))


def _reviews():
    """The yearly review of the register, once for all sheets: the day of the first that is due."""
    days = sorted(
        each.next_review_on for each in activities.outlines() if each.state == "in_force" and each.next_review_on
    )
    if days:
        count = sum(day == days[0] for day in days)
        yield Deadline(
            key=f"review:{days[0].isoformat()}", subject="Registre", on=days[0],
            what="Revoir le registre" if count > 1 else "Revoir une fiche du registre",
            why="Le registre se tient à jour (RGPD, art. 30.1 et 5.2).", route="review",
        )  # fmt: skip
