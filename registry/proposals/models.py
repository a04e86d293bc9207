"""A sheet or a measure that follows a model, and what is proposed to it. Both live where they are answered."""

import hashlib

from django.conf import settings
from django.db import models

from cabinet_rgpd.history.fields import Prose, Words
from cabinet_rgpd.history.tracked import TrackedRoot
from cabinet_rgpd.isolation.scope import SummaryManager
from cabinet_rgpd.lib import canonical
from registry.proposals.vocabulary import ProposalState, Subject

SHOWN = 12


def said_of(text):
    """A frozen text named by its fingerprint: its words are shown by the page that compares them."""
    return f"texte d’empreinte {hashlib.sha256(canonical.canon(text)).hexdigest()[:SHOWN]}" if text else ""


class Follower(TrackedRoot):
    """A record that follows a model: its text comes from it, later changes are proposed to it and never imposed.

    `origin` is the model, by an identifier that leads nowhere by itself: the sheet of this structure that was given as a
    model, or (`outside`) one that a member brings from elsewhere. `target` is the record here; empty until it exists.
    """

    subject = models.CharField("sujet", max_length=12, choices=Subject.choices())
    origin = models.UUIDField("modèle")
    outside = models.BooleanField("venu d’une autre structure", default=False)
    target = models.UUIDField("fiche", null=True, blank=True)
    #: The typical measure, where the subject is one.
    measure_key = models.SlugField("mesure type", max_length=40, blank=True)
    label = Words("nom du modèle", max_length=300)
    party = models.ForeignKey(
        "structures.Party", on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="responsable"
    )  # fmt: skip
    #: What the model said when it was last answered: what it says since is the difference with this.
    base = models.JSONField("dernier texte du modèle auquel il a été répondu", default=dict, blank=True)

    AGGREGATE = "follower"
    SAID = {"base": said_of}

    class Meta:
        verbose_name = "fiche issue d’un modèle"
        base_manager_name = None
        ordering = ["label", "id"]
        indexes = [models.Index(fields=["structure", "origin"], name="follower_by_origin")]
        constraints = [
            models.UniqueConstraint(
                fields=["structure", "origin", "party"],
                name="follower_once_a_party",
                violation_error_message="Ce responsable a déjà sa fiche issue de ce modèle.",
            ),
            models.UniqueConstraint(
                fields=["structure", "origin"],
                condition=models.Q(party__isnull=True),
                name="follower_once_from_elsewhere",
            ),
        ]

    def __str__(self):
        return self.label

    def answers_to(self, party_id):
        return self.party_id == party_id


class Proposal(TrackedRoot):
    """A text of the model, frozen as it was confirmed, proposed to one follower; and what was answered.

    Proposed by one person, answered by another: both are members of this structure.
    """

    follower = models.ForeignKey(Follower, on_delete=models.PROTECT, related_name="proposals", verbose_name="fiche")
    party = models.ForeignKey(
        "structures.Party", on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="responsable"
    )  # fmt: skip
    label = Words("ce qui est proposé", max_length=300)
    content = models.JSONField("texte proposé", default=dict)
    note = Prose("mot de qui propose", max_length=1000, blank=True)
    proposed_on = models.DateField("proposé le")
    proposed_by = models.ForeignKey(
        "structures.Membership", on_delete=models.PROTECT, related_name="+", verbose_name="proposé par"
    )
    state = models.CharField(
        "réponse", max_length=12, choices=ProposalState.choices(), default=ProposalState.WAITING.value
    )
    answered_on = models.DateField("répondu le", null=True, blank=True)
    answered_by = models.ForeignKey(
        "structures.Membership", on_delete=models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name="répondu par",
    )  # fmt: skip
    #: Not `reason`, which in a sealed body is that of the write.
    answer_reason = Prose("raison", max_length=1000, blank=True)
    #: What was taken and what was left, in the words of that day: `[{"where", "before", "after", "taken"}]`.
    lines = models.JSONField("pris et laissé", default=list, blank=True)

    AGGREGATE = "proposal"
    SAID = {
        "content": said_of,
        "lines": lambda lines: "\u00a0; ".join(
            f"{'pris' if line['taken'] else 'laissé'}\u00a0: {line['where']}" for line in lines
        ),
    }

    class Meta:
        verbose_name = "proposition"
        base_manager_name = None
        ordering = ["-proposed_on", "-updated_at", "id"]
        # One waits at a time for each follower. The operation sees to it under the lock of the chain: within one write,
        # the new one is saved before the one that it replaces.
        indexes = [models.Index(fields=["structure", "state"], name="proposal_by_state")]

    def __str__(self):
        return f"Proposition\u00a0: {self.label}"

    def answers_to(self, party_id):
        return self.party_id == party_id


class SharedText(TrackedRoot):
    """A text of this structure that a member confirmed for others: what left, word for word, and nothing of where it went."""

    subject = models.CharField("sujet", max_length=12, choices=Subject.choices())
    object_id = models.UUIDField("fiche")
    #: What those who receive it know of it: it leads nowhere.
    origin = models.UUIDField("modèle")
    measure_key = models.SlugField("mesure type", max_length=40, blank=True)
    label = Words("nom", max_length=300)
    content = models.JSONField("texte confirmé", default=dict)
    note = Prose("mot de qui propose", max_length=1000, blank=True)
    confirmed_on = models.DateField("confirmé le")
    member = models.ForeignKey("structures.Membership", on_delete=models.PROTECT, related_name="+", verbose_name="par")

    AGGREGATE = "shared_text"
    SAID = {"content": said_of}

    class Meta:
        verbose_name = "texte proposé ailleurs"
        base_manager_name = None
        ordering = ["-confirmed_on", "-updated_at", "id"]

    def __str__(self):
        return self.label


class Sent(models.Model):
    """What a person proposed to a structure, as he follows it over those where he is at home: a summary, of no register."""

    proposal = models.OneToOneField(Proposal, on_delete=models.CASCADE, primary_key=True, related_name="+")
    structure = models.ForeignKey("structures.Structure", on_delete=models.CASCADE, related_name="+")
    account = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    origin = models.UUIDField()
    label = models.CharField(max_length=300)
    state = models.CharField(max_length=12, choices=ProposalState.choices())
    answer_reason = models.TextField(blank=True)
    left = models.JSONField(default=list)
    sent_on = models.DateField()
    answered_on = models.DateField(null=True)

    objects = SummaryManager()

    class Meta:
        indexes = [models.Index(fields=["account", "origin"], name="sent_by_account")]
