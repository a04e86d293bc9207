"""What is due about a notice, as deadlines. Pure: a standing in, deadlines out."""

import datetime as dt

from cabinet_rgpd.lib.deadlines import Deadline

#: Days left to put a published edition up before it is told. A habit of ours, no term of law.
DAYS_TO_DISPLAY = 7


def deadlines(standing, shown, today):
    """`shown`: (notice, edition) pairs that are displayed somewhere today."""
    if not standing.published:
        return
    notice, label = standing.notice, standing.audience.label.lower()
    if standing.differences:
        yield Deadline(
            key=f"notice.outdated:{notice.pk}", subject="Notices", on=today, route="notice",
            arguments=(standing.audience.segment,),
            what=f"Publier la nouvelle notice\u00a0: {label}",
            why="Votre notice ne dit plus la vérité\u00a0: le registre a changé depuis sa publication (RGPD, art. 13 et 14).",
        )  # fmt: skip
    elif (notice.pk, notice.edition) not in shown:
        yield Deadline(
            key=f"notice.display:{notice.pk}:{notice.edition}", subject="Notices", route="notice",
            on=notice.published_on + dt.timedelta(days=DAYS_TO_DISPLAY), arguments=(standing.audience.segment,),
            what=f"Noter où la notice est affichée\u00a0: {label}",
            why="L’édition en vigueur n’a pas de lieu d’affichage noté\u00a0; introuvable, elle n’informe personne.",
        )  # fmt: skip
