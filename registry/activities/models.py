"""The register of processing activities (GDPR art. 30.1): an activity and its lists."""

from django.db import models

from cabinet_rgpd.history.fields import Prose, WebAddress, Words
from cabinet_rgpd.history.tracked import TrackedChild, TrackedRoot
from registry.law.vocabulary import (
    Article9Condition,
    CatalogueFamily,
    DataKind,
    DpiaState,
    InformationMeans,
    LegalBasis,
    PersonCategory,
    ProcessorKind,
    RecipientKind,
    Role,
    TransferSafeguard,
)


class State(models.TextChoices):
    DRAFT = "draft", "Brouillon"
    IN_FORCE = "in_force", "En vigueur"
    ARCHIVED = "archived", "Archivée"


class TransferStance(models.TextChoices):
    """The question is always answered in writing; « à vérifier » is a finding."""

    UNKNOWN = "unknown", "À vérifier"
    NONE = "none", "Aucun transfert hors de l’Espace économique européen"
    SOME = "some", "Des données sortent de l’Espace économique européen"


class ProcessingActivity(TrackedRoot):
    """A use that the structure makes of personal data."""

    reference = Words("référence", max_length=20)
    name = Words("nom", max_length=160)
    description = Prose("description", blank=True)
    state = models.CharField("état", max_length=12, choices=State.choices, default=State.DRAFT)
    family = models.CharField("famille", max_length=16, choices=CatalogueFamily.choices, blank=True)
    persons = models.JSONField("personnes concernées", default=list, blank=True)
    data_source = Prose("source des données", blank=True, max_length=1000)
    transfer_stance = models.CharField(
        "hors d’Europe", max_length=8, choices=TransferStance.choices, default=TransferStance.UNKNOWN
    )
    software = Words("logiciel utilisé", blank=True)
    security_measures = Prose("mesures de sécurité", blank=True)
    information_means = models.CharField(
        "information donnée", max_length=12, choices=InformationMeans.choices, blank=True
    )
    information_note = Prose("précision sur l’information", blank=True, max_length=1000)
    dpia_state = models.CharField("analyse d’impact (AIPD)", max_length=16, choices=DpiaState.choices, blank=True)
    dpia_note = Prose("motif ou lien de l’AIPD", blank=True, max_length=2000)
    started_on = models.DateField("commencée le", null=True, blank=True)
    reviewed_on = models.DateField("dernière revue le", null=True, blank=True)
    next_review_on = models.DateField("prochaine revue le", null=True, blank=True)
    #: Keys of the typical activities it came from: proposals are differences against these.
    origins = models.JSONField("activités types", default=list, blank=True)
    #: The texts that the typical activities rest on: `[{"title", "href"}]`.
    sources = models.JSONField("sources", default=list, blank=True)

    AGGREGATE = "activity"
    CHILDREN = ("responsibles", "purposes", "data_categories", "recipients", "processors", "transfers")
    TERMS = {"persons": PersonCategory}
    RESTORE_PERMISSION = "register.edit"
    EVIDENCE_PERMISSION = "register.edit"
    KEPT_ON_RESTORE = frozenset({"state", "reference"})

    class Meta:
        verbose_name = "activité de traitement"
        base_manager_name = None
        ordering = ["reference", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["structure", "reference"],
                name="activity_reference_once",
                violation_error_message="Cette référence est déjà celle d’une autre activité.",
            ),
            models.CheckConstraint(
                name="activity_review_dates_in_order",
                condition=models.Q(reviewed_on__isnull=True)
                | models.Q(next_review_on__isnull=True)
                | models.Q(next_review_on__gte=models.F("reviewed_on")),
                violation_error_message="La prochaine revue ne peut pas précéder la dernière.",
            ),
        ]

    def __str__(self):
        return f"{self.reference} {self.name}"

    @property
    def is_draft(self):
        return self.state == State.DRAFT

    def answers_to(self, party_id):
        return self.responsibles.filter(party_id=party_id).exists()


class ActivityChild(TrackedChild):
    ROOT = "activity"

    class Meta(TrackedChild.Meta):
        abstract = True


class Responsible(ActivityChild):
    """A party that answers for the activity, and as what (art. 4(7), 26, 28)."""

    activity = models.ForeignKey(ProcessingActivity, on_delete=models.CASCADE, related_name="responsibles")
    party = models.ForeignKey(
        "structures.Party", on_delete=models.PROTECT, related_name="+", verbose_name="responsable"
    )
    role = models.CharField("rôle", max_length=20, choices=Role.choices, default=Role.CONTROLLER.value)

    class Meta(ActivityChild.Meta):
        verbose_name = "responsable"


class Purpose(ActivityChild):
    """A purpose with its own legal basis and, for health data, its condition of art. 9(2)."""

    activity = models.ForeignKey(ProcessingActivity, on_delete=models.CASCADE, related_name="purposes")
    name = Words("finalité", max_length=240)
    legal_basis = models.CharField("base légale", max_length=8, choices=LegalBasis.choices, blank=True)
    basis_text = Words("texte ou motif qui la fonde", max_length=300, blank=True)
    interest = Prose("intérêt poursuivi", max_length=600, blank=True)
    article_9 = models.CharField(
        "condition de l’article 9", max_length=8, choices=Article9Condition.choices, blank=True
    )
    to_validate = models.BooleanField("à valider", default=False)

    class Meta(ActivityChild.Meta):
        verbose_name = "finalité"

    def __str__(self):
        return self.name


class DataCategory(ActivityChild):
    """A category of data, with how long it is kept (art. 30.1.c and f)."""

    activity = models.ForeignKey(ProcessingActivity, on_delete=models.CASCADE, related_name="data_categories")
    description = Words("données", max_length=300)
    kind = models.CharField("nature", max_length=24, choices=DataKind.choices, blank=True)
    retention_rule = models.ForeignKey(
        "registry.RetentionRule", on_delete=models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name="règle de conservation",
    )  # fmt: skip
    justification = Prose("justification d’un écart", max_length=600, blank=True)

    class Meta(ActivityChild.Meta):
        verbose_name = "catégorie de données"

    def __str__(self):
        return self.description


class Recipient(ActivityChild):
    activity = models.ForeignKey(ProcessingActivity, on_delete=models.CASCADE, related_name="recipients")
    kind = models.CharField("catégorie", max_length=20, choices=RecipientKind.choices, blank=True)
    name = Words("destinataire", max_length=240)

    class Meta(ActivityChild.Meta):
        verbose_name = "destinataire"

    def __str__(self):
        return self.name


class ActivityProcessor(ActivityChild):
    """A supplier that acts on the structure's behalf; a kind alone while it is not yet named, which is a finding."""

    activity = models.ForeignKey(ProcessingActivity, on_delete=models.CASCADE, related_name="processors")
    kind = models.CharField("prestation", max_length=24, choices=ProcessorKind.choices)
    supplier = models.ForeignKey(
        "registry.Supplier",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="prestataire",
    )

    class Meta(ActivityChild.Meta):
        verbose_name = "prestataire"

    def __str__(self):
        return ProcessorKind.label_of(self.kind)


class Transfer(ActivityChild):
    """A transfer outside the EEA and what safeguards it (art. 30.1.e, chapter V)."""

    activity = models.ForeignKey(ProcessingActivity, on_delete=models.CASCADE, related_name="transfers")
    recipient = Words("destinataire", max_length=200)
    country = Words("pays", max_length=100, blank=True)
    safeguard = models.CharField("garantie", max_length=20, choices=TransferSafeguard.choices, blank=True)
    link = WebAddress("lien vers la garantie", blank=True, max_length=400)

    class Meta(ActivityChild.Meta):
        verbose_name = "transfert"

    def __str__(self):
        return self.recipient
