"""Pro Santé Connect as a provider of allauth: a nonce is sent, and nothing of a demand is taken from the address."""

import secrets

from allauth.socialaccount.providers.base import ProviderAccount
from allauth.socialaccount.providers.openid_connect.provider import OpenIDConnectProvider
from django.urls import reverse

from cabinet_rgpd.psc.exchange import PscExchange


class PscProvider(OpenIDConnectProvider):
    id = "psc"
    name = "Pro Santé Connect"
    account_class = ProviderAccount
    oauth2_adapter_class = PscExchange
    pkce_enabled_default = True

    def get_login_url(self, request, **kwargs):
        return reverse("psc_login")

    def get_callback_url(self):
        return reverse("psc_callback")

    def get_oauth2_adapter(self, request):
        return self.oauth2_adapter_class(request)

    def redirect(self, request, process, next_url=None, data=None, **kwargs):
        nonce = secrets.token_urlsafe(24)
        kwargs["auth_params"] = {**self.get_auth_params(), "nonce": nonce}
        kwargs["scope"] = self.get_scope()
        return super().redirect(request, process, next_url, data, nonce=nonce, **kwargs)

    def extract_uid(self, data):
        return data["identity"].subject

    def extract_extra_data(self, data):
        """The only thing kept besides the subject."""
        return {"rpps": data["identity"].rpps}

    def extract_common_fields(self, data):
        return {}

    def extract_email_addresses(self, data):
        return []


provider_classes = [PscProvider]
