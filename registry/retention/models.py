"""How long each category of data is kept: what the structure chose, copied from a dated parameter."""

from django.db import models

from cabinet_rgpd.history.fields import Prose, Words
from cabinet_rgpd.history.tracked import TrackedRoot
from registry.law.vocabulary import Force


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
