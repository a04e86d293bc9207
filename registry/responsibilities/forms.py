"""Forms of who answers for what."""

import uuid

from crispy_forms.layout import Column, Layout, Row
from django import forms

from cabinet_rgpd.history.forms import Disputed, KeyedForm, RecordForm
from registry.responsibilities import access
from registry.responsibilities.models import JointAgreement, ProcessingForOthers, ResponsibilityDecision
from registry.responsibilities.rules import File, Hosts, Instructed, Outcome, Purposes


class DecisionForm(RecordForm):
    ASKS_REASON = False

    class Meta:
        model = ResponsibilityDecision
        fields = ["purposes", "file", "instructed", "hosts", "outcome", "justification"]
        widgets = dict.fromkeys(("purposes", "file", "instructed", "hosts"), forms.RadioSelect)
        help_texts = {
            "purposes": "Le critère est qui décide pourquoi et comment, non qui possède le logiciel (RGPD, art. 4.7).",
            "instructed": "Celui qui n’agit que pour le compte des autres est leur sous-traitant (RGPD, art. 4.8 et 28).",
            "hosts": "Un serveur dans les locaux de la SISA, par exemple, où dorment les dossiers des autres.",
            "outcome": "Laissez vide pour suivre la réponse des textes.",
            "justification": "Seulement si vous vous écartez de la réponse : c’est votre preuve (RGPD, art. 5.2).",
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name, terms in (("purposes", Purposes), ("file", File), ("instructed", Instructed), ("hosts", Hosts)):
            self.fields[name].choices = terms.choices()
        self.fields["outcome"].choices = [("", "Suivre la réponse des textes"), *Outcome.choices()]
        self.fields["outcome"].required = False
        self.fields["justification"].widget.attrs["rows"] = 3
        if not self.instance._state.adding and self.instance.outcome == self.instance.answer:
            self.initial["outcome"] = ""
        self.helper.layout = Layout(
            "purposes", "file", "instructed", "hosts", "outcome", "justification", "lock", "form_key"
        )


class ListsForm(RecordForm):
    """A record with lists of other records, ticked. `LISTS`: field → (list of the aggregate, what a line points to)."""

    LISTS = {}

    def __init__(self, *args, **kwargs):
        choices = kwargs.pop("choices")
        super().__init__(*args, **kwargs)
        self._choices = choices
        for name, (related, target) in self.LISTS.items():
            self.fields[name].choices = [(str(pk), label) for pk, label in choices[target]]
            if not self.instance._state.adding:
                rows = getattr(self.instance, related).all()
                self.initial[name] = [str(getattr(row, f"{target}_id")) for row in rows]

    def content(self):
        """The fields, and each ticked list with the ids of the lines that stay."""
        content = super().content()
        for name, (related, target) in self.LISTS.items():
            kept = {}
            if not self.instance._state.adding:
                kept = {str(getattr(row, f"{target}_id")): row.pk for row in getattr(self.instance, related).all()}
            content[related] = [{"id": kept.get(pk), target: pk} for pk in self.cleaned_data[name]]
        return content

    def like_this_one(self, data=None, *, instance):
        return type(self)(data, instance=instance, choices=self._choices)


def ticked(label, help_text, *, required=True):
    return forms.MultipleChoiceField(
        label=label, help_text=help_text, widget=forms.CheckboxSelectMultiple, required=required
    )


class AgreementForm(ListsForm):
    party_list = ticked("Entre qui", "Ceux qui décident ensemble.")
    activity_list = ticked("Pour quelles activités", "Les fiches du registre que cet accord couvre.")

    LISTS = {"party_list": ("parties", "party"), "activity_list": ("activities", "activity")}

    class Meta:
        model = JointAgreement
        fields = ["name", "informs", "answers", "notifies", "contact_point", "arrangement", "essence", "signed_on"]
        help_texts = {
            "name": "Par exemple : dossier partagé de la maison de santé.",
            "informs": "Qui affiche et remet la notice (RGPD, art. 13, 14 et 26.1).",
            "answers": "Qui reçoit les demandes et y répond ; chacun peut toujours s’adresser à chacun (RGPD, art. 26.3).",
            "notifies": "Qui notifie à la CNIL une violation qui touche la part commune (RGPD, art. 33).",
            "contact_point": "Une adresse ou un téléphone que les patients peuvent joindre.",
            "arrangement": "Qui décide des accès, des durées, du logiciel ; qui forme ; qui paie ; comment on en sort.",
            "essence": "Deux ou trois phrases que les patients liront dans la notice (RGPD, art. 26.2).",
            "signed_on": "Laissez vide tant que chacun n’a pas signé : la notice n’en parle qu’ensuite.",
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name, rows in (("arrangement", 5), ("essence", 4)):
            self.fields[name].widget.attrs["rows"] = rows
        self.helper.layout = Layout(
            "name", "party_list", "activity_list", Row(Column("informs"), Column("answers"), Column("notifies")),
            "contact_point", "arrangement", "essence", "signed_on",
            *(["reason"] if "reason" in self.fields else []), "lock", "form_key",
        )  # fmt: skip


class ServiceForm(ListsForm):
    controller_list = ticked("Pour qui", "Ceux pour le compte de qui le service est rendu.")

    LISTS = {"controller_list": ("controllers", "party")}

    class Meta:
        model = ProcessingForOthers
        fields = [
            "name", "service", "processor", "categories", "subprocessors", "transfers", "security_measures",
            "health_data", "hds", "contract_on",
        ]  # fmt: skip
        help_texts = {
            "processor": "La SISA, la SCM ou le membre qui agit sur instruction des autres.",
            "categories": "Par exemple : accueil téléphonique, agenda, sauvegarde des dossiers (RGPD, art. 30.2.b).",
            "subprocessors": "Éditeur, hébergeur, télésecrétariat : chacun avec l’accord de ceux qu’il sert (RGPD, art. 28.2).",
            "transfers": "Laissez vide s’il n’y en a pas (RGPD, art. 30.2.c).",
            "security_measures": "Une description générale suffit (RGPD, art. 30.2.d).",
            "hds": "Garder des dossiers de patients pour d’autres demande un certificat d’hébergeur (CSP, art. L1111-8).",
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in ("categories", "subprocessors", "transfers", "security_measures"):
            self.fields[name].widget.attrs["rows"] = 3
        self.helper.layout = Layout(
            "name", Row(Column("service"), Column("processor")), "controller_list", "categories", "subprocessors",
            "transfers", "security_measures", "health_data", "hds", "contract_on",
            *(["reason"] if "reason" in self.fields else []), "lock", "form_key",
        )  # fmt: skip


class MatrixForm(KeyedForm):
    """One choice a cell, named `cell_<function>_<subject>`; the page lays them out as a table."""

    lock = forms.CharField(widget=forms.HiddenInput, required=False)
    objection = forms.CharField(
        label="Quand un patient s’oppose au partage", max_length=3000, widget=forms.Textarea(attrs={"rows": 6})
    )

    def __init__(self, *args, matrix, lock="", current=None, **kwargs):
        """`current()` reads the matrix again, for the two texts of a conflict."""
        super().__init__(*args, **kwargs)
        self.matrix, self._current, proposed = matrix, current, access.proposed()
        self.fields["lock"].initial = lock
        self.fields["objection"].initial = matrix.objection
        for row in matrix.rows:
            for subject, level in row.levels:
                field = forms.ChoiceField(
                    label=proposed.subjects[subject], choices=list(proposed.levels.items()), initial=level,
                    widget=forms.Select(attrs={"class": "form-select form-select-sm"}),
                )  # fmt: skip
                self.fields[f"cell_{row.key}_{subject}"] = field

    @property
    def table(self):
        """`(function, its bound cells in the order of the subjects)`."""
        return [(row, [self[f"cell_{row.key}_{subject}"] for subject, _ in row.levels]) for row in self.matrix.rows]

    def levels(self):
        return {
            (row.key, subject): self.cleaned_data[f"cell_{row.key}_{subject}"]
            for row in self.matrix.rows
            for subject, _ in row.levels
        }

    def disputed(self, row):
        """The cells, and the text, where what was ticked differs from what is now adopted."""
        now, proposed = self._current(), access.proposed()
        rows = [
            Disputed(
                f"{each.label} : {proposed.subjects[subject]}",
                proposed.levels[self.cleaned_data[f"cell_{each.key}_{subject}"]],
                proposed.levels[level],
            )
            for each in now.rows
            for subject, level in each.levels
            if self.cleaned_data[f"cell_{each.key}_{subject}"] != level
        ]
        if self.cleaned_data["objection"] != now.objection:
            label = self.fields["objection"].label
            rows.append(Disputed(label, self.cleaned_data["objection"], now.objection))
        return rows

    def rebased(self, row):
        data = self.data.copy()
        data["lock"], data["form_key"] = row.lock_token, str(uuid.uuid4())
        again = MatrixForm(data, matrix=self.matrix, current=self._current)
        again.is_valid()
        return again
