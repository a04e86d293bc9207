"""Sign in with Pro Santé Connect; link it to one's account, or take the link away."""

import time
from functools import wraps

from allauth.socialaccount.internal import statekit
from allauth.socialaccount.models import SocialAccount
from allauth.socialaccount.providers.base import AuthProcess
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponseNotAllowed
from django.shortcuts import redirect, render
from requests import RequestException

from cabinet_rgpd.psc.adapters import PENDING
from cabinet_rgpd.psc.exchange import PscExchange
from cabinet_rgpd.structures.access import account_view, public_view

#: Seconds that an identity waits for its owner's consent.
PENDING_SECONDS = 600


def configured(view):
    """Without configuration the address leads nowhere."""

    @wraps(view)
    def door(request, *args, **kwargs):
        if not settings.PSC_ISSUER:
            raise Http404
        return view(request, *args, **kwargs)

    return door


@public_view
@configured
def login(request):
    """Leave for the provider: a POST, so that no link signs anybody in."""
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    return _leave(request, AuthProcess.LOGIN)


@account_view(grave=True)
@configured
def connect(request):
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    return _leave(request, AuthProcess.CONNECT)


def _leave(request, process):
    try:
        return PscExchange(request).get_provider().redirect(request, process)
    except (OAuth2Error, RequestException, ValueError):
        messages.error(request, "Pro Santé Connect ne répond pas. Réessayez dans quelques minutes.")
        return redirect("account" if request.user.is_authenticated else "account_login")


@public_view
@configured
def callback(request):
    """The way back: the nonce of our own demand is put beside the answer, then allauth goes on."""
    state = statekit.get_states(request).get(request.GET.get("state", ""))
    request.psc_nonce = state[0].get("nonce", "") if state else ""
    return OAuth2CallbackView.adapter_view(PscExchange)(request)


@account_view(grave=True)
@configured
def link(request):
    """Consent, in so many words, before anything is kept."""
    pending = request.session.get(PENDING)
    if not pending or pending["account"] != str(request.user.pk) or time.time() - pending["at"] > PENDING_SECONDS:
        return redirect("account")
    if request.method == "POST":
        del request.session[PENDING]
        if request.POST.get("answer") == "yes":
            _link(request, pending)
        return redirect("account")
    return render(request, "psc/link.html", {"rpps": pending["rpps"]})


def _link(request, pending):
    _, made = SocialAccount.objects.get_or_create(
        provider="psc", uid=pending["subject"], defaults={"user": request.user, "extra_data": {"rpps": pending["rpps"]}}
    )
    if made:
        messages.success(request, "Pro Santé Connect est relié à votre compte.")
    else:
        messages.error(request, "Cette identité est déjà reliée à un compte. Rien n’a changé.")


@account_view(grave=True)
@configured
def unlink(request):
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    SocialAccount.objects.filter(user=request.user, provider="psc").delete()
    messages.success(request, "Pro Santé Connect n’est plus relié à votre compte\u00a0; le numéro RPPS a été effacé.")
    return redirect("account")
