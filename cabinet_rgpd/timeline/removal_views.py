"""The removal of a text, on screen: looked for, asked, confirmed by someone else or three days later."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponseNotAllowed
from django.shortcuts import redirect, render

from cabinet_rgpd.history.removal import operations, queries
from cabinet_rgpd.structures.access import structure_view
from cabinet_rgpd.timeline.queries import names_of
from cabinet_rgpd.timeline.removal_forms import RemovalForm


@structure_view("removal.confirm")
def removals(request):
    """What waits, what was done."""
    found = queries.requests()
    context = {
        "requests": [(each, operations.may_confirm_from(each, request.user.pk)) for each in found],
        "names": names_of(each.asked_by for each in found),
        "may_ask": request.may("removal.ask"),
    }
    return render(request, "timeline/removals.html", context)


@structure_view("removal.ask", grave=True)
def removal_new(request):
    """Two steps in one form: look for the words, then ask. The words are never in an address."""
    words = request.POST.get("words", "").strip()
    found = queries.search(request.structure.pk, words) if len(words) >= 3 else None
    asking = request.POST.get("step") == "ask"
    if request.method == "POST" and not asking and found:
        form = RemovalForm(initial={"words": words, "files": found.likely}, found=found.files)
        return _asked(request, form, found)
    form = RemovalForm(request.POST if request.method == "POST" else None, found=found.files if found else ())
    if asking and form.is_valid():
        content = form.cleaned_data
        try:
            operations.ask(
                words=content["words"], reason=content["reason"], files=content.get("files", []), by=request.sign()
            )
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            messages.success(
                request, "Demande notée. Une autre personne la confirme, ou vous-même dans 72\u00a0heures."
            )
            return redirect("removals", request.structure.pk)
    return _asked(request, form, found, status=422 if request.method == "POST" else 200)


def _asked(request, form, found, status=200):
    return render(request, "timeline/removal_new.html", {"form": form, "found": found}, status=status)


@structure_view("removal.confirm", grave=True)
def removal_confirm(request, removal_id):
    return _settled(
        request, removal_id, operations.confirm, "Texte retiré partout. L’historique dit qu’un retrait a eu lieu."
    )


@structure_view("removal.ask")
def removal_withdraw(request, removal_id):
    return _settled(request, removal_id, operations.withdraw, "Demande abandonnée : rien n’a été retiré.")


def _settled(request, removal_id, act, told):
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    if (found := queries.request(removal_id)) is None:
        raise Http404
    try:
        act(request=found, by=request.sign())
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    else:
        messages.success(request, told)
    return redirect("removals", request.structure.pk)
