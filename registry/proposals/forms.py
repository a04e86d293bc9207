"""Forms of models and proposals."""

import uuid

from crispy_forms.layout import Layout
from django import forms

from cabinet_rgpd.history.fields import without_nir
from cabinet_rgpd.history.forms import Disputed, KeyedForm
from registry.proposals.rules import suggested
from registry.proposals.vocabulary import Taken


class GiveForm(KeyedForm):
    """To whom a model is given. `parties` are those who have no sheet of it yet."""

    parties = forms.MultipleChoiceField(
        label="À qui", widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Cochez au moins un responsable."},
    )  # fmt: skip
    state = forms.ChoiceField(
        label="Leurs fiches", widget=forms.RadioSelect, initial="draft",
        choices=[
            ("draft", "En brouillon\u00a0: chacun relit la sienne et la met en vigueur"),
            ("in_force", "En vigueur tout de suite"),
        ],
    )  # fmt: skip

    def __init__(self, *args, parties, **kwargs):
        super().__init__(*args, **kwargs)
        self.known = {str(each.pk): each for each in parties}
        self.fields["parties"].choices = [(key, _called(each)) for key, each in self.known.items()]
        self.helper.layout = Layout("parties", "state", "form_key")

    def chosen(self):
        return [self.known[key] for key in self.cleaned_data["parties"]]


class ProposeForm(KeyedForm):
    note = forms.CharField(
        label="Un mot pour ceux qui reçoivent", required=False, max_length=1000, validators=[without_nir],
        widget=forms.Textarea(attrs={"rows": 2}), help_text="Pourquoi ce changement\u00a0: ils le liront à côté des différences.",
    )  # fmt: skip

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper.layout = Layout("note", "form_key")


class AnswerForm(KeyedForm):
    """What is done with a proposal. The boxes are those of the page; `lock` is the state of the sheet that it showed."""

    lock = forms.CharField(widget=forms.HiddenInput, required=False)
    outcome = forms.ChoiceField(choices=Taken.choices(), required=False)
    changes = forms.MultipleChoiceField(required=False, widget=forms.CheckboxSelectMultiple)
    reason = forms.CharField(
        label="Raison", required=False, max_length=1000, validators=[without_nir],
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Demandée pour un refus\u00a0; elle est montrée à qui propose, et gardée.",
    )  # fmt: skip

    party = forms.ChoiceField(label="Qui répondra de cette fiche chez vous", required=False)
    sheet = forms.ChoiceField(
        widget=forms.HiddenInput, required=False,
        error_messages={"invalid_choice": "Cette fiche ne peut plus être choisie\u00a0: choisissez de nouveau."},
    )  # fmt: skip

    def __init__(self, data=None, *, lines, lock, parties=(), sheets=(), sheet=""):
        """`parties`: among whom to say who answers for a sheet that does not exist yet; `sheets`: those of this place it
        may be matched with, `sheet` the one that the page compares it with.
        """
        super().__init__(data)
        self.sheets = {str(each.id): each.id for each in sheets}
        self.fields["sheet"].choices = [("", ""), *((key, key) for key in self.sheets)]
        self.fields["sheet"].initial = sheet
        self.lines = lines
        self.parties = {str(each.pk): each.pk for each in parties}
        self.fields["party"].choices = [("", "À choisir"), *((str(each.pk), each.name) for each in parties)]
        if len(parties) == 1:
            self.fields["party"].initial = str(parties[0].pk)
        self.fields["lock"].initial = lock
        self.fields["changes"].choices = [(line.key, line.where) for line in lines]
        self.fields["changes"].initial = sorted(suggested(line.change for line in lines))

    def clean(self):
        content = super().clean()
        if content.get("outcome") == Taken.SOME and not content.get("changes"):
            self.add_error("changes", "Cochez ce que vous prenez, ou refusez en disant pourquoi.")
        return content

    def taken(self):
        """The keys of the changes to take."""
        every = {line.key for line in self.lines}
        return {Taken.ALL: every, Taken.NONE: set()}.get(
            self.cleaned_data["outcome"], set(self.cleaned_data["changes"])
        )

    def ticked(self):
        """The keys ticked on the page that is shown."""
        return set(self.data.getlist("changes") if self.is_bound else self.fields["changes"].initial)


class ShareForm(KeyedForm):
    """What of a record may be proposed elsewhere. `offered` is `[(line, whether it is ticked from the start)]`."""

    lock = forms.CharField(widget=forms.HiddenInput, required=False)
    changes = forms.MultipleChoiceField(
        widget=forms.CheckboxSelectMultiple, error_messages={"required": "Cochez au moins une ligne."}
    )
    note = forms.CharField(
        label="Un mot pour ceux qui reçoivent", required=False, max_length=1000, validators=[without_nir],
        widget=forms.Textarea(attrs={"rows": 2}),
    )  # fmt: skip

    def __init__(self, data=None, *, offered, lock):
        super().__init__(data)
        self.offered = offered
        self.fields["lock"].initial = lock
        self.fields["changes"].choices = [(line.key, line.where) for line, _ in offered]
        ticked = set(self.data.getlist("changes")) if self.is_bound else {line.key for line, first in offered if first}
        self.boxes = [(line, line.key in ticked) for line, _ in offered]

    def disputed(self, current):
        """Nothing to compare side by side: the page shows the words as they stand now."""
        return []

    def rebased(self, current):
        """The same ticks, on the record as it stands now."""
        data = self.data.copy()
        data["lock"], data["form_key"] = current.lock_token, str(uuid.uuid4())
        return type(self)(data, offered=self.offered, lock=current.lock_token)


def disputed(shown, lines):
    """What stands in the sheet now where it is not what the page showed."""
    before = {line.key: line.before for line in shown}
    return [
        Disputed(line.where, before.get(line.key, ""), line.before)
        for line in lines
        if before.get(line.key) != line.before
    ]


def _called(party):
    """« Denis Delorme, médecin généraliste »."""
    return f"{party.name}, {party.get_profession_display().lower() if party.profession else party.get_kind_display()}"
