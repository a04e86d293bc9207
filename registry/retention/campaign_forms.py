"""Forms of a purge campaign: prepared, carried out, given up."""

from crispy_forms.layout import Column, Fieldset, Layout, Row
from django import forms

from cabinet_rgpd.history.fields import without_nir
from cabinet_rgpd.history.forms import RecordForm
from registry.retention.calculator_forms import DayField
from registry.retention.models import PurgeCampaign

NO_NAME = "Jamais le nom d’un patient : des nombres."


class CampaignForm(RecordForm):
    """`people` are suggested for the one in charge; a function may be written instead of a name."""

    class Meta:
        model = PurgeCampaign
        fields = ["rule", "kind", "cut_off", "criteria", "leave_aside", "planned_on", "assigned_to"]
        widgets = {"kind": forms.RadioSelect, "leave_aside": forms.Textarea(attrs={"rows": 3})}
        help_texts = {
            "cut_off": "Le dernier jour que la campagne concerne, donné par le calcul.",
            "criteria": "Ce qui désigne ces dossiers. " + NO_NAME,
            "planned_on": "Une campagne par an suffit d’ordinaire.",
            "assigned_to": "Une personne ou une fonction, par exemple « le secrétariat ».",
        }

    def __init__(self, *args, people=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.people = people
        rules = self.fields["rule"].queryset.filter(archived_on__isnull=True)
        self.fields["rule"].queryset = rules | rules.model.objects.filter(pk=self.instance.rule_id)
        self.fields["rule"].empty_label = "Choisissez une règle"
        self.fields["kind"].choices = [choice for choice in self.fields["kind"].choices if choice[0]]
        self.fields["assigned_to"].widget.attrs |= {"list": "people", "autocomplete": "off"}
        self.helper.layout = Layout(
            "rule",
            "kind",
            Row(Column("planned_on"), Column("cut_off")),
            "criteria",
            "leave_aside",
            "assigned_to",
            *(["reason"] if "reason" in self.fields else []),
            "lock",
            "form_key",
        )

    def like_this_one(self, data=None, *, instance):
        return type(self)(data, instance=instance, people=self.people)


class ResultForm(RecordForm):
    """What was done. `next_on` prepares the next campaign, when this one has not been recorded before."""

    next_on = DayField(label="Prochaine campagne le", required=False, help_text="Laissez vide s’il n’y en aura pas.")

    class Meta:
        model = PurgeCampaign
        fields = [
            "done_on", "files", "method", "method_note", "operator", "kept_for_claims", "kept_for_minors",
            "kept_for_other", "kept_note", "backups", "proof_note",
        ]  # fmt: skip
        widgets = {
            name: forms.Textarea(attrs={"rows": 2}) for name in ("method_note", "kept_note", "backups", "proof_note")
        }
        help_texts = {
            "files": "Zéro si l’examen n’a rien trouvé : la campagne a eu lieu.",
            "operator": "La personne, la fonction ou le prestataire.",
            "kept_note": NO_NAME,
            "backups": "Par exemple : « effacés de la sauvegarde à la prochaine rotation, le 31 janvier ».",
            "proof_note": "Certificat, bordereau, capture : joignez le fichier à la campagne ensuite.",
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in ("done_on", "files", "method", "operator"):
            self.fields[name].required = True
        if self.instance.done_on:
            del self.fields["next_on"]
        self.helper.layout = Layout(
            Row(Column("done_on"), Column("files")),
            Row(Column("method"), Column("operator")),
            "method_note",
            Fieldset(
                "Dossiers laissés de côté",
                Row(Column("kept_for_claims"), Column("kept_for_minors"), Column("kept_for_other")),
                "kept_note",
            ),
            Fieldset("Preuve", "proof_note", "backups"),
            *(name for name in ("next_on", "reason") if name in self.fields),
            "lock",
            "form_key",
        )


class DropForm(RecordForm):
    """Why a campaign is given up."""

    ASKS_REASON = False

    class Meta:
        model = PurgeCampaign
        fields = ["dropped_reason"]
        widgets = {"dropped_reason": forms.Textarea(attrs={"rows": 2})}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["dropped_reason"].validators.append(without_nir)
        self.helper.layout = Layout("dropped_reason", "lock", "form_key")
