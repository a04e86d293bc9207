"""The page of the opinions on one record."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponseNotAllowed
from django.shortcuts import redirect, render
from django.urls import reverse

from cabinet_rgpd.history.forms import KeyedForm
from cabinet_rgpd.structures.access import structure_view
from cabinet_rgpd.structures.editing import edit
from cabinet_rgpd.structures.roles import Role
from registry.opinions import operations, queries
from registry.opinions.forms import OpinionForm


@structure_view("history.read")
def opinions(request, aggregate, object_id):
    """What was said of a record, version by version."""
    return render(request, "registry/opinions/opinions.html", _context(request, _subject(aggregate, object_id)))


@structure_view("history.read")
def validations(request):
    """What the DPO wrote by delegation and nobody has validated yet."""
    context = {
        "waiting": queries.to_validate(),
        "may_validate": request.membership.role == Role.MANAGER,
        "form": KeyedForm(),
    }
    return render(request, "registry/opinions/validations.html", context)


@structure_view("decisions.edit")
def validate(request):
    """Validate what is ticked, or everything that the page showed."""
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    shown = set(request.POST.getlist("shown" if request.POST.get("to") == "all" else "records"))
    chosen = [each for each in queries.to_validate() if each.key in shown]
    try:
        made = operations.validate(waiting=chosen, member=request.membership, by=request.sign(), on=request.today)
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
        return redirect("validations", request.structure.pk)
    if len(made) < len(shown):
        messages.warning(request, "Un texte a changé depuis que vous l’avez lu\u00a0: il n’est pas validé. Relisez-le.")
    if made:
        told = f"{len(made)} textes validés." if len(made) > 1 else f"{made[0].label}\u00a0: validé."
        messages.success(request, told)
    elif not shown:
        messages.error(request, "Cochez ce que vous validez.")
    return redirect("validations", request.structure.pk)


@structure_view("opinions.give")
def opinion_new(request, aggregate, object_id):
    root = _subject(aggregate, object_id)
    return edit(
        request,
        form=OpinionForm(request.POST or None, role=request.membership.role, seen=root.version),
        save=lambda form: operations.give(
            root=root,
            seen=form.cleaned_data["seen"],
            kind=form.cleaned_data["kind"],
            stance=form.cleaned_data["stance"],
            text=form.cleaned_data["text"],
            member=request.membership,
            by=request.sign(),
            on=request.today,
        ),  # fmt: skip
        template="registry/opinions/opinion_new.html",
        context=_context(request, root),
        done=lambda given: _given(request, given, root),
    )


def _subject(aggregate, object_id):
    root = queries.subject(aggregate, object_id)
    if root is None:
        raise Http404
    return root


def _context(request, root):
    return {
        "label": str(root), "version": root.version, "aggregate": root.AGGREGATE, "object_id": root.pk,
        "opinions": queries.of(root.AGGREGATE, root.pk), "may_give": request.may("opinions.give"),
        "authorship": queries.authorships().get(root.obj),
    }  # fmt: skip


def _given(request, given, root):
    messages.success(request, f"{given.get_kind_display()}\u00a0: enregistré, avec la version {given.object_version}.")
    return reverse("opinions", args=[request.structure.pk, root.AGGREGATE, root.pk])
