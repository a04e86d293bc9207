"""A removal asked, and the entry that says it was carried out."""

import uuid

from django.db import models

from cabinet_rgpd.history.tracked import TrackedRoot
from cabinet_rgpd.isolation.scope import ScopedManager

ACT = "text.redacted"


class State(models.TextChoices):
    ASKED = "asked", "À confirmer"
    DONE = "done", "Retiré"
    WITHDRAWN = "withdrawn", "Abandonné"


class RemovalRequest(models.Model):
    """What is to be removed, until it is. Not tracked: the words must not stay; they are blanked once it is settled.

    `whole` asks for every word of the structure to go: its deletion.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    structure = models.ForeignKey("structures.Structure", on_delete=models.PROTECT, related_name="+")
    words = models.CharField(max_length=200, blank=True)
    whole = models.BooleanField(default=False)
    reason = models.CharField(max_length=300)
    #: `"app.Model:key"` of the files whose bytes are to be destroyed, chosen by who asked.
    files = models.JSONField(default=list)
    state = models.CharField(max_length=9, choices=State.choices, default=State.ASKED)
    asked_by = models.UUIDField()
    asked_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True)

    objects = ScopedManager()

    class Meta:
        db_table = "history_removal_request"
        ordering = ["-asked_at"]


class Redaction(TrackedRoot):
    """A removal carried out: the positions whose body is gone, and the second person, if there was one."""

    second = models.UUIDField("confirmé par", null=True, blank=True)
    seqs = models.JSONField("positions", default=list, blank=True)

    AGGREGATE = "redaction"

    class Meta:
        verbose_name = "retrait d’un texte"
        base_manager_name = None

    def __str__(self):
        return f"Retrait d’un texte ({len(self.seqs)}\u00a0écritures)"


class Door(models.Model):
    """A row here, inside a transaction, lets that transaction blank what the triggers keep. It never outlives it."""

    class Meta:
        db_table = "history_door"
