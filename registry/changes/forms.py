"""The form of a handled change."""

from crispy_forms.layout import Layout
from django import forms

from cabinet_rgpd.history.forms import RecordForm
from registry.changes.models import TextReview


class HandledForm(RecordForm):
    """`since` names the new text that the page showed."""

    ASKS_REASON = False

    since = forms.DateField(widget=forms.HiddenInput)

    class Meta:
        model = TextReview
        fields = ["outcome", "justification"]
        widgets = {"outcome": forms.RadioSelect, "justification": forms.Textarea(attrs={"rows": 3})}
        help_texts = {"justification": "Une phrase : c’est ce que lira un contrôleur."}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["since"].widget = forms.HiddenInput()
        self.fields["outcome"].choices = [each for each in self.fields["outcome"].choices if each[0]]
        self.helper.layout = Layout("outcome", "justification", "since", "lock", "form_key")
