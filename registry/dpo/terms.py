"""What is due about the DPO, as deadlines. Pure: frozen records in, deadlines out."""

from cabinet_rgpd.lib.deadlines import Deadline

SUBJECT = "Délégué à la protection des données"


def deadlines(decision, designation, today):
    """Those of a decision (DecisionRecord or None) and of a designation (DesignationRecord or None), in order of date.

    A mission already told to the CNIL as ended asks for nothing more; a report is asked only of who is in office.
    """
    found = []
    if decision is not None and decision.review_on is not None:
        found.append(
            Deadline(
                key=f"dpo_decision:{decision.id}:review", subject=SUBJECT, on=decision.review_on,
                what="Revoir la décision sur le délégué à la protection des données",
                why=f"Décision « {decision.outcome_label} », revue prévue (RGPD, art. 5.2 et 24.1).",
                route="dpo_decide",
            )
        )  # fmt: skip
    if designation is not None:
        found += _of_designation(designation, today)
    return tuple(sorted(found, key=lambda each: (each.on, each.key)))


def _of_designation(designation, today):
    name = designation.name
    if designation.until is not None and designation.end_declared_on is None:
        yield Deadline(
            key=f"dpo_designation:{designation.id}:end", subject=SUBJECT, on=designation.until,
            what=f"Fin de mission de {name} : prévoir la suite et la dire à la CNIL",
            why="Les coordonnées du délégué sont publiées et communiquées à la CNIL (RGPD, art. 37.7).",
            route="dpo_mission",
        )  # fmt: skip
    if designation.next_report_on is not None and designation.in_office(max(today, designation.since)):
        yield Deadline(
            key=f"dpo_designation:{designation.id}:report", subject=SUBJECT, on=designation.next_report_on,
            what=f"Recevoir le bilan de {name}",
            why="Le délégué rend compte au niveau le plus élevé de la structure (RGPD, art. 38.3).",
            route="dpo_mission",
        )  # fmt: skip
