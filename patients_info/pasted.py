"""Texts that a structure pastes elsewhere, each leading to the notice of its audience, in every language of the edition.

The words are fixed and stand in `languages/<code>/pasted.yaml`, by audience and place; what they say of the structure comes from
the edition in force.
"""

from dataclasses import dataclass

from patients_info.documents import Edition, held
from patients_info.translation import FRENCH, Language

#: Where a text is pasted: (its name on the screen, what to know). The files of the languages say which audience has which.
PLACES = {
    "website": ("Pour votre site internet", "Au bas de chaque page, ou sur celle des mentions légales."),
    "booking": ("Pour la plateforme de rendez-vous", "Dans les consignes lues avant de réserver."),
    "phone": ("Pour le répondeur", "Une vingtaine de secondes, dites lentement."),
    "welcome": ("Pour un message d’arrivée", "Dans le courriel qui accueille, ou au tableau de l’équipe."),
    "offer": ("Pour une offre d’emploi", "À la fin de l’annonce."),
    "answer": ("Pour accuser réception", "Dans la réponse à une candidature."),
    "form": ("Près d’un formulaire de contact", "Au-dessus du bouton qui envoie."),
    "panel": (
        "Pour le panneau à l’entrée",
        "En complément de l’affiche, lisible avant d’entrer dans le champ des caméras.",
    ),
    "letter": ("Au bas d’un courriel ou d’une lettre", "Sous votre signature, au premier échange."),
}


@dataclass(frozen=True)
class Pasted:
    """One text, and where it goes."""

    place: str
    text: str

    @property
    def label(self):
        return PLACES[self.place][0]

    @property
    def help(self):
        return PLACES[self.place][1]


def pasted(edition: Edition, *, address: str) -> tuple[Pasted, ...]:
    """The texts of an edition, in its language. `address`: where the French notice is read, blank when unknown."""
    content, spoken = edition.content, edition.spoken
    if address and edition.language != FRENCH:
        address = f"{address}{edition.language}/"
    said = {
        "structure": content["structure"]["name"],
        "address": address,
        "contact": contact(content, spoken),
    }
    found = spoken.pasted.get(content.get("audience", "patients"), {})
    return tuple(Pasted(place, _typeset(words.format(**said), spoken)) for place, words in found.items())


def contact(content: dict, spoken: Language) -> str:
    """Who answers, the DPO, the CNIL: one line."""
    words, rights, dpo = spoken.words, content["rights"], content["dpo"]
    parts = [words["pasted_question"], _listed(spoken, rights["name"], rights["phone"], rights["email"])]
    if dpo:
        parts += [words["sheet_dpo"], _listed(spoken, dpo["name"], dpo["email"] or dpo["phone"])]
    return " ".join([*parts, words["sheet_complaint"]])


def _listed(spoken, *things):
    return f"{spoken.comma} ".join(thing for thing in things if thing) + "."


def _typeset(text, spoken):
    return held(text).strip() if spoken.typography == "french" else text.strip()
