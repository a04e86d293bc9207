"""The terms of an impact assessment: vocabularies, what is still to be written, what is due. Pure."""

from dataclasses import dataclass
from datetime import date, timedelta

from cabinet_rgpd.lib.calendar import add_months
from cabinet_rgpd.lib.deadlines import Deadline
from cabinet_rgpd.lib.terms import Term
from registry.law import dated
from registry.law.dated import Reference

#: The parameters that a finished assessment rests on: its content, the opinions, the prior consultation.
PARAMETERS = frozenset(
    f"dpia.{name}" for name in ("content", "opinions", "prior_consultation", "prior_consultation_extension", "review")
)
SUBJECT = "Analyses d’impact"
#: The house's pace, not the law's: an activity that changed is looked at within this many months.
MONTHS_TO_REVIEW = 1
CARRY_OUT, DO_NOT = "carry_out", "do_not"
OUTCOMES = (
    (CARRY_OUT, "Mener une analyse d’impact"),
    (DO_NOT, "Ne pas en mener pour le moment"),
)


class Fear(Term):
    """What may happen to the data: the three events of the CNIL's method."""

    ACCESS = "access", "Accès illégitime aux données"
    CHANGE = "change", "Modification non désirée des données"
    LOSS = "loss", "Disparition des données"


class Level(Term):
    """Severity and likelihood, on the four steps of the CNIL's method."""

    NEGLIGIBLE = "negligible", "Négligeable"
    LIMITED = "limited", "Limitée"
    SIGNIFICANT = "significant", "Importante"
    MAXIMAL = "maximal", "Maximale"


class Residual(Term):
    LOW = "low", "Faible"
    ACCEPTABLE = "acceptable", "Acceptable, avec les mesures prévues"
    HIGH = "high", "Élevé malgré les mesures"


@dataclass(frozen=True)
class Gap:
    """What an assessment still lacks: a French sentence and its texts. `blocking`: without it nothing is finished."""

    code: str
    text: str
    references: tuple[Reference, ...]
    blocking: bool = False


_CONTENT = {
    "description": "Il manque la description du traitement et de ses finalités.",
    "necessity": "Il manque l’évaluation de la nécessité et de la proportionnalité.",
    "risks": "Il manque l’évaluation des trois risques : gravité et vraisemblance.",
    "measures": "Il manque les mesures envisagées pour faire face aux risques.",
    "residual": "Il manque ce qu’il reste de risque une fois les mesures prises.",
}


def gaps(record, *, has_dpo: bool, on: date) -> tuple[Gap, ...]:
    """What an assessment (AssessmentRecord) lacks with the law of a day: art. 35.7, then opinions, then art. 36."""
    content = dated.get("dpia.content").on(on).references
    opinions = dated.get("dpia.opinions").on(on).references
    empty = {
        "description": not record.description, "necessity": not record.necessity,
        "risks": len([each for each in record.risks if each.severity and each.likelihood]) < len(Fear),
        "measures": not record.measures, "residual": not record.residual,
    }  # fmt: skip
    found = [Gap(code, _CONTENT[code], content, blocking=True) for code in _CONTENT if empty[code]]
    if has_dpo and not record.dpo_opinion:
        found.append(Gap("dpo_opinion", "Vous avez un délégué : son avis manque.", opinions))
    if not record.views:
        found.append(Gap("views", "Dites si l’avis des personnes a été recueilli, ou pourquoi non.", opinions))
    if record.residual == Residual.HIGH and record.consulted_on is None:
        consultation = dated.get("dpia.prior_consultation").on(on)
        found.append(
            Gap(
                "consultation", "Le risque reste élevé : la CNIL est à consulter avant de commencer.",
                consultation.references, blocking=True,
            )
        )  # fmt: skip
    return tuple(found)


def answer_due_on(consulted_on: date, *, extended: bool) -> date:
    """The day by which the CNIL answers a prior consultation (art. 36.2), with the law of the day it was asked."""
    weeks = dated.get("dpia.prior_consultation").on(consulted_on).value
    if extended:
        weeks += dated.get("dpia.prior_consultation_extension").on(consulted_on).value
    return consulted_on + timedelta(weeks=weeks)


def changed(record, sheet, *, tz) -> Deadline:
    """Looking again at an assessment because a sheet (ActivityRecord) that it is about changed on what matters (art. 35.11)."""
    return Deadline(
        key=f"dpia:{record.id}:changed:{sheet.id}", subject=SUBJECT,
        on=add_months(sheet.updated_at.astimezone(tz).date(), MONTHS_TO_REVIEW),
        what=f"Revoir l’analyse d’impact\u00a0: «\u00a0{sheet.reference} {sheet.name}\u00a0» a changé",
        why="L’activité a changé sur un point qui compte (RGPD, art. 35.11).", route="dpia_activity",
        arguments=(sheet.id,),
    )  # fmt: skip


def deadlines(record, *, name: str) -> tuple[Deadline, ...]:
    """What is due about the assessment (AssessmentRecord) of the activity `name`, in order of date."""
    found = []

    def due(what, on, sentence, why):
        if on is not None:
            found.append(
                Deadline(
                    key=f"dpia:{record.id}:{what}", subject=SUBJECT, on=on, what=sentence, why=why, route="dpia_activity",
                    arguments=(record.activity_id,),
                )
            )  # fmt: skip

    quoted = f"« {name} »"
    due("review", record.review_on, f"Revoir l’analyse d’impact de {quoted}", "Revue prévue (RGPD, art. 35.11).")
    if record.outcome == CARRY_OUT and record.completed_on is None:
        due(
            "carry_out",
            record.due_on,
            f"Mener l’analyse d’impact de {quoted}",
            "Elle précède le traitement (RGPD, art. 35.1).",
        )
    if record.consulted_on is not None and record.consultation_answered_on is None:
        due(
            "consultation", answer_due_on(record.consulted_on, extended=record.consultation_extended),
            f"Réponse attendue de la CNIL sur {quoted}", "Consultation préalable (RGPD, art. 36.2).",
        )  # fmt: skip
    return tuple(sorted(found, key=lambda each: (each.on, each.key)))
