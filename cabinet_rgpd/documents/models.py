"""Documents handed over: the line of the history, and the bytes apart, because what must be erasable is apart."""

from django.db import models

from cabinet_rgpd.history.fields import Words
from cabinet_rgpd.history.tracked import TrackedRoot


class IssuedDocument(TrackedRoot):
    """A document as it was handed over (proof.md §4): its entry commits to the bytes and holds the receipt printed in them."""

    kind = models.CharField("nature", max_length=40)
    #: What it is an edition of: the latest of a series replaces the ones before.
    series = models.CharField("série", max_length=120)
    title = Words("titre")
    issued_on = models.DateField("remis le")
    handed_to = Words("remis à", blank=True)
    sha256 = models.CharField("empreinte des octets", max_length=64)
    size = models.PositiveBigIntegerField("taille en octets")
    #: `position:hash` of the end of the chain read before rendering.
    receipt = models.CharField("reçu imprimé", max_length=90)

    AGGREGATE = "document"

    class Meta:
        verbose_name = "document remis"
        base_manager_name = None
        indexes = [
            models.Index(fields=["sha256"], name="issued_by_fingerprint"),
            models.Index(fields=["structure", "series", "-issued_on"], name="issued_by_series"),
        ]

    def __str__(self):
        return self.title


class IssuedBytes(models.Model):
    """The bytes handed over. Null once destroyed (proof.md, « removal of a text »): the fingerprint stays."""

    document = models.OneToOneField(IssuedDocument, on_delete=models.PROTECT, primary_key=True, related_name="bytes")
    structure = models.ForeignKey("structures.Structure", on_delete=models.PROTECT, related_name="+")
    content = models.BinaryField(null=True)
