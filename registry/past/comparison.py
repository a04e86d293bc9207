"""What appeared, changed or went between two evenings, in sentences, by subject.

It compares what stood: a sheet made and archived in between is not told, and neither is a change of what stood on neither day.
"""

import datetime as dt
import uuid
from collections.abc import Callable
from dataclasses import dataclass

from cabinet_rgpd.history import aggregates, past
from cabinet_rgpd.history.differences import Difference, differences
from patients_info.audiences import AUDIENCES

NBSP = "\u00a0"


@dataclass(frozen=True)
class Change:
    """One record: the sentence that tells it, and the fields that changed, if any. `kind`: appeared, changed, went."""

    aggregate: str
    id: uuid.UUID
    kind: str
    sentence: str
    differences: tuple[Difference, ...] = ()


@dataclass(frozen=True)
class Group:
    title: str
    changes: tuple[Change, ...]


@dataclass(frozen=True)
class Subject:
    """How a kind of record is told. `stands(state, day)`: whether it counts that evening.

    `name` is what the sentences call the record, from its later state.
    """

    title: str
    aggregate: str
    stands: Callable[[dict, dt.date], bool]
    name: Callable[[dict], str]
    appeared: str
    back: str
    went: str
    changed: str


def compare(first, second, tz):
    """What changed from the evening of `first` to that of `second`, as groups that hold something."""
    before, after = past.Past(past.evening(first, tz)), past.Past(past.evening(second, tz))
    groups: dict[str, list[Change]] = {}
    for subject in SUBJECTS:
        model = aggregates.roots()[subject.aggregate]
        old = {each.id: each.state for each in before.states(model)}
        new = {each.id: each.state for each in after.states(model)}
        changes = [_change(subject, model, each, old.get(each), new[each], first, second) for each in new]
        groups.setdefault(subject.title, []).extend(sorted(filter(None, changes), key=lambda each: each.sentence))
    return tuple(Group(title, tuple(changes)) for title, changes in groups.items() if changes)


def _change(subject, model, record_id, old, new, first, second):
    stood = old is not None and subject.stands(old, first)
    stands = subject.stands(new, second)
    if not stood and not stands:
        return None
    found = tuple(differences(model, old, new)) if old is not None else ()
    if stood and stands:
        if not found:
            return None
        kind, sentence = "changed", subject.changed
    elif stands:
        kind, sentence = "appeared", subject.appeared if old is None else subject.back
    else:
        kind, sentence = "went", subject.went
    return Change(subject.aggregate, record_id, kind, sentence.format(name=subject.name(new)), found)


def _quoted(text):
    return f"«{NBSP}{text}{NBSP}»"


def _in_use(state, day):
    return state["archived_on"] is None


def _in_office(state, day):
    since, until = dt.date.fromisoformat(state["since"]), state["until"]
    return since <= day and (until is None or dt.date.fromisoformat(until) >= day)


def _present(state, day):
    return state["left_on"] is None or dt.date.fromisoformat(state["left_on"]) > day


def _always(state, day):
    return True


def _notice(state):
    audience = AUDIENCES.get(state["audience"])
    return f"{audience.label.lower() if audience else state['audience']}, édition {state['edition']}"


def _own_name(state):
    return state.get("name", "")  # the decision has none, and its sentences name none


def _quoted_name(state):
    return _quoted(state["name"])


SUBJECTS = (
    Subject(
        "Les fiches",
        "activity",
        lambda state, day: state["state"] == "in_force",
        lambda state: f"{state['reference']} {_quoted(state['name'])}",
        "La fiche {name} est entrée au registre.",
        "La fiche {name} est revenue au registre.",
        "La fiche {name} a quitté le registre, archivée.",
        "La fiche {name} a changé.",
    ),
    Subject(
        "Les durées",
        "retention_rule",
        _in_use,
        _quoted_name,
        "La règle {name} a été ajoutée.",
        "La règle {name} a été remise en service.",
        "La règle {name} a été archivée.",
        "La règle {name} a changé.",
    ),
    Subject(
        "Les prestataires",
        "supplier",
        _in_use,
        _quoted_name,
        "Le prestataire {name} a été ajouté.",
        "Le prestataire {name} a été remis en service.",
        "Le prestataire {name} a été archivé.",
        "Le prestataire {name} a changé.",
    ),
    Subject(
        "Le DPO",
        "dpo_decision",
        _always,
        _own_name,
        "La décision sur le DPO a été notée.",
        "La décision sur le DPO a été notée.",
        "La décision sur le DPO n’est plus notée.",
        "La décision sur le DPO a changé.",
    ),
    Subject(
        "Le DPO",
        "dpo_designation",
        _in_office,
        _own_name,
        "{name} a pris la fonction de délégué à la protection des données.",
        "{name} a pris la fonction de délégué à la protection des données.",
        "{name} a quitté la fonction de délégué à la protection des données.",
        "Le délégué à la protection des données, ou la manière de le joindre, a changé.",
    ),
    Subject(
        "Les analyses d’impact",
        "dpia",
        _always,
        lambda state: _quoted(state["activity"]["label"]),
        "La question d’une analyse d’impact a été tranchée pour {name}.",
        "La question d’une analyse d’impact a été tranchée pour {name}.",
        "L’analyse d’impact de {name} n’est plus notée.",
        "L’analyse d’impact de {name}, ou sa décision, a changé.",
    ),
    Subject(
        "La fin d’exercice",
        "closing",
        _always,
        lambda state: _quoted(state["party"]["label"] if state["party"] else "toute la structure"),
        "Un dossier de fin d’exercice a été ouvert, {name}.",
        "Un dossier de fin d’exercice a été ouvert, {name}.",
        "Le dossier de fin d’exercice n’est plus là, {name}.",
        "Le dossier de fin d’exercice a changé, {name}.",
    ),
    Subject(
        "Les notices d’information",
        "notice",
        lambda state, day: state["edition"] > 0,
        _notice,
        "La notice a été publiée\u00a0: {name}.",
        "La notice a été publiée\u00a0: {name}.",
        "La notice n’est plus publiée.",
        "La notice ou ses réglages ont changé, {name}.",
    ),
    Subject(
        "Qui répond du registre",
        "structure",
        _always,
        _own_name,
        "La structure {name} a été créée.",
        "La structure {name} a été créée.",
        "La structure {name} n’existe plus.",
        "Les coordonnées de la structure ont changé.",
    ),
    Subject(
        "Qui répond du registre",
        "party",
        _present,
        _own_name,
        "{name} fait désormais partie de ceux qui répondent du registre.",
        "{name} fait de nouveau partie de ceux qui répondent du registre.",
        "{name} ne fait plus partie de ceux qui répondent du registre.",
        "Ce qui est écrit de {name} a changé.",
    ),
)
