"""How long each category of data is kept: what the structure chose, copied from a dated parameter."""

from django.db import models

from cabinet_rgpd.history.fields import Prose, Words
from cabinet_rgpd.history.tracked import TrackedRoot
from registry.law.vocabulary import Force
from registry.retention.campaigns import CampaignKind, CampaignMethod


class RetentionRule(TrackedRoot):
    """A rule of the structure. `parameter` and `parameter_date` name the legal value it was copied from, if any."""

    name = Words("données concernées", max_length=200)
    trigger = Words("point de départ", max_length=300, blank=True)
    active_use = Words("usage courant", max_length=200, blank=True)
    archive = Words("archivage intermédiaire", max_length=200, blank=True)
    fate = Words("sort final", max_length=200, blank=True)
    text = Prose("la règle en une phrase", max_length=600)
    force = models.CharField("force", max_length=16, choices=Force.choices, default=Force.PRACTICE.value)
    to_validate = models.BooleanField("à valider", default=False)
    justification = Prose("justification de l’écart", max_length=1000, blank=True)
    parameter = models.CharField("paramètre", max_length=60, blank=True)
    parameter_date = models.DateField("valeur du", null=True, blank=True)
    #: The texts it rests on: `[{"title", "href"}]`.
    sources = models.JSONField("sources", default=list, blank=True)
    archived_on = models.DateField("archivée le", null=True, blank=True)

    AGGREGATE = "retention_rule"
    RESTORE_PERMISSION = "register.plan"
    KEPT_ON_RESTORE = frozenset({"archived_on", "parameter"})

    class Meta:
        verbose_name = "règle de conservation"
        base_manager_name = None
        ordering = ["name", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["structure", "parameter"],
                name="retention_parameter_copied_once",
                condition=~models.Q(parameter=""),
            )
        ]

    def __str__(self):
        return self.name


class RetentionChoices(TrackedRoot):
    """What a structure chooses where the texts leave a choice; one record."""

    #: A patient's death may end the archive before its twenty years (CSP, art. R1112-7): not unless somebody chose so.
    never_shorten = models.BooleanField("ne jamais raccourcir une durée", default=True)
    justification = Prose("raison de ce choix", max_length=1000, blank=True)

    AGGREGATE = "retention_choices"
    RESTORE_PERMISSION = "register.plan"

    class Meta:
        verbose_name = "choix sur les durées"
        base_manager_name = None
        constraints = [
            models.UniqueConstraint(fields=["structure"], name="retention_choices_one_record"),
        ]

    def __str__(self):
        return "Choix sur les durées"


class PurgeCampaign(TrackedRoot):
    """A purge prepared for a rule and a cut-off day, then carried out and recorded: counts only, never a patient."""

    rule = models.ForeignKey(
        RetentionRule, on_delete=models.PROTECT, related_name="+", verbose_name="règle de conservation"
    )
    kind = models.CharField("ce qui est fait", max_length=12, choices=CampaignKind.choices)
    cut_off = models.DateField("date limite")
    criteria = Words("dossiers à examiner", max_length=300)
    leave_aside = Prose("à laisser de côté", max_length=1000, blank=True)
    planned_on = models.DateField("prévue pour le")
    assigned_to = Words("confiée à", max_length=160)
    done_on = models.DateField("faite le", null=True, blank=True)
    files = models.PositiveIntegerField("nombre de dossiers traités", null=True, blank=True)
    method = models.CharField("méthode", max_length=12, choices=CampaignMethod.choices, blank=True)
    method_note = Prose("précision sur la méthode", max_length=1000, blank=True)
    operator = Words("faite par", max_length=160, blank=True)
    kept_for_claims = models.PositiveIntegerField("gardés pour un recours", default=0)
    kept_for_minors = models.PositiveIntegerField("gardés jusqu’au 28e anniversaire", default=0)
    kept_for_other = models.PositiveIntegerField("gardés pour un autre motif", default=0)
    kept_note = Prose("autre motif", max_length=1000, blank=True)
    backups = Prose("sauvegardes", max_length=600, blank=True)
    proof_note = Prose("preuve", max_length=1000, blank=True)
    dropped_on = models.DateField("abandonnée le", null=True, blank=True)
    dropped_reason = Prose("raison de l’abandon", max_length=600, blank=True)

    AGGREGATE = "campaign"
    EVIDENCE_PERMISSION = "register.plan"

    class Meta:
        verbose_name = "campagne de purge"
        base_manager_name = None
        ordering = ["planned_on", "id"]
        constraints = [
            models.CheckConstraint(
                name="campaign_cut_off_is_past",
                condition=models.Q(cut_off__lte=models.F("planned_on")),
                violation_error_message="La date limite ne peut pas suivre le jour prévu.",
            ),
            models.CheckConstraint(
                name="campaign_done_says_how",
                condition=models.Q(done_on__isnull=True)
                | (models.Q(files__isnull=False) & ~models.Q(method="") & ~models.Q(operator="")),
                violation_error_message="Une campagne faite dit combien de dossiers, comment et par qui.",
            ),
            models.CheckConstraint(
                name="campaign_done_or_dropped",
                condition=models.Q(done_on__isnull=True) | models.Q(dropped_on__isnull=True),
                violation_error_message="Une campagne est faite ou abandonnée, pas les deux.",
            ),
        ]

    def __str__(self):
        return f"Campagne du {self.planned_on:%d/%m/%Y}"


class LawOutcome(models.TextChoices):
    ADOPTED = "adopted", "Reprendre la nouvelle règle"
    KEPT = "kept", "Garder la nôtre"


class LawDecision(TrackedRoot):
    """What a structure decided when a legal value that it follows changed; nothing of hers moves without it."""

    rule = models.ForeignKey(
        RetentionRule, on_delete=models.PROTECT, related_name="+", verbose_name="règle de conservation"
    )
    parameter = models.CharField("paramètre", max_length=60)
    value_before = models.DateField("valeur suivie")
    value_after = models.DateField("valeur nouvelle")
    outcome = models.CharField("décision", max_length=8, choices=LawOutcome.choices)
    justification = Prose("raison", max_length=1000)
    decided_on = models.DateField("décidée le")

    AGGREGATE = "law_decision"

    class Meta:
        verbose_name = "décision sur un changement de règle"
        base_manager_name = None
        ordering = ["-decided_on", "id"]
        constraints = [
            models.UniqueConstraint(fields=["structure", "rule", "value_after"], name="law_change_decided_once"),
        ]

    def __str__(self):
        return f"Changement du {self.value_after:%d/%m/%Y}"
