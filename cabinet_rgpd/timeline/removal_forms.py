"""What is asked of who wants a text removed."""

from django import forms

from cabinet_rgpd.history.fields import without_nir
from cabinet_rgpd.history.forms import KeyedForm


class RemovalForm(KeyedForm):
    """The words, why, and the files that show them (chosen among those found)."""

    words = forms.CharField(
        label="Texte à retirer",
        min_length=3,
        max_length=200,
        help_text="Le mot ou la suite de mots, comme ils sont écrits\u00a0; majuscules et minuscules se valent.",
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    reason = forms.CharField(
        label="Pourquoi",
        max_length=300,
        required=False,
        validators=[without_nir],
        help_text="Gardé dans l’historique pour toujours\u00a0: ne redites pas le texte à retirer.",
    )
    files = forms.MultipleChoiceField(
        label="Fichiers à détruire", required=False, widget=forms.CheckboxSelectMultiple, choices=()
    )

    def __init__(self, *args, found=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["files"].choices = [(each.key, f"{each.kind} : {each.what}") for each in found]
        if not found:
            del self.fields["files"]
