"""Who arrives, who leaves, and the yearly review of who may enter (GDPR art. 29, 32.1.b and 32.4)."""

from django.db import models

from cabinet_rgpd.history.fields import Prose, Words
from cabinet_rgpd.history.tracked import TrackedChild, TrackedRoot
from cabinet_rgpd.structures.roles import Role
from registry.law import people as law
from registry.law.people import Movement, Whom
from registry.people.vocabulary import Kept


class Passage(TrackedRoot):
    """An arrival or a departure, with its checklist. `membership` is the access that it opens or ends, when there is one."""

    kind = models.CharField("mouvement", max_length=12, choices=Movement.choices)
    whom = models.CharField("qui", max_length=12, choices=Whom.choices)
    person = Words("nom", max_length=160)
    function = Words("fonction", max_length=120, blank=True)
    party = models.ForeignKey(
        "structures.Party", on_delete=models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name="responsable",
    )  # fmt: skip
    membership = models.ForeignKey(
        "structures.Membership", on_delete=models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name="accès",
    )  # fmt: skip
    on = models.DateField("jour du mouvement")
    note = Prose("note", max_length=1000, blank=True)
    finished_on = models.DateField("terminé le", null=True, blank=True)

    AGGREGATE = "passage"
    CHILDREN = ("steps",)
    EVIDENCE_PERMISSION = "people.edit"

    class Meta:
        verbose_name = "arrivée ou départ"
        base_manager_name = None
        ordering = ["-on", "person", "id"]

    def __str__(self):
        return f"{Movement.label_of(self.kind)}\u00a0: {self.person}"


class PassageStep(TrackedChild):
    """What was done of an item of the checklist, by whom and when; or why it does not apply."""

    passage = models.ForeignKey(Passage, on_delete=models.CASCADE, related_name="steps")
    key = models.CharField("point", max_length=16)
    done_on = models.DateField("fait le", null=True, blank=True)
    by = Words("par qui", max_length=120, blank=True)
    aside = models.BooleanField("sans objet", default=False)
    note = Words("précision", max_length=300, blank=True)

    ROOT = "passage"
    SAID = {"key": law.label_of}

    class Meta(TrackedChild.Meta):
        verbose_name = "point de la liste"

    def __str__(self):
        return self.key


class AccessReview(TrackedRoot):
    """The accesses looked at one by one on a day, and what was decided of each."""

    reviewed_on = models.DateField("faite le")
    by = Words("par", max_length=120)
    next_on = models.DateField("prochaine le")
    note = Prose("note", max_length=1000, blank=True)

    AGGREGATE = "access_review"
    CHILDREN = ("lines",)
    EVIDENCE_PERMISSION = "members.manage"

    class Meta:
        verbose_name = "revue des accès"
        base_manager_name = None
        ordering = ["-reviewed_on", "-updated_at", "id"]
        constraints = [
            models.CheckConstraint(
                name="access_review_next_comes_after",
                condition=models.Q(next_on__gt=models.F("reviewed_on")),
                violation_error_message="La prochaine revue vient après celle-ci.",
            )
        ]

    def __str__(self):
        return f"Revue des accès du {self.reviewed_on:%d/%m/%Y}"


class ReviewedAccess(TrackedChild):
    """One access as it stood on that day. `role` is the one before the decision, `new_role` the one after."""

    review = models.ForeignKey(AccessReview, on_delete=models.CASCADE, related_name="lines")
    membership = models.ForeignKey(
        "structures.Membership", on_delete=models.PROTECT, related_name="+", verbose_name="accès"
    )
    person = Words("personne", max_length=120)
    role = models.CharField("rôle", max_length=16, choices=Role.choices)
    party = models.ForeignKey(
        "structures.Party", on_delete=models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name="responsable représenté",
    )  # fmt: skip
    decision = models.CharField("décision", max_length=8, choices=Kept.choices)
    new_role = models.CharField("nouveau rôle", max_length=16, choices=Role.choices, blank=True)
    note = Words("précision", max_length=200, blank=True)

    ROOT = "review"

    class Meta(TrackedChild.Meta):
        verbose_name = "accès revu"

    def __str__(self):
        return self.person


class Call(TrackedRoot):
    """One message to the practitioners for whom something is late: who was told what, and when."""

    sent_on = models.DateField("envoyé le")
    text = Prose("message", max_length=2000)

    AGGREGATE = "call"
    CHILDREN = ("recipients",)

    class Meta:
        verbose_name = "relance"
        base_manager_name = None
        ordering = ["-sent_on", "-updated_at", "id"]

    def __str__(self):
        return f"Relance du {self.sent_on:%d/%m/%Y}"


class CallRecipient(TrackedChild):
    """A practitioner told, and of what."""

    call = models.ForeignKey(Call, on_delete=models.CASCADE, related_name="recipients")
    party = models.ForeignKey(
        "structures.Party", on_delete=models.PROTECT, related_name="+", verbose_name="responsable"
    )
    late = Words("ce qui l’attend", max_length=300)

    ROOT = "call"

    class Meta(TrackedChild.Meta):
        verbose_name = "destinataire"

    def __str__(self):
        return self.late
