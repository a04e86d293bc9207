"""The pages of an account: its proofs of identity, where it is signed in."""

from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponseNotAllowed
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme

from cabinet_rgpd.structures import sessions
from cabinet_rgpd.structures.access import account_view


@account_view
def account(request):
    context = {
        "proofs": _proofs(request.user),
        "psc": _psc(request.user),
        "places": sessions.places(request.user, request.session.session_key),
    }
    return render(request, "structures/account.html", context)


@account_view
def protect(request):
    """What a structure asks for, why, and the two ways; the way back once it is done."""
    going = request.GET.get("next", "")
    if not url_has_allowed_host_and_scheme(going, allowed_hosts=None):
        going = ""
    context = {"proofs": _proofs(request.user), "going": going}
    return render(request, "structures/protect.html", context)


@account_view
def session_close(request, place_id):
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    if not sessions.close(request.user, place_id):
        raise Http404
    messages.success(request, "Cette session est fermée.")
    return redirect("account")


@account_view
def sessions_close(request):
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    sessions.close_others(request.user, request.session.session_key)
    messages.success(request, "Vos autres sessions sont fermées.")
    return redirect("account")


def _psc(account):
    """None when the installation has no Pro Santé Connect; else whether it is linked, and the RPPS number kept."""
    if not settings.PSC_ISSUER:
        return None
    row = SocialAccount.objects.filter(user_id=account.pk, provider="psc").first()
    return {"linked": row is not None, "rpps": row.extra_data.get("rpps", "") if row else ""}


def _proofs(account):
    """The kinds of second proof of an account, in the order of their strength."""
    held = set(Authenticator.objects.filter(user_id=account.pk).values_list("type", flat=True))
    return [kind for kind in (Authenticator.Type.WEBAUTHN, Authenticator.Type.TOTP) if kind in held]
