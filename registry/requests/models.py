"""Requests of persons and letters of the CNIL (GDPR art. 12 to 22, CSP L1111-7), under a neutral reference."""

from django.db import models

from cabinet_rgpd.history.fields import Prose, Words
from cabinet_rgpd.history.tracked import TrackedRoot
from registry.requests.vocabulary import (
    Channel,
    DataAge,
    Goal,
    Ground,
    IdentityMethod,
    Means,
    Outcome,
    Requester,
    RequestKind,
    RequestState,
)


class PersonRequest(TrackedRoot):
    """A request. There is no field for a name: the reference is copied into the person's own file."""

    reference = Words("référence", max_length=20)
    kind = models.CharField("demande", max_length=16, choices=RequestKind.choices())
    state = models.CharField("état", max_length=10, choices=RequestState.choices(), default=RequestState.OPEN.value)
    requester = models.CharField(
        "qui demande", max_length=12, choices=Requester.choices(), default=Requester.UNKNOWN.value
    )
    age = models.CharField(
        "âge des informations", max_length=8, choices=DataAge.choices(), default=DataAge.UNKNOWN.value
    )
    received_at = models.DateTimeField("reçue le")
    channel = models.CharField("reçue par", max_length=8, choices=Channel.choices(), default=Channel.PHONE.value)
    party = models.ForeignKey(
        "structures.Party", on_delete=models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name="adressée à",
    )  # fmt: skip
    scope = Prose("ce qui est demandé, sans nom", blank=True, max_length=1000)
    handled_by = Words("qui s’en occupe (fonction)", max_length=120, blank=True)
    covered_by = Words("qui prend le relais pendant les congés", max_length=120, blank=True)
    identity_method = models.CharField(
        "vérification de l’identité", max_length=12, choices=IdentityMethod.choices(), default=IdentityMethod.NONE.value
    )
    identity_checked_on = models.DateField("vérifiée le", null=True, blank=True)
    goal = models.CharField("but du proche", max_length=8, choices=Goal.choices(), blank=True)
    minor_secret = models.BooleanField("des soins sont gardés secrets à la demande du mineur", default=False)
    due_on = models.DateField("date donnée par le courrier", null=True, blank=True)
    cnil_reference = Words("référence du courrier", max_length=80, blank=True)
    to_join = Prose("ce qu’il faut joindre", blank=True, max_length=1000)
    acknowledged_on = models.DateField("accusé de réception envoyé le", null=True, blank=True)
    extended_on = models.DateField("prolongation annoncée le", null=True, blank=True)
    extension_reason = Prose("motif de la prolongation", blank=True, max_length=1000)
    outcome = models.CharField("réponse", max_length=10, choices=Outcome.choices(), blank=True)
    answered_on = models.DateField("répondu le", null=True, blank=True)
    answer_means = models.CharField("comment", max_length=12, choices=Means.choices(), blank=True)
    answer_content = Prose("ce qui a été remis", blank=True, max_length=1000)
    proof = Words("preuve de l’envoi", max_length=160, blank=True)
    fee = Words("frais demandés", max_length=80, blank=True)
    ground = models.CharField("fondement du refus", max_length=16, choices=Ground.choices(), blank=True)
    refusal_reason = Prose("motif du refus", blank=True, max_length=2000)

    AGGREGATE = "request"
    EVIDENCE_PERMISSION = "requests.edit"

    class Meta:
        verbose_name = "demande"
        base_manager_name = None
        ordering = ["-received_at", "-reference", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["structure", "reference"],
                name="request_reference_once",
                violation_error_message="Cette référence est déjà celle d’une autre demande.",
            ),
            models.CheckConstraint(
                name="request_answered_has_outcome",
                condition=models.Q(state=RequestState.OPEN)
                | (models.Q(answered_on__isnull=False) & ~models.Q(outcome="")),
                violation_error_message="Dites ce qui a été répondu, et quand.",
            ),
        ]

    def __str__(self):
        return f"{self.reference} {self.get_kind_display()}"

    def answers_to(self, party_id):
        return self.party_id == party_id
