"""What an end of practice still lacks, and what is due. Pure: a frozen record in, findings and deadlines out."""

from dataclasses import dataclass

from cabinet_rgpd.lib.deadlines import Deadline
from registry.closing.records import Durations
from registry.closing.vocabulary import Keeper
from registry.law import closing as law
from registry.law.dated import Reference

SUBJECT = "Fin d’exercice"
_GDPR = "https://eur-lex.europa.eu/eli/reg/2016/679/oj"


@dataclass(frozen=True)
class Gap:
    """What is missing, in French, with the text that asks for it. `blocking`: the case cannot be finished without it."""

    code: str
    text: str
    reference: Reference
    blocking: bool = False

    @property
    def sources(self):
        return (self.reference,)


def durations(rules):
    """The rules of a structure (RetentionRecord) that go on running after the end, in two parts (Durations)."""
    parts = {law.FILES: [], law.OWN: [], law.STOPS: []}
    for rule in rules:
        parts[law.goes_on(rule.parameter)].append(rule)
    return Durations(tuple(parts[law.FILES]), tuple(parts[law.OWN]))


def gaps(record):
    """What a case (ClosingRecord) lacks, in the order to fill it."""
    found = []
    if not record.keeper or not record.keeper_name:
        found.append(
            Gap("keeper", "Dites qui garde les dossiers.", Reference("RGPD, art. 5.1.f et 5.2", _GDPR), blocking=True)
        )
    if record.keeper == Keeper.ARCHIVER and not record.keeper_address:
        found.append(
            Gap("archiver", "Notez l’adresse de l’archivage confié à un prestataire.", Reference("CSP, art. L1111-8"))
        )
    if not record.contact_is_reachable:
        found.append(
            Gap(
                "contact",
                "Donnez un contact qui demeure, avec un moyen de le joindre.",
                Reference("CSP, art. L1111-7"),
                blocking=True,
            )
        )
    elif not record.contact_shown:
        found.append(Gap("shown", "Montrez ce contact sur la notice publique.", Reference("RGPD, art. 12 à 14", _GDPR)))
    if not record.holdings:
        found.append(Gap("inventory", "Dressez l’inventaire des dossiers.", Reference("RGPD, art. 5.2", _GDPR)))
    return tuple(found)


def deadlines(record):
    """Each step not done of a case that is not finished (cabinet_rgpd.lib.deadlines.Deadline), by date."""
    if record.finished_on is not None:
        return ()
    name = record.who or record.kind_label.lower()
    found = [
        Deadline(
            key=f"closing:{record.id}:{each.step.key}", subject=SUBJECT, on=each.due_on, what=each.step.label,
            why=f"Fin d’exercice, {name} : étape du dossier.", route="closing_case", arguments=(record.id,),
        )
        for each in record.steps
        if each.done_on is None
    ]  # fmt: skip
    return tuple(sorted(found, key=lambda each: (each.on, each.key)))
