"""Security measures as the structure answers about them (GDPR art. 32), with their tests of restoration."""

from django.db import models

from cabinet_rgpd.history.fields import Prose, Words
from cabinet_rgpd.history.tracked import TrackedChild, TrackedRoot
from registry.law.vocabulary import MeasureState, RestoreResult


class Measure(TrackedRoot):
    """An answer about one measure of `registry.law.security`, for the structure or (with `site`) for one of its places.

    `name` is the measure in the words of the day it was answered, so that what is sealed speaks for itself.
    """

    key = models.SlugField("mesure type", max_length=40, editable=False)
    name = Words("mesure", max_length=300, editable=False)
    site = Words("lieu", max_length=80, blank=True)
    state = models.CharField("où vous en êtes", max_length=16, choices=MeasureState.choices)
    note = Prose("ce qui est fait", max_length=1000, blank=True)
    answered_on = models.DateField("constaté le")
    next_check_on = models.DateField("à vérifier le", null=True, blank=True)
    planned_on = models.DateField("prévu pour le", null=True, blank=True)
    responsible = Words("qui s’en charge", max_length=120, blank=True)

    AGGREGATE = "measure"
    CHILDREN = ("restore_tests",)
    RESTORE_PERMISSION = "security.edit"
    EVIDENCE_PERMISSION = "security.edit"
    KEPT_ON_RESTORE = frozenset({"key", "site"})

    class Meta:
        verbose_name = "mesure de sécurité"
        base_manager_name = None
        ordering = ["key", "site", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["structure", "key", "site"],
                name="measure_answered_once_a_site",
                violation_error_message="Une réponse existe déjà pour ce lieu\u00a0: ouvrez-la pour la modifier.",
            ),
            models.CheckConstraint(
                name="measure_checked_after_its_answer",
                condition=models.Q(next_check_on__isnull=True) | models.Q(next_check_on__gte=models.F("answered_on")),
                violation_error_message="La prochaine vérification ne peut pas précéder le constat.",
            ),
        ]

    def __str__(self):
        return f"{self.name} ({self.site})" if self.site else self.name


class RestoreTest(TrackedChild):
    """A restoration tried for real."""

    measure = models.ForeignKey(Measure, on_delete=models.CASCADE, related_name="restore_tests")
    done_on = models.DateField("fait le")
    what = Words("ce qui a été restauré", max_length=200)
    minutes = models.PositiveIntegerField("durée en minutes", null=True, blank=True)
    by = Words("par qui", max_length=120)
    result = models.CharField("résultat", max_length=12, choices=RestoreResult.choices)
    note = Prose("ce qu’on en retient", max_length=600, blank=True)

    ROOT = "measure"

    class Meta(TrackedChild.Meta):
        verbose_name = "essai de restauration"

    def __str__(self):
        return self.what
