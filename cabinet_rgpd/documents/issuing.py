"""One address for a document: a GET gives a copy and changes nothing, a POST hands it over."""

import re
from functools import wraps
from html import unescape

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.shortcuts import redirect
from django.urls import reverse

from cabinet_rgpd.documents import answers, operations
from cabinet_rgpd.documents.rendering import RenderError
from cabinet_rgpd.mail.texts import absolute
from cabinet_rgpd.structures import errors

PERMISSION = "documents.issue"
_TITLE = re.compile(r"<title>(.*?)</title>", re.DOTALL)


def document(request, html, again, *, name, kind, series, title, receipt, also=PERMISSION):
    """A copy of `html` (GET), or the document handed over and kept (POST, asks for PERMISSION, or `also`).

    `again()` makes the HTML anew from the database, with the same receipt: what is handed over is what still stands.
    `name` is the file's. `series` tells which documents are editions of the same thing (`activity:<uuid>`). Without a
    receipt (a draft) a document is not handed over.
    """
    if request.method != "POST":
        return answers.document(request, html, name)
    if not (request.may(PERMISSION) or request.may(also)):
        raise PermissionDenied
    try:
        if receipt is None:
            raise ValidationError("Un brouillon ne se remet pas\u00a0: mettez-le d’abord en vigueur.")
        row = operations.issue(
            html=html, again=again, render=answers.rendered, kind=kind, series=series, title=title, receipt=receipt,
            on=request.today, handed_to=" ".join(request.POST.get("handed_to", "").split())[:200], by=request.sign(),
        )  # fmt: skip
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    except RenderError as failed:
        return errors.page(request, 503, "Le document n’est pas disponible", str(failed))
    else:
        messages.success(
            request, f"«\u00a0{row.title}\u00a0» est gardé tel quel. Téléchargez-le ici, puis remettez-le."
        )
    return redirect("issued", request.structure.pk)


def issuable(kind, also=PERMISSION):
    """For a view that answers with `answers.document`: a GET gives the copy, a POST hands the same document over.

    The view is asked twice, before rendering and inside the transaction: anything written meanwhile, even elsewhere in
    the register, moves the receipt on and refuses the document. Who holds the permission `also` may hand it over too.
    Goes below `structure_view`.
    """

    def decorate(view):
        @wraps(view)
        def either(request, **kwargs):
            if request.method != "POST":
                return view(request, **kwargs)
            request.handing_over = True
            first = view(request, **kwargs)
            if not isinstance(first, answers.Wanted):
                return first
            return document(
                request,
                first.html,
                lambda: view(request, **kwargs).html,
                name=first.name,
                kind=kind,
                series=":".join([kind, *map(str, kwargs.values()), *sorted(request.GET.values())])[:120],
                title=unescape(_TITLE.search(first.html)[1]).strip(),
                receipt=first.receipt,
                also=also,
            )

        return either

    return decorate


def verifier_address():
    """Where a document is verified, in full when the installation knows its own address."""
    return absolute(reverse("verifier"))
