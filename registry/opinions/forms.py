"""The form of an opinion: what a role may give."""

from crispy_forms.layout import Layout
from django import forms

from cabinet_rgpd.history.fields import without_nir
from cabinet_rgpd.history.forms import KeyedForm
from cabinet_rgpd.structures.roles import Role
from registry.opinions.vocabulary import Kind, Stance

GIVEN_BY = {Role.DPO: (Kind.OPINION, Kind.VISA), Role.MANAGER: (Kind.VALIDATION,)}


class OpinionForm(KeyedForm):
    """`seen` is the version that the page shows."""

    seen = forms.IntegerField(widget=forms.HiddenInput)
    kind = forms.ChoiceField(label="Ce que vous donnez", widget=forms.RadioSelect)
    stance = forms.ChoiceField(label="Sens", required=False, choices=[("", "Sans objet"), *Stance.choices()])
    text = forms.CharField(
        label="Texte",
        required=False,
        max_length=4000,
        validators=[without_nir],
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def __init__(self, *args, role, seen, **kwargs):
        super().__init__(*args, **kwargs)
        kinds = GIVEN_BY[role]
        self.fields["seen"].initial = seen
        self.fields["kind"].choices = [(kind.value, kind.label) for kind in kinds]
        self.fields["kind"].initial = kinds[0].value
        self.helper.layout = Layout("kind", "stance", "text", "seen", "form_key")
