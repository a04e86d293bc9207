"""What a checklist still waits for, and what is due. Pure: frozen records in, findings and deadlines out."""

from dataclasses import dataclass

from cabinet_rgpd.lib.deadlines import Deadline
from registry.law.dated import Reference
from registry.people.records import APP_ACCESS

SUBJECT = "Équipe"
#: Accesses are looked at again after this many years (a habit of ours: the texts give no figure).
REVIEW_EVERY_YEARS = 1
#: A departure is not over while one of these waits: they are the doors that stay open, and what patients come back for.
COMPULSORY = frozenset({APP_ACCESS, "software", "files"})


@dataclass(frozen=True)
class Gap:
    """Why a movement is not over, in French, with its text."""

    code: str
    text: str
    reference: Reference


def gaps(record):
    """What keeps a departure (PassageRecord) from being over."""
    if not record.is_departure:
        return ()
    return tuple(
        Gap(each.item.key, f"Reste à faire\u00a0: {each.item.label[:1].lower()}{each.item.label[1:]}.", each.item.references[0])
        for each in record.steps
        if each.item.key in COMPULSORY and not each.settled
    )  # fmt: skip


def deadlines(passages, last_review):
    """What is due: the next step of each movement under way, and the next review of the accesses."""
    found = []
    for record in passages:
        if record.finished_on is not None or not record.waiting:
            continue
        step, *others = record.waiting
        more = f" (et {len(others)} autres points)" if len(others) > 1 else " (et un autre point)" if others else ""
        found.append(
            Deadline(
                key=f"passage:{record.id}", subject=SUBJECT, on=step.due_on,
                what=f"{record.kind_label} de {record.person}\u00a0: {step.item.label}{more}", why=step.item.why,
                route="passage", arguments=(record.id,), urgent=record.is_departure and step.item.key in COMPULSORY,
            )
        )  # fmt: skip
    if last_review is not None:
        found.append(
            Deadline(
                key="access_review", subject=SUBJECT, on=last_review.next_on, what="Revoir qui peut entrer, et avec quel rôle",
                why="Les droits d’accès se revoient régulièrement (RGPD, art. 32.1.d).", route="access_reviews",
            )
        )  # fmt: skip
    return tuple(found)
