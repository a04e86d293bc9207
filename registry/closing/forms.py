"""Forms of the end of a practice: the situation, who keeps and who answers, the steps, the inventory."""

from crispy_forms.layout import HTML, Column, Layout, Row
from django import forms

from cabinet_rgpd.history.fields import without_nir
from cabinet_rgpd.history.forms import Disputed, RecordForm
from registry.closing.models import Closing
from registry.closing.vocabulary import Support
from registry.law import closing as law

#: Empty lines offered below the inventory: without JavaScript, a page more is a form more.
EMPTY_LINES = 4


def _reason(form):
    return ["reason"] if "reason" in form.fields else []


class SituationForm(RecordForm):
    class Meta:
        model = Closing
        fields = ["kind", "party", "profession", "ends_on"]
        widgets = {"kind": forms.RadioSelect}
        help_texts = {
            "party": "Laissez vide si toute la structure ferme.",
            "profession": "Elle décide de ce que les textes disent des dossiers.",
            "ends_on": "Ou le jour du décès. Les étapes se comptent depuis ce jour.",
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = law.EndKind.choices()
        self.helper.layout = Layout(
            "kind", Row(Column("party"), Column("profession")), "ends_on", *_reason(self), "lock", "form_key"
        )

    def clean(self):
        content = super().clean()
        if content.get("kind") == law.EndKind.DEPARTURE and not content.get("party"):
            self.add_error("party", "Dites quel praticien part.")
        return content


class KeepingForm(RecordForm):
    class Meta:
        model = Closing
        fields = [
            "keeper", "keeper_name", "keeper_address", "keeper_since", "contact_name", "contact_address", "contact_email",
            "contact_phone", "contact_shown", "message", "order_name", "order_address",
        ]  # fmt: skip
        widgets = {"keeper": forms.RadioSelect, "message": forms.Textarea(attrs={"rows": 3})}
        help_texts = {
            "contact_name": "La personne ou le service qui répondra encore, des années après : choisissez ce qui dure.",
            "contact_shown": "À partir du dernier jour d’exercice, en tête de la notice que lisent les patients.",
            "message": "Une ou deux phrases, par exemple qui reprend les patients. Jamais le nom d’un patient.",
            "order_name": "Par exemple le conseil départemental de l’Ordre : la lettre lui est adressée.",
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["keeper"].choices = [each for each in self.fields["keeper"].choices if each[0]]
        self.helper.layout = Layout(
            HTML("<h2>Les dossiers</h2>"), "keeper", Row(Column("keeper_name"), Column("keeper_since")), "keeper_address",
            HTML('<h2 class="mt-4">Le contact qui demeure</h2>'),
            "contact_name", Row(Column("contact_email"), Column("contact_phone")), "contact_address", "contact_shown", "message",
            HTML('<h2 class="mt-4">L’Ordre</h2>'), "order_name", "order_address",
            *_reason(self), "lock", "form_key",
        )  # fmt: skip


class StepsForm(RecordForm):
    """Each step with the day it is planned for and the day it was done."""

    class Meta:
        model = Closing
        fields = []

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        known = {each.key: each for each in self.instance.steps.all()}
        lines = []
        for step in law.steps_of(self.instance.kind):
            said = known.get(step.key)
            due = (said and said.due_on) or step.due_on(self.instance.ends_on)
            for name, field in _step_fields(step.key).items():
                self.fields[name] = field
            self.fields[f"{step.key}_due"].initial = due
            self.fields[f"{step.key}_done"].initial = said.done_on if said else None
            self.fields[f"{step.key}_note"].initial = said.note if said else ""
            lines += [
                HTML(f'<h2 class="h5 mt-3">{step.label}</h2>'),
                Row(Column(f"{step.key}_due"), Column(f"{step.key}_done"), Column(f"{step.key}_note")),
            ]
        self.helper.layout = Layout(*lines, *_reason(self), "lock", "form_key")

    @property
    def steps(self):
        known = {each.key: each.pk for each in self.instance.steps.all()}
        return [
            {
                "id": known.get(step.key), "key": step.key, "due_on": self.cleaned_data[f"{step.key}_due"],
                "done_on": self.cleaned_data[f"{step.key}_done"], "note": self.cleaned_data[f"{step.key}_note"],
            }
            for step in law.steps_of(self.instance.kind)
        ]  # fmt: skip

    def disputed(self, current):
        theirs = {each.key: each for each in current.steps.all()}
        rows = []
        for step in law.steps_of(current.kind):
            there = theirs.get(step.key)
            for name, attribute in (("due", "due_on"), ("done", "done_on"), ("note", "note")):
                yours, other = self.cleaned_data.get(f"{step.key}_{name}"), getattr(there, attribute, None)
                if there is not None and (yours or "") != (other or ""):
                    rows.append(Disputed(step.label, str(yours or ""), str(other or "")))
        return rows


def _step_fields(key):
    def date(label):
        return forms.DateField(
            label=label, required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
        )

    return {
        f"{key}_due": date("Prévue le"),
        f"{key}_done": date("Faite le"),
        f"{key}_note": forms.CharField(label="Note", required=False, max_length=300, validators=[without_nir]),
    }


class InventoryForm(RecordForm):
    """Kinds of files with their numbers, line by line; a line without a kind is left out."""

    COLUMNS = ("nature", "support", "count", "years", "place", "destination")

    class Meta:
        model = Closing
        fields = []

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.known = list(self.instance.holdings.all())
        lines = []
        for number in range(len(self.known) + EMPTY_LINES):
            row = self.known[number] if number < len(self.known) else None
            for column, field in self._line().items():
                field.initial = getattr(row, column) if row else field.initial
                self.fields[f"{column}_{number}"] = field
            lines += [
                HTML(f'<h2 class="h5 mt-3">Ligne {number + 1}</h2>'),
                Row(*(Column(f"{column}_{number}") for column in self.COLUMNS[:3])),
                Row(*(Column(f"{column}_{number}") for column in self.COLUMNS[3:])),
            ]
        self.count = len(self.known) + EMPTY_LINES
        self.helper.layout = Layout(*lines, *_reason(self), "lock", "form_key")

    @staticmethod
    def _line():
        text = {"required": False, "validators": [without_nir]}
        return {
            "nature": forms.CharField(label="Nature des dossiers", max_length=160, **text),
            "support": forms.ChoiceField(
                label="Support", choices=Support.choices(), required=False, initial=Support.SOFTWARE.value
            ),
            "count": forms.IntegerField(label="Nombre", required=False, min_value=0, max_value=10_000_000),
            "years": forms.CharField(label="Années", max_length=40, **text),
            "place": forms.CharField(label="Où ils sont", max_length=160, **text),
            "destination": forms.CharField(label="Où ils vont", max_length=160, **text),
        }

    @property
    def holdings(self):
        lines = []
        for number in range(self.count):
            content = {column: self.cleaned_data[f"{column}_{number}"] for column in self.COLUMNS}
            if content["nature"].strip():
                content["support"] = content["support"] or Support.OTHER.value
                lines.append({"id": self.known[number].pk if number < len(self.known) else None, **content})
        return lines

    def disputed(self, current):
        theirs = [each.nature for each in current.holdings.all()]
        yours = [line["nature"] for line in self.holdings]
        return [Disputed("Inventaire", ", ".join(yours), ", ".join(theirs))] if yours != theirs else []
