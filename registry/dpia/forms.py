"""Forms of impact assessments: the decision with what is ticked, the assessment itself."""

from crispy_forms.layout import HTML, Column, Layout, Row
from django import forms

from cabinet_rgpd.history.fields import without_nir
from cabinet_rgpd.history.forms import Disputed, RecordForm
from registry.dpia import terms
from registry.dpia.facts import Ticked
from registry.dpia.models import ImpactAssessment
from registry.law import impact

_TICKED = {
    "criteria": (impact.Criterion, "Critères réunis"),
    "triggers": (impact.Trigger, "Ce qui rouvre la question"),
    "required": (impact.Required, "Liste de la CNIL « analyse requise »"),
    "exempt": (impact.Exempt, "Liste de la CNIL « analyse non requise »"),
}


class DecisionForm(RecordForm):
    """What is ticked makes the answer; « Revoir la réponse » sends the ticks without deciding."""

    ASKS_REASON = False

    class Meta:
        model = ImpactAssessment
        fields = ["outcome", "justification", "due_on", "review_on"]
        widgets = {"outcome": forms.RadioSelect, "justification": forms.Textarea(attrs={"rows": 4})}
        help_texts = {
            "justification": "Vos raisons, en quelques phrases : c’est votre preuve (RGPD, art. 5.2).",
            "due_on": "Si vous menez une analyse : elle précède le traitement (RGPD, art. 35.1).",
            "review_on": "Avant, si l’activité change.",
        }

    def __init__(self, *args, ticked=None, **kwargs):
        super().__init__(*args, **kwargs)
        ticked = ticked or Ticked()
        for name, (vocabulary, label) in _TICKED.items():
            self.fields[name] = forms.MultipleChoiceField(
                label=label, choices=vocabulary.choices(), required=False, widget=forms.CheckboxSelectMultiple,
                initial=list(getattr(ticked, name)),
            )  # fmt: skip
        self.fields["outcome"].choices = terms.OUTCOMES
        self.fields["review_on"].required = True
        self.ticked_first = ticked
        self.helper.layout = Layout(
            "criteria",
            "triggers",
            HTML('<details class="mb-3"><summary>Les deux listes de la CNIL</summary>'),
            "required",
            "exempt",
            HTML("</details>"),
            HTML(
                '<p><button type="submit" name="revoir" value="1" class="btn quiet small">Revoir la réponse</button></p>'
            ),
            "outcome",
            "justification",
            Row(Column("due_on"), Column("review_on")),
            "lock",
            "form_key",
        )

    @property
    def ticked(self):
        """What was sent, whatever else was wrong with the form."""
        return Ticked(
            **{
                name: tuple(each.value for each in vocabulary if each.value in self.data.getlist(name))
                for name, (vocabulary, _) in _TICKED.items()
            }
        )

    def like_this_one(self, data=None, *, instance):
        return type(self)(data, instance=instance, ticked=self.ticked_first)


class CoverForm(RecordForm):
    """The other sheets that one assessment stands for, among those in force that have no decision of their own."""

    ASKS_REASON = False

    class Meta:
        model = ImpactAssessment
        fields = ["similarity"]
        widgets = {"similarity": forms.Textarea(attrs={"rows": 3})}
        help_texts = {
            "similarity": "Par exemple : le même logiciel, les mêmes données de santé, les mêmes personnes, les mêmes accès.",
        }

    def __init__(self, *args, offered=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.offered = offered
        self.fields["activities"] = forms.MultipleChoiceField(
            label="Les fiches que cette analyse couvre aussi", required=False, widget=forms.CheckboxSelectMultiple,
            choices=[(str(sheet.id), f"{sheet.reference} {sheet.name}") for sheet in offered],
            initial=[str(line.activity_id) for line in self.instance.covered.all()],
        )  # fmt: skip
        self.helper.layout = Layout("activities", "similarity", "lock", "form_key")

    @property
    def activity_ids(self):
        chosen = set(self.cleaned_data["activities"])
        return [sheet.id for sheet in self.offered if str(sheet.id) in chosen]

    def like_this_one(self, data=None, *, instance):
        return type(self)(data, instance=instance, offered=self.offered)

    def disputed(self, current):
        names = {str(sheet.id): f"{sheet.reference} {sheet.name}" for sheet in self.offered}
        theirs = sorted(names.get(str(line.activity_id), "") for line in current.covered.all())
        yours = sorted(names[each] for each in self.cleaned_data["activities"])
        found = super().disputed(current)
        return found if yours == theirs else [*found, Disputed("Fiches couvertes", ", ".join(yours), ", ".join(theirs))]


class AssessmentForm(RecordForm):
    """The content of art. 35.7, with one line for each of the three events of the CNIL's method."""

    class Meta:
        model = ImpactAssessment
        fields = [
            "description", "necessity", "measures", "residual", "residual_note", "dpo_opinion", "dpo_opinion_on", "views",
            "link", "consulted_on", "consultation_extended", "consultation_answered_on", "consultation_answer",
            "completed_on",
        ]  # fmt: skip
        widgets = {name: forms.Textarea(attrs={"rows": rows}) for name, rows in {
            "description": 6, "necessity": 5, "measures": 5, "residual_note": 2, "dpo_opinion": 3, "views": 3,
            "consultation_answer": 2,
        }.items()}  # fmt: skip
        help_texts = {
            "description": "Ce que l’on fait, avec quoi, pour quoi. Repris de la fiche, à relire (RGPD, art. 35.7.a).",
            "necessity": "Pourquoi ces données et pas moins, cette durée, cette information (RGPD, art. 35.7.b).",
            "measures": "Ce qui réduit les risques, organisation et technique (RGPD, art. 35.7.d).",
            "views": "Ceux des patients ou du personnel, ou pourquoi ils ne sont pas recueillis (RGPD, art. 35.9).",
            "link": "Si l’analyse est faite ailleurs, par exemple avec l’outil PIA de la CNIL. Le fichier se joint aussi à cette page.",
            "completed_on": "À remplir quand l’analyse est complète : la fiche du registre le dira.",
            "dpo_opinion": "L’avis est demandé lorsqu’un délégué est désigné (RGPD, art. 35.2).",
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        known = {} if self.instance._state.adding else {risk.fear: risk for risk in self.instance.risks.all()}
        lines = []
        for fear in terms.Fear:
            risk = known.get(fear.value)
            for name, field in self._risk_fields(fear).items():
                field.initial = getattr(risk, name.partition("_")[2], "") if risk else ""
                self.fields[name] = field
            lines += [
                HTML(f'<h3 class="mt-3">{fear.label}</h3>'),
                Row(Column(f"{fear.value}_severity"), Column(f"{fear.value}_likelihood")),
                Row(Column(f"{fear.value}_impacts"), Column(f"{fear.value}_measures")),
            ]
        self.helper.layout = Layout(
            HTML("<h2>Le traitement</h2>"), "description", "necessity",
            HTML("<h2>Les risques pour les personnes</h2>"), *lines,
            HTML('<h2 class="mt-3">Les mesures, ce qui reste</h2>'), "measures", Row(Column("residual"), Column("residual_note")),
            HTML("<h2>Les avis</h2>"), Row(Column("dpo_opinion"), Column("dpo_opinion_on")), "views",
            HTML("<h2>La CNIL, si le risque reste élevé</h2>"),
            Row(Column("consulted_on"), Column("consultation_answered_on")), "consultation_extended", "consultation_answer",
            HTML("<h2>Fin de l’analyse</h2>"), "link", "completed_on",
            *(["reason"] if "reason" in self.fields else []), "lock", "form_key",
        )  # fmt: skip

    @staticmethod
    def _risk_fields(fear):
        levels = [("", "—"), *terms.Level.choices()]
        text = {"required": False, "max_length": 600, "validators": [without_nir]}
        return {
            f"{fear.value}_severity": forms.ChoiceField(label="Gravité", choices=levels, required=False),
            f"{fear.value}_likelihood": forms.ChoiceField(label="Vraisemblance", choices=levels, required=False),
            f"{fear.value}_impacts": forms.CharField(label="Conséquences pour les personnes", **text),
            f"{fear.value}_measures": forms.CharField(label="Ce qui le réduit", **text),
        }

    @property
    def risks(self):
        """The lines of risks that say something, each with the identifier of the line it continues."""
        known = {risk.fear: risk.pk for risk in self.instance.risks.all()}
        names = ("severity", "likelihood", "impacts", "measures")
        lines = []
        for fear in terms.Fear:
            content = {name: self.cleaned_data[f"{fear.value}_{name}"] for name in names}
            if any(content.values()):
                lines.append({"id": known.get(fear.value), "fear": fear.value, **content})
        return lines

    def disputed(self, current):
        theirs = {risk.fear: risk for risk in current.risks.all()}
        rows = super().disputed(current)
        for fear in terms.Fear:
            for name, field in self._risk_fields(fear).items():
                other = theirs.get(fear.value)
                there = getattr(other, name.partition("_")[2], "") if other else ""
                if self.cleaned_data[name] != there:
                    rows.append(Disputed(f"{fear.label}, {field.label.lower()}", self.cleaned_data[name], there))
        return rows
