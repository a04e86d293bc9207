"""The exchange with the provider: its configuration, the tokens, their signature, and who they speak of."""

from allauth.socialaccount.internal import jwtkit
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from allauth.utils import build_absolute_uri
from django.urls import reverse

from cabinet_rgpd.psc import claims


class PscExchange(OpenIDConnectOAuth2Adapter):
    def __init__(self, request):
        super().__init__(request, "psc")

    @property
    def openid_config(self):
        config = super().openid_config
        if config.get("issuer") != self.get_provider().app.settings["server_url"]:
            raise OAuth2Error("The configuration is that of another issuer.")
        return config

    def get_callback_url(self, request, app):
        return build_absolute_uri(request, reverse("psc_callback"), self.redirect_uri_protocol)

    def complete_login(self, request, app, token, **kwargs):
        answered_by = request.GET.get("iss")
        if answered_by and answered_by != self.openid_config["issuer"]:
            raise OAuth2Error("Another issuer answered.")
        try:
            told = self._verified(app, kwargs["response"].get("id_token", ""))
            claims.check(told, nonce=request.psc_nonce, client_id=app.client_id)
            identity = claims.identity(told, self._fetch_user_info(token.token))
        except claims.Refused as refusal:
            raise OAuth2Error(str(refusal)) from refusal
        request.psc_identity = identity
        return self.get_provider().sociallogin_from_response(request, {"identity": identity})

    def _verified(self, app, token):
        """The claims of an identity token: signature, issuer, audience and dates verified, always."""
        if not token:
            raise claims.Refused("no identity token")
        return jwtkit.verify_and_decode(
            credential=token,
            keys_url=self.openid_config["jwks_uri"],
            issuer=self.openid_config["issuer"],
            audience=app.client_id,
            lookup_kid=jwtkit.lookup_kid_jwk,
        )
