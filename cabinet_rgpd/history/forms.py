"""What every form of a record shares: its key, the version it was made from, the reason, choices of this structure only."""

import uuid
from dataclasses import dataclass

from crispy_forms.helper import FormHelper
from django import forms

from cabinet_rgpd.history.fields import without_nir


@dataclass(frozen=True)
class Disputed:
    """A field that two people changed: what this one typed, and what the other one saved."""

    label: str
    yours: str
    theirs: str


class ReasonField(forms.CharField):
    """Why: kept with the version. One line."""

    def __init__(self, **kwargs):
        kwargs.setdefault("label", "Pourquoi ce changement ?")
        kwargs.setdefault("help_text", "Gardé dans l’historique avec votre nom et la date.")
        super().__init__(max_length=300, required=False, validators=[without_nir], **kwargs)


class KeyedForm(forms.Form):
    """A form sent twice is written once."""

    form_key = forms.UUIDField(widget=forms.HiddenInput, required=False, initial=uuid.uuid4)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.disable_csrf = True  # the page's own <form> holds the token


class RecordForm(forms.ModelForm):
    """Part of a record. `content()` is what an operation receives; nothing is saved here."""

    form_key = forms.UUIDField(widget=forms.HiddenInput, required=False, initial=uuid.uuid4)
    lock = forms.CharField(widget=forms.HiddenInput, required=False)
    reason = ReasonField()

    ASKS_REASON = True

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if not self.ASKS_REASON or self.instance._state.adding:
            del self.fields["reason"]
        for field in self.fields.values():
            if isinstance(field, forms.ModelChoiceField):
                field.queryset = field.queryset.model.objects.all()
            if isinstance(field, forms.DateField):
                field.widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
        if not self.instance._state.adding:
            self.fields["lock"].initial = self.instance.lock_token
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.disable_csrf = True

    def content(self):
        return {name: self.cleaned_data[name] for name in self._meta.fields if name in self.cleaned_data}

    def disputed(self, current):
        """The fields where the text typed differs from the text now saved in `current`, both in words."""
        theirs, rows = self.like_this_one(instance=current), []
        for name in self._meta.fields:
            if name in self.fields:
                yours_text = _shown(self[name], self.data.getlist(self.add_prefix(name)))
                theirs_text = _shown(theirs[name], theirs[name].value())
                if yours_text != theirs_text:
                    rows.append(Disputed(str(self.fields[name].label), yours_text, theirs_text))
        return rows

    def rebased(self, current):
        """The same form with everything typed, made from the version now saved: sent again, it is kept knowingly."""
        data = self.data.copy()
        data[self.add_prefix("lock")] = current.lock_token
        data[self.add_prefix("form_key")] = str(uuid.uuid4())
        again = self.like_this_one(data, instance=current)
        again.is_valid()
        return again

    def like_this_one(self, data=None, *, instance):
        """A form of the same shape, for another state of the record."""
        return type(self)(data, instance=instance)

    def validate_constraints(self):
        """Left to the operation, which checks them inside its transaction."""

    def validate_unique(self):
        """Left to the operation, which checks them inside its transaction."""


def _shown(bound_field, value):
    """A value of a form field as a person reads it: the labels of choices, other values as they are."""
    values = value if isinstance(value, (list, tuple)) else [value]
    choices = {str(key): str(label) for key, label in getattr(bound_field.field, "choices", [])}
    return ", ".join(choices.get(str(each), str(each)) for each in values if each not in (None, ""))
