"""Sign-ins, refusals and administration, one line each: what happened, which account, in UTC; no name, no address."""

import logging

logger = logging.getLogger("cabinet_rgpd.sign_in")


def _line(what, account=None, **facts):
    known = getattr(account, "pk", None)
    words = [what, f"account={known or '-'}", *(f"{name}={value}" for name, value in facts.items())]
    logger.info(" ".join(words))


def signed_in(sender, request, user, **kwargs):
    _line("signed in", user)


def signed_out(sender, request, user, **kwargs):
    _line("signed out", user)


def refused(sender, credentials, request=None, **kwargs):
    """The address that was typed is not kept: it may be anybody's, or a password in the wrong field."""
    _line("sign-in refused")


def step(sender, request, user, method, **kwargs):
    _line("proof given", user, method=method, again=bool(kwargs.get("reauthenticated")))


def password_changed(sender, request, user, **kwargs):
    _line("password changed", user)


def factor_added(sender, request, user, authenticator, **kwargs):
    _line("second proof added", user, kind=authenticator.type)


def factor_removed(sender, request, user, authenticator, **kwargs):
    _line("second proof removed", user, kind=authenticator.type)


def entry_refused(request, structure_id, permission):
    """A stranger at the door of a structure, or a role that may not."""
    _line("entry refused", request.user, structure=structure_id, permission=permission)


def administered(account, act, subject):
    """A change of who may enter: the history says what, the log says when and by which account."""
    structure_id = getattr(subject, "structure_id", None) or subject.pk
    _line(act, account, structure=structure_id, subject=subject.obj)
