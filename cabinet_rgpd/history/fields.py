"""Field validators of the records: identifiers checked by their keys, and no patient's number in free text (security.md, « Data »)."""

from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator
from django.db import models

from cabinet_rgpd.lib import identifiers


def _check(clean, value):
    try:
        clean(value)
    except identifiers.InvalidIdentifier as error:
        raise ValidationError(str(error), code="identifier") from None


def valid_siret(value):
    _check(identifiers.clean_siret, value)


def valid_finess(value):
    _check(identifiers.clean_finess, value)


def valid_rpps(value):
    _check(identifiers.clean_rpps, value)


def without_nir(value):
    """Refuse a text that holds a social security number."""
    if isinstance(value, str) and identifiers.find_nir(value):
        raise ValidationError(
            "Ce texte contient un numéro de sécurité sociale. Le registre décrit des usages, jamais des personnes\u00a0: "
            "retirez ce numéro, le reste de votre saisie est conservé.",
            code="nir",
        )


class Words(models.CharField):
    """One line of free text, without a social security number, without control characters."""

    def __init__(self, *args, **kwargs):
        kwargs.setdefault("max_length", 200)
        super().__init__(*args, **kwargs)
        self.validators = [*self.validators, without_nir]

    def deconstruct(self):
        name, _, args, kwargs = super().deconstruct()
        return name, "django.db.models.CharField", args, kwargs

    def formfield(self, **kwargs):
        return super().formfield(**{"validators": [without_nir], **kwargs})


class Prose(models.TextField):
    """Several lines of free text, bounded, without a social security number."""

    def __init__(self, *args, **kwargs):
        kwargs.setdefault("max_length", 4000)
        super().__init__(*args, **kwargs)
        # A text column has no bound of its own: Django checks `max_length` in forms alone.
        self.validators = [*self.validators, MaxLengthValidator(self.max_length), without_nir]

    def deconstruct(self):
        name, _, args, kwargs = super().deconstruct()
        return name, "django.db.models.TextField", args, kwargs

    def formfield(self, **kwargs):
        return super().formfield(**{"validators": [without_nir], **kwargs})


class WebAddress(models.URLField):
    """An address on the web; https when the person typed no scheme."""

    def deconstruct(self):
        name, _, args, kwargs = super().deconstruct()
        return name, "django.db.models.URLField", args, kwargs

    def formfield(self, **kwargs):
        return super().formfield(**{"assume_scheme": "https", **kwargs})
