"""The field that takes a file, and the form of the page that attaches one."""

from crispy_forms.layout import Layout
from django import forms
from django.conf import settings

from cabinet_rgpd.evidence import files
from cabinet_rgpd.history.fields import without_nir
from cabinet_rgpd.history.forms import KeyedForm

WARNING = (
    "Une photo peut montrer un visage, un écran, un nom sur un dossier\u00a0: regardez-la de près avant de la joindre. Aucune "
    "pièce ne doit parler d’un patient, pas même par le nom du fichier."
)
TAKEN_AWAY = (
    "Le lieu, l’appareil et l’auteur inscrits dans une photo sont retirés avant qu’elle soit gardée ; un PDF ou un document "
    "garde les siens."
)


class EvidenceField(forms.FileField):
    """A file looked at before anything is kept: cleans to an `ExaminedFile`, or None."""

    widget = forms.FileInput

    def __init__(self, **kwargs):
        kwargs.setdefault("label", "Pièce")
        kwargs.setdefault("help_text", f"{files.ACCEPTED_IN_WORDS}. {WARNING} {TAKEN_AWAY}")
        super().__init__(**kwargs)
        self.widget.attrs["accept"] = files.ACCEPT

    def to_python(self, data):
        if data in self.empty_values:
            return None
        largest = settings.EVIDENCE_MAX_BYTES
        if data.size > largest:
            raise forms.ValidationError(
                f"Ce fichier fait {files.size_in_words(data.size)}\u00a0; la limite est de {files.size_in_words(largest)}. "
                "Réduisez-le, par exemple en l’enregistrant en PDF."
            )
        try:
            return files.examine(data.name or "", data.read())
        except files.RefusedFile as refusal:
            raise forms.ValidationError(str(refusal)) from None

    def clean(self, data, initial=None):
        return forms.Field.clean(self, data)

    def has_changed(self, initial, data):
        return data is not None


class EvidenceForm(KeyedForm):
    upload = EvidenceField(label="Fichier")
    note = forms.CharField(
        label="Ce que la pièce montre", max_length=300, required=False, validators=[without_nir],
        help_text="En quelques mots, par exemple «\u00a0contrat signé des deux parties\u00a0».",
    )  # fmt: skip

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper.layout = Layout("upload", "note", "form_key")
