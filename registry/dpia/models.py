"""Impact assessments (GDPR art. 35 and 36): one record an activity, its decision and, when there is one, its content.

Similar activities with similar risks may share one (art. 35.1, last sentence): the record of the first covers the others.
"""

from django.db import models

from cabinet_rgpd.history.fields import Prose, WebAddress, Words
from cabinet_rgpd.history.tracked import TrackedChild, TrackedRoot
from registry.dpia import terms
from registry.law import impact


class ImpactAssessment(TrackedRoot):
    """`facts` (lines), `answer`, `reasons` and `assessed` (changes.matters) freeze what the decision rests on."""

    activity = models.ForeignKey(
        "registry.ProcessingActivity", on_delete=models.PROTECT, related_name="+", verbose_name="activité"
    )
    #: The version of the sheet that was looked at; 0 when it was a draft.
    assessed_version = models.PositiveIntegerField("version de la fiche", default=0)
    assessed = models.JSONField("fiche examinée", default=dict, blank=True)
    decided_on = models.DateField("décidée le")
    required = models.JSONField("liste « requise »", default=list, blank=True)
    exempt = models.JSONField("liste « non requise »", default=list, blank=True)
    triggers = models.JSONField("points qui rouvrent la question", default=list, blank=True)
    criteria = models.JSONField("critères réunis", default=list, blank=True)
    facts = models.JSONField("situation", default=list, blank=True)
    answer = models.CharField("réponse des textes", max_length=16)
    reasons = models.JSONField("motifs", default=list, blank=True)
    outcome = models.CharField("décision", max_length=12, choices=terms.OUTCOMES)
    justification = Prose("justification", max_length=2000, blank=True)
    due_on = models.DateField("à mener avant le", null=True, blank=True)
    review_on = models.DateField("à revoir le", null=True, blank=True)

    description = Prose("description du traitement", max_length=8000, blank=True)
    necessity = Prose("nécessité et proportionnalité", max_length=6000, blank=True)
    measures = Prose("mesures envisagées", max_length=6000, blank=True)
    residual = models.CharField("risque résiduel", max_length=12, choices=terms.Residual.choices, blank=True)
    residual_note = Prose("précision sur le risque résiduel", max_length=1500, blank=True)
    dpo_opinion = Prose("avis du délégué", max_length=3000, blank=True)
    dpo_opinion_on = models.DateField("avis rendu le", null=True, blank=True)
    views = Prose("avis des personnes concernées", max_length=2000, blank=True)
    similarity = Prose("en quoi les activités se ressemblent", max_length=2000, blank=True)
    link = WebAddress("lien vers l’analyse", blank=True, max_length=400)
    completed_on = models.DateField("terminée le", null=True, blank=True)
    consulted_on = models.DateField("CNIL consultée le", null=True, blank=True)
    consultation_extended = models.BooleanField("délai prolongé par la CNIL", default=False)
    consultation_answered_on = models.DateField("réponse de la CNIL le", null=True, blank=True)
    consultation_answer = Prose("ce que la CNIL a répondu", max_length=2000, blank=True)

    AGGREGATE = "dpia"
    CHILDREN = ("risks", "covered")
    TERMS = {
        "required": impact.Required, "exempt": impact.Exempt, "triggers": impact.Trigger, "criteria": impact.Criterion,
    }  # fmt: skip
    EVIDENCE_PERMISSION = "decisions.edit"

    class Meta:
        verbose_name = "analyse d’impact"
        base_manager_name = None
        ordering = ["-decided_on", "id"]
        constraints = [models.UniqueConstraint(fields=["structure", "activity"], name="dpia_one_for_an_activity")]

    def __str__(self):
        return "Analyse d’impact"


class AssessedRisk(TrackedChild):
    """One of the three events that may happen to the data, as it was weighed."""

    assessment = models.ForeignKey(ImpactAssessment, on_delete=models.CASCADE, related_name="risks")
    fear = models.CharField("risque", max_length=8, choices=terms.Fear.choices)
    severity = models.CharField("gravité", max_length=12, choices=terms.Level.choices, blank=True)
    likelihood = models.CharField("vraisemblance", max_length=12, choices=terms.Level.choices, blank=True)
    impacts = Words("conséquences pour les personnes", max_length=600, blank=True)
    measures = Words("mesures prises", max_length=600, blank=True)

    ROOT = "assessment"

    class Meta(TrackedChild.Meta):
        verbose_name = "risque"


class CoveredActivity(TrackedChild):
    """Another activity that the assessment covers, with what of its sheet was looked at (changes.matters)."""

    assessment = models.ForeignKey(ImpactAssessment, on_delete=models.CASCADE, related_name="covered")
    activity = models.ForeignKey(
        "registry.ProcessingActivity", on_delete=models.PROTECT, related_name="+", verbose_name="activité"
    )
    assessed_version = models.PositiveIntegerField("version de la fiche", default=0)
    assessed = models.JSONField("fiche examinée", default=dict, blank=True)

    ROOT = "assessment"

    class Meta(TrackedChild.Meta):
        verbose_name = "activité couverte"
        constraints = [models.UniqueConstraint(fields=["structure", "activity"], name="dpia_covered_once")]
