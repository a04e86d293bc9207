"""The notices: what the structure adds to each, and each publication as a dated snapshot."""

from django.db import models

from cabinet_rgpd.history.fields import Prose, Words
from cabinet_rgpd.history.tracked import TrackedChild, TrackedRoot
from patients_info.audiences import AUDIENCES
from patients_info.records import PublishedPart


class Notice(TrackedRoot):
    """The notice of a structure for one audience: French, which prevails, and the other languages it is told in."""

    audience = models.CharField(
        "public", max_length=24, default="patients", choices=[(each.code, each.label) for each in AUDIENCES.values()]
    )
    language = models.CharField("langue", max_length=12, default="fr")
    slug = models.SlugField("adresse publique", max_length=80)
    rights_contact = Words("à qui s’adresser", max_length=200, blank=True)
    rights_email = models.EmailField("adresse électronique pour les demandes", blank=True)
    rights_phone = Words("téléphone pour les demandes", max_length=30, blank=True)
    introduction = Prose("mot d’accueil", max_length=600, blank=True)
    #: Codes of the languages it is published in beside French.
    languages = models.JSONField("autres langues", default=list, blank=True)
    #: What the notice in force says, as data: compared with the register of today.
    published = models.JSONField("contenu publié", null=True, blank=True)
    published_on = models.DateField("publiée le", null=True, blank=True)
    edition = models.PositiveIntegerField("édition", default=0)
    template = models.CharField("texte", max_length=60, blank=True)

    AGGREGATE = "notice"
    CHILDREN = ("displays",)
    EVIDENCE_PERMISSION = "notice.edit"
    TERMS = {"published": PublishedPart}

    class Meta:
        verbose_name = "notice d’information"
        base_manager_name = None
        constraints = [
            models.UniqueConstraint(
                fields=["slug"],
                name="notice_slug_once",
                violation_error_message="Cette adresse est déjà prise.",
            ),
            models.UniqueConstraint(fields=["structure", "audience", "language"], name="notice_one_per_audience"),
        ]

    def __str__(self):
        return f"Notice d’information\u00a0: {AUDIENCES[self.audience].label.lower()}"


class NoticeDisplay(TrackedChild):
    """Where an edition was put up or handed out, and from when: a poster, a leaflet, a link.

    `party` is whose place it is, where it is not the place of all.
    """

    notice = models.ForeignKey(Notice, on_delete=models.CASCADE, related_name="displays")
    place = Words("où et comment", max_length=200)
    party = models.ForeignKey(
        "structures.Party", on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="chez"
    )
    since = models.DateField("depuis le")
    until = models.DateField("jusqu’au", null=True, blank=True)
    edition = models.PositiveIntegerField("édition")

    ROOT = "notice"

    class Meta(TrackedChild.Meta):
        verbose_name = "affichage"

    def __str__(self):
        return self.place


class PublishedNotice(models.Model):
    """An edition as patients read it: written once, served as it stands, read outside any structure's scope."""

    structure = models.ForeignKey("structures.Structure", on_delete=models.PROTECT, related_name="+")
    audience = models.CharField(max_length=24, default="patients")
    language = models.CharField(max_length=12, default="fr")
    slug = models.SlugField(max_length=80)
    edition = models.PositiveIntegerField()
    published_on = models.DateField()
    title = models.CharField(max_length=200)
    html = models.TextField()
    pdf = models.BinaryField()
    pdf_sha256 = models.CharField(max_length=64)
    receipt_seq = models.PositiveBigIntegerField()
    receipt_hash = models.CharField(max_length=64)
    #: What changed since the edition before, as sentences for readers.
    changes = models.JSONField(default=list)
    #: The whole page compressed, with the fingerprint of its frame and its own (patients_info/serving.py).
    frame = models.CharField(max_length=40, default="")
    page_sha256 = models.CharField(max_length=64, default="")
    brotli = models.BinaryField(default=bytes)
    gzip = models.BinaryField(default=bytes)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["structure", "audience", "language", "edition"], name="published_notice_edition_once"
            )
        ]
        indexes = [models.Index(fields=["slug", "language", "-edition"], name="published_notice_in_force")]
