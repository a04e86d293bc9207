"""Approving the preview of an inspection file."""

from django import forms

from cabinet_rgpd.history.fields import without_nir
from cabinet_rgpd.history.forms import KeyedForm


class ApproveForm(KeyedForm):
    jour = forms.DateField(widget=forms.HiddenInput)
    approved = forms.RegexField(r"^[0-9a-f]{64}$", widget=forms.HiddenInput)
    handed_to = forms.CharField(
        label="À qui le remettez-vous\u00a0?",
        help_text="Facultatif\u00a0: la CNIL, un tribunal, votre assureur…",
        max_length=200,
        required=False,
        validators=[without_nir],
    )
