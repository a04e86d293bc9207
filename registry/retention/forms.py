"""The form of a retention rule: one copied from a legal value, or one of the structure's own."""

from crispy_forms.layout import Column, Layout, Row
from django import forms

from cabinet_rgpd.history.fields import without_nir
from cabinet_rgpd.history.forms import RecordForm
from registry.law.vocabulary import Force
from registry.retention.models import RetentionRule


class RuleForm(RecordForm):
    """A rule copied from a legal value keeps its force and its sources; the structure's own says them itself."""

    source = forms.CharField(
        label="Texte ou motif qui la fonde",
        required=False,
        max_length=300,
        validators=[without_nir],
        help_text="L’article ou la recommandation ; à défaut, pourquoi cette durée suffit (RGPD, art. 5.1.e).",
    )

    class Meta:
        model = RetentionRule
        fields = [
            "name", "text", "trigger", "active_use", "archive", "fate", "force", "justification", "to_validate",
        ]  # fmt: skip
        help_texts = {
            "name": "La catégorie de données, par exemple « Agenda des rendez-vous ».",
            "text": "Celle que liront vos patients : « 12 mois après le rendez-vous, puis suppression. »",
            "trigger": "L’événement à partir duquel on compte.",
            "active_use": "Tant que les données servent au quotidien.",
            "archive": "Gardées à part, ouvertes à peu de monde, pour une preuve ou une obligation.",
            "fate": "Suppression, anonymisation, versement.",
            "force": "Obligatoire seulement si un texte l’impose : citez-le.",
            "justification": "Nécessaire dès que vous vous écartez d’une règle obligatoire ou recommandée.",
            "to_validate": "Décochez quand vous avez vérifié la règle, par exemple auprès de votre ordre.",
        }
        widgets = {
            "text": forms.Textarea(attrs={"rows": 3}),
            "justification": forms.Textarea(attrs={"rows": 3}),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        copied = bool(self.instance.parameter)
        if copied:
            del self.fields["force"], self.fields["source"]
        else:
            self.fields["force"].choices = list(reversed(Force.choices()))
            self.fields["source"].initial = " ; ".join(each["title"] for each in self.instance.sources)
            del self.fields["justification"]
        if not self.instance.to_validate:
            del self.fields["to_validate"]
        self.helper.layout = Layout(
            "name",
            "text",
            Row(Column("trigger"), Column("fate")),
            Row(Column("active_use"), Column("archive")),
            *(name for name in ("force", "source", "justification", "to_validate", "reason") if name in self.fields),
            "lock",
            "form_key",
        )

    def content(self):
        content = super().content()
        if "source" in self.fields and ("source" in self.changed_data or self.instance._state.adding):
            source = self.cleaned_data["source"].strip()
            content["sources"] = [{"title": source, "href": ""}] if source else []
        return content
