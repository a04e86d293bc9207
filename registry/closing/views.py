"""Pages of the end of a practice: a guided case, saved step by step."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse

from cabinet_rgpd.evidence import queries as evidence
from cabinet_rgpd.structures.access import structure_view
from cabinet_rgpd.structures.editing import archive, edit
from cabinet_rgpd.structures.forms import ConfirmForm
from registry.closing import forms, operations, queries, rules
from registry.law import closing as law
from registry.retention import queries as retention


@structure_view("register.read")
def closing(request):
    context = {"cases": queries.cases(), "kinds": law.EndKind.choices(), "may_decide": request.may("decisions.edit")}
    return render(request, "registry/closing/list.html", context)


@structure_view("decisions.edit")
def closing_new(request):
    return edit(
        request,
        form=forms.SituationForm(request.POST or None),
        save=lambda form: operations.open_case(content=form.content(), by=request.sign()),
        template="registry/closing/edit.html",
        context={"title": "Commencer le dossier", "back": reverse("closing", args=[request.structure.pk])},
        done=lambda row: _said(request, row.pk, "Dossier ouvert : ses étapes sont prêtes."),
    )


@structure_view("register.read")
def closing_case(request, closing_id):
    row = queries.row(closing_id) or _nowhere()
    record = queries.record_of(row)
    context = {
        "record": record,
        "advice": law.advice(kind=record.kind, profession=record.profession, on=request.today),
        "gaps": rules.gaps(record),
        "durations": rules.durations(retention.rules()),
        "over": record.ends_on <= request.today,
        "may_decide": request.may("decisions.edit"),
        "evidence": evidence.shelf(request, row),
        "finish_form": ConfirmForm(instance=row, auto_id="finish_%s"),
    }
    return render(request, "registry/closing/case.html", context)


def _part(form_class, title, content):
    """A page that edits a part of a case: `content(form)` is what the operation receives."""

    @structure_view("decisions.edit")
    def view(request, closing_id):
        row = queries.row(closing_id) or _nowhere()
        return edit(
            request,
            form=form_class(request.POST or None, instance=row),
            save=lambda form: operations.update_case(
                closing=row,
                lock=form.cleaned_data["lock"],
                content=content(form),
                by=request.sign(form.cleaned_data["reason"]),
            ),
            template="registry/closing/edit.html",
            context={"title": title, "back": reverse("closing_case", args=[request.structure.pk, closing_id])},
            done=lambda _: _said(request, closing_id, "Enregistré."),
        )

    return view


closing_situation = _part(forms.SituationForm, "La situation", lambda form: form.content())
closing_keeping = _part(forms.KeepingForm, "Qui garde les dossiers, qui répond", lambda form: form.content())
closing_steps = _part(forms.StepsForm, "Les étapes", lambda form: {"steps": form.steps})
closing_inventory = _part(forms.InventoryForm, "L’inventaire des dossiers", lambda form: {"holdings": form.holdings})


@structure_view("decisions.edit")
def closing_finish(request, closing_id):
    """Say that the case is finished; take a finished one up again."""
    row = queries.row(closing_id) or _nowhere()
    if request.method != "POST":
        return redirect("closing_case", request.structure.pk, closing_id)
    row.archived_on = row.finished_on  # the shared answer looks at it to know which way to go

    def finish(*, lock, on, by):
        return operations.finish_case(closing=row, lock=lock, on=on, by=by)

    def reopen(*, lock, by):
        return operations.reopen_case(closing=row, lock=lock, by=by)

    def refused(text):
        messages.error(request, text)
        return redirect("closing_case", request.structure.pk, closing_id)

    return archive(
        request, form=ConfirmForm(request.POST), row=row, put_away=finish, take_out=reopen, refused=refused,
        done=lambda finished: _said(request, closing_id, "Dossier terminé." if finished else "Dossier repris."),
    )  # fmt: skip


def _said(request, closing_id, text):
    messages.success(request, text)
    return reverse("closing_case", args=[request.structure.pk, closing_id])


def _nowhere():
    raise Http404
