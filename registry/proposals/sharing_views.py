"""A text proposed to other structures: confirmed where it was written, sent and followed by who is at home in both."""

from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from cabinet_rgpd.history.ledger import Signature
from cabinet_rgpd.isolation.scope import portfolio_scope, structure_scope
from cabinet_rgpd.lib import pages
from cabinet_rgpd.structures import protection
from cabinet_rgpd.structures import queries as structures
from cabinet_rgpd.structures.access import account_view, structure_view
from cabinet_rgpd.structures.editing import edit
from cabinet_rgpd.structures.roles import PERMISSIONS
from registry.proposals import forms, operations, queries, sharing
from registry.proposals.vocabulary import ProposalState

#: A sending is one transaction a structure: as many as one answer waits for. The same text sent again is sent once.
AT_ONCE = 100


@structure_view("proposals.share")
def share(request, aggregate, object_id):
    """What of a record may be proposed elsewhere: each line is shown word for word, and left out unless it is ticked."""
    root = queries.shareable(aggregate, object_id)
    if root is None:
        raise Http404
    return edit(
        request,
        form=forms.ShareForm(request.POST or None, offered=queries.offered(root), lock=root.lock_token),
        save=lambda form: operations.share(
            root=root, lock=form.cleaned_data["lock"], taken=form.cleaned_data["changes"], note=form.cleaned_data["note"],
            member=request.membership, by=request.sign(), on=request.today,
        ),
        template="registry/proposals/share.html",
        context={"root": root, "aggregate": aggregate},
        done=lambda shared: reverse("send", args=[request.structure.pk, shared.pk]),
    )  # fmt: skip


@account_view
def send(request, source_id, shared_id):
    """Propose a confirmed text to structures where one is the DPO or the manager."""
    now = timezone.now()
    at_home = list(_at_home(request, now))
    if source_id not in {each.structure_id for each in at_home}:
        raise Http404
    with structure_scope(source_id):
        shared = queries.shared_text(shared_id)
    if shared is None:
        raise Http404
    others = [each for each in at_home if each.structure_id != source_id]
    with portfolio_scope([each.structure_id for each in others]):
        known = queries.sent_where(request.user, shared.origin)
    asked = _asked(request)
    found = sharing.among(others, known, words=asked["q"], state=asked["etat"])
    if request.method == "POST":
        return _sent(request, shared, others, found, known, now)
    page = pages.cut(found, pages.asked(request.GET.get("page", "")), sharing.PAGE)
    context = {
        "shared": shared, "page": page, "lines": [(each, known.get(each.structure_id)) for each in page.lines],
        "any": bool(others), "states": sharing.STATES, **_kept(asked),
    }  # fmt: skip
    return render(request, "registry/proposals/send.html", context)


@account_view
def sent(request):
    """What this person proposed, in the structures where she is still at home, and what was answered."""
    now, asked = timezone.now(), _asked(request)
    at_home = _at_home(request, now)
    within = at_home.order_by().values("structure_id")
    if asked["q"]:
        within = [each.structure_id for each in sharing.among(at_home, {}, words=asked["q"])]
    with portfolio_scope(within):
        page = queries.sent(request.user, state=asked["etat"], page=pages.asked(request.GET.get("page", "")))
        counts = queries.sent_states(request.user)
    states = {"": "Toutes", **dict(ProposalState.choices())}
    context = {
        "page": page, "states": states, **_kept(asked),
        "counts": [(states[name], count) for name, count in counts.items()],
    }  # fmt: skip
    return render(request, "registry/proposals/sent.html", context)


def _sent(request, shared, others, found, known, now):
    """Send to the structures ticked, or (`to=all`) to all those that the page lists: those told longest ago first."""
    if request.POST.get("to") == "all":
        chosen = sharing.longest_ago_first(found, known)
    else:
        ticked = set(request.POST.getlist("structures"))
        chosen = [each for each in others if str(each.structure_id) in ticked]
    made = 0
    for member in chosen[:AT_ONCE]:
        by = Signature(structure_id=member.structure_id, actor=request.user, at=now)
        on = now.astimezone(member.structure.tz).date()
        with structure_scope(member.structure_id):
            made += operations.receive(shared=shared, member=member, by=by, on=on)
    told = (
        f"{made} propositions envoyées."
        if made > 1
        else "Une proposition envoyée."
        if made
        else "Rien de nouveau à proposer."
    )
    left = len(chosen) - AT_ONCE
    messages.success(request, f"{told} Il en reste {left}\u00a0: envoyez de nouveau." if left > 0 else told)
    if left > 0 or not chosen:
        return redirect(request.get_full_path())
    return redirect("sent")


def _asked(request):
    return {name: request.GET.get(name, "")[:120] for name in ("q", "etat")}


def _kept(asked):
    """What was asked, for the form and for the links of the pages."""
    return {"asked": asked, "kept": urlencode({name: value for name, value in asked.items() if value})}


def _at_home(request, now):
    """Where this account may propose: an access open today, as DPO or manager, with the second proof that is asked for."""
    known = protection.gives_second_factor(request)
    return structures.at_home(now, request.user, PERMISSIONS["proposals.share"], second_factor=known)
