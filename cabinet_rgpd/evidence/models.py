"""A file attached to a record: what it is, sealed; and its bytes, apart, because what must be erasable is apart."""

from django.db import models

from cabinet_rgpd.evidence.files import KINDS
from cabinet_rgpd.history import aggregates
from cabinet_rgpd.history.fields import Words
from cabinet_rgpd.history.tracked import TrackedRoot
from cabinet_rgpd.isolation.scope import ScopedManager


class Evidence(TrackedRoot):
    """A file that shows something about the record `about` (its `obj`). `title` is what that record was called then."""

    about = models.CharField("fiche concernée", max_length=100, editable=False)
    title = Words("jointe à", max_length=300, editable=False)
    name = Words("fichier", max_length=160)
    kind = models.CharField("type", max_length=8, choices=[(kind.key, kind.label) for kind in KINDS])
    size = models.PositiveIntegerField("taille en octets")
    sha256 = models.CharField("empreinte (SHA-256)", max_length=64)
    note = Words("ce que la pièce montre", max_length=300, blank=True)
    added_on = models.DateField("jointe le")
    withdrawn_on = models.DateField("retirée le", null=True, blank=True)

    AGGREGATE = "evidence"

    class Meta:
        verbose_name = "pièce"
        base_manager_name = None
        ordering = ["-added_on", "name", "id"]
        indexes = [models.Index(fields=["structure", "about"], name="evidence_of_a_record")]

    def __str__(self):
        return self.name

    def answers_to(self, party_id):
        """As the record that it shows something about."""
        aggregate, _, object_id = self.about.partition(":")
        root = aggregates.roots()[aggregate]._base_manager.filter(pk=object_id, structure_id=self.structure_id).first()
        return root is not None and root.answers_to(party_id)


class EvidenceContent(models.Model):
    """The bytes. Null once removed by the removal of a text: their fingerprint stays in the chain."""

    evidence = models.OneToOneField(Evidence, on_delete=models.PROTECT, primary_key=True, related_name="+")
    structure = models.ForeignKey("structures.Structure", on_delete=models.PROTECT, related_name="+")
    content = models.BinaryField(null=True)

    objects = ScopedManager()
