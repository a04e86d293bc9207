"""Forms of the notice: its settings, and the button that publishes it."""

from crispy_forms.layout import Column, Layout, Row
from django import forms

from cabinet_rgpd.history.forms import KeyedForm, RecordForm
from patients_info.models import Notice


class NoticeForm(RecordForm):
    class Meta:
        model = Notice
        fields = ["slug", "rights_contact", "rights_email", "rights_phone", "introduction"]
        help_texts = {
            "slug": "La fin de l’adresse que vos patients liront. Elle ne change plus après la première publication.",
            "rights_contact": "Une personne, un service, par exemple « le secrétariat ». Sans réponse : la structure.",
            "rights_email": "Sans courriel ni téléphone ici, ce sont ceux de la structure.",
            "introduction": "Facultatif : une ou deux phrases, lues avant le reste.",
        }
        widgets = {"introduction": forms.Textarea(attrs={"rows": 3})}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.edition:
            del self.fields["slug"]
        self.helper.layout = Layout(
            *(["slug"] if "slug" in self.fields else []),
            "rights_contact",
            Row(Column("rights_email"), Column("rights_phone")),
            "introduction",
            *(["reason"] if "reason" in self.fields else []),
            "lock",
            "form_key",
        )

    def clean_slug(self):
        return self.cleaned_data["slug"].lower()


class PublishForm(KeyedForm):
    lock = forms.CharField(widget=forms.HiddenInput, required=False)
