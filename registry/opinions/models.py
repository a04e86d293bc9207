"""What the DPO says of a version of a record, and what the controller validates (GDPR art. 35.2, 38.2 and 39.1)."""

from django.db import models

from cabinet_rgpd.history.fields import Prose, Words
from cabinet_rgpd.history.tracked import TrackedRoot
from registry.opinions.vocabulary import Kind, Stance


class Opinion(TrackedRoot):
    """An opinion, a visa or a validation, on one version of one record of the structure; dated, never rewritten."""

    aggregate = models.CharField("sujet", max_length=24)
    object_id = models.UUIDField("objet")
    object_version = models.PositiveIntegerField("version")
    label = Words("sur quoi", max_length=200)
    kind = models.CharField("nature", max_length=12, choices=Kind.choices())
    stance = models.CharField("sens", max_length=12, choices=Stance.choices(), blank=True)
    text = Prose("texte", max_length=4000, blank=True)
    member = models.ForeignKey("structures.Membership", on_delete=models.PROTECT, related_name="+", verbose_name="par")
    given_on = models.DateField("donné le")

    AGGREGATE = "opinion"

    class Meta:
        verbose_name = "avis"
        base_manager_name = None
        ordering = ["-given_on", "-updated_at", "id"]
        indexes = [models.Index(fields=["structure", "aggregate", "object_id"], name="opinion_by_object")]

    def __str__(self):
        return f"{Kind.label_of(self.kind)}\u00a0: {self.label}"
