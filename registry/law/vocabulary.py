"""The terms of the field, each with its French label: the one list that models, forms, catalogue and documents share.

Values are stored and sealed: a value never changes its meaning, and none is removed. Labels may be reworded.
Plain Python on purpose (`(value, label)` enums without Django), so that pure rules may use it.
"""

from cabinet_rgpd.lib.terms import Term
from cabinet_rgpd.structures.vocabulary import LegalForm as LegalForm
from cabinet_rgpd.structures.vocabulary import PartyKind as PartyKind
from cabinet_rgpd.structures.vocabulary import Profession as Profession
from cabinet_rgpd.structures.vocabulary import StructureKind as StructureKind


class LegalBasis(Term):
    """GDPR art. 6(1)."""

    CONSENT = "6.1.a", "Consentement (art. 6.1.a)"
    CONTRACT = "6.1.b", "Contrat ou mesures précontractuelles (art. 6.1.b)"
    LEGAL_OBLIGATION = "6.1.c", "Obligation légale (art. 6.1.c)"
    VITAL_INTERESTS = "6.1.d", "Sauvegarde des intérêts vitaux (art. 6.1.d)"
    PUBLIC_TASK = "6.1.e", "Mission d’intérêt public (art. 6.1.e)"
    LEGITIMATE_INTERESTS = "6.1.f", "Intérêt légitime (art. 6.1.f)"


class Article9Condition(Term):
    """GDPR art. 9(2): what lifts the prohibition on special categories of data."""

    EXPLICIT_CONSENT = "9.2.a", "Consentement explicite (art. 9.2.a)"
    EMPLOYMENT = "9.2.b", "Droit du travail et protection sociale (art. 9.2.b)"
    VITAL_INTERESTS = "9.2.c", "Intérêts vitaux d’une personne hors d’état de consentir (art. 9.2.c)"
    MADE_PUBLIC = "9.2.e", "Données rendues publiques par la personne (art. 9.2.e)"
    LEGAL_CLAIMS = "9.2.f", "Constatation, exercice ou défense d’un droit en justice (art. 9.2.f)"
    PUBLIC_INTEREST = "9.2.g", "Intérêt public important (art. 9.2.g)"
    CARE = "9.2.h", "Soins, diagnostic, gestion des services de santé (art. 9.2.h)"
    PUBLIC_HEALTH = "9.2.i", "Santé publique (art. 9.2.i)"
    RESEARCH = "9.2.j", "Archives, recherche ou statistiques (art. 9.2.j)"


class DataKind(Term):
    """The rows of the CNIL's simplified register template: common kinds, then the sensitive ones."""

    IDENTITY = "identity", "État civil, identité, coordonnées, images"
    PERSONAL_LIFE = "personal_life", "Vie personnelle, habitudes de vie"
    PROFESSIONAL_LIFE = "professional_life", "Vie professionnelle"
    ECONOMIC = "economic", "Informations économiques et financières"
    CONNECTION = "connection", "Données de connexion et journaux"
    LOCATION = "location", "Données de localisation"
    SOCIAL_SECURITY_NUMBER = (
        "social_security_number",
        "Numéro de sécurité sociale (NIR), identité nationale de santé (INS)",
    )
    HEALTH = "health", "Données de santé"
    GENETIC = "genetic", "Données génétiques"
    BIOMETRIC = "biometric", "Données biométriques"
    ORIGIN = "origin", "Origine raciale ou ethnique"
    POLITICAL = "political", "Opinions politiques"
    BELIEFS = "beliefs", "Convictions religieuses ou philosophiques"
    UNION = "union", "Appartenance syndicale"
    SEX_LIFE = "sex_life", "Vie ou orientation sexuelle"
    OFFENCES = "offences", "Condamnations pénales et infractions"

    @property
    def is_sensitive(self):
        """Special categories of art. 9 and offences of art. 10, to which French practice adds the NIR."""
        return self.value in SENSITIVE_KINDS

    @property
    def needs_article_9(self):
        return self.value in ARTICLE_9_KINDS


ARTICLE_9_KINDS = frozenset({"health", "genetic", "biometric", "origin", "political", "beliefs", "union", "sex_life"})
SENSITIVE_KINDS = ARTICLE_9_KINDS | {"offences", "social_security_number"}


class PersonCategory(Term):
    PATIENTS = "patients", "Patients"
    MINORS = "minors", "Patients mineurs"
    LEGAL_REPRESENTATIVES = "legal_representatives", "Représentants légaux"
    RELATIVES = "relatives", "Proches, personnes de confiance, personnes à prévenir"
    HEALTH_PROFESSIONALS = "health_professionals", "Professionnels de santé correspondants"
    ASSOCIATES = "associates", "Associés, collaborateurs et remplaçants"
    STAFF = "staff", "Salariés"
    APPLICANTS = "applicants", "Candidats à un emploi"
    STUDENTS = "students", "Étudiants et stagiaires"
    SUPPLIERS = "suppliers", "Interlocuteurs chez les prestataires"
    VISITORS = "visitors", "Visiteurs des locaux"
    WEBSITE_VISITORS = "website_visitors", "Visiteurs du site internet"
    CALLERS = "callers", "Personnes qui appellent le cabinet"
    SOFTWARE_USERS = "software_users", "Utilisateurs du système d’information"


#: Those to whom the patient notice speaks.
PATIENT_AUDIENCE = frozenset({"patients", "minors", "legal_representatives", "relatives"})


class RecipientKind(Term):
    """The kinds of the CNIL's template, with the care team set apart (CSP L1110-4, L1110-12)."""

    INTERNAL = "internal", "Au sein de la structure"
    CARE_TEAM = "care_team", "Professionnels qui soignent le même patient"
    HEALTH_PROFESSIONAL = "health_professional", "Autres professionnels de santé"
    PERSON_CONCERNED = "person_concerned", "La personne concernée ou son représentant"
    HEALTH_INSURANCE = "health_insurance", "Assurance maladie et complémentaires"
    PUBLIC_BODY = "public_body", "Organisme public ou autorité"
    PARTNER = "partner", "Partenaire ou autre organisme"


class ProcessorKind(Term):
    """Kinds of suppliers that may act on behalf of the structure (GDPR art. 28)."""

    PRACTICE_SOFTWARE = "practice_software", "Éditeur du logiciel de cabinet"
    SHARED_RECORD_SOFTWARE = "shared_record_software", "Éditeur du logiciel pluriprofessionnel"
    HOSTING = "hosting", "Hébergeur de données de santé"
    BACKUP = "backup", "Sauvegarde externalisée"
    BOOKING_PLATFORM = "booking_platform", "Plateforme de rendez-vous"
    REMOTE_SECRETARIAT = "remote_secretariat", "Télésecrétariat"
    SMS = "sms", "Envoi de SMS"
    TELEPHONY = "telephony", "Téléphonie"
    SECURE_MESSAGING = "secure_messaging", "Opérateur MSSanté"
    TELEMEDICINE = "telemedicine", "Plateforme de téléconsultation ou de télésoin"
    TELEMONITORING = "telemonitoring", "Exploitant de télésurveillance"
    IMAGING_ARCHIVE = "imaging_archive", "Archivage d’imagerie (PACS)"
    AI_SCRIBE = "ai_scribe", "Assistant d’écriture par intelligence artificielle"
    BILLING = "billing", "Prestataire de facturation ou de télétransmission"
    ACCOUNTANT = "accountant", "Expert-comptable ou association de gestion"
    PAYROLL = "payroll", "Prestataire de paie"
    MAINTENANCE = "maintenance", "Maintenance informatique"
    WEBSITE = "website", "Hébergeur ou agence du site internet"
    NEWSLETTER = "newsletter", "Envoi de lettres d’information"
    CCTV = "cctv", "Installateur ou exploitant de vidéosurveillance"
    ACCESS_CONTROL = "access_control", "Contrôle d’accès et alarme"
    DENTAL_LAB = "dental_lab", "Laboratoire de prothèse ou d’orthodontie"
    ARCHIVING = "archiving", "Archivage ou destruction de documents"
    RESEARCH = "research", "Prestataire d’étude ou de recherche"
    OTHER = "other", "Autre prestataire"


#: Kinds that host or may read patients' files on the practice's behalf: the HDS question is asked (CSP L1111-8).
HEALTH_DATA_HOSTS = frozenset({
    "practice_software", "shared_record_software", "hosting", "backup", "booking_platform", "secure_messaging",
    "telemedicine", "telemonitoring", "imaging_archive", "ai_scribe",
})  # fmt: skip


class HdsStatus(Term):
    YES = "yes", "Certifié HDS"
    NO = "no", "Non certifié"
    UNKNOWN = "unknown", "À vérifier"
    NOT_CONCERNED = "not_concerned", "Sans objet\u00a0: n’héberge pas de données de santé"


class TransferSafeguard(Term):
    """GDPR chapter V. No mechanism that was struck down is offered."""

    ADEQUACY = "adequacy", "Décision d’adéquation (art. 45)"
    STANDARD_CLAUSES = "standard_clauses", "Clauses contractuelles types (art. 46.2.c)"
    BINDING_RULES = "binding_rules", "Règles d’entreprise contraignantes (art. 47)"
    CERTIFICATION = "certification", "Code de conduite ou certification (art. 46.2.e et f)"
    DEROGATION = "derogation", "Dérogation pour une situation particulière (art. 49)"


class Role(Term):
    """What a party is for an activity (GDPR art. 4(7), 26, 28)."""

    CONTROLLER = "controller", "Responsable de traitement"
    JOINT_CONTROLLER = "joint_controller", "Responsable conjoint (art. 26)"
    PROCESSOR = "processor", "Sous-traitant (art. 28)"


class Force(Term):
    """What a legal value weighs: it decides the words on the screen."""

    OBLIGATION = "obligation", "obligatoire"
    RECOMMENDATION = "recommendation", "recommandé"
    PRACTICE = "practice", "usage"


class Mark(Term):
    """How certain the source is (domain facts §0). The last two are shown « à valider »."""

    VERIFIED = "verified", "texte lu"
    SECONDARY = "secondary", "source secondaire lue"
    MEMORY = "memory", "à valider"
    PROPOSAL = "proposal", "à valider"

    @property
    def to_validate(self):
        return self.value in ("memory", "proposal")


class Fate(Term):
    DELETE = "delete", "Suppression"
    ANONYMISE = "anonymise", "Suppression ou anonymisation"
    DEPOSIT = "deposit", "Versement aux archives"
    OVERWRITE = "overwrite", "Écrasement automatique"
    KEEP = "keep", "Conservation sans terme fixé, revue chaque année"


class TriggerEvent(Term):
    """The event from which a duration runs."""

    LAST_ENTRY = "last_entry", "la dernière intervention sur le dossier"
    LAST_CARE = "last_care", "la dernière prise en charge"
    BIRTH = "birth", "la naissance"
    DEATH = "death", "le décès"
    CLAIM = "claim", "l’introduction du recours"
    CLAIM_END = "claim_end", "la fin du recours"
    ACT = "act", "l’acte"
    APPOINTMENT = "appointment", "la date du rendez-vous"
    TRANSMISSION = "transmission", "la transmission"
    YEAR_END = "year_end", "la clôture de l’exercice"
    OPERATION = "operation", "la date de l’opération"
    CONTRACT_END = "contract_end", "la fin du contrat"
    ISSUE = "issue", "l’émission"
    DEPARTURE = "departure", "le départ de la personne"
    LAST_CONTACT = "last_contact", "le dernier contact"
    RECORDING = "recording", "l’enregistrement"
    EVENT = "event", "l’événement enregistré"
    PASSAGE = "passage", "le passage"
    DEPOSIT = "deposit", "le dépôt du traceur"
    LAST_VISIT = "last_visit", "la dernière venue"
    ACTION_END = "action_end", "la fin de l’action"
    ANSWER = "answer", "la réponse"
    CHECK = "check", "la vérification"
    CLOSURE = "closure", "la clôture"
    REPLACEMENT = "replacement", "le remplacement par une nouvelle version"
    PROCESSING_END = "processing_end", "la fin de l’activité de traitement"
    SESSION = "session", "la session"
    WITHDRAWAL = "withdrawal", "le retrait du consentement ou la fin de l’usage"
    PUBLICATION = "publication", "la publication"
    ROTATION = "rotation", "la rotation des sauvegardes"
    VALIDATION = "validation", "la validation du document"
    ACTIVE_END = "active_end", "la fin de l’usage courant"
    FILING = "filing", "le versement au dossier du patient"


class DpiaState(Term):
    TO_EXAMINE = "to_examine", "À examiner"
    NOT_REQUIRED = "not_required", "Non requise"
    REQUIRED = "required", "À réaliser"
    DONE = "done", "Réalisée"
    DECLINED = "declined", "Non menée, décision motivée"


class InformationMeans(Term):
    """How the people concerned are told (GDPR art. 12)."""

    NOTICE = "notice", "Notice d’information publiée et affichée"
    POSTER = "poster", "Affiche dans les locaux"
    LEAFLET = "leaflet", "Document remis"
    ORAL = "oral", "Information orale"
    CONTRACT = "contract", "Clause ou annexe au contrat"
    WEBSITE = "website", "Page du site internet"
    NONE = "none", "Pas encore informées"


class CatalogueFamily(Term):
    CARE = "care", "Soins"
    COORDINATION = "coordination", "Coordination"
    MANAGEMENT = "management", "Gestion du cabinet"
    COMPLIANCE = "compliance", "Preuve et sécurité"
    RESEARCH = "research", "Recherche et usages secondaires"


class MeasureState(Term):
    """Where a security measure stands (GDPR art. 32)."""

    IN_PLACE = "in_place", "En place"
    PARTIAL = "partial", "Partielle"
    ABSENT = "absent", "Absente"
    NOT_CONCERNED = "not_concerned", "Sans objet"


class RestoreResult(Term):
    """How a test of restoration ended."""

    SUCCESS = "success", "Réussi"
    INCOMPLETE = "incomplete", "Incomplet"
    FAILURE = "failure", "Échec"


class SupplierRole(Term):
    """What a supplier is for the structure (GDPR art. 4(8), 4(9), 26)."""

    PROCESSOR = "processor", "Sous-traitant (art. 28)"
    JOINT = "joint", "Responsable conjoint (art. 26)"
    RECIPIENT = "recipient", "Destinataire, responsable de ce qu’il en fait"


class AccessLevel(Term):
    """What a supplier is able to read, whatever its contract allows."""

    UNKNOWN = "unknown", "À vérifier"
    NONE = "none", "Rien de lisible (données chiffrées, ou aucun accès)"
    ADMINISTRATIVE = "administrative", "Des données administratives"
    HEALTH = "health", "Des données de santé"


class YesNoUnknown(Term):
    UNKNOWN = "unknown", "À vérifier"
    YES = "yes", "Oui"
    NO = "no", "Non"


class SecondaryUse(Term):
    """Whether a supplier uses the data for itself (statistics, resale, training of models)."""

    UNKNOWN = "unknown", "À vérifier"
    NO = "no", "Non, d’après le contrat"
    ANONYMOUS = "anonymous", "Oui, après anonymisation"
    YES = "yes", "Oui"


class HdsVersion(Term):
    V1 = "v1", "Version 1"
    V2 = "v2", "Version 2"


class HdsActivity(Term):
    """The six activities that a certificate may cover (CSP R1111-9)."""

    SITES = "1", "1. Sites physiques"
    HARDWARE = "2", "2. Infrastructure matérielle"
    VIRTUAL = "3", "3. Infrastructure virtuelle"
    PLATFORM = "4", "4. Plateforme logicielle"
    OPERATION = "5", "5. Administration et exploitation"
    BACKUP = "6", "6. Sauvegarde externalisée"


class Place(Term):
    """Where an intervention of maintenance is made from."""

    REMOTE = "remote", "À distance"
    ON_SITE = "on_site", "Sur place"


class EntryKind(Term):
    """What a line of the journal tells."""

    TRAINING = "training", "Formation ou sensibilisation"
    METHOD = "method", "Méthode choisie"
    CHARTER = "charter", "Charte informatique signée"
    UNDERTAKING = "undertaking", "Engagement de confidentialité signé"
    CONTROL = "control", "Contrôle ou vérification reçus"
    NOTE = "note", "Note"


class Method(Term):
    """How a practice goes about its data protection."""

    ALONE = "alone", "Seul, avec cet outil"
    PROVIDER = "provider", "Avec un prestataire"
    DPO = "dpo", "Avec un délégué à la protection des données"


class Prerequisite(Term):
    """What an insurer asks whether it is in place; values are keys of `registry.law.security`."""

    BACKUPS = "backups", "Sauvegardes régulières"
    BACKUP_OFFLINE = "backup_offline", "Copie de sauvegarde hors ligne"
    RESTORE_TEST = "restore_test", "Restauration testée"
    SECOND_FACTOR = "second_factor", "Second facteur pour les accès distants"
    ANTIVIRUS = "antivirus", "Antivirus à jour"
    UPDATES = "updates", "Mises à jour sans délai"
    FIREWALL = "firewall", "Pare-feu"
    DISK_ENCRYPTION = "disk_encryption", "Disques chiffrés"
    AWARENESS = "awareness", "Équipe sensibilisée"
