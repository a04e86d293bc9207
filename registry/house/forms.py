"""Forms of the team: the filters of the table, the message to those who are late."""

from django import forms

from cabinet_rgpd.history.fields import without_nir
from cabinet_rgpd.history.forms import KeyedForm
from cabinet_rgpd.structures.vocabulary import Profession
from registry.house.rules import COLUMNS

OPENING = (
    "Bonjour,\n\nIl reste quelques points pour tenir à jour la protection des données de notre structure. "
    "Merci d’y passer un moment cette semaine."
)


class FilterForm(forms.Form):
    retard = forms.BooleanField(label="Seulement ceux pour qui quelque chose est en retard", required=False)
    colonne = forms.ChoiceField(
        label="En retard sur",
        required=False,
        choices=[("", "Tout"), *[(key, words[0]) for key, words in COLUMNS.items()]],
    )
    profession = forms.ChoiceField(
        label="Profession", required=False, choices=lambda: [("", "Toutes"), *Profession.choices()]
    )


class CallForm(KeyedForm):
    text = forms.CharField(
        label="Votre message", max_length=2000, validators=[without_nir], initial=OPENING,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text="Ce qui attend chacun est ajouté à la suite, avec l’adresse où le faire.",
    )  # fmt: skip
