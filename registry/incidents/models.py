"""Breaches of personal data (GDPR art. 33.5): what happened, what was lost, what was decided and done, never who the patients are."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models

from cabinet_rgpd.history.fields import Prose, Words
from cabinet_rgpd.history.tracked import TrackedChild, TrackedRoot
from registry.incidents import rules
from registry.incidents.vocabulary import Answer, BreachKind, BreachState, CnilDecision, PersonsDecision, StepKind
from registry.law.vocabulary import DataKind, PersonCategory

#: Bounds that keep a slip of the finger out of the register.
MOST_PERSONS, MOST_HOURS = 100_000_000, 24 * 90


class Incident(TrackedRoot):
    """A breach. `known_at` is the structure's own knowledge, which starts its clocks; a supplier's notice is another date."""

    reference = Words("référence", max_length=20)
    title = Words("ce qui s’est passé, en une ligne", max_length=160)
    state = models.CharField("état", max_length=8, choices=BreachState.choices(), default=BreachState.DRAFT.value)
    kind = models.CharField("nature", max_length=12, choices=BreachKind.choices())
    party = models.ForeignKey(
        "structures.Party", on_delete=models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name="survenue chez",
    )  # fmt: skip
    at_supplier = models.BooleanField("chez un prestataire", default=False)
    supplier = models.ForeignKey(
        "registry.Supplier", on_delete=models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name="prestataire",
    )  # fmt: skip
    attack = models.CharField(
        "attaque informatique", max_length=8, choices=Answer.choices(), default=Answer.UNKNOWN.value
    )
    description = Prose("récit", blank=True)
    happened_from = models.DateTimeField("a commencé le", null=True, blank=True)
    happened_until = models.DateTimeField("a pris fin le", null=True, blank=True)
    known_at = models.DateTimeField("connue le", null=True, blank=True)
    known_how = Words("apprise comment", max_length=200, blank=True)
    supplier_told_at = models.DateTimeField("annoncée par le prestataire le", null=True, blank=True)
    confidentiality = models.BooleanField("des données ont pu être vues ou copiées", default=False)
    integrity = models.BooleanField("des données ont pu être modifiées", default=False)
    availability = models.BooleanField("des données ont été inaccessibles ou perdues", default=False)
    persons = models.JSONField("personnes concernées", default=list, blank=True)
    persons_count = models.PositiveIntegerField(
        "nombre approximatif de personnes", null=True, blank=True, validators=[MaxValueValidator(MOST_PERSONS)]
    )
    data_kinds = models.JSONField("données touchées", default=list, blank=True)
    records_count = models.PositiveIntegerField(
        "nombre approximatif d’enregistrements", null=True, blank=True, validators=[MaxValueValidator(MOST_PERSONS)]
    )
    counts_note = Words("comment ces nombres sont estimés", max_length=300, blank=True)
    consequences = Prose("conséquences probables", blank=True)
    measures_taken = Prose("mesures prises", blank=True)
    measures_planned = Prose("mesures prévues", blank=True)
    risk = models.JSONField("grille de risque", default=dict, blank=True)
    cnil_decision = models.CharField(
        "décision sur la notification à la CNIL", max_length=10, choices=CnilDecision.choices(),
        default=CnilDecision.UNDECIDED.value,
    )  # fmt: skip
    cnil_reason = Prose("motifs de la décision sur la notification", blank=True, max_length=2000)
    cnil_decided_on = models.DateField("notification décidée le", null=True, blank=True)
    persons_decision = models.CharField(
        "décision sur l’information des personnes", max_length=10, choices=PersonsDecision.choices(),
        default=PersonsDecision.UNDECIDED.value,
    )  # fmt: skip
    persons_reason = Prose("motifs de la décision sur l’information", blank=True, max_length=2000)
    persons_decided_on = models.DateField("information décidée le", null=True, blank=True)
    insured = models.CharField(
        "assurance contre les risques informatiques", max_length=8, choices=Answer.choices(),
        default=Answer.UNKNOWN.value,
    )  # fmt: skip
    insurer = Words("assureur, téléphone des sinistres", max_length=160, blank=True)
    insurer_hours = models.PositiveIntegerField(
        "délai de déclaration au contrat, en heures", null=True, blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(MOST_HOURS)],
    )  # fmt: skip
    closed_on = models.DateField("clôturée le", null=True, blank=True)
    lessons = Prose("ce qui change pour que cela ne revienne pas", blank=True, max_length=2000)

    AGGREGATE = "incident"
    EVIDENCE_PERMISSION = "incidents.edit"
    CHILDREN = ("controllers", "steps")
    TERMS = {"persons": PersonCategory, "data_kinds": DataKind}
    SAID = {"risk": rules.risk_in_words}

    class Meta:
        verbose_name = "violation de données"
        base_manager_name = None
        ordering = ["-known_at", "-reference", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["structure", "reference"],
                name="incident_reference_once",
                violation_error_message="Cette référence est déjà celle d’une autre violation.",
            ),
            models.CheckConstraint(
                name="incident_in_register_was_known",
                condition=models.Q(state=BreachState.DRAFT) | models.Q(known_at__isnull=False),
                violation_error_message="Dites quand vous l’avez su\u00a0: les délais partent de ce moment.",
            ),
            models.CheckConstraint(
                name="incident_ends_after_starting",
                condition=models.Q(happened_until__isnull=True)
                | models.Q(happened_from__isnull=True)
                | models.Q(happened_until__gte=models.F("happened_from")),
                violation_error_message="La fin ne peut pas précéder le début.",
            ),
        ]

    def __str__(self):
        return f"{self.reference} {self.title}"

    @property
    def is_draft(self):
        return self.state == BreachState.DRAFT

    def answers_to(self, party_id):
        return self.party_id == party_id


class IncidentController(TrackedChild):
    """When one of several controllers knew, when each counts from its own knowledge."""

    ROOT = "incident"

    incident = models.ForeignKey(Incident, on_delete=models.CASCADE, related_name="controllers")
    party = models.ForeignKey(
        "structures.Party", on_delete=models.PROTECT, related_name="+", verbose_name="responsable"
    )
    known_at = models.DateTimeField("connue le")

    class Meta(TrackedChild.Meta):
        verbose_name = "connaissance par un responsable"


class IncidentStep(TrackedChild):
    """Something done about a breach, with its proof in words."""

    ROOT = "incident"

    incident = models.ForeignKey(Incident, on_delete=models.CASCADE, related_name="steps")
    kind = models.CharField("démarche", max_length=16, choices=StepKind.choices())
    party = models.ForeignKey(
        "structures.Party", on_delete=models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name="faite pour",
    )  # fmt: skip
    done_at = models.DateTimeField("faite le")
    by = Words("par qui (fonction)", max_length=120, blank=True)
    reference = Words("numéro ou référence", max_length=120, blank=True)
    note = Prose("précision, motif d’un retard", max_length=1000, blank=True)

    class Meta(TrackedChild.Meta):
        verbose_name = "démarche"

    def __str__(self):
        return StepKind.label_of(self.kind)
