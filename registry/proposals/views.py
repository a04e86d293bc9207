"""Pages of models and proposals."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpResponseNotAllowed
from django.shortcuts import redirect, render
from django.urls import reverse

from cabinet_rgpd.history import memory
from cabinet_rgpd.history.ledger import Stale
from cabinet_rgpd.lib import pages
from cabinet_rgpd.structures import queries as structures
from cabinet_rgpd.structures.access import structure_view
from cabinet_rgpd.structures.editing import edit
from registry.activities import queries as activities
from registry.proposals import forms, operations, queries, rules
from registry.proposals.vocabulary import Subject

NBSP = "\u00a0"


@structure_view("register.read")
def proposals(request):
    """What waits for an answer, the models that were given, and what was answered."""
    represented = queries.represented(request.today)
    context = {
        "waiting": [(each, _may_answer(request, each.party_id, represented)) for each in queries.waiting()],
        "page": queries.answered(pages.asked(request.GET.get("page", ""))),
        "models": queries.models(),
    }
    return render(request, "registry/proposals/list.html", context)


@structure_view("register.read")
def model(request, activity_id):
    """A sheet as a model: who follows it, what was answered, and what it says that was not yet proposed."""
    row = _sheet(activity_id)
    follows = queries.follows_of(row)
    context = {
        "model": row,
        "follows": follows,
        "behind": [each for each in follows if each.behind and each.alive],
        "news": queries.news(row),
        "may_give": request.may("models.give"),
        "form": forms.ProposeForm(),
    }
    return render(request, "registry/proposals/model.html", context)


@structure_view("models.give")
def model_give(request, activity_id):
    row = _sheet(activity_id)
    parties = queries.parties_without(row, request.today)
    return edit(
        request,
        form=forms.GiveForm(request.POST or None, parties=parties),
        save=lambda form: operations.give(
            model=row, parties=form.chosen(), in_force=form.cleaned_data["state"] == operations.IN_FORCE,
            by=request.sign(f"Donnée comme modèle{NBSP}: {row}"), on=request.today,
        ),
        template="registry/proposals/give.html",
        context={"model": row, "parties": parties},
        done=lambda made: _said(request, _given(made), "model", row.pk),
    )  # fmt: skip


@structure_view("models.give")
def model_propose(request, activity_id):
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    row = _sheet(activity_id)
    form = forms.ProposeForm(request.POST)
    if not form.is_valid():
        messages.error(request, " ".join(error for errors in form.errors.values() for error in errors))
        return redirect("model", request.structure.pk, row.pk)
    made = operations.propose(
        model=row, note=form.cleaned_data["note"], member=request.membership, by=request.sign(), on=request.today
    )
    return redirect(_said(request, _proposed(made), "model", row.pk))


@structure_view("register.read")
def proposal_answer(request, proposal_id):
    """One proposal: its differences with what stands here; those who may answer take, take in part, or refuse."""
    proposal = queries.row(proposal_id)
    if proposal is None:
        raise Http404
    outside = proposal.follower.outside
    may_answer = _may_answer(request, proposal.party_id, queries.represented(request.today))
    if request.method == "POST" and not may_answer:
        raise PermissionDenied
    root = queries.target(proposal.follower)
    record = queries.record(proposal)
    gone = root is None and not outside
    sheets = queries.matchable(proposal.follower) if root is None and record.waits else ()
    if match := _compared_with(request, sheets):
        root = queries.matched(match)
    lines = queries.lines(proposal.follower, root, proposal) if record.waits and not gone else ()
    lock = root.lock_token if root is not None else ""
    asks_party = root is None and proposal.follower.subject == Subject.ACTIVITY
    parties = structures.parties(request.structure.pk, present_on=request.today) if asks_party else ()
    form = forms.AnswerForm(
        request.POST or None, lines=lines, lock=lock, parties=parties, sheets=sheets, sheet=match or ""
    )
    context = {
        "proposal": record, "follower": proposal.follower, "root": root, "gone": gone, "asks_party": asks_party, "lines": lines,
        "may_answer": may_answer, "sheets": sheets, "match": match,
        "newer": None if record.waits else queries.waiting_on(proposal.follower), "conflict": None, "form": form,
    }  # fmt: skip
    if request.method != "POST":
        return _page(request, context)
    if not record.waits or gone:
        return _page(request, context, 409)
    if request.POST.get("lock", "") != lock and root is not None:
        return _changed_meanwhile(request, context, proposal)
    if not form.is_valid():
        return _page(request, context, 422)
    try:
        operations.answer(
            proposal=proposal, lock=form.cleaned_data["lock"], taken=form.taken(), reason=form.cleaned_data["reason"],
            member=request.membership, by=request.sign(), on=request.today,
            party=form.parties.get(form.cleaned_data["party"]), sheet=form.sheets.get(form.cleaned_data["sheet"]),
        )  # fmt: skip
    except ValidationError as refusal:
        named = next(iter(refusal.error_dict), None) if hasattr(refusal, "error_dict") else None
        form.add_error(named if named in form.fields else None, refusal.messages)
        return _page(request, context, 422)
    except Stale as stale:
        return _changed_meanwhile(request, {**context, "root": stale.current}, proposal)
    return redirect(_said(request, f"Réponse enregistrée{NBSP}: celui qui a proposé la voit.", "proposals"))


def _changed_meanwhile(request, context, proposal):
    """The sheet changed since the page was shown: its new differences, the ticks kept, and both texts of what moved."""
    lines = queries.lines(proposal.follower, context["root"], proposal)
    number = request.POST.get("lock", "")
    old = memory.version_of(context["root"], int(number)) if number.isascii() and number.isdecimal() else None
    shown = queries.lines_then(proposal.follower, old.state, proposal) if old is not None else lines
    data = request.POST.copy()
    data["lock"] = context["root"].lock_token
    sheets, match = context["sheets"], context["match"] or ""
    form = forms.AnswerForm(data, lines=lines, lock=context["root"].lock_token, sheets=sheets, sheet=match)
    conflict = forms.disputed(shown, lines)
    return _page(request, {**context, "lines": lines, "form": form, "conflict": conflict}, 409)


def _page(request, context, status=200):
    ticked = context["form"].ticked()
    context = {**context, "boxes": [(line, line.key in ticked) for line in context["lines"]]}
    return render(request, "registry/proposals/answer.html", context, status=status)


def _compared_with(request, sheets):
    """The key of the sheet of this structure that the page compares a text from elsewhere with, or None."""
    asked = request.POST.get("sheet", "") if request.method == "POST" else request.GET.get("fiche", "")
    return next((each.id for each in sheets if str(each.id) == asked), None)


def _may_answer(request, party, represented):
    """To one of the parties: its own people. To the structure: its manager."""
    if party is None:
        return request.may("proposals.accept")
    return rules.may_answer(
        edits=request.may("register.edit") and not (request.limited_to and request.limited_to != party),
        own_party=request.membership.party_id, party=party, represented=represented,
    )  # fmt: skip


def _sheet(activity_id):
    row = activities.row(activity_id)
    if row is None:
        raise Http404
    return row


def _said(request, text, route, *arguments):
    messages.success(request, text)
    return reverse(route, args=[request.structure.pk, *arguments])


def _given(made):
    return (
        f"{len(made)} fiches données."
        if len(made) > 1
        else "Une fiche donnée."
        if made
        else "Chacun avait déjà sa fiche."
    )


def _proposed(made):
    if not made:
        return "Rien de nouveau à proposer\u00a0: chacun connaît déjà ce texte."
    return f"{made} propositions envoyées." if made > 1 else "Une proposition envoyée."
