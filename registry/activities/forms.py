"""Forms of a sheet: one per part, each with its list of lines when the part has one."""

import uuid

from django import forms
from django.forms.models import fields_for_model

from cabinet_rgpd.history.aggregates import foreign_id
from cabinet_rgpd.history.differences import line_in_words
from cabinet_rgpd.history.forms import Disputed, KeyedForm, RecordForm
from registry.activities import queries
from registry.activities.models import ProcessingActivity, State
from registry.activities.parts import BY_KEY
from registry.law.vocabulary import CatalogueFamily, PersonCategory

MAX_LINES = 60


class ActivityForm(RecordForm):
    """Any subset of the fields of a sheet."""

    persons = forms.MultipleChoiceField(
        label="Personnes concernées",
        required=False,
        choices=PersonCategory.choices,
        widget=forms.CheckboxSelectMultiple,
    )

    class Meta:
        model = ProcessingActivity
        fields = [
            "reference", "name", "description", "family", "software", "started_on", "persons", "data_source",
            "transfer_stance", "security_measures", "information_means", "information_note", "dpia_state", "dpia_note",
            "reviewed_on", "next_review_on",
        ]  # fmt: skip
        widgets = {
            "description": forms.Textarea(attrs={"rows": 3}),
            "data_source": forms.Textarea(attrs={"rows": 2}),
            "security_measures": forms.Textarea(attrs={"rows": 6}),
            "information_note": forms.Textarea(attrs={"rows": 2}),
            "dpia_note": forms.Textarea(attrs={"rows": 3}),
            "transfer_stance": forms.RadioSelect,
        }
        help_texts = {
            "security_measures": "Une mesure par ligne.",
            "data_source": "La personne elle-même, ses autres soignants, l’assurance maladie…",
            "software": "Le nom du logiciel ou du service, s’il y en a un.",
        }

    def clean(self):
        content = super().clean()
        reviewed, following = content.get("reviewed_on"), content.get("next_review_on")
        if reviewed and following and following < reviewed:
            self.add_error("next_review_on", "La prochaine revue ne peut pas précéder la dernière.")
        return content


class PartForm(ActivityForm):
    """The fields of one part, and the lines of its list as a formset under the prefix `lignes`.

    A button named `ajouter` asks for one blank line more: nothing is saved, nothing typed is lost.
    """

    def __init__(self, data=None, *, part, instance, **kwargs):
        super().__init__(data, instance=instance, **kwargs)
        self.part = part
        for name in self._meta.fields:
            if name not in part.fields:
                del self.fields[name]
        self.lines = self._lines(data, part, instance) if part.list_name else None

    @property
    def asks_a_line_more(self):
        return "ajouter" in self.data

    def with_a_line_more(self):
        data = self.data.copy()
        total = self.lines.add_prefix("0").rpartition("-")[0] + "-TOTAL_FORMS"
        data[total] = str(min(_integer(data.get(total)) + 1, MAX_LINES))
        return self.like_this_one(data, instance=self.instance)

    def is_valid(self):
        fields_valid = super().is_valid()
        return fields_valid and (self.lines is None or self.lines.is_valid())

    def content(self):
        content = {name: self.cleaned_data[name] for name in self.part.fields}
        if self.lines is not None:
            content[self.part.list_name] = self._kept_lines()
        return content

    def disputed(self, current):
        rows = super().disputed(current)
        if self.lines is not None:
            yours = "\n".join(self._line_text(line) for line in self._kept_lines())
            theirs = "\n".join(self._line_text(line) for line in _initial(current, self.part))
            if yours != theirs:
                rows.append(Disputed(self.part.title, yours, theirs))
        return rows

    def like_this_one(self, data=None, *, instance):
        return PartForm(data, part=self.part, instance=instance)

    def _kept_lines(self):
        kept = [line for line in self.lines.cleaned_data if line and not line.get("DELETE")]
        return [{name: value for name, value in line.items() if name != "DELETE"} for line in kept]

    def _line_text(self, line):
        """A line in words: foreign keys and choices by the labels of the form's own choices."""
        model = _line_model(self.part)
        labels = {}
        for name, field in self.lines.empty_form.fields.items():
            choices = {str(key): str(label) for key, label in getattr(field, "choices", [])}
            value = line.get(name)
            labels[name] = choices.get(str(value), value) if choices else value
        return line_in_words(model, {name: _plain(value) for name, value in labels.items()})

    def _lines(self, data, part, instance):
        formset = forms.formset_factory(
            _line_form(part), extra=0 if _initial(instance, part) else 1, can_delete=True, max_num=MAX_LINES,
            absolute_max=MAX_LINES + 20, validate_max=True,
        )  # fmt: skip
        return formset(data, prefix="lignes", initial=_initial(instance, part))


def part_form(request, instance, key):
    return PartForm(request.POST if request.method == "POST" else None, part=BY_KEY[key], instance=instance)


def _line_model(part):
    return ProcessingActivity._meta.get_field(part.list_name).related_model


def _initial(instance, part):
    rows = queries.children(instance, part.list_name)
    names = [(name, _line_model(part)._meta.get_field(name).attname) for name in part.line_fields]
    return [{"id": row.id, **{name: getattr(row, attname) for name, attname in names}} for row in rows]


def _line_form(part):
    """A form for one line, whose references offer the records of this structure, read once for all the lines."""
    model, fields = _line_model(part), {"id": forms.UUIDField(required=False, widget=forms.HiddenInput)}
    for name in part.line_fields:
        field = model._meta.get_field(name)
        if field.is_relation:
            fields[name] = _reference(field)
        else:
            fields |= fields_for_model(model, [name], widgets={"interest": _rows(2), "justification": _rows(2)})
    return type("LineForm", (forms.Form,), fields)


def _reference(field):
    rows = field.related_model.objects.all()
    if any(each.name == "archived_on" for each in field.related_model._meta.fields):
        rows = rows.filter(archived_on__isnull=True)
    choices = [("", "À préciser"), *[(str(row.pk), str(row)) for row in rows]]
    return forms.TypedChoiceField(
        label=str(field.verbose_name).capitalize(), choices=choices, coerce=foreign_id, empty_value=None,
        required=not field.blank,
    )  # fmt: skip


def _rows(count):
    return forms.Textarea(attrs={"rows": count})


def _plain(value):
    return str(value) if isinstance(value, uuid.UUID) else value


def _integer(text):
    return int(text) if str(text).isascii() and str(text).isdigit() and len(str(text)) < 5 else 0


class NewActivityForm(KeyedForm):
    name = forms.CharField(label="Comment s’appelle cette activité\u00a0?", max_length=160)
    family = forms.ChoiceField(
        label="Famille", required=False, choices=lambda: [("", "À préciser"), *CatalogueFamily.choices()]
    )
    description = forms.CharField(
        label="Que faites-vous, en une ou deux phrases\u00a0?", required=False, max_length=4000, widget=_rows(3)
    )


class FilterForm(forms.Form):
    """The state of the list, in its address."""

    q = forms.CharField(label="Chercher", required=False, max_length=100)
    etat = forms.ChoiceField(
        label="État", required=False,
        choices=[("", "En vigueur et brouillons"), *State.choices, ("toutes", "Toutes")],
    )  # fmt: skip
    famille = forms.ChoiceField(
        label="Famille", required=False, choices=lambda: [("", "Toutes"), *CatalogueFamily.choices()]
    )
    responsable = forms.ChoiceField(label="Qui en répond", required=False)
    manque = forms.ChoiceField(
        label="Points à compléter", required=False,
        choices=[("", "Peu importe"), ("oui", "Avec des points à compléter"), ("non", "Sans point à compléter")],
    )  # fmt: skip
    tri = forms.ChoiceField(
        label="Trier par", required=False,
        choices=[
            ("", "Référence"), ("nom", "Nom"), ("revue", "Prochaine revue"), ("modif", "Dernière modification"),
            ("manque", "Points à compléter"),
        ],
    )  # fmt: skip

    def __init__(self, *args, parties, **kwargs):
        """`parties` are those of the structure, with a key and a name."""
        super().__init__(*args, **kwargs)
        self.fields["responsable"].choices = [("", "Tous"), *((str(each.pk), each.name) for each in parties)]
