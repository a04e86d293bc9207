"""The chain of a structure (proof.md §2): heads, headers, and the bodies apart, because what must be erasable is apart."""

from django.db import models

from cabinet_rgpd.history.anchors.models import Anchor, Stamp, StampTrouble
from cabinet_rgpd.history.removal.models import Door, Redaction, RemovalRequest
from cabinet_rgpd.history.tracked import TrackedRoot
from cabinet_rgpd.isolation.scope import PortfolioManager, ScopedManager

__all__ = [
    "Door",
    "Redaction",
    "RemovalRequest",
    "Anchor",
    "Entry",
    "Export",
    "FormKey",
    "Head",
    "Inspection",
    "Payload",
    "Restoration",
    "Stamp",
    "StampTrouble",
]


class Head(models.Model):
    """The end of a structure's chain: the row that a write locks first."""

    structure = models.OneToOneField(
        "structures.Structure", on_delete=models.PROTECT, primary_key=True, related_name="+"
    )
    seq = models.PositiveBigIntegerField(default=0)
    hash = models.CharField(max_length=64)
    at = models.DateTimeField(null=True)
    #: When the structure was deleted: its rows say no word any more, and nobody writes here.
    closed_at = models.DateTimeField(null=True)

    objects = PortfolioManager()


class Entry(models.Model):
    """One line of the chain. Never changed, never deleted."""

    structure = models.ForeignKey("structures.Structure", on_delete=models.PROTECT, related_name="+")
    seq = models.PositiveBigIntegerField()
    at = models.DateTimeField()
    actor = models.CharField(max_length=36)
    act = models.CharField(max_length=64)
    obj = models.CharField(max_length=100)
    ver = models.PositiveIntegerField()
    prev = models.CharField(max_length=64)
    pay = models.CharField(max_length=64)
    hash = models.CharField(max_length=64, unique=True)

    objects = PortfolioManager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["structure", "seq"], name="entry_seq_without_fork"),
            models.UniqueConstraint(fields=["structure", "obj", "ver"], name="entry_one_per_version"),
        ]

    @property
    def aggregate(self):
        return self.obj.partition(":")[0]

    @property
    def object_id(self):
        return self.obj.partition(":")[2]


class Payload(models.Model):
    """The body of an entry, as canonical text, with its salt. Null once removed (proof.md, « removal of a text »)."""

    entry = models.OneToOneField(Entry, on_delete=models.PROTECT, primary_key=True, related_name="payload")
    structure = models.ForeignKey("structures.Structure", on_delete=models.PROTECT, related_name="+")
    body = models.TextField(null=True)
    salt = models.CharField(max_length=64, null=True)

    objects = ScopedManager()

    class Meta:
        db_table = "ledger_payload"


class FormKey(models.Model):
    """A form sent twice is written once: its key, and where the first answer led."""

    structure = models.ForeignKey("structures.Structure", on_delete=models.CASCADE, related_name="+")
    key = models.UUIDField()
    location = models.CharField(max_length=500, blank=True)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["structure", "key"], name="form_key_used_once")]


class Export(TrackedRoot):
    """A proof handed out: the chain up to the entry about this row, which is its last line (proof.md §2)."""

    made_on = models.DateField("faite le")
    entries = models.PositiveBigIntegerField("nombre d’écritures")

    AGGREGATE = "export"

    class Meta:
        verbose_name = "preuve"
        base_manager_name = None

    def __str__(self):
        return f"Preuve de {self.entries}\u00a0écritures"


class Restoration(TrackedRoot):
    """An old backup was put back: entries from `lost_from` to `lost_head_seq`, known by receipts, are no longer here."""

    lost_from = models.PositiveBigIntegerField("première position perdue")
    lost_head_seq = models.PositiveBigIntegerField("dernière position perdue")

    AGGREGATE = "ledger"

    class Meta:
        verbose_name = "restauration"
        base_manager_name = None

    def __str__(self):
        return f"Restauration\u00a0: positions {self.lost_from} à {self.lost_head_seq} perdues"


class Inspection(models.Model):
    """The last verification of a structure: when, up to where, what it found. `asked_at` while one is waited for."""

    structure = models.OneToOneField(
        "structures.Structure", on_delete=models.PROTECT, primary_key=True, related_name="+"
    )
    asked_at = models.DateTimeField(null=True)
    read = models.PositiveBigIntegerField(default=0)
    at = models.DateTimeField(null=True)
    entries = models.PositiveBigIntegerField(default=0)
    seq = models.PositiveBigIntegerField(default=0)
    hash = models.CharField(max_length=64, blank=True)
    faults = models.JSONField(default=list)
    fault_count = models.PositiveBigIntegerField(default=0)
    removed = models.PositiveBigIntegerField(default=0)
    milliseconds = models.PositiveIntegerField(default=0)

    @property
    def is_ok(self):
        return self.at is not None and not self.fault_count
