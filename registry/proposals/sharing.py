"""Among which structures a text is proposed: what a list of memberships is narrowed by. Pure."""

import datetime as dt

from registry.activities.listing import plain
from registry.proposals.vocabulary import ProposalState

PAGE = 50
STATES = {
    "": "Toutes",
    "jamais": "Pas encore proposé",
    "attend": "Attend une réponse",
    "repondu": "Déjà répondu",
}


def among(memberships, known, *, words="", state=""):
    """The memberships whose structure holds every word in its name or town, and stands in a state; their order is kept.

    `known`: `{structure key: the last thing proposed there}`; an unknown state asks for nothing.
    """
    wanted = plain(words).split()
    return [
        each for each in memberships if _says(each.structure, wanted) and _stands(known.get(each.structure_id), state)
    ]


def longest_ago_first(memberships, known):
    """Those to whom nothing was proposed, then those to whom it was longest ago: what one sending leaves, the next takes."""
    never = dt.date.min
    return sorted(
        memberships, key=lambda each: known[each.structure_id].sent_on if each.structure_id in known else never
    )


def _says(structure, wanted):
    told = plain(f"{structure.name} {structure.city}") if wanted else ""
    return all(word in told for word in wanted)


def _stands(last, state):
    if state == "jamais":
        return last is None
    if state == "attend":
        return last is not None and last.state == ProposalState.WAITING
    if state == "repondu":
        return last is not None and last.state != ProposalState.WAITING
    return True
