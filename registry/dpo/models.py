"""The DPO: the decision with the figures it rests on, and the person designated (GDPR art. 37 to 39)."""

from django.db import models

from cabinet_rgpd.history.fields import Prose, Words
from cabinet_rgpd.history.tracked import TrackedChild, TrackedRoot
from registry.dpo import interests
from registry.dpo.cnil import valid_cnil_number
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
    """The DPO: person, mission, what the CNIL was told. The contact flows into the register, the notice and the covers."""

    name = Words("nom", max_length=160)
    organisation = Words("organisme", max_length=160, blank=True)
    email = models.EmailField("adresse électronique")
    phone = Words("téléphone", max_length=30, blank=True)
    since = models.DateField("depuis le")
    until = models.DateField("jusqu’au", null=True, blank=True)
    kind = models.CharField("désignation", max_length=12, choices=interests.DpoKind.choices, blank=True)
    postal_address = Words("adresse postale", max_length=240, blank=True)
    means = Prose("temps et moyens", max_length=1500, blank=True)
    letter_signed_on = models.DateField("lettre de mission signée le", null=True, blank=True)
    next_report_on = models.DateField("prochain bilan le", null=True, blank=True)
    cnil_number = models.CharField("numéro de désignation", max_length=14, blank=True, validators=[valid_cnil_number])
    declared_on = models.DateField("désignation communiquée à la CNIL le", null=True, blank=True)
    end_reason = Words("motif de la fin de mission", max_length=240, blank=True)
    end_declared_on = models.DateField("fin de mission communiquée à la CNIL le", null=True, blank=True)
    representative = Words("représentant légal", max_length=160, blank=True)
    representative_role = Words("sa qualité", max_length=120, blank=True)
    headcount = models.PositiveIntegerField("nombre de personnes dans la structure", null=True, blank=True)
    checked_on = models.DateField("conflits d’intérêts vérifiés le", null=True, blank=True)
    checked_note = Prose("précisions", max_length=1500, blank=True)

    AGGREGATE = "dpo_designation"
    CHILDREN = ("checks",)
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


class InterestCheck(TrackedChild):
    """One question about the freedom and the means of the person, with its answer (art. 37.5, 38)."""

    designation = models.ForeignKey(DpoDesignation, on_delete=models.CASCADE, related_name="checks")
    question = models.CharField("question", max_length=16, choices=interests.Question.choices)
    answer = models.CharField("réponse", max_length=3, choices=interests.ANSWERS)

    ROOT = "designation"

    class Meta(TrackedChild.Meta):
        verbose_name = "vérification avant la désignation"
