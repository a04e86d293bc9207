"""The desk of a DPO: what is read over several structures (made again at will, not tracked), and his yearly reports."""

from django.db import models

from cabinet_rgpd.history.fields import Prose
from cabinet_rgpd.history.tracked import TrackedRoot
from cabinet_rgpd.isolation.scope import SummaryManager


class Standing(models.Model):
    """Where a structure stood when its chain ended at `seq`; to be read again after `until`, the end of its day."""

    structure = models.OneToOneField(
        "structures.Structure", on_delete=models.CASCADE, primary_key=True, related_name="+"
    )
    seq = models.PositiveBigIntegerField()
    read_at = models.DateTimeField()
    until = models.DateTimeField()
    words = models.TextField()
    in_force = models.PositiveIntegerField()
    lacking = models.PositiveIntegerField()
    next_review_on = models.DateField(null=True)
    review_due = models.BooleanField(default=False)
    outcome = models.CharField(max_length=12, blank=True)
    notice_on = models.DateField(null=True)
    notice_outdated = models.BooleanField(default=False)
    first_passes_at = models.DateTimeField(null=True)

    objects = SummaryManager()


class DueLine(models.Model):
    """One thing due in a structure; `passes_at` is the moment when its term has passed, in UTC."""

    structure = models.ForeignKey("structures.Structure", on_delete=models.CASCADE, related_name="+")
    key = models.CharField(max_length=300)
    subject = models.CharField(max_length=60)
    on = models.DateField()
    at = models.DateTimeField(null=True)
    passes_at = models.DateTimeField()
    what = models.TextField()
    why = models.TextField()
    route = models.CharField(max_length=60)
    arguments = models.JSONField(default=list)
    urgent = models.BooleanField(default=False)

    objects = SummaryManager()

    class Meta:
        indexes = [models.Index(fields=["structure", "passes_at"], name="due_by_structure")]


class VisitMark(models.Model):
    """Up to where a member has seen the chain of a structure: he says so himself."""

    structure = models.ForeignKey("structures.Structure", on_delete=models.CASCADE, related_name="+")
    member = models.OneToOneField("structures.Membership", on_delete=models.CASCADE, related_name="+")
    seq = models.PositiveBigIntegerField()
    at = models.DateTimeField()

    objects = SummaryManager()


class YearlyReport(TrackedRoot):
    """What the DPO tells the controller of a year (GDPR art. 38.3): his words; the figures are read when it is printed."""

    year = models.PositiveSmallIntegerField("année")
    summary = Prose("ce qui a marqué l’année", max_length=4000, blank=True)
    recommendations = Prose("recommandations", max_length=6000, blank=True)

    AGGREGATE = "dpo_report"

    class Meta:
        verbose_name = "bilan du délégué"
        base_manager_name = None
        ordering = ["-year", "id"]
        constraints = [models.UniqueConstraint(fields=["structure", "year"], name="dpo_report_one_a_year")]

    def __str__(self):
        return f"Bilan {self.year}"
