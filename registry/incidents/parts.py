"""The guided entry, in short parts: each with its fields, and the text that asks for it. Data only."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Part:
    key: str
    title: str
    lead: str
    fields: tuple[str, ...]
    law: str
    article: str


PARTS = (
    Part(
        "what", "Ce qui s’est passé", "Les faits, comme vous les diriez à un confrère. Aucun nom de patient.",
        ("kind", "title", "party", "at_supplier", "supplier", "attack", "description"),
        "Une violation, c’est la perte de confidentialité, d’intégrité ou de disponibilité de données\u00a0: une panne "
        "sans copie en est une.", "RGPD, art. 4.12 et 33.3.a",
    ),
    Part(
        "when", "Quand", "Le moment où vous l’avez su compte plus que tout\u00a0: les délais en partent.",
        ("known_at", "known_how", "supplier_told_at", "happened_from", "happened_until"),
        "Vous «\u00a0savez\u00a0» quand vous avez une certitude raisonnable, par un prestataire, un patient ou vous-même. "
        "Chaque responsable compte de sa propre connaissance.", "RGPD, art. 33.1 ; CEPD, lignes directrices 9/2022",
    ),
    Part(
        "effects", "Qui et quoi", "Des nombres approximatifs suffisent, et peuvent être complétés plus tard.",
        ("confidentiality", "integrity", "availability", "persons", "persons_count", "data_kinds", "records_count",
         "counts_note"),
        "Les catégories et le nombre approximatif de personnes et d’enregistrements.", "RGPD, art. 33.3.a",
    ),
    Part(
        "measures", "Suites et mesures", "Ce que les personnes peuvent subir, ce que vous avez fait, ce que vous ferez.",
        ("consequences", "measures_taken", "measures_planned"),
        "Les conséquences probables, et les mesures prises ou envisagées, y compris pour en atténuer les effets.",
        "RGPD, art. 33.3.c et d",
    ),
    Part(
        "risk", "Le risque pour les personnes", "Huit questions. La réponse s’affiche ensuite, avec ses raisons.", ("risk",),
        "Pas de risque\u00a0: le registre suffit. Un risque\u00a0: la CNIL. Un risque élevé\u00a0: la CNIL et les personnes.",
        "RGPD, art. 33.1 et 34.1 ; CEPD, lignes directrices 9/2022",
    ),
    Part(
        "insurance", "L’assurance", "Votre contrat professionnel couvre peut-être déjà les risques informatiques.",
        ("insured", "insurer", "insurer_hours"),
        "Pour une attaque informatique, l’assureur n’indemnise que si une plainte est déposée dans les 72 heures.",
        "Code des assurances, art. L12-10-1",
    ),
)  # fmt: skip

BY_KEY = {part.key: part for part in PARTS}


def following(key):
    """The key of the part after this one, or None after the last."""
    keys = [part.key for part in PARTS]
    place = keys.index(key) + 1
    return keys[place] if place < len(keys) else None
