"""The desk of a DPO: what is read over several structures. Made again at will from each register; no part of it, not tracked."""

from django.db import models

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
