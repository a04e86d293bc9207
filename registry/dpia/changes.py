"""What of a sheet matters to its impact assessment, and what changed of it since (GDPR art. 35.11). Pure."""

from dataclasses import dataclass

from registry.activities.records import ActivityRecord

#: What is compared, in the order of the sheet, with its French name.
MATTERS = {
    "purposes": "Les finalités",
    "persons": "Les personnes concernées",
    "data": "Les données",
    "responsibles": "Les responsables",
    "recipients": "Les destinataires",
    "processors": "Les prestataires",
    "transfers": "Les transferts hors d’Europe",
    "software": "Le logiciel",
    "security": "Les mesures de sécurité",
}


@dataclass(frozen=True)
class Change:
    """One matter: its French name, the lines that came and those that went."""

    title: str
    added: tuple[str, ...]
    removed: tuple[str, ...]


def matters(sheet: ActivityRecord) -> dict[str, list[str]]:
    """What of the sheet an assessment rests on, as lines that are frozen with it and read without the software."""
    return {
        "purposes": [_line(each.name, each.basis_label, each.article_9_label) for each in sheet.purposes],
        "persons": list(sheet.person_labels),
        "data": [_line(each.description, each.kind_label) for each in sheet.data_categories],
        "responsibles": [_line(each.name, each.role_label) for each in sheet.responsibles],
        "recipients": [_line(each.name, each.kind_label) for each in sheet.recipients],
        "processors": [
            _line(each.kind_label, each.supplier.name if each.supplier else "") for each in sheet.processors
        ],
        "transfers": [
            _line(sheet.stance_label),
            *(_line(each.recipient, each.country, each.safeguard_label) for each in sheet.transfers),
        ],
        "software": [sheet.software] if sheet.software else [],
        "security": list(sheet.measures),
    }


def since(assessed: dict[str, list[str]], sheet: ActivityRecord) -> tuple[Change, ...]:
    """What changed of what matters between what was assessed and the sheet as it stands; the order of lines does not count."""
    now = matters(sheet)
    changes = []
    for key, title in MATTERS.items():
        old, new = assessed.get(key, []), now[key]
        if set(old) != set(new):
            added = tuple(line for line in new if line not in old)
            removed = tuple(line for line in old if line not in new)
            changes.append(Change(title, added, removed))
    return tuple(changes)


def _line(*parts):
    return " · ".join(part for part in parts if part)
