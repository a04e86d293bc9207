"""What a supplier's file leaves open, point by point, with its article and what to ask for. Pure."""

import datetime as dt
from dataclasses import dataclass

from cabinet_rgpd.lib.french import counted, date_in_words
from registry.law import dated
from registry.law.vocabulary import AccessLevel, HdsStatus, ProcessorKind, SecondaryUse, YesNoUnknown
from registry.suppliers.files import SupplierFile

#: Kinds that work on the machines or in the premises: their people are asked for an undertaking.
ON_OUR_MACHINES = frozenset({ProcessorKind.MAINTENANCE.value, ProcessorKind.REMOTE_SECRETARIAT.value})


@dataclass(frozen=True)
class Point:
    """`ask` ends « Nous vous demandons… »; empty when the supplier has nothing to send. `late`: a term has passed.

    `to_validate`: the text it rests on was not read at its source.
    """

    code: str
    text: str
    article: str
    ask: str = ""
    late: bool = False
    to_validate: bool = False


def points(file: SupplierFile, on: dt.date) -> tuple[Point, ...]:
    """The points of a supplier in use on a day, in the order of its page. None for an archived one."""
    if file.supplier.archived_on is not None:
        return ()
    return (*_identity(file), *_contract(file, on), *_hosting(file, on), *_use(file))


def _identity(file):
    if file.is_processor and file.access == AccessLevel.UNKNOWN:
        yield Point(
            "access_unknown", "On ne sait pas ce que ce prestataire peut lire.", "RGPD, art. 28.1 et 32.1",
            "de nous préciser les données auxquelles vous pouvez accéder, et par quel moyen",
        )  # fmt: skip


def _contract(file, on):
    if not file.is_processor:
        return
    if file.contract_signed_on is None:
        yield Point(
            "contract_missing", "Aucun contrat signé n’est noté.", "RGPD, art. 28.3 et 28.9",
            "de nous remettre le contrat de sous-traitance signé des deux parties",
        )  # fmt: skip
    if file.contract_ends_on and file.contract_ends_on < on:
        yield Point(
            "contract_ended", f"Le contrat est arrivé à échéance le {date_in_words(file.contract_ends_on)}.",
            "RGPD, art. 28.3", "de nous adresser le contrat renouvelé", late=True,
        )  # fmt: skip
    missing = [clause for clause, found in file.checklist if found == YesNoUnknown.NO]
    unknown = [clause for clause, found in file.checklist if found == YesNoUnknown.UNKNOWN]
    for clause in missing:
        yield Point(f"clause_{clause.key}", f"Clause absente\u00a0: {clause.name}.", clause.article, clause.ask)
    if unknown:
        yield Point(
            "clauses_unknown", f"{counted(len(unknown), 'clause')} à chercher dans le contrat.", "RGPD, art. 28.3",
            "de nous indiquer où figurent, dans le contrat, les clauses énumérées à l’article 28.3",
        )  # fmt: skip
    if file.supplier.kind in ON_OUR_MACHINES and file.confidentiality_on is None:
        yield Point(
            "confidentiality_missing", "Aucun engagement de confidentialité n’est noté.", "RGPD, art. 28.3.b",
            "de nous remettre l’engagement de confidentialité signé par les personnes qui interviennent chez nous",
        )  # fmt: skip


def _hosting(file, on):
    supplier = file.supplier
    if not supplier.hosts_health_data or supplier.hds == HdsStatus.NOT_CONCERNED:
        return
    if supplier.hds != HdsStatus.YES:
        yield Point(
            f"hds_{supplier.hds}", "Son certificat d’hébergeur de données de santé (HDS) n’est pas connu.", "CSP, art. L1111-8",
            "de nous remettre votre certificat d’hébergeur de données de santé, ou le nom de l’hébergeur certifié auquel vous "
            "faites appel, et à défaut de nous confirmer que vous n’hébergez aucune donnée de santé",
        )  # fmt: skip
        return
    required = dated.get("hds.version_required").on(on)
    if not file.hds_number or not file.hds_until:
        yield Point(
            "hds_number", "Le numéro ou la date de fin du certificat HDS n’est pas noté.", "CSP, art. L1111-8",
            "de nous communiquer le numéro de votre certificat HDS, l’organisme qui l’a délivré et sa date de fin",
        )  # fmt: skip
    if file.hds_until and file.hds_until < on:
        yield Point(
            "hds_expired", f"Le certificat HDS noté n’est plus valable depuis le {date_in_words(file.hds_until)}.",
            "CSP, art. L1111-8", "de nous remettre votre certificat HDS renouvelé", late=True,
        )  # fmt: skip
    if file.hds_version and int(file.hds_version[1:]) < required.value:
        yield Point(
            "hds_version", f"Le certificat est d’une version ancienne. {required.text}", required.references[-1].title,
            f"de nous remettre votre certificat HDS selon la version {required.value} du référentiel",
        )  # fmt: skip
    if not file.hds_activities:
        yield Point(
            "hds_activities", "Les activités couvertes par le certificat ne sont pas notées.", "CSP, art. R1111-9",
            "de préciser lesquelles des six activités d’hébergement votre certificat couvre",
        )  # fmt: skip
    if file.hds_option != YesNoUnknown.YES:
        yield Point(
            "hds_option", "Rien ne dit que l’option d’hébergement de santé est activée pour votre contrat.", "CSP, art. R1111-11",
            "de nous confirmer que l’hébergement certifié est bien activé pour notre contrat",
        )  # fmt: skip
    if file.in_eea != YesNoUnknown.YES:
        storage = dated.get("hds.storage_in_eea")
        rule = storage.on(on) if storage.values[0].since <= on else None
        if rule is not None:
            yield Point(
                "hds_storage", f"Le lieu de stockage est à vérifier. {rule.text}", rule.references[-1].title,
                "de nous indiquer le pays où nos données sont stockées, et les accès éventuels depuis un pays tiers",
                to_validate=storage.mark.to_validate,
            )  # fmt: skip


def _use(file):
    if file.access in (AccessLevel.UNKNOWN, AccessLevel.HEALTH) and file.supplier.hosts_health_data:
        if file.secondary_use == SecondaryUse.UNKNOWN:
            yield Point(
                "secondary_unknown", "On ne sait pas s’il réutilise des données pour lui-même.", "RGPD, art. 28.3.a et 28.10",
                "de nous dire si vous réutilisez des données pour votre compte (statistiques, recherche, entraînement de "
                "modèles), sous quelle forme et sur quel fondement",
            )  # fmt: skip
        elif file.secondary_use == SecondaryUse.YES:
            yield Point(
                "secondary_yes",
                "Il réutilise des données pour lui-même\u00a0: il en devient responsable, et les patients doivent le savoir.",
                "RGPD, art. 28.10 et 13.1.e",
                "de nous communiquer le fondement de cette réutilisation et ce qui en est dit aux patients",
            )  # fmt: skip
