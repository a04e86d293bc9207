"""The answers that the register was written from."""

from django.db import models

from cabinet_rgpd.history.tracked import TrackedRoot


class Questionnaire(TrackedRoot):
    """The answers as last accepted, and the proposals that were set aside."""

    answers = models.JSONField("réponses", default=dict)
    #: Keys of the typical activities that were proposed and unticked.
    declined = models.JSONField("propositions écartées", default=list, blank=True)
    answered_on = models.DateField("répondu le")

    AGGREGATE = "questionnaire"

    class Meta:
        verbose_name = "questionnaire"
        base_manager_name = None
        constraints = [models.UniqueConstraint(fields=["structure"], name="questionnaire_one_record")]

    def __str__(self):
        return "Questionnaire"


class QuestionnaireDraft(models.Model):
    """Answers under way: a working paper, gone when the proposal is accepted."""

    structure = models.OneToOneField(
        "structures.Structure", on_delete=models.CASCADE, primary_key=True, related_name="+"
    )
    answers = models.JSONField(default=dict)
