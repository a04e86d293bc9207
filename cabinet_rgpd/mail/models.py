"""A message and where it stands. Not tracked: a message is a consequence, the history holds its cause."""

import uuid

from django.db import models


class State(models.TextChoices):
    QUEUED = "queued", "En attente"
    CLAIMED = "claimed", "Envoi en cours"
    #: The text is being handed over: from here on nobody but the server knows whether it left.
    HANDING = "handing", "Envoi en cours"
    SENT = "sent", "Parti"
    DOUBTFUL = "doubtful", "Peut-être parti"
    REFUSED = "refused", "Refusé"
    EXPIRED = "expired", "Abandonné"


class Message(models.Model):
    """One message to one address. `key` makes it unique: queued twice, written once."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    #: Null: a message of the installation itself.
    structure = models.ForeignKey("structures.Structure", on_delete=models.PROTECT, null=True, related_name="+")
    key = models.CharField(max_length=200, unique=True)
    to = models.EmailField()
    subject = models.CharField(max_length=200)
    #: Emptied once the message has left: it may hold a link that opens something.
    text = models.TextField(blank=True)
    state = models.CharField(max_length=8, choices=State.choices, default=State.QUEUED)
    attempts = models.PositiveIntegerField(default=0)
    queued_at = models.DateTimeField()
    next_try_at = models.DateTimeField()
    #: After it, a message that could not leave is given up: late, it would mislead.
    expires_at = models.DateTimeField()
    claim = models.UUIDField(null=True)
    claimed_at = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True)
    last_error = models.CharField(max_length=300, blank=True)

    class Meta:
        verbose_name = "message"
        indexes = [models.Index(fields=["state", "next_try_at"], name="message_due")]
