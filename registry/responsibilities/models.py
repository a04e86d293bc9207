"""Who answers for what among the parties of a structure, and what they wrote down about it (GDPR art. 26, 28, 30.2)."""

from django.db import models

from cabinet_rgpd.history.fields import Prose, Words
from cabinet_rgpd.history.tracked import TrackedChild, TrackedRoot
from registry.law.vocabulary import HdsStatus
from registry.responsibilities.rules import File, Hosts, Instructed, Outcome, Paper, Purposes


class ResponsibilityDecision(TrackedRoot):
    """The answer for one activity, with the facts, reasons and day it rests on, and what the structure decided."""

    activity = models.ForeignKey(
        "registry.ProcessingActivity", on_delete=models.PROTECT, related_name="+", verbose_name="activité"
    )
    purposes = models.CharField("Qui décide à quoi servent ces données ?", max_length=12, choices=Purposes.choices())
    file = models.CharField("Partagez-vous un même fichier ?", max_length=12, choices=File.choices())
    instructed = models.CharField(
        "L’un d’entre vous agit-il seulement sur instruction des autres ?", max_length=4, choices=Instructed.choices()
    )
    hosts = models.CharField(
        "L’un d’entre vous garde-t-il des données de santé pour les autres ?", max_length=4, choices=Hosts.choices()
    )
    answer = models.CharField("réponse du texte", max_length=24, choices=Outcome.choices())
    papers = models.JSONField("écrits demandés", default=list)
    reasons = models.JSONField("motifs", default=list)
    hds_alert = models.BooleanField("hébergement à vérifier (HDS)", default=False)
    outcome = models.CharField("décision", max_length=24, choices=Outcome.choices())
    justification = Prose("justification", max_length=2000, blank=True)
    decided_on = models.DateField("décidée le")

    AGGREGATE = "responsibility"
    TERMS = {"papers": Paper}

    class Meta:
        verbose_name = "répartition des responsabilités"
        base_manager_name = None
        ordering = ["-decided_on", "id"]
        constraints = [models.UniqueConstraint(fields=["structure", "activity"], name="responsibility_once")]

    def __str__(self):
        return f"Qui répond de {self.activity}"


class JointAgreement(TrackedRoot):
    """The arrangement between joint controllers (art. 26): who informs, who answers, whom to reach, and its essence."""

    name = Words("nom de l’accord", max_length=160)
    informs = models.ForeignKey(
        "structures.Party", on_delete=models.PROTECT, related_name="+", verbose_name="qui informe les personnes"
    )
    answers = models.ForeignKey(
        "structures.Party", on_delete=models.PROTECT, related_name="+", verbose_name="qui répond aux demandes"
    )
    notifies = models.ForeignKey(
        "structures.Party",
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name="qui notifie une violation à la CNIL",
    )
    contact_point = Words("point de contact des personnes", max_length=200)
    arrangement = Prose("ce que chacun décide et assure", max_length=4000, blank=True)
    essence = Prose("grandes lignes, pour la notice", max_length=1200)
    signed_on = models.DateField("signé le", null=True, blank=True)
    archived_on = models.DateField("archivé le", null=True, blank=True)

    AGGREGATE = "agreement"
    CHILDREN = ("parties", "activities")
    RESTORE_PERMISSION = "decisions.edit"
    KEPT_ON_RESTORE = frozenset({"archived_on"})

    class Meta:
        verbose_name = "accord entre responsables conjoints"
        base_manager_name = None
        ordering = ["name", "id"]

    def __str__(self):
        return self.name


class AgreementParty(TrackedChild):
    agreement = models.ForeignKey(JointAgreement, on_delete=models.CASCADE, related_name="parties")
    party = models.ForeignKey("structures.Party", on_delete=models.PROTECT, related_name="+", verbose_name="partie")
    ROOT = "agreement"

    class Meta(TrackedChild.Meta):
        verbose_name = "partie à l’accord"


class AgreementActivity(TrackedChild):
    agreement = models.ForeignKey(JointAgreement, on_delete=models.CASCADE, related_name="activities")
    activity = models.ForeignKey(
        "registry.ProcessingActivity", on_delete=models.PROTECT, related_name="+", verbose_name="activité"
    )
    ROOT = "agreement"

    class Meta(TrackedChild.Meta):
        verbose_name = "activité de l’accord"


class ServiceForMembers(models.TextChoices):
    SERVER = "server", "Serveur ou logiciel commun"
    SECRETARIAT = "secretariat", "Secrétariat"
    SCHEDULING = "scheduling", "Prise de rendez-vous"
    PAYROLL = "payroll", "Paie et gestion du personnel"
    BILLING = "billing", "Facturation"
    MAINTENANCE = "maintenance", "Maintenance informatique"
    OTHER = "other", "Autre service"


class ProcessingForOthers(TrackedRoot):
    """What one party does for others on their instructions: a sheet of the register of the processor (art. 30.2)."""

    name = Words("service rendu", max_length=160)
    service = models.CharField("nature", max_length=16, choices=ServiceForMembers.choices)
    processor = models.ForeignKey(
        "structures.Party", on_delete=models.PROTECT, related_name="+", verbose_name="qui rend le service"
    )
    categories = Prose("ce qui est fait des données pour chacun", max_length=2000)
    subprocessors = Prose("prestataires auxquels il recourt", max_length=1000, blank=True)
    transfers = Prose("transferts hors de l’Espace économique européen", max_length=1000, blank=True)
    security_measures = Prose("mesures de sécurité", max_length=2000, blank=True)
    health_data = models.BooleanField("garde des données de santé des patients", default=False)
    hds = models.CharField(
        "certificat d’hébergeur (HDS)", max_length=16, choices=HdsStatus.choices, default=HdsStatus.UNKNOWN.value
    )
    contract_on = models.DateField("contrat signé le", null=True, blank=True)
    archived_on = models.DateField("archivé le", null=True, blank=True)

    AGGREGATE = "processing_for_others"
    CHILDREN = ("controllers",)
    RESTORE_PERMISSION = "decisions.edit"
    KEPT_ON_RESTORE = frozenset({"archived_on"})

    class Meta:
        verbose_name = "service rendu aux membres"
        base_manager_name = None
        ordering = ["name", "id"]

    def __str__(self):
        return self.name


class ServedController(TrackedChild):
    """A party on whose behalf the processor acts."""

    processing = models.ForeignKey(ProcessingForOthers, on_delete=models.CASCADE, related_name="controllers")
    party = models.ForeignKey("structures.Party", on_delete=models.PROTECT, related_name="+", verbose_name="pour qui")
    ROOT = "processing"

    class Meta(TrackedChild.Meta):
        verbose_name = "responsable servi"


class AccessMatrix(TrackedRoot):
    """Who may open what, by function, as the structure adopted it; and what happens when a patient objects to sharing."""

    adopted_on = models.DateField("adoptée le")
    objection = Prose("quand un patient s’oppose au partage", max_length=3000)

    AGGREGATE = "access_matrix"
    CHILDREN = ("rights",)
    RESTORE_PERMISSION = "decisions.edit"

    class Meta:
        verbose_name = "matrice des accès"
        base_manager_name = None
        constraints = [models.UniqueConstraint(fields=["structure"], name="access_matrix_once")]

    def __str__(self):
        return "Matrice des accès"


class AccessRight(TrackedChild):
    """One cell. Keys are those of registry/law/access/matrix.yaml."""

    matrix = models.ForeignKey(AccessMatrix, on_delete=models.CASCADE, related_name="rights")
    function = models.CharField("fonction", max_length=24)
    subject = models.CharField("données", max_length=24)
    level = models.CharField("accès", max_length=8)
    ROOT = "matrix"

    class Meta(TrackedChild.Meta):
        verbose_name = "droit d’accès"
