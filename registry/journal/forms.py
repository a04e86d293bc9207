"""Forms of the journal: a line of each kind, the insurance."""

from crispy_forms.layout import Column, Layout, Row
from django import forms

from cabinet_rgpd.evidence.forms import EvidenceField
from cabinet_rgpd.history.forms import RecordForm
from registry.journal.models import Insurance, JournalEntry
from registry.law.vocabulary import EntryKind, Method, Prerequisite

#: What each kind asks besides its date and its title: fields, then the help of the title.
ASKED = {
    EntryKind.TRAINING: (
        ("audience", "content", "next_on"),
        "Par exemple «\u00a0Reconnaître un courriel piégé\u00a0».",
    ),
    EntryKind.METHOD: (("method", "content", "next_on"), "Par exemple «\u00a0Méthode pour 2027\u00a0»."),
    EntryKind.CHARTER: (("audience", "next_on"), "Par exemple «\u00a0Charte informatique, édition 2026\u00a0»."),
    EntryKind.UNDERTAKING: (("audience",), "Par exemple «\u00a0Engagement de la nouvelle remplaçante\u00a0»."),
    EntryKind.CONTROL: (("content", "next_on"), "Par exemple «\u00a0Contrôle de la CNIL sur pièces\u00a0»."),
    EntryKind.NOTE: (("content",), "Ce que vous voulez pouvoir montrer plus tard."),
}


#: Kinds that name the practitioners they are about.
WITH_PEOPLE = (EntryKind.TRAINING, EntryKind.CHARTER, EntryKind.UNDERTAKING)


class EntryForm(RecordForm):
    upload = EvidenceField(required=False, label="Pièce qui le montre")
    attendees = forms.MultipleChoiceField(
        label="Praticiens concernés", required=False, widget=forms.CheckboxSelectMultiple,
        help_text="Ceux qui y étaient, ou qui ont signé\u00a0: le tableau de l’équipe le lit ici.",
    )  # fmt: skip

    class Meta:
        model = JournalEntry
        fields = ["happened_on", "title", "method", "audience", "content", "next_on"]
        widgets = {"content": forms.Textarea(attrs={"rows": 4}), "method": forms.RadioSelect}
        help_texts = {
            "audience": "Des fonctions, sans nom\u00a0: «\u00a0le secrétariat, deux remplaçants\u00a0».",
            "content": "Ce qui a été fait ou décidé, et pourquoi. Aucun nom de patient.",
            "next_on": "Laissez vide s’il n’y en a pas.",
        }

    def __init__(self, *args, kind, today=None, parties=(), **kwargs):
        self.kind, self.today, self.parties = EntryKind(kind), today, tuple(parties)
        super().__init__(*args, **kwargs)
        self._ask_who()
        asked, help_text = ASKED[self.kind]
        for name in ("method", "audience", "content", "next_on"):
            if name not in asked:
                del self.fields[name]
        self.fields["title"].help_text = help_text
        if "method" in self.fields:
            self.fields["method"].choices = Method.choices()
            self.fields["method"].required = True
        if self.instance._state.adding:
            self.fields["happened_on"].initial = today
        self.helper.layout = Layout(
            "happened_on",
            "title",
            *asked,
            *(["attendees"] if "attendees" in self.fields else []),
            "upload",
            *(["reason"] if "reason" in self.fields else []),
            "lock",
            "form_key",
        )

    def like_this_one(self, data=None, *, instance):
        return type(self)(data, instance=instance, kind=self.kind, today=self.today, parties=self.parties)

    def content(self):
        content = super().content()
        if "attendees" in self.fields:
            known = {str(each.party_id): each.pk for each in self._attending()}
            content["attendees"] = [{"id": known.get(key), "party": key} for key in self.cleaned_data["attendees"]]
        return content

    def _attending(self):
        return [] if self.instance._state.adding else list(self.instance.attendees.all())

    def _ask_who(self):
        if self.kind not in WITH_PEOPLE or len(self.parties) < 2:
            del self.fields["attendees"]
            return
        self.fields["attendees"].choices = [(str(each.pk), each.name) for each in self.parties]
        self.fields["attendees"].initial = [str(each.party_id) for each in self._attending()]


class InsuranceForm(RecordForm):
    declared = forms.MultipleChoiceField(
        label="Ce que vous avez déclaré avoir en place", choices=Prerequisite.choices(), required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Cochez ce que dit le questionnaire de l’assureur. La page compare avec vos mesures.",
    )  # fmt: skip

    class Meta:
        model = Insurance
        fields = [
            "insurer", "policy", "starts_on", "renews_on", "limits", "excluded", "claims_phone", "declare_within",
            "declared",
        ]  # fmt: skip
        widgets = {"limits": forms.Textarea(attrs={"rows": 3}), "excluded": forms.Textarea(attrs={"rows": 2})}
        help_texts = {
            "claims_phone": "Celui que l’on appelle un vendredi soir.",
            "declare_within": "Par exemple «\u00a0dans les 48 heures\u00a0»\u00a0: le contrat le dit.",
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper.layout = Layout(
            Row(Column("insurer"), Column("policy")),
            Row(Column("starts_on"), Column("renews_on")),
            Row(Column("claims_phone"), Column("declare_within")),
            "limits",
            "excluded",
            "declared",
            *(["reason"] if "reason" in self.fields else []),
            "lock",
            "form_key",
        )
