"""A day's time stamp, for the whole installation; and for each structure the entry that says which of its lines it covers."""

from django.db import models

from cabinet_rgpd.history.tracked import TrackedRoot


class Stamp(models.Model):
    """What was stamped on a day, and the answer of the authority, verified before it was stored."""

    day = models.DateField(unique=True)
    #: The bytes of `anchors/<day>.txt`: day, size, root.
    text = models.BinaryField()
    token = models.BinaryField()
    #: `[structure, seq, hash]` of each head, in the order of the leaves.
    leaves = models.JSONField()
    stamped_at = models.DateTimeField()
    is_qualified = models.BooleanField(default=False)

    class Meta:
        db_table = "history_stamp"


class StampTrouble(models.Model):
    """Since when no time stamp could be had, and the last reason; no row while all is well."""

    since = models.DateTimeField()
    last_at = models.DateTimeField()
    reason = models.CharField(max_length=300)

    class Meta:
        db_table = "history_stamp_trouble"


class Anchor(TrackedRoot):
    """The line of this structure's chain that a day's time stamp covers."""

    day = models.DateField("jour")
    seq = models.PositiveBigIntegerField("position couverte")
    hash = models.CharField("empreinte couverte", max_length=64)
    index = models.PositiveIntegerField("rang dans l’arbre")
    size = models.PositiveIntegerField("taille de l’arbre")
    path = models.JSONField("chemin", default=list, blank=True)
    root = models.CharField("racine", max_length=64)
    token_sha256 = models.CharField("empreinte du jeton", max_length=64)
    stamped_at = models.DateTimeField("horodaté le")
    is_qualified = models.BooleanField("horodatage qualifié", default=False)

    AGGREGATE = "anchor"

    class Meta:
        verbose_name = "horodatage"
        base_manager_name = None
        ordering = ["-day"]
        constraints = [models.UniqueConstraint(fields=["structure", "day"], name="anchor_once_a_day")]

    def __str__(self):
        return f"Horodatage du {self.day:%d/%m/%Y}"
