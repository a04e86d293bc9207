"""One question as a form: boxes and buttons in, answers as `rules` reads them out."""

import re

from django import forms
from django.core.exceptions import ValidationError

from registry.questionnaire import answers

#: What a box or a button says when it says nothing, or that one does not know; neither is an option of the catalogue.
NOTHING, UNSURE = "none", "unknown"
YES_NO = [("yes", "Oui"), ("no", "Non")]
UNSURE_LABEL = "Je ne sais pas"
NOTHING_LABEL = "Rien de tout cela"

TICK_OR_NOTHING = "Cochez au moins une réponse, ou «\u00a0Rien de tout cela\u00a0»."
NOT_BOTH = "«\u00a0Rien de tout cela\u00a0» ne va pas avec une autre réponse\u00a0: décochez l’un ou l’autre."
NUMBER_OR_UNSURE = "Donnez un nombre, ou cochez «\u00a0Je ne sais pas\u00a0»."
NUMBER_AND_UNSURE = "Vous avez donné un nombre et coché «\u00a0Je ne sais pas\u00a0»\u00a0: gardez l’un ou l’autre."
_GROUPING = re.compile(r"[\s\u00a0\u202f.’']")


def unsure_name(key):
    return f"{key}_{UNSURE}"


class QuestionForm(forms.Form):
    """`kept`: the answers known so far. Once valid, `content()` is what operations.answer receives as `values`."""

    def __init__(self, data=None, *, question, kept):
        self.question = question
        self.asked = (question, *question.extra)
        super().__init__(data, initial={name: value for field in self.asked for name, value in _shown(field, kept)})
        for field in self.asked:
            self.fields[field.key] = _FIELDS[field.kind](field)
            if getattr(field, "unsure", False) and field.kind == "number":
                self.fields[unsure_name(field.key)] = forms.BooleanField(label=UNSURE_LABEL, required=False)

    def clean(self):
        values = {}
        for field in self.asked:
            if field.key not in self.errors:
                try:
                    values[field.key] = _READERS[field.kind](field, self.cleaned_data)
                except ValidationError as refusal:
                    self.add_error(field.key, refusal)
        for key, complaint in answers.problems(self.question, values).items():
            if key in values:
                self.add_error(key, complaint)
        self._values = values
        return self.cleaned_data

    def content(self):
        return self._values


def _choices(field):
    return [(option.value, option.label) for option in field.options]


def _multiple_field(field):
    nothing = [] if getattr(field, "required", False) else [(NOTHING, NOTHING_LABEL)]
    return forms.MultipleChoiceField(choices=[*_choices(field), *nothing], required=False, error_messages=_REFUSALS)


def _single_field(field):
    return forms.ChoiceField(choices=_choices(field), required=False, error_messages=_REFUSALS)


def _yes_no_field(field):
    choices = [*YES_NO, *([(UNSURE, UNSURE_LABEL)] if field.unsure else [])]
    return forms.ChoiceField(choices=choices, required=False, error_messages=_REFUSALS)


def _number_field(field):
    return forms.CharField(required=False, max_length=20, error_messages={"max_length": answers.NOT_A_NUMBER})


def _text_field(field):
    refusals = {"max_length": answers.TOO_LONG}
    return forms.CharField(required=False, max_length=answers.LONGEST_TEXT, error_messages=refusals)


_REFUSALS = {"invalid_choice": answers.UNKNOWN_CHOICE, "invalid_list": answers.UNKNOWN_CHOICE}
_FIELDS = {
    "multiple": _multiple_field,
    "single": _single_field,
    "yes_no": _yes_no_field,
    "number": _number_field,
    "text": _text_field,
}


def _read_multiple(field, cleaned):
    ticked = cleaned[field.key]
    if NOTHING in ticked and len(ticked) > 1:
        raise ValidationError(NOT_BOTH)
    if not ticked and not getattr(field, "required", False):
        raise ValidationError(TICK_OR_NOTHING)
    return [option.value for option in field.options if option.value in ticked]


def _read_single(field, cleaned):
    return cleaned[field.key] or None


def _read_yes_no(field, cleaned):
    chosen = cleaned[field.key]
    if not chosen:
        raise ValidationError(answers.CHOOSE)
    return None if chosen == UNSURE else chosen == "yes"


def _read_number(field, cleaned):
    typed, unsure = _GROUPING.sub("", cleaned[field.key]), cleaned.get(unsure_name(field.key), False)
    if typed and unsure:
        raise ValidationError(NUMBER_AND_UNSURE)
    if not typed and not unsure:
        raise ValidationError(NUMBER_OR_UNSURE if field.unsure else answers.NOT_A_NUMBER)
    if typed and not re.fullmatch(r"-?[0-9]+", typed):
        raise ValidationError(answers.NOT_A_NUMBER)
    return int(typed) if typed else None


def _read_text(field, cleaned):
    return cleaned[field.key]


_READERS = {
    "multiple": _read_multiple,
    "single": _read_single,
    "yes_no": _read_yes_no,
    "number": _read_number,
    "text": _read_text,
}


def _shown(field, kept):
    """The answer of a field as its boxes show it: `(name, value)` pairs, none when it was not answered."""
    if field.key not in kept:
        return
    value = kept[field.key]
    if field.kind == "multiple":
        yield field.key, value or [NOTHING]
    elif field.kind == "yes_no":
        yield field.key, UNSURE if value is None else "yes" if value else "no"
    elif field.kind == "number":
        yield field.key, "" if value is None else str(value)
        yield unsure_name(field.key), value is None
    else:
        yield field.key, value or ""
