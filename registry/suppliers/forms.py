"""Forms of a supplier: who it is, its contract, its certificate, its own suppliers, its interventions."""

import uuid

from crispy_forms.layout import Column, Layout, Row
from django import forms

from cabinet_rgpd.history.fields import without_nir
from cabinet_rgpd.history.forms import Disputed, KeyedForm, RecordForm
from cabinet_rgpd.structures.forms import OwnedForm
from registry.law.vocabulary import HdsActivity, Place, YesNoUnknown
from registry.suppliers.models import Supplier


class SupplierForm(OwnedForm):
    class Meta:
        model = Supplier
        fields = [
            "name", "kind", "role", "party", "country", "hds", "access", "reads", "secondary_use", "secondary_note", "contact",
            "email", "phone", "note",
        ]  # fmt: skip
        help_texts = {
            "name": "La société qui rend le service, telle qu’elle figure au contrat.",
            "role": (
                "Sous-traitant s’il agit pour vous et sur vos instructions. L’Assurance maladie, un confrère, la banque "
                "sont des destinataires."
            ),
            "party": "Celui qui a signé, et tient cette fiche. Laissez vide si le contrat est celui de toute la structure.",
            "country": "Là où les données sont hébergées, qui n’est pas toujours le siège (RGPD, art. 30.1.e et 44).",
            "hds": (
                "Certifié s’il vous a remis son certificat HDS (CSP, art. L1111-8) ; sans objet s’il ne garde aucune "
                "donnée de santé, par exemple un logiciel installé sur votre seul ordinateur."
            ),
            "access": "Ce que ses équipes peuvent lire en pratique, par exemple pendant un dépannage.",
            "secondary_use": (
                "Statistiques, recherche, entraînement de modèles. La réponse est dans le contrat ou ses conditions générales."
            ),
            "note": "Par exemple : date de la dernière revue, ce qui a été demandé.",
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in ("note", "reads", "secondary_note"):
            self.fields[name].widget.attrs["rows"] = 2
        self.helper.layout = Layout(
            "name",
            Row(Column("kind"), Column("role")),
            *(["party"] if "party" in self.fields else []),
            Row(Column("country"), Column("hds")),
            "access",
            "reads",
            "secondary_use",
            "secondary_note",
            Row(Column("contact"), Column("email"), Column("phone")),
            "note",
            *(["reason"] if "reason" in self.fields else []),
            "lock",
            "form_key",
        )


class ContractForm(RecordForm):
    """The contract, and a choice for each clause it must hold: `clause_<key>`."""

    class Meta:
        model = Supplier
        fields = ["contract_reference", "contract_signed_on", "contract_ends_on", "confidentiality_on"]
        help_texts = {
            "contract_signed_on": "Laissez vide si vous ne le trouvez pas\u00a0: la lettre le demandera.",
            "confidentiality_on": "De ceux qui interviennent chez vous ou à distance.",
        }

    def __init__(self, *args, checklist=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.checklist = tuple(checklist)
        for clause, found in self.checklist:
            self.fields[f"clause_{clause.key}"] = forms.ChoiceField(
                label=clause.name, help_text=clause.article, choices=YesNoUnknown.choices(), initial=found.value
            )
        self.helper.layout = Layout(
            "contract_reference",
            Row(Column("contract_signed_on"), Column("contract_ends_on")),
            "confidentiality_on",
            *[f"clause_{clause.key}" for clause, _ in self.checklist],
            "reason",
            "lock",
            "form_key",
        )

    def found(self):
        return {clause.key: self.cleaned_data[f"clause_{clause.key}"] for clause, _ in self.checklist}

    def like_this_one(self, data=None, *, instance):
        return type(self)(data, instance=instance, checklist=self.checklist)


class HostingForm(RecordForm):
    hds_activities = forms.MultipleChoiceField(
        label="Activités couvertes par le certificat", choices=HdsActivity.choices(), required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Elles figurent sur le certificat. Pour une sauvegarde en ligne, la sixième doit y être.",
    )  # fmt: skip

    class Meta:
        model = Supplier
        fields = [
            "hds", "hds_number", "hds_body", "hds_version", "hds_until", "hds_activities", "hds_option", "in_eea",
        ]  # fmt: skip
        help_texts = {
            "hds_body": "L’organisme accrédité qui a délivré le certificat.",
            "hds_option": (
                "Certains éditeurs hébergent aussi hors du périmètre certifié\u00a0: votre contrat doit dire que l’option "
                "est la vôtre."
            ),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper.layout = Layout(
            "hds",
            Row(Column("hds_number"), Column("hds_body")),
            Row(Column("hds_version"), Column("hds_until")),
            "hds_activities",
            Row(Column("hds_option"), Column("in_eea")),
            "reason",
            "lock",
            "form_key",
        )


class SubProcessorsForm(KeyedForm):
    """One line each: « nom ; service ; pays »."""

    lines = forms.CharField(
        label="Ses propres prestataires", required=False, max_length=6000, validators=[without_nir],
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=(
            "Un par ligne, avec le service et le pays séparés par des points-virgules\u00a0: "
            "«\u00a0Nuage Fictif\u00a0; hébergement\u00a0; France\u00a0»."
        ),
    )  # fmt: skip
    lock = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper.layout = Layout("lines", "lock", "form_key")

    def disputed(self, current):
        """What this person typed beside what someone else saved meanwhile (history.forms.RecordForm.disputed)."""
        yours, theirs = self.data.get("lines", ""), as_lines(current.sub_processors.all())
        return [Disputed(str(self.fields["lines"].label), yours, theirs)]

    def rebased(self, current):
        """The same text, made from the version now saved: sent again, it is kept knowingly."""
        data = self.data.copy()
        data["lock"], data["form_key"] = current.lock_token, str(uuid.uuid4())
        again = type(self)(data)
        again.is_valid()
        return again

    def clean_lines(self):
        rows = []
        for number, line in enumerate(self.cleaned_data["lines"].splitlines(), start=1):
            parts = [part.strip() for part in line.split(";")]
            if not any(parts):
                continue
            if len(parts) > 3 or not parts[0] or any(len(part) > 100 for part in parts):
                raise forms.ValidationError(
                    f"Ligne {number}\u00a0: écrivez un nom, un service et un pays, séparés par des points-virgules, de cent "
                    "caractères au plus chacun."
                )
            name, service, country = [*parts, "", ""][:3]
            rows.append({"name": name, "service": service, "country": country})
        if len({row["name"] for row in rows}) < len(rows):
            raise forms.ValidationError("Un même nom est écrit deux fois.")
        return rows


def as_lines(sub_processors):
    """What the form shows of the suppliers of a supplier."""
    found = [[each.name, each.service, each.country] for each in sub_processors]
    return "\n".join("\u00a0; ".join(part for part in parts if part) for parts in found)


class InterventionForm(KeyedForm):
    done_on = forms.DateField(label="Faite le", widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    place = forms.ChoiceField(label="D’où", choices=Place.choices(), widget=forms.RadioSelect)
    what = forms.CharField(
        label="Objet", max_length=240, validators=[without_nir],
        help_text="Par exemple «\u00a0mise à jour du logiciel\u00a0». Aucun nom de patient.",
    )  # fmt: skip
    by = forms.CharField(label="Par qui", max_length=120, required=False, validators=[without_nir])
    watched_by = forms.CharField(
        label="Sous les yeux de", max_length=120, required=False, validators=[without_nir],
        help_text="La personne du cabinet qui suivait l’écran.",
    )  # fmt: skip
    closed = forms.BooleanField(label="L’accès a été refermé ensuite", required=False)

    def __init__(self, *args, today=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["done_on"].initial = today
        self.helper.layout = Layout(
            "done_on", "place", "what", Row(Column("by"), Column("watched_by")), "closed", "form_key"
        )

    def content(self):
        return {name: value for name, value in self.cleaned_data.items() if name != "form_key"}
