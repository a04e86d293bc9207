"""Forms of the security measures: an answer, a test of restoration."""

import datetime as dt

from crispy_forms.layout import Column, Layout, Row
from django import forms

from cabinet_rgpd.evidence.forms import EvidenceField
from cabinet_rgpd.history.fields import without_nir
from cabinet_rgpd.history.forms import KeyedForm, RecordForm
from cabinet_rgpd.lib.calendar import add_months
from registry.law.vocabulary import MeasureState, RestoreResult
from registry.security.models import Measure

KEPT = (
    "Avant d’enregistrer «\u00a0absente\u00a0»\u00a0: cette réponse sera gardée dans l’historique, avec votre nom et la date. "
    "Elle montre que le point manque, et aussi que vous l’avez vu. Une date prévue est proposée ici\u00a0: gardez-la, "
    "changez-la, ou videz-la et cochez la case."
)


class MeasureForm(RecordForm):
    """An answer. « Absente » without a planned date is asked for a second time, with a date proposed."""

    upload = EvidenceField(required=False, label="Pièce qui le montre")
    acknowledged = forms.BooleanField(
        label="Garder «\u00a0absente\u00a0» sans date prévue",
        required=False,
        widget=forms.HiddenInput,
    )

    class Meta:
        model = Measure
        fields = ["site", "state", "note", "answered_on", "next_check_on", "planned_on", "responsible"]
        widgets = {"state": forms.RadioSelect, "note": forms.Textarea(attrs={"rows": 3})}
        help_texts = {
            "site": "Par exemple «\u00a0cabinet secondaire, rue des Lilas\u00a0».",
            "state": (
                "«\u00a0Absente\u00a0» sera gardée dans l’historique comme les autres réponses\u00a0: "
                "donnez alors une date prévue."
            ),
            "note": "Comment, où, avec quoi. Aucun mot de passe, aucun nom de patient.",
            "answered_on": "Le jour où vous l’avez vu. Le jour de l’enregistrement est gardé à part.",
            "next_check_on": "Dans un an si vous laissez vide.",
            "planned_on": "Pour une mesure absente ou partielle.",
            "responsible": "Une fonction plutôt qu’un nom\u00a0: «\u00a0la coordinatrice\u00a0».",
        }

    def __init__(self, *args, today=None, at_a_site=False, **kwargs):
        self.today, self.at_a_site = today, at_a_site
        super().__init__(*args, **kwargs)
        if at_a_site:
            self.fields["site"].required = True
        else:
            del self.fields["site"]
        self.fields["state"].choices = MeasureState.choices()
        if self.instance._state.adding and today:
            self.fields["answered_on"].initial = today
        self.helper.layout = Layout(
            *(["site"] if at_a_site else []),
            "state",
            "note",
            Row(Column("answered_on"), Column("next_check_on")),
            Row(Column("planned_on"), Column("responsible")),
            "acknowledged",
            "upload",
            *(["reason"] if "reason" in self.fields else []),
            "lock",
            "form_key",
        )

    def clean(self):
        content = super().clean()
        absent = content.get("state") == MeasureState.ABSENT
        if absent and not content.get("planned_on") and not content.get("acknowledged") and self.today:
            self.data = self.data.copy()
            self.data["planned_on"] = add_months(self.today, 1).isoformat()
            self.fields["acknowledged"].widget = forms.CheckboxInput()
            self.add_error("planned_on", KEPT)
        return content

    def like_this_one(self, data=None, *, instance):
        return type(self)(data, instance=instance, today=self.today, at_a_site=self.at_a_site)


class RestoreTestForm(KeyedForm):
    done_on = forms.DateField(label="Fait le", widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    what = forms.CharField(
        label="Ce qui a été restauré", max_length=200, validators=[without_nir],
        help_text="Par exemple «\u00a0la base du logiciel du 3 mars, sur le poste de secours\u00a0». Aucun nom de patient.",
    )  # fmt: skip
    minutes = forms.IntegerField(
        label="Durée en minutes", min_value=1, max_value=100_000, required=False,
        help_text="Du début jusqu’au moment où l’on peut travailler.",
    )  # fmt: skip
    by = forms.CharField(
        label="Par qui", max_length=120, validators=[without_nir], help_text="Une fonction, ou le prestataire."
    )
    result = forms.ChoiceField(label="Résultat", choices=RestoreResult.choices(), widget=forms.RadioSelect)
    note = forms.CharField(
        label="Ce qu’on en retient", max_length=600, required=False, validators=[without_nir],
        widget=forms.Textarea(attrs={"rows": 2}),
    )  # fmt: skip

    def __init__(self, *args, today: dt.date | None = None, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["done_on"].initial = today
        self.helper.layout = Layout(
            Row(Column("done_on"), Column("minutes")), "what", "by", "result", "note", "form_key"
        )

    def content(self):
        return {name: value for name, value in self.cleaned_data.items() if name != "form_key"}
