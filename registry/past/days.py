"""Which day, or which two days: read from the address, so that a page can be kept and sent."""

from django import forms
from django.core.exceptions import ValidationError

from cabinet_rgpd.lib.french import date_in_words


class Day(forms.DateField):
    """A day between the first entry of the history and today."""

    def __init__(self, label):
        super().__init__(
            label=label,
            input_formats=["%Y-%m-%d", "%d/%m/%Y"],
            widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date", "class": "form-control"}),
            error_messages={
                "required": "Choisissez un jour.",
                "invalid": "Écrivez le jour en entier, par exemple 12/03/2026.",
            },
        )


class _WithinHistory(forms.Form):
    """`first` and `last` bound every day of the form."""

    def __init__(self, data, *, first, last):
        super().__init__(data)
        self.first, self.last = first, last
        for field in self.fields.values():
            field.widget.attrs |= {"min": first.isoformat(), "max": last.isoformat()}

    def _bounded(self, name):
        day = self.cleaned_data[name]
        if day > self.last:
            raise ValidationError("Ce jour n’est pas encore venu.")
        if day < self.first:
            raise ValidationError(
                f"L’historique commence le {date_in_words(self.first)}. Choisissez ce jour-là ou un jour qui suit."
            )
        return day


class DayForm(_WithinHistory):
    jour = Day("Au soir du")

    def clean_jour(self):
        return self._bounded("jour")


class TwoDaysForm(_WithinHistory):
    du = Day("Du soir du")
    au = Day("Au soir du")

    def clean_du(self):
        return self._bounded("du")

    def clean_au(self):
        day = self._bounded("au")
        if self.cleaned_data.get("du") and day < self.cleaned_data["du"]:
            raise ValidationError("Ce jour précède le premier. Échangez-les.")
        return day
