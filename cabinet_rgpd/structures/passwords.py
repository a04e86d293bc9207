"""Passwords that a list of common ones does not hold at fifteen characters: a common word repeated or dressed up."""

import re

from django.contrib.auth.password_validation import CommonPasswordValidator
from django.core.exceptions import ValidationError

_ENDS = re.compile(r"^[\W\d_]+|[\W\d_]+$")


class DressedUpPasswordValidator:
    """Refuse a password made of one short piece repeated, or of a common password with figures and signs around it."""

    def __init__(self):
        self.common = CommonPasswordValidator().passwords

    def validate(self, password, user=None):
        text = password.casefold().strip()
        core = _ENDS.sub("", text)
        if self._is_weak(text) or self._is_weak(core):
            raise ValidationError(
                "Ce mot de passe répète ou habille un mot très courant. Prenez plutôt une phrase à vous.",
                code="password_dressed_up",
            )

    def get_help_text(self):
        return "Une phrase à vous, et non un mot courant répété."

    def _is_weak(self, text):
        unit = _repeated_unit(text)
        return len(set(text)) < 5 or unit != text or unit in self.common


def _repeated_unit(text):
    """The shortest piece that, repeated, gives the text; the text itself when there is none."""
    start = (text + text).find(text, 1)
    return text[:start] if 0 < start < len(text) else text
