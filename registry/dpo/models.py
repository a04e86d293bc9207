"""The DPO: the decision with the figures it rests on, and the person designated (GDPR art. 37 to 39)."""

from django.db import models

from cabinet_rgpd.history.fields import Prose, Words
from cabinet_rgpd.history.tracked import TrackedRoot
from registry.dpo.decisions import ANSWERS, DESIGNATE, DO_NOT


class Outcome(models.TextChoices):
    DESIGNATE = DESIGNATE, "Désigner un délégué à la protection des données"
    DO_NOT = DO_NOT, "Ne pas en désigner pour le moment"


class AnswerField(models.CharField):
    """The code of an answer of `registry.dpo.rules`, in words on screens; the words stay out of the migrations."""

    def deconstruct(self):
        name, _, args, kwargs = super().deconstruct()
        kwargs.pop("choices", None)
        return name, "django.db.models.CharField", args, kwargs


class DpoDecision(TrackedRoot):
    """A dated decision. `facts` (lines), `answer` and `reasons` freeze what it rests on (registry.dpo.decisions)."""

    decided_on = models.DateField("décidée le")
    facts = models.JSONField("situation", default=dict)
    answer = AnswerField("réponse du texte", max_length=20, choices=tuple(ANSWERS.items()))
    reasons = models.JSONField("motifs", default=list)
    outcome = models.CharField("décision", max_length=12, choices=Outcome.choices)
    justification = Prose("justification", max_length=2000, blank=True)
    review_on = models.DateField("à revoir le", null=True, blank=True)

    AGGREGATE = "dpo_decision"
    EVIDENCE_PERMISSION = "decisions.edit"

    class Meta:
        verbose_name = "décision sur le DPO"
        base_manager_name = None
        ordering = ["-decided_on", "-version", "id"]
        constraints = [
            models.UniqueConstraint(fields=["structure"], name="dpo_decision_one_record"),
        ]

    def __str__(self):
        return "Décision sur le DPO"


class DpoDesignation(TrackedRoot):
    """The contact of the DPO: it flows into the register, the notice and the covers."""

    name = Words("nom", max_length=160)
    organisation = Words("organisme", max_length=160, blank=True)
    email = models.EmailField("adresse électronique")
    phone = Words("téléphone", max_length=30, blank=True)
    since = models.DateField("depuis le")
    until = models.DateField("jusqu’au", null=True, blank=True)

    AGGREGATE = "dpo_designation"
    RESTORE_PERMISSION = "decisions.edit"
    EVIDENCE_PERMISSION = "decisions.edit"

    class Meta:
        verbose_name = "délégué à la protection des données"
        base_manager_name = None
        ordering = ["-since", "id"]
        constraints = [
            models.UniqueConstraint(fields=["structure"], name="dpo_designation_one_record"),
            models.CheckConstraint(
                name="dpo_ends_after_starting",
                condition=models.Q(until__isnull=True) | models.Q(until__gte=models.F("since")),
                violation_error_message="La fin ne peut pas précéder le début.",
            ),
        ]

    def __str__(self):
        return self.name
