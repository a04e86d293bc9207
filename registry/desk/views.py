"""The desk of a DPO: his structures, what is due in them; in each, what changed since he last looked."""

import uuid
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponseNotAllowed
from django.shortcuts import redirect, render
from django.urls import reverse

from cabinet_rgpd.history import queries as history
from cabinet_rgpd.lib import pages
from cabinet_rgpd.structures.access import portfolio_view, structure_view
from cabinet_rgpd.timeline import queries as timeline
from registry.desk import choices, operations, queries


@portfolio_view
def desk(request):
    """His structures, with their state, what is due and what is new."""
    # What was found up to date was read: nothing is left to count.
    unread = queries.never_read() if operations.freshen(request.now) else 0
    asked = {name: request.GET.get(name, "")[:120] for name in ("q", "etat", "tri")}
    found = queries.desk(
        request.user,
        request.now,
        query=asked["q"],
        state=asked["etat"],
        order=asked["tri"],
        page=pages.asked(request.GET.get("page", "")),
        unread=unread,
    )
    context = {
        "page": found, "asked": asked, "states": choices.STATES, "orders": choices.ORDERS, "closed": request.closed,
        "kept": urlencode({name: value for name, value in asked.items() if value}),
        "lines": [(line, line.following and _where(line.following)) for line in found.lines],
    }  # fmt: skip
    return render(request, "registry/desk/desk.html", context)


@portfolio_view
def desk_due(request):
    """What is due in his structures: requests, breaches, letters of the CNIL; or everything."""
    operations.freshen(request.now)
    asked = {name: request.GET.get(name, "")[:120] for name in ("nature", "quand", "q", "structure")}
    found = queries.due(
        request.now, kind=asked["nature"], when=asked["quand"], query=asked["q"], structure=_key(asked["structure"]),
        page=pages.asked(request.GET.get("page", "")),
    )  # fmt: skip
    context = {
        "page": found, "asked": asked, "kinds": {name: label for name, (label, _) in choices.KINDS.items()},
        "whens": {name: label for name, (label, _) in choices.WHENS.items()}, "closed": request.closed,
        "kept": urlencode({name: value for name, value in asked.items() if value}),
        "lines": [(each, _where(each)) for each in found.lines],
    }  # fmt: skip
    return render(request, "registry/desk/due.html", context)


@structure_view("history.read")
def since_visit(request):
    """What was written in this structure since the member last said that he had seen everything."""
    mark = queries.seen_up_to(request.membership)
    before = request.GET.get("avant", "")
    lines, following = timeline.timeline(
        before=int(before) if before.isascii() and before.isdigit() and len(before) < 16 else None,
        after=mark.seq if mark else None,
    )
    context = {
        "lines": lines, "following": following, "mark": mark, "end": history.receipt().seq,
        "mine": str(request.user.pk),
    }  # fmt: skip
    return render(request, "registry/desk/since_visit.html", context)


@structure_view("history.read")
def visit_seen(request):
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    seq = request.POST.get("seq", "")
    if seq.isascii() and seq.isdigit() and len(seq) < 16:
        operations.mark_seen(member=request.membership, seq=int(seq), at=request.now)
        messages.success(request, "C’est noté\u00a0: la prochaine fois, cette page commencera ici.")
    return redirect("since_visit", request.structure.pk)


def _where(due):
    return reverse(due.route, args=[due.structure_id, *due.arguments])


def _key(text):
    """The key of a structure, or ""; what is no key at all names no structure."""
    if not text:
        return ""
    try:
        return uuid.UUID(text)
    except ValueError:
        return uuid.UUID(int=0)
