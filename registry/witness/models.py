"""Who outside the structure keeps its receipts."""

from django.db import models

from cabinet_rgpd.history.fields import Words
from cabinet_rgpd.history.tracked import TrackedRoot


class Witness(TrackedRoot):
    """A third party that receives the end of the chain each month, and nothing else."""

    name = Words("nom", max_length=160)
    email = models.EmailField("adresse électronique")
    until = models.DateField("jusqu’au", null=True, blank=True)

    AGGREGATE = "witness"
    RESTORE_PERMISSION = "proof.export"

    class Meta:
        verbose_name = "témoin"
        base_manager_name = None
        constraints = [models.UniqueConstraint(fields=["structure"], name="witness_one_record")]

    def __str__(self):
        return self.name
