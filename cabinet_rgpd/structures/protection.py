"""Is this account signed in well enough, and lately enough? Asked by the doors (security.md, « Sign-in »).

A structure asks its members for a second proof (telephone code or passkey) unless it decided otherwise, with a reason.
The question comes after the first register and before the first publication: nobody is stopped on the way in.
"""

import time

from allauth.account import app_settings
from allauth.account.internal.flows.login import get_authentication_records, record_authentication
from allauth.core.exceptions import ReauthenticationRequired

from cabinet_rgpd.history import queries as history
from cabinet_rgpd.structures import queries
from cabinet_rgpd.structures.vocabulary import SecondFactor

#: What a first register is made of, in the words of the chain.
FIRST_REGISTER = "activity"
#: Session key: signed in through a provider that asks for two proofs itself.
STRONG_PROVIDER = "strong_provider"


def lacks_second_factor(request, membership):
    """Whether the structure asks for a second proof that this account, in this session, does not give."""
    return (
        membership.structure.second_factor == SecondFactor.REQUIRED
        and not membership.has_second_factor
        and not request.session.get(STRONG_PROVIDER)
        and history.has_any(FIRST_REGISTER, membership.structure_id)
    )


def gives_second_factor(request):
    """Whether this account, in this session, gives a second proof, whoever asks for it."""
    return bool(request.session.get(STRONG_PROVIDER)) or queries.has_second_factor(request.user)


def is_fresh(request):
    """Whether the person proved who she is within the last minutes, in this session: at sign-in, or again since."""
    records = get_authentication_records(request, request.user)
    return bool(records) and time.time() - records[-1]["at"] <= app_settings.REAUTHENTICATION_TIMEOUT


def require_fresh_sign_in(request):
    """Raise ReauthenticationRequired unless the sign-in is fresh.

    allauth answers it: it asks, then takes the request up where it stood, with everything typed.
    """
    if not is_fresh(request):
        raise ReauthenticationRequired


def remember_sign_in(request, account):
    """After a sign-in of ours (a link used once, a password chosen): it counts as fresh."""
    record_authentication(request, account, method="password")
