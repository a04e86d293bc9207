"""The journal of what is done over the year, and the cyber-insurance (GDPR art. 5.2, 24, 32, 39)."""

from django.db import models

from cabinet_rgpd.history.fields import Prose, Words
from cabinet_rgpd.history.tracked import TrackedChild, TrackedRoot
from registry.law.vocabulary import EntryKind, Method, Prerequisite


class JournalEntry(TrackedRoot):
    """A dated line: a training, the method chosen, a charter signed, a control undergone, a note."""

    kind = models.CharField("sujet", max_length=12, choices=EntryKind.choices)
    happened_on = models.DateField("date")
    title = Words("titre", max_length=160)
    audience = Words("qui, par fonction", max_length=240, blank=True)
    content = Prose("contenu", max_length=3000, blank=True)
    method = models.CharField("méthode", max_length=12, choices=Method.choices, blank=True)
    next_on = models.DateField("prochaine fois le", null=True, blank=True)
    archived_on = models.DateField("archivé le", null=True, blank=True)

    AGGREGATE = "journal"
    CHILDREN = ("attendees",)
    RESTORE_PERMISSION = "journal.edit"
    EVIDENCE_PERMISSION = "journal.edit"
    KEPT_ON_RESTORE = frozenset({"kind", "archived_on"})

    class Meta:
        verbose_name = "ligne du journal"
        base_manager_name = None
        ordering = ["-happened_on", "-updated_at", "id"]
        constraints = [
            models.CheckConstraint(
                name="journal_next_comes_after",
                condition=models.Q(next_on__isnull=True) | models.Q(next_on__gt=models.F("happened_on")),
                violation_error_message="La prochaine fois vient après celle-ci.",
            ),
        ]

    def __str__(self):
        return self.title


class Attendee(TrackedChild):
    """A practitioner who was trained, or who signed."""

    entry = models.ForeignKey(JournalEntry, on_delete=models.CASCADE, related_name="attendees")
    party = models.ForeignKey(
        "structures.Party", on_delete=models.PROTECT, related_name="+", verbose_name="responsable"
    )

    ROOT = "entry"

    class Meta(TrackedChild.Meta):
        verbose_name = "praticien concerné"

    def __str__(self):
        return self.party.name


class Insurance(TrackedRoot):
    """The cyber-insurance of the structure: one record, whose earlier states are its versions."""

    insurer = Words("assureur", max_length=120)
    policy = Words("numéro de contrat", max_length=60, blank=True)
    starts_on = models.DateField("effet le", null=True, blank=True)
    renews_on = models.DateField("échéance le", null=True, blank=True)
    limits = Prose("garanties et plafonds", max_length=1500, blank=True)
    excluded = Prose("franchises et exclusions", max_length=1500, blank=True)
    claims_phone = Words("téléphone en cas de sinistre", max_length=40, blank=True)
    declare_within = Words("délai de déclaration", max_length=80, blank=True)
    declared = models.JSONField("prérequis déclarés à l’assureur", default=list, blank=True)

    AGGREGATE = "insurance"
    TERMS = {"declared": Prerequisite}
    RESTORE_PERMISSION = "journal.edit"
    EVIDENCE_PERMISSION = "journal.edit"

    class Meta:
        verbose_name = "assurance cyber"
        base_manager_name = None
        constraints = [models.UniqueConstraint(fields=["structure"], name="insurance_one_record")]

    def __str__(self):
        return self.insurer
