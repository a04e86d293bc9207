"""Forms of the DPO: the decision, and how to reach the person designated."""

from crispy_forms.layout import Column, Layout, Row
from django import forms

from cabinet_rgpd.history.forms import RecordForm
from registry.dpo.models import DpoDecision, DpoDesignation, Outcome


class ShownField(forms.CharField):
    """Carries what the page shows: what was sent is checked, what is drawn again is what the page shows now."""

    widget = forms.HiddenInput

    def bound_data(self, data, initial):
        return initial or data


class DecisionForm(RecordForm):
    """`rests_on` names the figures shown beside the form."""

    ASKS_REASON = False

    rests_on = ShownField(required=False, max_length=64)

    class Meta:
        model = DpoDecision
        fields = ["outcome", "justification", "review_on"]
        widgets = {"outcome": forms.RadioSelect, "justification": forms.Textarea(attrs={"rows": 4})}
        help_texts = {
            "justification": "Vos raisons, en quelques phrases : c’est votre preuve (RGPD, art. 5.2).",
            "review_on": "Un an est d’usage ; avant, si le nombre de patients ou l’organisation change.",
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["outcome"].choices = Outcome.choices
        self.fields["review_on"].required = True
        self.helper.layout = Layout("outcome", "justification", "review_on", "rests_on", "lock", "form_key")


class ContactForm(RecordForm):
    class Meta:
        model = DpoDesignation
        fields = ["name", "organisation", "email", "phone", "since", "until"]
        help_texts = {
            "name": "La personne, ou la fonction si le délégué est une société.",
            "organisation": "Laissez vide pour un délégué interne.",
            "email": "Publiée dans la notice : une adresse de fonction évite de la changer souvent (RGPD, art. 37.7).",
            "until": "Laissez vide tant que la mission continue.",
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper.layout = Layout(
            Row(Column("name"), Column("organisation")),
            Row(Column("email"), Column("phone")),
            Row(Column("since"), Column("until")),
            *(["reason"] if "reason" in self.fields else []),
            "lock",
            "form_key",
        )

    def clean(self):
        content = super().clean()
        since, until = content.get("since"), content.get("until")
        if since and until and until < since:
            self.add_error("until", "La fin ne peut pas précéder le début.")
        return content
