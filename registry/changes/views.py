"""Pages of the changes of law: every one that waits, and what was done about each."""

from django.shortcuts import redirect, render

from cabinet_rgpd.structures.access import structure_view
from cabinet_rgpd.structures.editing import edit, said
from registry.changes import operations, queries
from registry.changes.forms import HandledForm
from registry.retention import queries as retention


@structure_view("register.read")
def text_changes(request):
    context = {
        "changes": queries.waiting(request.today),
        "durations": retention.law_changes(request.today),
        "forms": retention.form_changes(request.today),
        "handled": queries.handled(),
        "may_plan": request.may("register.plan"),
    }
    return render(request, "registry/changes/list.html", context)


@structure_view("register.read")
def text_change(request, parameter):
    """One change, before and after, with what it touches; those who plan say here what was done."""
    change = queries.change(parameter, request.today)
    if change is None:
        return redirect("text_changes", request.structure.pk)
    if not request.may("register.plan"):
        return render(request, "registry/changes/change.html", {"change": change, "form": None})
    return edit(
        request,
        form=HandledForm(request.POST or None, initial={"since": change.after.since}),
        save=lambda form: operations.handle(
            parameter=parameter,
            since=form.cleaned_data["since"],
            outcome=form.cleaned_data["outcome"],
            reason=form.cleaned_data["justification"],
            on=request.today,
            by=request.sign("Changement de texte traité"),
        ),
        template="registry/changes/change.html",
        context={"change": change},
        done=lambda row: said(request, f"{row.title} : noté.", "text_changes"),
    )
