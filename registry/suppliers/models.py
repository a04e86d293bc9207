"""Suppliers that act on the structure's behalf (GDPR art. 28), or receive its data."""

from django.db import models

from cabinet_rgpd.history.fields import Prose, Words
from cabinet_rgpd.history.tracked import TrackedChild, TrackedRoot
from registry.law.contracts import clause_choices
from registry.law.vocabulary import (
    AccessLevel,
    HdsActivity,
    HdsStatus,
    HdsVersion,
    Place,
    ProcessorKind,
    SecondaryUse,
    SupplierRole,
    YesNoUnknown,
)


class Supplier(TrackedRoot):
    name = Words("nom", max_length=160)
    kind = models.CharField("service rendu", max_length=24, choices=ProcessorKind.choices)
    role = models.CharField(
        "ce qu’il est pour vous", max_length=12, choices=SupplierRole.choices, default=SupplierRole.PROCESSOR.value
    )
    country = Words("pays où sont les données", max_length=100, default="France", blank=True)
    hds = models.CharField(
        "hébergement de données de santé (HDS)", max_length=16, choices=HdsStatus.choices,
        default=HdsStatus.UNKNOWN.value,
    )  # fmt: skip
    party = models.ForeignKey(
        "structures.Party", on_delete=models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name="contrat passé par",
    )  # fmt: skip
    note = Prose("note", max_length=1000, blank=True)
    archived_on = models.DateField("archivé le", null=True, blank=True)
    reviewed_on = models.DateField("relu le", null=True, blank=True)

    contact = Words("qui joindre pour la sécurité", max_length=160, blank=True)
    email = models.EmailField("adresse électronique", blank=True)
    phone = Words("téléphone", max_length=30, blank=True)
    access = models.CharField(
        "ce qu’il peut lire", max_length=16, choices=AccessLevel.choices, default=AccessLevel.UNKNOWN.value
    )
    reads = Prose("précisions sur ce qu’il peut lire", max_length=600, blank=True)
    secondary_use = models.CharField(
        "réutilise-t-il des données pour lui-même ?", max_length=12, choices=SecondaryUse.choices,
        default=SecondaryUse.UNKNOWN.value,
    )  # fmt: skip
    secondary_note = Prose("ce que dit le contrat de cette réutilisation", max_length=600, blank=True)

    contract_reference = Words("référence du contrat", max_length=120, blank=True)
    contract_signed_on = models.DateField("contrat signé le", null=True, blank=True)
    contract_ends_on = models.DateField("échéance du contrat", null=True, blank=True)
    confidentiality_on = models.DateField("engagement de confidentialité signé le", null=True, blank=True)

    hds_number = Words("numéro du certificat HDS", max_length=60, blank=True)
    hds_version = models.CharField("version du référentiel", max_length=4, choices=HdsVersion.choices, blank=True)
    hds_body = Words("organisme certificateur", max_length=120, blank=True)
    hds_activities = models.JSONField("activités couvertes", default=list, blank=True)
    hds_until = models.DateField("certificat valable jusqu’au", null=True, blank=True)
    hds_option = models.CharField(
        "option d’hébergement de santé activée pour vous", max_length=8, choices=YesNoUnknown.choices,
        default=YesNoUnknown.UNKNOWN.value,
    )  # fmt: skip
    in_eea = models.CharField(
        "données stockées dans l’Espace économique européen", max_length=8, choices=YesNoUnknown.choices,
        default=YesNoUnknown.UNKNOWN.value,
    )  # fmt: skip

    AGGREGATE = "supplier"
    CHILDREN = ("clauses", "sub_processors", "interventions")
    TERMS = {"hds_activities": HdsActivity}
    RESTORE_PERMISSION = "suppliers.edit"
    KEPT_ON_RESTORE = frozenset({"archived_on"})
    EVIDENCE_PERMISSION = "suppliers.edit"

    class Meta:
        verbose_name = "prestataire"
        base_manager_name = None
        ordering = ["name", "id"]
        constraints = [
            models.CheckConstraint(
                name="supplier_contract_ends_after_its_signature",
                condition=models.Q(contract_ends_on__isnull=True)
                | models.Q(contract_signed_on__isnull=True)
                | models.Q(contract_ends_on__gte=models.F("contract_signed_on")),
                violation_error_message="L’échéance du contrat ne peut pas précéder sa signature.",
            ),
        ]

    def __str__(self):
        return self.name

    def answers_to(self, party_id):
        return self.party_id == party_id


class SupplierChild(TrackedChild):
    ROOT = "supplier"

    class Meta(TrackedChild.Meta):
        abstract = True


class SupplierClause(SupplierChild):
    """Whether the contract holds one of the clauses of `registry.law.contracts`."""

    supplier = models.ForeignKey(Supplier, on_delete=models.CASCADE, related_name="clauses")
    clause = models.CharField("clause", max_length=24, choices=clause_choices)
    found = models.CharField(
        "dans le contrat", max_length=8, choices=YesNoUnknown.choices, default=YesNoUnknown.UNKNOWN.value
    )

    class Meta(SupplierChild.Meta):
        verbose_name = "clause"


class SubProcessor(SupplierChild):
    """A supplier of the supplier (GDPR art. 28.2 and 28.4)."""

    supplier = models.ForeignKey(Supplier, on_delete=models.CASCADE, related_name="sub_processors")
    name = Words("sous-traitant ultérieur", max_length=160)
    service = Words("service", max_length=160, blank=True)
    country = Words("pays", max_length=100, blank=True)

    class Meta(SupplierChild.Meta):
        verbose_name = "sous-traitant ultérieur"


class Intervention(SupplierChild):
    """A line of the maintenance logbook."""

    supplier = models.ForeignKey(Supplier, on_delete=models.CASCADE, related_name="interventions")
    done_on = models.DateField("faite le")
    place = models.CharField("d’où", max_length=8, choices=Place.choices)
    what = Words("objet", max_length=240)
    by = Words("par qui", max_length=120, blank=True)
    watched_by = Words("sous les yeux de", max_length=120, blank=True)
    closed = models.BooleanField("accès refermé ensuite", default=False)

    class Meta(SupplierChild.Meta):
        verbose_name = "intervention"
