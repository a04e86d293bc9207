"""What a structure did about a change of law that touches its records, durations aside."""

from django.db import models

from cabinet_rgpd.history.fields import Prose, Words
from cabinet_rgpd.history.tracked import TrackedRoot


class ChangeOutcome(models.TextChoices):
    REVIEWED = "reviewed", "Nous avons revu ce que cela touche"
    NOTHING = "nothing", "Rien à changer chez nous"


class TextReview(TrackedRoot):
    """A change of a dated parameter, looked at on a day. `touched` freezes, in lines, what followed the older text then."""

    parameter = models.CharField("paramètre", max_length=60)
    title = Words("règle", max_length=200)
    value_before = models.DateField("texte suivi", null=True, blank=True)
    value_after = models.DateField("texte nouveau")
    touched = models.JSONField("ce que cela touchait", default=list, blank=True)
    outcome = models.CharField("suite donnée", max_length=8, choices=ChangeOutcome.choices)
    justification = Prose("raison", max_length=1000)
    handled_on = models.DateField("traité le")

    AGGREGATE = "text_review"

    class Meta:
        verbose_name = "changement de texte traité"
        base_manager_name = None
        ordering = ["-handled_on", "parameter", "id"]
        constraints = [
            models.UniqueConstraint(fields=["structure", "parameter", "value_after"], name="text_change_handled_once"),
        ]

    def __str__(self):
        return self.title
