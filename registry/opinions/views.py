"""The page of the opinions on one record."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import render
from django.urls import reverse

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
    context = {"waiting": queries.waiting(), "may_validate": request.membership.role == Role.MANAGER}
    return render(request, "registry/opinions/validations.html", context)


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
