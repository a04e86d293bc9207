"""Forms of a notice: its settings, and the button that publishes it."""

from crispy_forms.layout import Column, Layout, Row
from django import forms

from cabinet_rgpd.history.fields import without_nir
from cabinet_rgpd.history.forms import KeyedForm, RecordForm
from patients_info import translation
from patients_info.models import Notice


class NoticeForm(RecordForm):
    languages = forms.MultipleChoiceField(
        label="Autres langues",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Le texte français fait foi, et chaque traduction le dit. Vos propres mots restent en français.",
    )

    class Meta:
        model = Notice
        fields = ["slug", "rights_contact", "rights_email", "rights_phone", "introduction", "languages"]
        help_texts = {
            "slug": "La fin de l’adresse que l’on lira. Elle ne change plus après la première publication.",
            "rights_contact": "Une personne, un service, par exemple « le secrétariat ». Sans réponse : la structure.",
            "rights_email": "Sans courriel ni téléphone ici, ce sont ceux de la structure.",
            "introduction": "Facultatif : une ou deux phrases, lues avant le reste.",
        }
        widgets = {"introduction": forms.Textarea(attrs={"rows": 3})}

    def __init__(self, *args, audience, **kwargs):
        self.audience = audience
        super().__init__(*args, **kwargs)
        if self.instance.edition:
            del self.fields["slug"]
        offered = translation.offered(audience.code)
        self.fields["languages"].choices = [(each.code, _named(each)) for each in offered]
        if not offered:
            del self.fields["languages"]
        self.helper.layout = Layout(
            *(["slug"] if "slug" in self.fields else []),
            "rights_contact",
            Row(Column("rights_email"), Column("rights_phone")),
            "introduction",
            *(["languages"] if "languages" in self.fields else []),
            *(["reason"] if "reason" in self.fields else []),
            "lock",
            "form_key",
        )

    def like_this_one(self, data=None, *, instance):
        return type(self)(data, instance=instance, audience=self.audience)

    def clean_slug(self):
        return self.cleaned_data["slug"].lower()


def _named(language):
    """A language, and who has not read it: the structure chooses knowing it."""
    if language.reread_by_native:
        return language.french_name
    return f"{language.french_name} (aucun professionnel de santé qui la parle ne l’a encore relue)"


class DisplayForm(KeyedForm):
    place = forms.CharField(
        label="Où et comment", max_length=200, validators=[without_nir],
        help_text="Par exemple «\u00a0affiche A4, salle d’attente\u00a0» ou «\u00a0lien sur la page de rendez-vous\u00a0».",
    )  # fmt: skip
    party = forms.ChoiceField(
        label="Pour qui", required=False, help_text="Un affichage commun vaut pour chaque praticien de la structure."
    )
    since = forms.DateField(label="Depuis le", widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    lock = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, parties, **kwargs):
        super().__init__(*args, **kwargs)
        self.known = {str(each.pk): each for each in parties}
        choices = [("", "Affichage commun"), *((key, each.name) for key, each in self.known.items())]
        self.fields["party"].choices = choices
        self.fields["party"].error_messages["invalid_choice"] = "Choisissez une personne de la liste."
        if not self.known:
            del self.fields["party"]

    def content(self):
        """What the operation keeps."""
        told = {name: self.cleaned_data[name] for name in ("place", "since", "lock")}
        return {**told, "party": self.known.get(self.cleaned_data.get("party", ""))}


class DisplayEndForm(KeyedForm):
    display = forms.UUIDField(widget=forms.HiddenInput)
    lock = forms.CharField(widget=forms.HiddenInput, required=False)


class PublishForm(KeyedForm):
    lock = forms.CharField(widget=forms.HiddenInput, required=False)
