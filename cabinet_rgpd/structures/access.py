"""The doors. Every route wears one of them; a route without one stops the start-up (see checks.py).

@public_view                     no sign-in
@account_view                    any signed-in account
@structure_view("permission")    an active member of the structure in the URL, whose role holds the permission
@portfolio_view                  the DPO of at least one structure, over the summaries of his structures (docs/adr/0009)
"""

import uuid
from functools import wraps
from urllib.parse import urlencode

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import BadRequest, PermissionDenied
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from cabinet_rgpd.history import form_keys
from cabinet_rgpd.history.ledger import AlreadySubmitted, Signature, Stale
from cabinet_rgpd.isolation.scope import portfolio_scope, structure_scope
from cabinet_rgpd.structures import errors, protection, queries, roles, sign_in_log

#: The key of no party at all.
NO_PARTY = uuid.UUID(int=0)
FORMS = {"application/x-www-form-urlencoded", "multipart/form-data"}


def _pages_and_forms(view):
    """Nothing else is answered: neither other methods, nor a body that is not a form."""

    @require_http_methods(["GET", "HEAD", "POST"])
    @wraps(view)
    def guarded(request, *args, **kwargs):
        if request.method == "POST" and request.content_type not in FORMS:
            raise BadRequest("A form was expected.")
        return view(request, *args, **kwargs)

    return guarded


def public_view(view):
    """Open to all; says so."""
    view = login_not_required(_pages_and_forms(view))
    view.access = "public"
    return view


def account_view(view=None, *, grave=False):
    """Open to any signed-in account; a grave act asks for a fresh sign-in."""
    if view is None:
        return lambda function: account_view(function, grave=grave)

    @_pages_and_forms
    @wraps(view)
    def door(request, *args, **kwargs):
        if grave:
            protection.require_fresh_sign_in(request)
        return view(request, *args, **kwargs)

    door.access = "account"
    return door


def portfolio_view(view):
    """Open to whoever is the DPO of a structure today: 404 for anybody else. Reads summaries, and nothing of a register.

    The view receives `(request, **url arguments)` with `request.now` and `request.closed`, the number of his structures
    that ask for a second proof which this session does not give: they are left out of the scope.
    """

    @_pages_and_forms
    @wraps(view)
    def door(request, *args, **kwargs):
        request.now = timezone.now()
        known = protection.gives_second_factor(request)
        everywhere = queries.portfolio(request.now, request.user)
        followed = everywhere if known else queries.portfolio(request.now, request.user, second_factor=False)
        held = everywhere.count()
        if not held:
            raise Http404
        request.closed = 0 if known else held - followed.count()
        with portfolio_scope(followed):
            return view(request, *args, **kwargs)

    door.access = "portfolio"
    return door


def structure_view(permission, *, grave=False):
    """Open to the active members of `structure_id` whose role holds `permission`: 404 for a stranger, 403 for a role that may not.

    The structure's scope is open around the whole answer. The view receives `(request, **url arguments)`, with
    `request.structure`, `request.membership`, `request.now`, `request.today`, `request.may(permission)` and
    `request.sign(reason)`; `request.may_write(permission, row)` and `request.require_own(row)` tell and refuse what the
    party of a practitioner does not answer for, `request.own` is what a record that he makes says of it. A form sent
    twice is answered as the first time. A member who gives no second proof where the structure asks for one is led to
    where it is set up; a grave act asks for a fresh sign-in.
    """
    roles.PERMISSIONS[permission]  # an unknown permission fails at import

    def decorate(view):
        @_pages_and_forms
        @wraps(view)
        def door(request, structure_id, **kwargs):
            membership = queries.membership_of(request.user, structure_id)
            if membership is None:
                sign_in_log.entry_refused(request, structure_id, permission)
                raise Http404
            _enter(request, membership)
            if not request.may(permission):
                sign_in_log.entry_refused(request, structure_id, permission)
                raise PermissionDenied
            if protection.lacks_second_factor(request, membership):
                return redirect(f"{reverse('protect')}?{urlencode({'next': request.get_full_path()})}")
            if grave:
                protection.require_fresh_sign_in(request)
            with structure_scope(structure_id), timezone.override(request.structure.tz):
                return _answer(view, request, kwargs)

        door.access = f"structure:{permission}"
        return door

    return decorate


def _enter(request, membership):
    """Raise Http404 before anything of the structure is known to the page: an ended access reads like a wrong address."""
    now = timezone.now()
    today = now.astimezone(membership.structure.tz).date()
    if not membership.is_active_on(today):
        raise Http404
    request.now, request.today = now, today
    request.form_key = _uuid(request.POST.get("form_key")) if request.method == "POST" else None
    delegated = queries.delegated_to(membership, today)
    request.may = lambda permission: roles.allows(membership.role, permission) or permission in delegated
    # A practitioner writes what his own party answers for; tied to none, he writes nothing.
    limited_to = (membership.party_id or NO_PARTY) if membership.role == roles.Role.PRACTITIONER else None
    request.limited_to = limited_to
    request.own = {"party": membership.party_id} if limited_to else {}
    request.may_write = lambda permission, row: request.may(permission) and _is_own(row, limited_to)
    request.require_own = lambda row: _refuse_unless(_is_own(row, limited_to))
    request.sign = lambda reason="": Signature(
        structure_id=membership.structure_id, actor=request.user, at=request.now, reason=reason, key=request.form_key,
        limited_to=limited_to,
    )  # fmt: skip
    # Last: from here on the templates, error pages included, know where they are.
    request.membership, request.structure = membership, membership.structure


def _is_own(row, limited_to):
    return limited_to is None or row.answers_to(limited_to)


def _refuse_unless(allowed):
    if not allowed:
        raise PermissionDenied


def _answer(view, request, kwargs):
    try:
        if request.form_key and (location := form_keys.seen(request.structure.pk, request.form_key)) is not None:
            raise AlreadySubmitted(location)
        response = view(request, **kwargs)
        if hasattr(response, "render") and callable(response.render):
            response.render()
        if request.form_key and isinstance(response, HttpResponseRedirect):
            form_keys.remember(request.structure.pk, request.form_key, response.url)
        return response
    except AlreadySubmitted as again:
        return redirect(again.location or reverse("overview", args=[request.structure.pk]))
    except Stale:
        return errors.conflict(request)


def _uuid(text):
    try:
        return uuid.UUID(str(text))
    except ValueError:
        return None
