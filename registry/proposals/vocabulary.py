"""The terms of proposals."""

from cabinet_rgpd.lib.terms import Term


class Subject(Term):
    """What may be proposed, by the name of its aggregate."""

    ACTIVITY = "activity", "Activité de traitement"
    MEASURE = "measure", "Mesure de sécurité"


class ProposalState(Term):
    WAITING = "waiting", "Attend une réponse"
    TAKEN = "taken", "Prise"
    PARTLY = "partly", "Prise en partie"
    REFUSED = "refused", "Refusée"
    SUPERSEDED = "superseded", "Remplacée par une plus récente"
    WITHDRAWN = "withdrawn", "Sans objet\u00a0: le modèle est revenu à son texte"


class Taken(Term):
    """What is done with a proposal."""

    ALL = "all", "Tout prendre"
    SOME = "some", "Prendre ce qui est coché"
    NONE = "none", "Refuser"
