"""The forms of the calculator. What is typed is answered and forgotten: no record, no address, no log holds it."""

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout
from django import forms

from cabinet_rgpd.history.forms import RecordForm
from registry.law.vocabulary import TriggerEvent
from registry.retention.models import RetentionChoices

HELP = {
    TriggerEvent.LAST_ENTRY: "Dernier ajout au dossier, même sans venue : courrier, résultat, appel.",
    TriggerEvent.LAST_CARE: "Dernière consultation, visite ou téléconsultation.",
    TriggerEvent.BIRTH: "Avant le 28e anniversaire, rien n’est supprimé.",
    TriggerEvent.DEATH: "Laissez vide si le patient est en vie ou si vous l’ignorez.",
    TriggerEvent.CLAIM: "Recours amiable ou contentieux qui met en cause les soins.",
    TriggerEvent.CLAIM_END: "Laissez vide tant qu’il est ouvert.",
}


class DayField(forms.DateField):
    """A day, as a date field of the browser; typed by hand where there is none."""

    def __init__(self, **kwargs):
        super().__init__(
            input_formats=["%Y-%m-%d", "%d/%m/%Y"],
            widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date", "class": "form-control"}),
            error_messages={
                "required": "Indiquez ce jour.",
                "invalid": "Écrivez le jour en entier, par exemple 12/03/2026.",
            },
            **kwargs,
        )

    def to_python(self, value):
        """Years that no practice has known are refused: the count must stay on the calendar."""
        day = super().to_python(value)
        if day is not None and not 1900 <= day.year <= 2200:
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid")
        return day


class CalculatorForm(forms.Form):
    """A date for each event of a rule, those of its particular cases being optional."""

    def __init__(self, data=None, *, needed, optional, never_shorten):
        super().__init__(data)
        for event in (*needed, *optional):
            label = event.label[:1].upper() + event.label[1:]
            self.fields[event.value] = DayField(label=label, required=event in needed, help_text=HELP.get(event, ""))
        if TriggerEvent.DEATH in optional:
            self.fields["never_shorten"] = forms.BooleanField(
                label="Ne jamais raccourcir",
                required=False,
                initial=never_shorten,
                help_text="Un décès ne ramène alors aucune suppression à un jour plus proche.",
            )
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.disable_csrf = True
        self.helper.layout = Layout(*self.fields)

    def clean(self):
        content = super().clean()
        opened, closed = content.get(TriggerEvent.CLAIM.value), content.get(TriggerEvent.CLAIM_END.value)
        if closed and not opened:
            self.add_error(TriggerEvent.CLAIM.value, "Indiquez quand ce recours a été introduit.")
        if opened and closed and closed < opened:
            self.add_error(TriggerEvent.CLAIM_END.value, "La fin du recours ne peut pas précéder son introduction.")
        return content

    def dates(self):
        """The dates given, by event."""
        return {TriggerEvent(name): day for name, day in self.cleaned_data.items() if name != "never_shorten" and day}


class CutOffForm(forms.Form):
    """The day of a purge: no date of a patient, so that its address may be kept and sent."""

    au = DayField(label="Au")


class ChoicesForm(RecordForm):
    ASKS_REASON = False

    class Meta:
        model = RetentionChoices
        fields = ["never_shorten", "justification"]
        widgets = {"justification": forms.Textarea(attrs={"rows": 3})}
        help_texts = {
            "never_shorten": (
                "Un décès peut ramener la fin d’un dossier à dix ans après lui. Coché, la date la plus tardive l’emporte."
            ),
            "justification": "Nécessaire si vous décochez : c’est ce que lira un contrôleur.",
        }
