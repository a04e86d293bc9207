"""The terms of a breach. Values are stored and sealed: none changes its meaning, none is removed."""

from cabinet_rgpd.lib.terms import Term


class BreachKind(Term):
    RANSOMWARE = "ransomware", "Rançongiciel\u00a0: fichiers chiffrés, rançon demandée"
    ACCOUNT = "account", "Compte ou messagerie utilisés par un tiers (hameçonnage, mot de passe volé)"
    INTRUSION = "intrusion", "Intrusion dans un logiciel ou un serveur"
    MISDIRECTED = "misdirected", "Envoi ou remise au mauvais destinataire"
    LOST = "lost", "Appareil, clé ou dossier perdu ou volé"
    EXPOSED = "exposed", "Données visibles par erreur (site, partage, écran)"
    CURIOUS = "curious", "Consultation sans droit par une personne du cabinet"
    UNAVAILABLE = "unavailable", "Données inaccessibles ou détruites (panne, sinistre, erreur)"
    OTHER = "other", "Autre"


#: Kinds that are attacks on an information system (code pénal, art. 323-1 à 323-3-1) until said otherwise.
ATTACKS = frozenset({BreachKind.RANSOMWARE, BreachKind.ACCOUNT, BreachKind.INTRUSION})


class Answer(Term):
    YES = "yes", "Oui"
    NO = "no", "Non"
    UNKNOWN = "unknown", "Je ne sais pas encore"


class BreachState(Term):
    DRAFT = "draft", "Brouillon"
    OPEN = "open", "En cours"
    CLOSED = "closed", "Clôturée"


class CnilDecision(Term):
    UNDECIDED = "undecided", "Pas encore décidé"
    NOTIFY = "notify", "Notifier à la CNIL"
    DO_NOT = "do_not", "Ne pas notifier"


class PersonsDecision(Term):
    UNDECIDED = "undecided", "Pas encore décidé"
    INFORM = "inform", "Informer les personnes"
    DO_NOT = "do_not", "Ne pas les informer"


class StepKind(Term):
    """What was done, each once or several times. A supplier's own notice is one of them, and closes no clock."""

    CNIL_INITIAL = "cnil_initial", "Notification initiale à la CNIL (à compléter)"
    CNIL_COMPLEMENT = "cnil_complement", "Complément de notification, le dernier"
    CNIL_COMPLETE = "cnil_complete", "Notification complète à la CNIL"
    COMPLAINT = "complaint", "Plainte déposée (police, gendarmerie, procureur)"
    INSURER = "insurer", "Déclaration à l’assureur"
    PERSONS = "persons", "Personnes informées"
    HEALTH_ALERT = "health_alert", "Signalement au CERT Santé ou à l’ARS"
    SUPPLIER = "supplier", "Le prestataire a informé, ou dit avoir notifié la CNIL"
    ORDER = "order", "Conseil de l’ordre informé"
    OTHER = "other", "Autre démarche"
