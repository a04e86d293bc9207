"""What allauth does with an identity: it opens the account that is linked to it, and no other."""

import logging
import time

from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.providers.base import AuthProcess
from django.contrib import messages
from django.shortcuts import redirect

from cabinet_rgpd.structures.protection import STRONG_PROVIDER

logger = logging.getLogger("cabinet_rgpd.sign_in")
#: Session key: an identity that waits for its owner's consent.
PENDING = "psc_pending"


class PscSocialAccountAdapter(DefaultSocialAccountAdapter):
    def is_open_for_signup(self, request, sociallogin):
        return False

    def pre_social_login(self, request, sociallogin):
        identity = request.psc_identity
        if sociallogin.state.get("process") == AuthProcess.CONNECT:
            if not request.user.is_authenticated:
                raise ImmediateHttpResponse(redirect("account_login"))
            request.session[PENDING] = {
                "subject": identity.subject, "rpps": identity.rpps, "account": str(request.user.pk), "at": time.time(),
            }  # fmt: skip
            raise ImmediateHttpResponse(redirect("psc_link"))
        if not sociallogin.is_existing:
            logger.info("sign-in refused by=psc reason=not-linked")
            messages.error(
                request,
                "Cette identité n’est reliée à aucun compte ici. Connectez-vous avec votre mot de passe, puis reliez-la "
                "depuis «\u00a0Votre compte\u00a0».",
            )
            raise ImmediateHttpResponse(redirect("account_login"))

    def on_authentication_error(self, request, provider, error=None, exception=None, extra_context=None):
        """Said in one sentence; what went wrong is for the log."""
        logger.info("sign-in refused by=psc reason=%s %s", getattr(error, "value", error), exception or "")
        messages.error(request, "Pro Santé Connect n’a pas confirmé votre identité. Rien n’a changé\u00a0: réessayez.")
        raise ImmediateHttpResponse(redirect("account" if request.user.is_authenticated else "account_login"))

    def send_notification_mail(self, *args, **kwargs):
        """No message: the person did it herself, on a page that said what it does."""


def note_strength(sender, request, user, sociallogin=None, **kwargs):
    """After a sign-in: two proofs given to the provider are two proofs given here."""
    identity = getattr(request, "psc_identity", None)
    if sociallogin is not None and identity is not None and identity.strong:
        request.session[STRONG_PROVIDER] = True
