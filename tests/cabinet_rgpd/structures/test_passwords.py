"""A password is long, and is not a common word in disguise."""

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError


@pytest.mark.parametrize(
    "password",
    [
        "quatorze lettr",
        "passwordpassword",
        "azertyazertyazerty",
        "aaaaaaaaaaaaaaaaaaaa",
        "1234567890123456",
        "!!!password2026!!!!",
        "000000password000000",
    ],
)
def test_a_short_or_dressed_up_password_is_refused(password):
    with pytest.raises(ValidationError):
        validate_password(password)


@pytest.mark.parametrize(
    "password", ["une phrase que je retiens", "le-chat-dort-au-soleil", "x" * 3 + "jK8 vrr, puis 64 caractères" * 2]
)
def test_a_phrase_is_accepted_without_rules_of_composition(password):
    validate_password(password)
