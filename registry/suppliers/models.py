"""Suppliers that act on the structure's behalf (GDPR art. 28)."""

from django.db import models

from cabinet_rgpd.history.fields import Prose, Words
from cabinet_rgpd.history.tracked import TrackedRoot
from registry.law.vocabulary import HdsStatus, ProcessorKind


class Supplier(TrackedRoot):
    name = Words("nom", max_length=160)
    kind = models.CharField("service rendu", max_length=24, choices=ProcessorKind.choices)
    country = Words("pays où sont les données", max_length=100, default="France", blank=True)
    hds = models.CharField(
        "hébergement de données de santé (HDS)", max_length=16, choices=HdsStatus.choices,
        default=HdsStatus.UNKNOWN.value,
    )  # fmt: skip
    note = Prose("note", max_length=1000, blank=True)
    archived_on = models.DateField("archivé le", null=True, blank=True)

    AGGREGATE = "supplier"
    RESTORE_PERMISSION = "suppliers.edit"
    KEPT_ON_RESTORE = frozenset({"archived_on"})
    EVIDENCE_PERMISSION = "suppliers.edit"

    class Meta:
        verbose_name = "prestataire"
        base_manager_name = None
        ordering = ["name", "id"]

    def __str__(self):
        return self.name
