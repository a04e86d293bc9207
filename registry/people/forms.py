"""Forms of people: an arrival or a departure, one point of its checklist, the review of the accesses."""

from crispy_forms.layout import Column, Layout, Row
from django import forms

from cabinet_rgpd.history.fields import without_nir
from cabinet_rgpd.history.forms import KeyedForm, RecordForm
from cabinet_rgpd.structures.roles import Role
from registry.law.people import Movement, Whom
from registry.people.models import Passage, PassageStep

_DATE = {"type": "date"}


def _day(**more):
    return forms.DateField(widget=forms.DateInput(attrs=_DATE, format="%Y-%m-%d"), **more)


class PassageForm(RecordForm):
    """Who arrives or leaves, and when. `who` offers the members and the practitioners of the structure, as text."""

    who = forms.ChoiceField(label="Personne", required=False)

    class Meta:
        model = Passage
        fields = ["kind", "whom", "person", "function", "on", "note"]
        widgets = {"kind": forms.RadioSelect, "whom": forms.RadioSelect, "note": forms.Textarea(attrs={"rows": 2})}
        help_texts = {
            "person": "Seulement si elle n’est pas dans la liste.",
            "whom": "La liste à suivre en dépend.",
            "function": "Par exemple «\u00a0médecin remplaçant\u00a0».",
            "on": "Les jours de la liste se comptent depuis celui-ci.",
        }

    def __init__(self, *args, members=(), parties=(), **kwargs):
        self.members, self.parties = tuple(members), tuple(parties)
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices, self.fields["whom"].choices = Movement.choices(), Whom.choices()
        self.fields["person"].required = False
        seated = {each.party_id for each in self.members}
        self.fields["who"].choices = [
            ("", "Une autre personne"),
            *[(f"m-{each.pk}", f"{each.account.name}, {each.get_role_display().lower()}") for each in self.members],
            *[(f"p-{each.pk}", f"{each.name}, sans compte") for each in self.parties if each.pk not in seated],
        ]
        if not self.instance._state.adding:
            self.fields["who"].initial = _key_of(self.instance)
        self.helper.layout = Layout(
            "kind", "whom", Row(Column("who"), Column("person")), Row(Column("function"), Column("on")), "note",
            *(["reason"] if "reason" in self.fields else []), "lock", "form_key",
        )  # fmt: skip

    def like_this_one(self, data=None, *, instance):
        return type(self)(data, instance=instance, members=self.members, parties=self.parties)

    def clean(self):
        content = super().clean()
        if not content.get("who") and not (content.get("person") or "").strip():
            self.add_error("person", "Dites de qui il s’agit.")
        return content

    def content(self):
        content = super().content()
        chosen = self.cleaned_data["who"]
        member = next((each for each in self.members if f"m-{each.pk}" == chosen), None)
        party = next((each for each in self.parties if f"p-{each.pk}" == chosen), None)
        if member is not None:
            return {**content, "person": member.account.name, "membership": member.pk, "party": member.party_id}
        if party is not None:
            return {**content, "person": party.name, "membership": None, "party": party.pk}
        return {**content, "membership": None, "party": None}


def _key_of(row):
    if row.membership_id:
        return f"m-{row.membership_id}"
    return f"p-{row.party_id}" if row.party_id else ""


class StepForm(RecordForm):
    """One point of the checklist. `lock` is that of the movement."""

    ASKS_REASON = False

    class Meta:
        model = PassageStep
        fields = ["done_on", "by", "aside", "note"]
        help_texts = {
            "by": "Qui l’a fait.",
            "aside": "Par exemple «\u00a0n’avait pas de clé\u00a0»\u00a0: dites-le dans la précision.",
            "note": "Un numéro de dossier de l’éditeur, le nom de celui qui a confirmé… Jamais celui d’un patient.",
        }

    def __init__(self, data=None, *, passage, instance=None, initial=None):
        self.passage, self.step = passage, instance
        instance = instance or PassageStep()
        held, instance._state.adding = instance._state.adding, True
        super().__init__(data, instance=instance, initial=initial)
        instance._state.adding = held
        self.fields["lock"].initial = passage.lock_token
        self.helper.layout = Layout(Row(Column("done_on"), Column("by")), "aside", "note", "lock", "form_key")

    def clean(self):
        content = super().clean()
        if not content.get("aside") and not content.get("done_on"):
            self.add_error("done_on", "Dites quel jour, ou que ce point est sans objet.")
        return content

    def content(self):
        content = super().content()
        return {**content, "done_on": None, "by": ""} if content["aside"] else content

    def disputed(self, current):
        return []

    def like_this_one(self, data=None, *, instance):
        return StepForm(data, passage=instance, instance=self.step)


class ReviewForm(KeyedForm):
    """Each access in turn: whether it goes on, and with which role."""

    next_on = _day(label="Prochaine revue le")
    note = forms.CharField(
        label="Note", required=False, max_length=1000, validators=[without_nir],
        widget=forms.Textarea(attrs={"rows": 2}),
    )  # fmt: skip

    def __init__(self, *args, members, **kwargs):
        super().__init__(*args, **kwargs)
        self.members = tuple(members)
        lines = []
        for member in self.members:
            name = member.account.name
            self.fields[f"access_{member.pk}"] = forms.ChoiceField(
                label=name,
                choices=[("goes_on", "L’accès continue"), ("ends", "L’accès s’arrête aujourd’hui")],
                initial="goes_on",
            )
            self.fields[f"role_{member.pk}"] = forms.ChoiceField(
                label=f"Rôle de {name}", choices=Role.choices, initial=member.role
            )
            self.fields[f"note_{member.pk}"] = forms.CharField(
                label=f"Précision sur l’accès de {name}", required=False, max_length=200, validators=[without_nir]
            )
            lines.append(Row(*(Column(f"{part}_{member.pk}") for part in ("access", "role", "note"))))
        self.helper.layout = Layout(*lines, "next_on", "note", "form_key")

    def decisions(self):
        """`(membership, whether it ends, role, note)` for each access, in the order of the page."""
        given = self.cleaned_data
        return [
            (each, given[f"access_{each.pk}"] == "ends", given[f"role_{each.pk}"], given[f"note_{each.pk}"])
            for each in self.members
        ]
