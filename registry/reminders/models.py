"""What each member wants to be told, and the secret addresses of calendars. Not tracked: neither is part of the register."""

from django.conf import settings
from django.db import models


class ReminderChoice(models.Model):
    """What a member receives by e-mail. Without a row: what `queries.people` says of the role."""

    structure = models.ForeignKey("structures.Structure", on_delete=models.PROTECT, related_name="+")
    account = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    weekly = models.BooleanField("le point de la semaine, chaque lundi", default=True)
    urgent = models.BooleanField("ce qui est urgent, aussitôt", default=True)

    class Meta:
        verbose_name = "choix de rappels"
        constraints = [models.UniqueConstraint(fields=["structure", "account"], name="reminder_choice_once")]

    def __str__(self):
        return "Choix de rappels"


class CalendarFeed(models.Model):
    """The secret address of a member's calendar. Only the hash of its token is kept; removed, it opens nothing."""

    structure = models.ForeignKey("structures.Structure", on_delete=models.PROTECT, related_name="+")
    account = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    token_hash = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField()

    class Meta:
        verbose_name = "agenda"
        constraints = [models.UniqueConstraint(fields=["structure", "account"], name="calendar_feed_once")]

    def __str__(self):
        return "Agenda"
