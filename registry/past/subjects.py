"""How each kind of record is told when two evenings are compared: whether it stands, what it is called, the sentences."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from cabinet_rgpd.lib.french import date_in_words
from patients_info.audiences import AUDIENCES
from registry.requests.vocabulary import RequestKind

NBSP = "\u00a0"


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


def _campaign(state):
    return f"{_quoted(state['rule']['label'])}, dossiers d’avant le {date_in_words(dt.date.fromisoformat(state['cut_off']))}"


def _measure(state):
    return _quoted(f"{state['name']} ({state['site']})" if state["site"] else state["name"])


def _own_name(state):
    return state.get("name", "")  # the decision has none, and its sentences name none


def _quoted_name(state):
    return _quoted(state["name"])


def _quoted_title(state):
    return _quoted(state["title"])


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
#: What is kept beside the register, of the same subjects as the inspection file.
BESIDE = (
    Subject(
        "Les mesures de sécurité",
        "measure",
        _always,
        _measure,
        "Une réponse a été donnée pour la mesure {name}.",
        "Une réponse a été donnée pour la mesure {name}.",
        "La mesure {name} n’a plus de réponse.",
        "La réponse pour la mesure {name} a changé.",
    ),
    Subject(
        "Les violations",
        "incident",
        _always,
        lambda state: f"{state['reference']} {_quoted(state['title'])}",
        "La violation {name} est entrée au registre.",
        "La violation {name} est entrée au registre.",
        "La violation {name} n’est plus au registre.",
        "Ce qui est écrit de la violation {name} a changé.",
    ),
    Subject(
        "Les demandes",
        "request",
        _always,
        lambda state: f"{state['reference']} {_quoted(RequestKind.label_of(state['kind']))}",
        "La demande {name} a été notée.",
        "La demande {name} a été notée.",
        "La demande {name} n’est plus notée.",
        "Ce qui est écrit de la demande {name} a changé.",
    ),
    Subject(
        "Les campagnes de purge",
        "campaign",
        lambda state, day: state["dropped_on"] is None,
        _campaign,
        "Une campagne a été préparée pour {name}.",
        "La campagne pour {name} a été reprise.",
        "La campagne pour {name} a été abandonnée.",
        "La campagne pour {name} a changé.",
    ),
    Subject(
        "Le journal",
        "journal",
        _in_use,
        _quoted_title,
        "La ligne {name} a été écrite au journal.",
        "La ligne {name} est revenue au journal.",
        "La ligne {name} du journal a été archivée.",
        "La ligne {name} du journal a changé.",
    ),
    Subject(
        "Qui répond de quoi",
        "responsibility",
        _always,
        lambda state: _quoted(state["activity"]["label"]),
        "Il a été décidé qui répond de {name}.",
        "Il a été décidé qui répond de {name}.",
        "La décision sur qui répond de {name} n’est plus notée.",
        "La décision sur qui répond de {name} a changé.",
    ),
    Subject(
        "Qui répond de quoi",
        "agreement",
        _in_use,
        _quoted_name,
        "L’accord {name} a été ajouté.",
        "L’accord {name} a été remis en service.",
        "L’accord {name} a été archivé.",
        "L’accord {name} a changé.",
    ),
    Subject(
        "Qui répond de quoi",
        "processing_for_others",
        _in_use,
        _quoted_name,
        "Le service rendu {name} a été ajouté.",
        "Le service rendu {name} a été remis en service.",
        "Le service rendu {name} a été archivé.",
        "Le service rendu {name} a changé.",
    ),
)
