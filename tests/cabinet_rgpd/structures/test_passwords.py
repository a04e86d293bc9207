"""A password is long, and is not a common word in disguise."""

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core import mail
from django.core.exceptions import ValidationError

from cabinet_rgpd.mail.models import Message
from cabinet_rgpd.structures.adapters import ClosedAccountAdapter


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


def test_the_message_that_opens_a_new_password_waits_in_the_outbox(clinic, rf):
    request = rf.get("/")
    link = "http://localhost:8000/compte/password/reset/key/1-abc/"
    ClosedAccountAdapter(request).send_mail(
        "account/email/password_reset_key", clinic.alice.email, {"password_reset_url": link}
    )
    [message] = Message.objects.filter(to=clinic.alice.email)
    assert message.subject == "Choisir un nouveau mot de passe" and link in message.text
    assert message.structure_id is None and message.expires_at > message.queued_at
    assert mail.outbox == []
