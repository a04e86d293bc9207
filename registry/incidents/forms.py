"""Forms of a breach: one per part of the guided entry, the decisions, what was done, the end."""

from django import forms

from cabinet_rgpd.history.fields import without_nir
from cabinet_rgpd.history.forms import KeyedForm, RecordForm
from cabinet_rgpd.history.moments import MomentField
from cabinet_rgpd.structures.forms import OwnedForm
from registry.incidents import rules
from registry.incidents.models import Incident, IncidentStep
from registry.incidents.parts import BY_KEY
from registry.incidents.vocabulary import BreachKind
from registry.law.vocabulary import DataKind, PersonCategory

_MOMENTS = ("known_at", "happened_from", "happened_until", "supplier_told_at")
_HELP = {
    "title": "Par exemple «\u00a0Logiciel inaccessible depuis vendredi soir\u00a0». Jamais le nom d’un patient.",
    "party": "Celui qui répond de ces données, et tient cette fiche. Laissez vide pour toute la structure.",
    "description": "Ce que vous avez vu, dans l’ordre, et qui l’a vu (par sa fonction).",
    "attack": "Le délai de plainte de l’assurance ne vise que les attaques.",
    "known_at": "À l’heure de votre cabinet. Dans le doute, le moment le plus ancien.",
    "known_how": "Un message du prestataire, un patient, un écran, la presse…",
    "supplier_told_at": "Sa propre notification à la CNIL ne remplace pas la vôtre.",
    "happened_from": "Laissez vide si vous ne le savez pas.",
    "happened_until": "Laissez vide si cela dure encore.",
    "persons_count": "Un ordre de grandeur.",
    "records_count": "Dossiers, messages, fichiers… un ordre de grandeur.",
    "consequences": "Retard de soins, démarchage, chantage, atteinte au secret…",
    "measures_taken": "Postes débranchés, mots de passe changés, prestataire appelé, copie vérifiée…",
    "insurer_hours": "Il figure aux conditions particulières. Cinq jours font 120 heures.",
}


class IncidentForm(OwnedForm):
    """One part of the guided entry."""

    persons = forms.MultipleChoiceField(
        label="Personnes concernées", required=False, choices=PersonCategory.choices(),
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    data_kinds = forms.MultipleChoiceField(
        label="Données touchées", required=False, choices=DataKind.choices(), widget=forms.CheckboxSelectMultiple
    )

    class Meta:
        model = Incident
        fields = [
            "kind", "title", "party", "at_supplier", "supplier", "attack", "description", "known_at",
            "known_how", "supplier_told_at", "happened_from", "happened_until", "confidentiality", "integrity", "availability",
            "persons", "persons_count", "data_kinds", "records_count", "counts_note", "consequences", "measures_taken",
            "measures_planned", "insured", "insurer", "insurer_hours",
        ]  # fmt: skip
        field_classes = dict.fromkeys(_MOMENTS, MomentField)
        widgets = {
            "description": forms.Textarea(attrs={"rows": 5}),
            "consequences": forms.Textarea(attrs={"rows": 3}),
            "measures_taken": forms.Textarea(attrs={"rows": 4}),
            "measures_planned": forms.Textarea(attrs={"rows": 3}),
            "attack": forms.RadioSelect,
            "insured": forms.RadioSelect,
        }
        help_texts = _HELP

    def __init__(self, data=None, *, part, parties=(), owners=(), instance):
        super().__init__(data, parties=owners, instance=instance)
        self.part, self.known_by, self.owners = part, parties, owners
        for name in self._meta.fields:
            if name not in BY_KEY[part].fields:
                self.fields.pop(name, None)
        if part == "risk":
            self._add_grid()
        if part == "when" and len(parties) > 1:
            self._add_controllers()
        if "known_at" in self.fields:
            self.fields["known_at"].required = not instance.is_draft
        self.order_fields([name for name in self.fields if name not in ("reason", "lock", "form_key")])

    def content(self):
        content = {name: self.cleaned_data[name] for name in BY_KEY[self.part].fields if name in self.cleaned_data}
        if self.part == "risk":
            content["risk"] = {
                each.key: self.cleaned_data[f"risk_{each.key}"]
                for each in rules.grid().criteria
                if self.cleaned_data[f"risk_{each.key}"]
            }
        if self.part == "when" and len(self.known_by) > 1:
            known = {line.party_id: line.pk for line in self.instance.controllers.all()}
            content["controllers"] = [
                {"id": known.get(party.pk), "party": party, "known_at": self.cleaned_data[f"known_{party.pk}"]}
                for party in self.known_by
                if self.cleaned_data[f"known_{party.pk}"]
            ]
        if "supplier" in content and not content["at_supplier"]:
            content["supplier"] = None
        return content

    def like_this_one(self, data=None, *, instance):
        return IncidentForm(data, part=self.part, parties=self.known_by, owners=self.owners, instance=instance)

    def clean(self):
        content = super().clean()
        start, end = content.get("happened_from"), content.get("happened_until")
        if start and end and end < start:
            self.add_error("happened_until", "La fin ne peut pas précéder le début.")
        return content

    def _add_grid(self):
        for each in rules.grid().criteria:
            self.fields[f"risk_{each.key}"] = forms.ChoiceField(
                label=each.question, help_text=each.why, required=False, choices=each.levels, widget=forms.RadioSelect,
                initial=self.instance.risk.get(each.key, ""),
            )  # fmt: skip

    def _add_controllers(self):
        known = {line.party_id: line.known_at for line in self.instance.controllers.all()}
        for party in self.known_by:
            self.fields[f"known_{party.pk}"] = MomentField(
                label=f"Connue de {party.name} le", required=False, initial=known.get(party.pk),
                help_text="Seulement s’il répond de ces données et l’a su à un autre moment.",
            )  # fmt: skip


class StartForm(KeyedForm):
    """The first screen: what it looks like, in one line."""

    kind = forms.ChoiceField(label="Que s’est-il passé\u00a0?", choices=BreachKind.choices(), widget=forms.RadioSelect)
    at_supplier = forms.BooleanField(
        label="Cela se passe chez un prestataire (logiciel, hébergeur, télésecrétariat…)", required=False
    )
    title = forms.CharField(label="En une ligne", max_length=160, validators=[without_nir], help_text=_HELP["title"])

    def content(self):
        return {name: self.cleaned_data[name] for name in ("kind", "at_supplier", "title")}


class DecisionForm(RecordForm):
    ASKS_REASON = False

    class Meta:
        model = Incident
        fields = ["cnil_decision", "cnil_reason", "persons_decision", "persons_reason"]
        widgets = {
            "cnil_decision": forms.RadioSelect,
            "persons_decision": forms.RadioSelect,
            "cnil_reason": forms.Textarea(attrs={"rows": 4}),
            "persons_reason": forms.Textarea(attrs={"rows": 4}),
        }
        help_texts = {
            "cnil_reason": "Indispensables si vous ne notifiez pas.",
            "persons_reason": "Indispensables si vous n’informez pas\u00a0: chiffrement, mesure prise depuis, information publique.",
        }


class StepForm(RecordForm):
    """Something done. `lock` is that of the breach."""

    ASKS_REASON = False

    class Meta:
        model = IncidentStep
        fields = ["kind", "done_at", "party", "by", "reference", "note"]
        field_classes = {"done_at": MomentField}
        widgets = {"note": forms.Textarea(attrs={"rows": 3})}
        help_texts = {
            "reference": "Numéro de récépissé, de dossier, de plainte ou de sinistre.",
            "party": "Laissez vide si cela vaut pour toute la structure.",
            "by": "La fonction suffit.",
            "note": "Obligatoire pour une notification après 72 heures\u00a0: les motifs du retard (RGPD, art. 33.1).",
        }

    def __init__(self, data=None, *, incident, instance=None, initial=None):
        self.incident = incident
        self.step = instance
        instance = instance or IncidentStep()
        held, instance._state.adding = instance._state.adding, True
        super().__init__(data, instance=instance, initial=initial)
        instance._state.adding = held
        self.fields["lock"].initial = incident.lock_token

    def disputed(self, current):
        return []

    def like_this_one(self, data=None, *, instance):
        return StepForm(data, incident=instance, instance=self.step)


class CloseForm(RecordForm):
    ASKS_REASON = False

    class Meta:
        model = Incident
        fields = ["lessons"]
        widgets = {"lessons": forms.Textarea(attrs={"rows": 4})}
        help_texts = {"lessons": "Une phrase par mesure suffit."}
