"""Invented sheets, as rich as those of a practice that fills its register with care."""

SUBJECTS = (
    "Dossiers des patients", "Rendez-vous", "Messagerie sécurisée", "Facturation et télétransmission",
    "Téléconsultation", "Imagerie", "Réunions de concertation", "Protocoles pluriprofessionnels", "Mon espace santé",
    "Rappels par SMS", "Personnel du cabinet", "Paie", "Remplaçants et stagiaires", "Comptabilité", "Site internet",
    "Vidéosurveillance", "Réclamations", "Matériovigilance", "Télésecrétariat", "Sauvegardes",
)  # fmt: skip
RULES = (
    ("Dossier du patient", "la dernière prise en charge", "5 ans", "15 ans"),
    ("Agenda", "la date du rendez-vous", "2 ans", ""),
    ("Pièces comptables", "la clôture de l’exercice", "1 an", "9 ans"),
    ("Dossier du personnel", "le départ de la personne", "La durée du contrat", "5 ans"),
    ("Journaux de connexion", "l’événement enregistré", "6 mois", ""),
    ("Correspondance", "le dernier contact", "3 ans", ""),
)
SUPPLIERS = (
    ("Logiciel Fictif SAS", "practice_software"),
    ("Hébergeur Fictif SA", "hosting"),
    ("Agenda Fictif", "booking_platform"),
)
MEASURES = (
    "Comptes nominatifs et mots de passe longs", "Double authentification pour l’accès à distance",
    "Sauvegarde chiffrée chaque nuit, restauration essayée chaque trimestre", "Postes verrouillés après cinq minutes",
    "Armoires et bureaux fermés à clé", "Engagement de confidentialité signé par chacun",
)  # fmt: skip


def rule(name, trigger, active_use, archive):
    """Content of a retention rule."""
    text = f"{name} : {active_use} à compter de {trigger}" + (f", puis {archive} en archive." if archive else ".")
    return {
        "name": name, "trigger": trigger, "active_use": active_use, "archive": archive, "fate": "Suppression",
        "force": "recommendation", "text": text, "sources": [{"title": "CSP, art. R1112-7", "href": ""}],
    }  # fmt: skip


def sheet(number, *, rules, suppliers, parties):
    """Content of the sheet `number` (from 0): three purposes, five data categories, four recipients, two processors."""
    subject = SUBJECTS[number % len(SUBJECTS)]
    name = subject if number < len(SUBJECTS) else f"{subject}, site {number // len(SUBJECTS) + 1}"
    roles = ["controller"] if number % 3 else ["joint_controller", "joint_controller"]
    return {
        "name": name,
        "description": f"Ce que le cabinet note, échange et garde pour « {name} », de la première venue à la dernière.",
        "family": ("care", "coordination", "management", "compliance")[number % 4],
        "persons": ["patients", "minors", "legal_representatives", "health_professionals"],
        "data_source": "La personne elle-même, ses proches, les professionnels qui la soignent.",
        "security_measures": "\n".join(MEASURES),
        "information_note": "Affichée dans la salle d’attente et remise à la première venue.",
        "dpia_note": "Le seuil n’est pas atteint ; à revoir si l’activité grandit.",
        "sources": [{"title": "CNIL, référentiel des cabinets médicaux et paramédicaux, 18 juin 2020", "href": ""}],
        "responsibles": [{"party": party, "role": role} for party, role in zip(parties, roles, strict=False)],
        "purposes": [
            _purpose(f"Soigner et suivre les patients, {name.lower()}", "6.1.c", "CSP, art. R4127-45", "9.2.h"),
            _purpose("Échanger avec ceux qui soignent le même patient", "6.1.c", "CSP, art. L1110-4", "9.2.h"),
            {
                **_purpose("Organiser le travail du cabinet", "6.1.f", "Bonne marche du cabinet", ""),
                "interest": "Tenir des délais de rendez-vous raisonnables et répartir le travail entre tous.",
            },
        ],
        "data_categories": [
            _data("Nom, prénom, date de naissance, coordonnées", "identity", rules[number % len(rules)]),
            _data("Antécédents, diagnostics, traitements, comptes rendus", "health", rules[0]),
            _data("Numéro de sécurité sociale", "social_security_number", rules[2]),
            _data("Habitudes de vie utiles au soin", "personal_life", rules[0]),
            _data("Traces d’accès au logiciel", "connection", rules[4]),
        ],
        "recipients": [
            {"kind": "care_team", "name": "Ceux qui soignent le même patient"},
            {"kind": "internal", "name": "Le secrétariat, pour ce que son travail demande"},
            {"kind": "health_insurance", "name": "L’assurance maladie et les complémentaires"},
            {"kind": "person_concerned", "name": "La personne ou son représentant"},
        ],
        "processors": [{"kind": kind, "supplier": row} for kind, row in suppliers[: 2 + number % 2]],
    }  # fmt: skip


def _purpose(name, legal_basis, basis_text, article_9):
    return {"name": name, "legal_basis": legal_basis, "basis_text": basis_text, "article_9": article_9}


def _data(description, kind, rule):
    return {"description": description, "kind": kind, "retention_rule": rule}
