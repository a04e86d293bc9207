"""The terms of a request. Values are stored and sealed: none changes its meaning, none is removed."""

from cabinet_rgpd.lib.terms import Term


class RequestKind(Term):
    MEDICAL_FILE = "medical_file", "Accès au dossier médical"
    RELATIVE = "relative", "Accès au dossier d’un patient décédé, par un proche"
    ACCESS = "access", "Accès à d’autres données (rendez-vous, factures…)"
    STAFF = "staff", "Demande d’un salarié sur ses propres données"
    RECTIFICATION = "rectification", "Rectification"
    ERASURE = "erasure", "Effacement"
    RESTRICTION = "restriction", "Limitation (gel le temps d’une vérification)"
    PORTABILITY = "portability", "Portabilité"
    OBJECTION = "objection", "Opposition à un usage"
    SHARING = "sharing", "Opposition au partage entre soignants"
    WITHDRAWAL = "withdrawal", "Retrait d’un consentement"
    POST_MORTEM = "post_mortem", "Directives sur les données après la mort"
    CNIL = "cnil", "Courrier de la CNIL"
    OTHER = "other", "Autre demande"


#: Kinds whose windows are those of the Code de la santé publique.
MEDICAL = frozenset({RequestKind.MEDICAL_FILE, RequestKind.RELATIVE})


class Requester(Term):
    """In what capacity; never who."""

    PERSON = "person", "La personne elle-même"
    PARENT = "parent", "Titulaire de l’autorité parentale"
    MINOR = "minor", "Le mineur lui-même"
    GUARDIAN = "guardian", "Personne chargée d’une mesure de protection"
    RELATIVE = "relative", "Proche d’un patient décédé"
    DOCTOR = "doctor", "Médecin désigné par la personne"
    MANDATED = "mandated", "Avocat ou mandataire"
    AUTHORITY = "authority", "Autorité"
    UNKNOWN = "unknown", "À préciser"


class DataAge(Term):
    """Of the information asked for: five years decide between two windows."""

    UNKNOWN = "unknown", "Pas encore vérifié"
    RECENT = "recent", "Tout a moins de cinq ans"
    MIXED = "mixed", "Une partie a plus de cinq ans"
    OLD = "old", "Tout a plus de cinq ans"


class Channel(Term):
    PHONE = "phone", "Téléphone"
    DESK = "desk", "À l’accueil"
    MAIL = "mail", "Courrier"
    EMAIL = "email", "Courriel"
    SECURE = "secure", "MSSanté ou Mon espace santé"
    WEBSITE = "website", "Site internet"


class IdentityMethod(Term):
    """How the identity was checked; never a copy, never a number."""

    NONE = "none", "Pas encore vérifiée"
    KNOWN = "known", "Personne connue du cabinet, vue sur place"
    SHOWN = "shown", "Pièce d’identité montrée, non copiée"
    CALLED_BACK = "called_back", "Rappel au numéro déjà enregistré"
    SECURE = "secure", "Messagerie de Mon espace santé (identité déjà vérifiée)"
    SENT = "sent", "Copie de pièce reçue, puis détruite"
    CAPACITY = "capacity", "Identité et qualité vérifiées (livret, jugement, acte)"


class Goal(Term):
    """The three goals that open a deceased patient's file to relatives (CSP L1110-4)."""

    CAUSES = "causes", "Connaître les causes de la mort"
    MEMORY = "memory", "Défendre la mémoire du défunt"
    RIGHTS = "rights", "Faire valoir ses droits"


class Outcome(Term):
    GRANTED = "granted", "Réponse complète"
    PARTIAL = "partial", "Réponse partielle"
    NOTHING = "nothing", "Nous ne détenons rien"
    REFUSED = "refused", "Refus motivé"
    WITHDRAWN = "withdrawn", "La personne a renoncé"


class Means(Term):
    HAND = "hand", "Remise en main propre"
    ON_SITE = "on_site", "Consultation sur place"
    REGISTERED = "registered", "Lettre recommandée"
    SECURE = "secure", "Mon espace santé ou MSSanté citoyenne"
    DOCTOR = "doctor", "Par le médecin désigné"
    MAIL = "mail", "Courrier simple"
    ONLINE = "online", "Téléservice ou dépôt chiffré"
    TOLD = "told", "De vive voix"


class Ground(Term):
    """Why a request is refused, in whole or in part."""

    LEGAL_DUTY = "legal_duty", "Le dossier doit être conservé (RGPD, art. 17.3.b et c)"
    CLAIMS = "claims", "Constatation ou défense de droits en justice (RGPD, art. 17.3.e)"
    THIRD_PARTY = "third_party", "Informations recueillies auprès de tiers étrangers aux soins (CSP, art. L1111-7)"
    NOTES = "notes", "Notes personnelles qui n’ont pas servi aux soins (CSP, art. R4127-45)"
    MINOR = "minor", "Soins gardés secrets à la demande du mineur (CSP, art. L1111-5)"
    DECEASED = "deceased", "Volonté contraire du défunt, ou but étranger aux trois prévus (CSP, art. L1110-4)"
    IDENTITY = "identity", "Identité ou qualité non établie malgré la demande (RGPD, art. 12.6)"
    NOT_APPLICABLE = "not_applicable", "Ce droit ne s’applique pas à cet usage"
    EXCESSIVE = "excessive", "Demande manifestement infondée ou excessive (RGPD, art. 12.5)"
    OTHER = "other", "Autre motif"


class RequestState(Term):
    OPEN = "open", "En cours"
    ANSWERED = "answered", "Répondue"
