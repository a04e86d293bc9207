"""Forms of the DPO: the decision, and how to reach the person designated."""

from crispy_forms.layout import Column, Layout, Row
from django import forms

from cabinet_rgpd.history.forms import Disputed, RecordForm
from registry.dpo import interests
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
    another_person = forms.BooleanField(
        required=False, label="C’est une autre personne",
        help_text="Sa mission, ses vérifications et son numéro de désignation repartent de zéro ; l’historique garde les précédents.",
    )  # fmt: skip

    class Meta:
        model = DpoDesignation
        fields = ["name", "organisation", "kind", "email", "phone", "postal_address", "since", "until", "end_reason"]
        widgets = {"kind": forms.RadioSelect}
        help_texts = {
            "name": "La personne, ou la fonction si le délégué est une société.",
            "organisation": "Laissez vide pour un délégué interne.",
            "email": "Publiée dans la notice : une adresse de fonction évite de la changer souvent (RGPD, art. 37.7).",
            "until": "Laissez vide tant que la mission continue.",
            "end_reason": "Par exemple : fin du contrat, départ, changement de prestataire.",
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = interests.DpoKind.choices()
        if self.instance._state.adding:
            del self.fields["another_person"]
        self.helper.layout = Layout(
            Row(Column("name"), Column("organisation")),
            "kind",
            Row(Column("email"), Column("phone")),
            "postal_address",
            Row(Column("since"), Column("until")),
            "end_reason",
            *(name for name in ("another_person", "reason") if name in self.fields),
            "lock",
            "form_key",
        )

    def clean(self):
        content = super().clean()
        since, until = content.get("since"), content.get("until")
        if since and until and until < since:
            self.add_error("until", "La fin ne peut pas précéder le début.")
        return content


class MissionForm(RecordForm):
    class Meta:
        model = DpoDesignation
        fields = [
            "means", "letter_signed_on", "next_report_on", "representative", "representative_role", "headcount",
            "declared_on", "cnil_number", "end_declared_on",
        ]  # fmt: skip
        widgets = {"means": forms.Textarea(attrs={"rows": 4})}
        help_texts = {
            "means": "Le temps prévu, les accès, la formation, le budget : ils figurent dans la lettre de mission (RGPD, art. 38.2).",
            "next_report_on": "Un bilan par an est d’usage.",
            "representative": "Celui qui signe pour la structure, demandé par le formulaire de la CNIL.",
            "headcount": "Praticiens et personnel, demandé par le formulaire de la CNIL.",
            "cnil_number": "Donné par la CNIL après la désignation, par exemple DPO-12345 : il sert à la modifier ou à y mettre fin.",
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper.layout = Layout(
            "means",
            Row(Column("letter_signed_on"), Column("next_report_on")),
            Row(Column("representative"), Column("representative_role")),
            "headcount",
            Row(Column("declared_on"), Column("cnil_number")),
            "end_declared_on",
            *(["reason"] if "reason" in self.fields else []),
            "lock",
            "form_key",
        )


class InterestsForm(RecordForm):
    """The questions about the person, each answered by yes or no; they may be left open and taken up later."""

    class Meta:
        model = DpoDesignation
        fields = ["checked_note"]
        widgets = {"checked_note": forms.Textarea(attrs={"rows": 3})}
        help_texts = {
            "checked_note": "Ce que vous faites d’un point délicat, par exemple qui d’autre contrôle cette partie."
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        given = dict(self.instance.checks.values_list("question", "answer"))
        for question in interests.Question:
            self.fields[question.value] = forms.ChoiceField(
                label=question.label, choices=interests.ANSWERS, required=False, widget=forms.RadioSelect,
                initial=given.get(question.value, ""),
            )  # fmt: skip
        self.helper.layout = Layout(
            *[question.value for question in interests.Question],
            "checked_note",
            *(["reason"] if "reason" in self.fields else []),
            "lock",
            "form_key",
        )

    @property
    def answers(self):
        return {question: self.cleaned_data[question.value] for question in interests.Question}

    def disputed(self, current):
        words = dict(interests.ANSWERS)
        theirs = dict(current.checks.values_list("question", "answer"))
        rows = [
            Disputed(each.label, words.get(self.cleaned_data[each.value], ""), words.get(theirs.get(each.value), ""))
            for each in interests.Question
            if self.cleaned_data[each.value] != theirs.get(each.value, "")
        ]
        return [*super().disputed(current), *rows]
