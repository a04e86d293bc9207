"""The end of a practice, as a guided case: what happens to the files, who keeps them, who may still be reached."""

from django.db import models

from cabinet_rgpd.history.fields import Prose, Words
from cabinet_rgpd.history.tracked import TrackedChild, TrackedRoot
from registry.closing.vocabulary import Keeper, Support
from registry.law import closing as law
from registry.law.closing import EndKind
from registry.law.vocabulary import Profession


class Closing(TrackedRoot):
    """`ends_on` is the day said; `party` is empty when the whole structure closes."""

    kind = models.CharField("situation", max_length=12, choices=EndKind.choices)
    party = models.ForeignKey(
        "structures.Party", on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="praticien"
    )
    profession = models.CharField("profession", max_length=24, choices=Profession.choices, blank=True)
    ends_on = models.DateField("dernier jour d’exercice")
    keeper = models.CharField("qui garde les dossiers", max_length=12, choices=Keeper.choices, blank=True)
    keeper_name = Words("son nom", max_length=160, blank=True)
    keeper_address = Words("son adresse", max_length=240, blank=True)
    keeper_since = models.DateField("dossiers remis le", null=True, blank=True)
    contact_name = Words("contact qui demeure", max_length=160, blank=True)
    contact_address = Words("adresse postale du contact", max_length=240, blank=True)
    contact_email = models.EmailField("adresse électronique du contact", blank=True)
    contact_phone = Words("téléphone du contact", max_length=30, blank=True)
    contact_shown = models.BooleanField("montrer ce contact sur la notice publique", default=False)
    message = Prose("message aux patients", max_length=800, blank=True)
    order_name = Words("conseil de l’Ordre", max_length=160, blank=True)
    order_address = Words("son adresse postale", max_length=240, blank=True)
    finished_on = models.DateField("terminé le", null=True, blank=True)

    AGGREGATE = "closing"
    CHILDREN = ("steps", "holdings")
    EVIDENCE_PERMISSION = "decisions.edit"

    class Meta:
        verbose_name = "fin d’exercice"
        base_manager_name = None
        ordering = ["-ends_on", "id"]

    def __str__(self):
        return EndKind.label_of(self.kind)


class ClosingStep(TrackedChild):
    """A step with its own days: when it is due, when it was done."""

    closing = models.ForeignKey(Closing, on_delete=models.CASCADE, related_name="steps")
    key = models.CharField("étape", max_length=16)
    due_on = models.DateField("prévue le", null=True, blank=True)
    done_on = models.DateField("faite le", null=True, blank=True)
    note = Words("note", max_length=300, blank=True)

    ROOT = "closing"
    SAID = {"key": law.label_of}

    class Meta(TrackedChild.Meta):
        verbose_name = "étape"


class Holding(TrackedChild):
    """A line of the inventory: a kind of files, how many, where they are and where they go. Never a patient."""

    closing = models.ForeignKey(Closing, on_delete=models.CASCADE, related_name="holdings")
    nature = Words("nature des dossiers", max_length=160)
    support = models.CharField("support", max_length=12, choices=Support.choices)
    count = models.PositiveIntegerField("nombre", null=True, blank=True)
    years = Words("années", max_length=40, blank=True)
    place = Words("où ils sont", max_length=160, blank=True)
    destination = Words("où ils vont", max_length=160, blank=True)

    ROOT = "closing"

    class Meta(TrackedChild.Meta):
        verbose_name = "ligne d’inventaire"

    def __str__(self):
        return self.nature
