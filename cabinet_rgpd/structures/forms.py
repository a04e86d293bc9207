"""Forms of accounts, structures, parties and members."""

import uuid

from crispy_forms.layout import Column, Layout, Row
from django import forms
from django.contrib.auth import password_validation

from cabinet_rgpd.history.fields import without_nir
from cabinet_rgpd.history.forms import KeyedForm, ReasonField, RecordForm
from cabinet_rgpd.structures import roles
from cabinet_rgpd.structures.models import Account, Membership, Party, Structure
from cabinet_rgpd.structures.vocabulary import PartyKind, Profession, SecondFactor, StructureKind


class PasswordForm(forms.Form):
    """A new password: at least 15 characters, no rule of composition, not a common one."""

    password = forms.CharField(
        label="Mot de passe",
        strip=False,
        max_length=256,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text="Au moins 15 caractères. Une phrase que vous retenez convient très bien.",
    )

    def __init__(self, *args, account=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.account = account

    def clean_password(self):
        account = self.account or Account(email=self.data.get("email", ""), name=self.data.get("name", ""))
        password_validation.validate_password(self.cleaned_data["password"], account)
        return self.cleaned_data["password"]


class FirstAccountForm(PasswordForm):
    name = forms.CharField(label="Votre prénom et votre nom", max_length=120, validators=[without_nir])
    email = forms.EmailField(label="Votre adresse électronique", help_text="Elle sert à vous connecter.")

    field_order = ["name", "email", "password"]


class StructureForm(RecordForm):
    class Meta:
        model = Structure
        fields = [
            "name", "kind", "legal_form", "address", "postcode", "city", "phone", "email", "website", "siret", "finess",
            "time_zone",
        ]  # fmt: skip
        help_texts = {
            "legal_form": "Elle décide des durées comptables (CGI, art. 99\u00a0; C. com., art. L123-22).",
            "phone": "Imprimé sur la notice\u00a0: les patients s’en servent pour exercer leurs droits.",
            "siret": "14 chiffres, facultatif.",
            "finess": "9 caractères, facultatif.",
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper.layout = Layout(
            "name",
            Row(Column("kind"), Column("legal_form")),
            "address",
            Row(Column("postcode", css_class="col-sm-4"), Column("city", css_class="col-sm-8")),
            Row(Column("phone"), Column("email")),
            "website",
            Row(Column("siret"), Column("finess")),
            "time_zone",
            *(["reason"] if "reason" in self.fields else []),
            "lock",
            "form_key",
        )


class NewStructureForm(forms.ModelForm):
    """As simple as a form with a name; the rest comes later."""

    profession = forms.ChoiceField(
        label="Votre profession",
        required=False,
        choices=lambda: [("", "Je n’exerce pas moi-même"), *Profession.choices()],
    )

    #: The UUID of the structure to be: the same form sent twice makes one.
    key = forms.UUIDField(widget=forms.HiddenInput, required=False, initial=uuid.uuid4)

    class Meta:
        model = Structure
        fields = ["name", "kind", "legal_form", "phone", "address", "postcode", "city"]
        help_texts = {
            "name": "Tel que vos patients le connaissent, par exemple «\u00a0Cabinet des Tilleuls\u00a0».",
            "legal_form": "Vous pourrez le préciser plus tard.",
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = StructureKind.choices()
        self.fields["kind"].widget = forms.RadioSelect(choices=StructureKind.choices())

    def validate_constraints(self):
        """Left to the operation."""


class OwnedForm(RecordForm):
    """A record that one party may answer for: `party` is asked where there is a choice, of those who may make it."""

    def __init__(self, *args, parties=(), **kwargs):
        self.parties = parties
        super().__init__(*args, **kwargs)
        if len(parties) < 2:
            self.fields.pop("party", None)

    def like_this_one(self, data=None, *, instance):
        return type(self)(data, instance=instance, parties=self.parties)


class PartyForm(RecordForm):
    class Meta:
        model = Party
        fields = ["kind", "name", "profession", "rpps", "arrived_on", "left_on"]
        help_texts = {"rpps": "11 chiffres, facultatif.", "profession": "Pour un praticien."}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper.layout = Layout(
            Row(Column("kind"), Column("profession")),
            "name",
            "rpps",
            Row(Column("arrived_on"), Column("left_on")),
            *(["reason"] if "reason" in self.fields else []),
            "lock",
            "form_key",
        )

    def clean(self):
        content = super().clean()
        arrived, left = content.get("arrived_on"), content.get("left_on")
        if arrived and left and left < arrived:
            self.add_error("left_on", "Le départ ne peut pas précéder l’arrivée.")
        if content.get("kind") != PartyKind.PRACTITIONER and content.get("rpps"):
            self.add_error("rpps", "Seul un praticien a un numéro RPPS.")
        return content


class NewcomerForm(PasswordForm):
    """Somebody who was invited and has no account yet."""

    name = forms.CharField(label="Votre prénom et votre nom", max_length=120, validators=[without_nir])

    field_order = ["name", "password"]


class SecondFactorForm(RecordForm):
    class Meta:
        model = Structure
        fields = ["second_factor", "second_factor_reason"]
        widgets = {"second_factor": forms.RadioSelect}
        help_texts = {
            "second_factor_reason": "Demandée si vous la laissez au choix de chacun. Elle figure dans l’historique."
        }

    ASKS_REASON = False

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["second_factor"].choices = SecondFactor.choices


class MemberForm(KeyedForm):
    email = forms.EmailField(label="Adresse électronique")
    name = forms.CharField(label="Prénom et nom", max_length=120, validators=[without_nir])
    role = forms.ChoiceField(
        label="Rôle",
        choices=[(role.value, f"{role.label} — {roles.EXPLAINED[role]}") for role in roles.Role],
        widget=forms.RadioSelect,
        initial=roles.Role.SECRETARIAT,
    )
    party = forms.ModelChoiceField(
        label="Répond des activités de", queryset=Party._base_manager.none(), required=False,
        help_text="Pour un praticien\u00a0: il modifie les activités dont ce responsable répond.",
    )  # fmt: skip
    ends_on = forms.DateField(
        label="Accès jusqu’au",
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text="Pour un remplaçant\u00a0: l’accès s’arrête ce jour-là.",
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["party"].queryset = Party.objects.all()


class MembershipForm(RecordForm):
    class Meta:
        model = Membership
        fields = ["role", "party", "ends_on"]
        help_texts = {"ends_on": "L’accès s’arrête ce jour-là, dès la demande suivante."}


class ConfirmForm(KeyedForm):
    """A button with its reason."""

    lock = forms.CharField(widget=forms.HiddenInput, required=False)
    reason = ReasonField(label="Pourquoi ?")

    def __init__(self, *args, instance=None, **kwargs):
        super().__init__(*args, **kwargs)
        if instance is not None:
            self.fields["lock"].initial = instance.lock_token
