"""The terms that say who is at home: kinds of structures and parties, legal forms, professions."""

from cabinet_rgpd.lib.terms import Term


class Profession(Term):
    GP = "gp", "Médecin généraliste"
    SPECIALIST = "specialist", "Médecin d’une autre spécialité"
    DENTIST = "dentist", "Chirurgien-dentiste"
    MIDWIFE = "midwife", "Sage-femme"
    NURSE = "nurse", "Infirmier"
    PHYSIOTHERAPIST = "physiotherapist", "Masseur-kinésithérapeute"
    SPEECH_THERAPIST = "speech_therapist", "Orthophoniste"
    PODIATRIST = "podiatrist", "Pédicure-podologue"
    OTHER_PARAMEDICAL = "other_paramedical", "Autre auxiliaire médical"
    PSYCHOLOGIST = "psychologist", "Psychologue"
    PHARMACIST = "pharmacist", "Pharmacien"


class StructureKind(Term):
    INDIVIDUAL = "individual", "Cabinet individuel"
    GROUP = "group", "Cabinet de groupe"
    MSP = "msp", "Maison de santé pluriprofessionnelle (MSP)"
    HEALTH_CENTRE = "health_centre", "Centre de santé"
    PUBLIC_HEALTH_CENTRE = "public_health_centre", "Centre de santé public (commune, hôpital…)"
    SCM = "scm", "Société civile de moyens (SCM)"
    OTHER = "other", "Autre structure"


class LegalForm(Term):
    """Decides the accounting rules: a practitioner taxed as BNC is not a merchant, a SEL is."""

    BNC = "bnc", "Exercice individuel ou société civile (BNC)"
    SEL = "sel", "Société d’exercice libéral (SEL, SELARL…)"
    SISA = "sisa", "SISA"
    ASSOCIATION = "association", "Association"
    PUBLIC = "public", "Personne publique"
    OTHER = "other", "Autre"
    UNKNOWN = "unknown", "Je ne sais pas encore"


class PartyKind(Term):
    PRACTITIONER = "practitioner", "Praticien"
    SISA = "sisa", "SISA"
    SCM = "scm", "SCM"
    SEL = "sel", "SEL"
    ASSOCIATION = "association", "Association"
    PUBLIC_BODY = "public_body", "Personne publique"
    OTHER = "other", "Autre personne morale"


class SecondFactor(Term):
    """What a structure asks of its members besides a password. Never a code by mail: mail is where passwords are renewed."""

    REQUIRED = "required", "Demandée à chaque membre (recommandé)"
    LEFT_TO_EACH = "left_to_each", "Laissée au choix de chacun"


class InvitationState(Term):
    SENT = "sent", "Envoyée"
    ACCEPTED = "accepted", "Acceptée"
    WITHDRAWN = "withdrawn", "Retirée"
