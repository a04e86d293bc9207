"""A file that is being made: what was asked, how far it is. Not tracked: what comes out is an issued document."""

import uuid

from django.db import models


class State(models.TextChoices):
    ASKED = "asked", "En attente"
    RUNNING = "running", "En préparation"
    DONE = "done", "Prêt"
    FAILED = "failed", "Interrompu"


class InspectionFile(models.Model):
    """One file asked for, approved from its preview. `approved` is the fingerprint of what the person saw."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    structure = models.ForeignKey("structures.Structure", on_delete=models.PROTECT, related_name="+")
    as_of = models.DateField()
    handed_to = models.CharField(max_length=200, blank=True)
    approved = models.CharField(max_length=64)
    asked_by = models.ForeignKey("structures.Account", on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    state = models.CharField(max_length=8, choices=State.choices, default=State.ASKED)
    #: The step under way, in words, and its number among STEPS.
    step = models.PositiveSmallIntegerField(default=0)
    claim = models.UUIDField(null=True)
    claimed_at = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True)
    document = models.ForeignKey("documents.IssuedDocument", on_delete=models.PROTECT, null=True, related_name="+")
    error = models.CharField(max_length=400, blank=True)

    class Meta:
        verbose_name = "dossier de contrôle"
