"""What the CNIL's online designation form asks for, ready to copy. Pure: a structure and a designation in, lines out."""

import re
from dataclasses import dataclass

from django.core.exceptions import ValidationError

from registry.dpo.interests import DpoKind

SIREN_FIGURES = 9


def valid_cnil_number(value):
    """Refuse what is not the number that the CNIL gives to a designation."""
    if not re.fullmatch(r"DPO-\d{1,9}", value):
        raise ValidationError("Le numéro de désignation s’écrit « DPO- » suivi de chiffres.")


@dataclass(frozen=True)
class Line:
    """One field of the form; an empty `value` is named as missing. `note` helps to choose."""

    label: str
    value: str
    note: str = ""


@dataclass(frozen=True)
class Group:
    title: str
    lines: tuple[Line, ...]


def groups(structure, designation):
    """The form, part by part. `structure` gives names and coordinates, `designation` is a DesignationRecord."""
    return (
        Group(
            "L’organisme",
            (
                Line(
                    "Numéro SIREN",
                    structure.siret.replace(" ", "")[:SIREN_FIGURES],
                    "Les neuf premiers chiffres du SIRET.",
                ),
                Line("Dénomination", structure.name),
                Line("Adresse", structure.address),
                Line("Code postal", structure.postcode),
                Line("Ville", structure.city),
                Line("Secteur d’activité", "Santé", "À choisir dans la liste du formulaire."),
                Line("Effectif", str(designation.headcount or "")),
            ),
        ),
        Group(
            "Le représentant légal",
            (
                Line("Nom et prénom", designation.representative),
                Line("Qualité", designation.representative_role),
                Line("Téléphone", structure.phone),
                Line("Adresse électronique", structure.email),
            ),
        ),
        Group("Le délégué", tuple(_person(designation))),
        Group(
            "Ses coordonnées publiques",
            (
                Line("Adresse électronique", designation.email, "Celles que la CNIL publie et que la notice donne."),
                Line("Téléphone", designation.phone),
                Line("Adresse postale", designation.postal_address),
            ),
        ),
    )


def missing(found):
    """The labels of what the form will ask and nobody wrote yet; a telephone and a postal address may stay empty."""
    optional = {"Téléphone", "Adresse postale"}
    return tuple(
        f"{line.label} ({group.title.lower()})"
        for group in found
        for line in group.lines
        if not line.value and line.label not in optional
    )


def _person(designation):
    moral = bool(designation.organisation) and designation.kind != DpoKind.INTERNAL
    yield Line("Type de délégué", "Personne morale" if moral else "Personne physique")
    yield Line("Interne ou externe", designation.kind_label)
    if moral:
        yield Line("Organisme", designation.organisation)
    yield Line("Nom et prénom", designation.name)
    yield Line("Adresse électronique", designation.email)
    yield Line("Téléphone", designation.phone)
    yield Line("Date de prise de fonction", f"{designation.since:%d/%m/%Y}")
