"""What typical activities suggest for the question of an impact assessment (GDPR art. 35): read once, checked."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from cabinet_rgpd.lib.terms import Term
from registry.law.dated import InvalidParameter, load_yaml

FILE = Path(__file__).with_name("impact.yaml")


class Criterion(Term):
    """The nine criteria of WP 248; each has its dated text, `dpia.criterion_<value>`."""

    EVALUATION = "evaluation", "Évaluation ou notation de personnes"
    AUTOMATED = "automated", "Décision automatique"
    MONITORING = "monitoring", "Surveillance systématique"
    SENSITIVE = "sensitive", "Données sensibles, dont la santé"
    LARGE_SCALE = "large_scale", "Grande échelle"
    MATCHING = "matching", "Croisement de données"
    VULNERABLE = "vulnerable", "Personnes vulnérables, dont les patients"
    INNOVATIVE = "innovative", "Usage innovant"
    BLOCKING = "blocking", "Peut priver d’un droit ou d’un service"


class Trigger(Term):
    """What reopens the question even where the CNIL's list says no."""

    AI = "ai", "Intelligence artificielle (transcription, aide à la décision)"
    TELEMONITORING = "telemonitoring", "Télésurveillance"
    CONNECTED = "connected", "Objets connectés, application confiée au patient"
    TRANSFERS = "transfers", "Données qui sortent de l’Espace économique européen"
    RESEARCH = "research", "Recherche, base de données d’étude"
    SHARED_FILE = "shared_file", "Dossier partagé entre plusieurs professionnels"
    VIDEO = "video", "Vidéo d’un lieu ou enregistrement d’une consultation"


class Required(Term):
    """The CNIL's list « requise »; each has its dated text, `dpia.required_<value>`."""

    WAREHOUSE = "warehouse", "Entrepôt de données de santé ou registre"
    GENETIC = "genetic", "Données génétiques de personnes vulnérables"
    STAFF_MONITORING = "staff_monitoring", "Surveillance constante de salariés"
    STAFF_PROFILING = "staff_profiling", "Profils de salariés"
    SOCIAL_ALERTS = "social_alerts", "Gestion d’alertes sociales et sanitaires"
    PROFESSIONAL_ALERTS = "professional_alerts", "Gestion d’alertes professionnelles"
    BIOMETRIC = "biometric", "Reconnaissance biométrique de personnes vulnérables"
    SOCIAL_SUPPORT = "social_support", "Accompagnement social ou médico-social"
    ESTABLISHMENT = "establishment", "Prise en charge par un établissement de santé ou médico-social"
    LOCATION = "location", "Localisation à grande échelle"
    EXTERNAL_PROFILING = "external_profiling", "Profilage à partir de sources extérieures"
    EXCLUSION_PROFILING = "exclusion_profiling", "Profilage pouvant exclure d’un contrat"
    SHARED_BREACHES = "shared_breaches", "Fichier commun de manquements à un contrat"
    SOCIAL_HOUSING = "social_housing", "Logement social"


class Exempt(Term):
    """The items of the CNIL's list « non requise » that a practice may meet; `dpia.exempt_<value>`."""

    INDIVIDUAL = "individual", "Soins par un professionnel exerçant à titre individuel"
    STAFF = "staff", "Gestion du personnel, moins de 250 personnes, sans profilage"
    SUPPLIERS = "suppliers", "Gestion des fournisseurs"
    WORKS_COUNCIL = "works_council", "Activités du comité social et économique"
    MEMBERS = "members", "Membres d’une association, sans donnée sensible"
    ACCESS = "access", "Contrôle des accès et des horaires, sans biométrie"


_VOCABULARIES = {"criteria": Criterion, "triggers": Trigger, "required": Required, "exempt": Exempt}


@dataclass(frozen=True)
class Suggestion:
    """What one typical activity suggests; every set may be empty."""

    criteria: frozenset[str] = frozenset()
    triggers: frozenset[str] = frozenset()
    required: frozenset[str] = frozenset()
    exempt: frozenset[str] = frozenset()


@cache
def suggestions() -> dict[str, Suggestion]:
    """`{key of a typical activity: Suggestion}`. Raises InvalidParameter for a word outside the vocabularies."""
    return {key: _suggestion(key, row) for key, row in load_yaml(FILE).items()}


def _suggestion(key, row):
    if unknown := set(row) - set(_VOCABULARIES):
        raise InvalidParameter(f"impact of {key} has unknown fields: {', '.join(sorted(unknown))}")
    try:
        return Suggestion(**{name: frozenset(_VOCABULARIES[name](each).value for each in row[name]) for name in row})
    except ValueError as error:
        raise InvalidParameter(f"impact of {key}: {error}") from error
