"""Pages of who answers for what: the table, the decision on one activity, agreements, services to members, the matrix."""

from functools import partial

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render

from cabinet_rgpd.structures import queries as structures
from cabinet_rgpd.structures.access import structure_view
from cabinet_rgpd.structures.editing import archive, edit, said
from cabinet_rgpd.structures.forms import ConfirmForm
from registry.activities import queries as activities
from registry.responsibilities import access, operations, queries, rules
from registry.responsibilities.forms import AgreementForm, DecisionForm, MatrixForm, ServiceForm


@structure_view("register.read")
def responsibilities(request):
    """Every activity in force with who answers for it, then what was written down about it."""
    decided = queries.decisions()
    agreements, services = queries.agreements(archived=True), queries.services(archived=True)
    covered = {pk for each in agreements if each.archived_on is None for pk, _ in each.activities}
    context = {
        "rows": [(sheet, decided.get(sheet.id), sheet.id in covered) for sheet in activities.register()],
        "agreements": [each for each in agreements if each.archived_on is None],
        "services": [each for each in services if each.archived_on is None],
        "archived": [each for each in (*agreements, *services) if each.archived_on is not None],
        "processors": sorted({(str(each.processor_id), each.processor) for each in services if not each.archived_on}),
        "parties": structures.parties(request.structure.pk, present_on=request.today),
        "matrix": queries.matrix(),
        "may_decide": request.may("decisions.edit"),
    }
    return render(request, "registry/responsibilities/responsibilities.html", context)


@structure_view("register.read")
def responsibility(request, activity_id):
    """Who answers for one activity, with the reasons."""
    sheet = _sheet(activity_id)
    context = {
        "sheet": sheet,
        "decision": queries.decisions().get(sheet.id),
        "agreements": [each for each in queries.agreements() if sheet.id in dict(each.activities)],
        "may_decide": request.may("decisions.edit"),
    }
    return render(request, "registry/responsibilities/responsibility.html", context)


@structure_view("decisions.edit")
def responsibility_decide(request, activity_id):
    sheet = _sheet(activity_id)
    return edit(
        request,
        form=DecisionForm(request.POST or None, instance=queries.decision_row(activity_id)),
        save=lambda form: operations.decide(
            activity=sheet, content=form.content(), lock=form.cleaned_data["lock"],
            by=request.sign("Répartition des responsabilités"), on=request.today,
        ),  # fmt: skip
        template="registry/responsibilities/decide.html",
        context={"sheet": sheet, "texts": [rules.reason(name, on=request.today) for name in ("controller", "joint", "processor")]},
        done=lambda row: _at(request, "Décision enregistrée, avec ses raisons.", "responsibility", sheet.id),
    )  # fmt: skip


@structure_view("decisions.edit")
def agreement_edit(request, agreement_id=None):
    """A new agreement, or one that exists."""
    row = _found(queries.agreement_row, agreement_id)
    return edit(
        request,
        form=AgreementForm(request.POST or None, instance=row, choices=_choices(request)),
        save=lambda form: operations.save_agreement(
            agreement=row, lock=form.cleaned_data["lock"], content=form.content(), by=_signed(request, form)
        ),
        template="registry/responsibilities/agreement_edit.html",
        context=_archivable(row),
        done=lambda saved: said(request, f"{saved.name}\u00a0: enregistré.", "responsibilities"),
    )


@structure_view("decisions.edit")
def service_edit(request, service_id=None):
    """A new sheet of the register of a processor, or one that exists."""
    row = _found(queries.service_row, service_id)
    return edit(
        request,
        form=ServiceForm(request.POST or None, instance=row, choices=_choices(request)),
        save=lambda form: operations.save_service(
            service=row, lock=form.cleaned_data["lock"], content=form.content(), by=_signed(request, form)
        ),
        template="registry/responsibilities/service_edit.html",
        context={**_archivable(row), "hosting": rules.reason("hosting", on=request.today)},
        done=lambda saved: said(request, f"{saved.name}\u00a0: enregistré.", "responsibilities"),
    )


@structure_view("decisions.edit")
def agreement_archive(request, agreement_id):
    row = _found(queries.agreement_row, agreement_id)
    return _archive(request, row, "agreement_edit", operations.archive_agreement, operations.restore_agreement)


@structure_view("decisions.edit")
def service_archive(request, service_id):
    row = _found(queries.service_row, service_id)
    return _archive(request, row, "service_edit", operations.archive_service, operations.restore_service)


@structure_view("register.read")
def access_matrix(request):
    context = {
        "matrix": queries.matrix(),
        "levels": access.proposed().levels,
        "subjects": access.proposed().subjects,
        "reasons": _reasons(request.today),
        "may_decide": request.may("decisions.edit"),
    }
    return render(request, "registry/responsibilities/matrix.html", context)


@structure_view("decisions.edit")
def access_matrix_edit(request):
    row = queries.matrix_row()
    form = MatrixForm(
        request.POST or None, matrix=queries.matrix(), lock=row.lock_token if row else "", current=queries.matrix
    )
    return edit(
        request,
        form=form,
        save=lambda form: operations.adopt_matrix(
            lock=form.cleaned_data["lock"],
            levels=form.levels(),
            objection=form.cleaned_data["objection"],
            by=request.sign("Matrice des accès"),
            on=request.today,
        ),  # fmt: skip
        template="registry/responsibilities/matrix_edit.html",
        done=lambda _: said(request, "Matrice adoptée.", "access_matrix"),
    )


def _sheet(activity_id):
    sheet = activities.sheet(activity_id)
    if sheet is None or sheet.state == "draft":
        raise Http404
    return sheet


def _found(read, key):
    row = read(key) if key else None
    if key and row is None:
        raise Http404
    return row


def _choices(request):
    return {
        "party": [(each.pk, each.name) for each in structures.parties(request.structure.pk)],
        "activity": [(each.id, f"{each.reference} {each.name}") for each in activities.outlines() if each.state == "in_force"],
    }  # fmt: skip


def _signed(request, form):
    return request.sign(form.cleaned_data.get("reason", ""))


def _at(request, text, route, *arguments):
    messages.success(request, text)
    return redirect(route, request.structure.pk, *arguments).url


def _archivable(row):
    if row is None:
        return {"record": None, "archive_form": None}
    # Read apart: the form writes what was typed into its own row.
    kept = {"pk": row.pk, "name": row.name, "archived_on": row.archived_on}
    return {"record": kept, "archive_form": ConfirmForm(instance=row, auto_id="archive_%s")}


def _archive(request, row, page, put_away, take_out):
    if row is None or request.method != "POST":
        return redirect(page, request.structure.pk, row.pk)

    def refused(text):
        messages.error(request, text)
        return redirect(page, request.structure.pk, row.pk)

    return archive(
        request, form=ConfirmForm(request.POST), row=row, put_away=partial(put_away, row=row),
        take_out=partial(take_out, row=row), refused=refused,
        done=lambda archived: said(
            request, f"{row.name}\u00a0: {'archivé' if archived else 'de nouveau en vigueur'}.", "responsibilities"
        ),
    )  # fmt: skip


def _reasons(day):
    names = dict.fromkeys(name for function in access.proposed().functions for name in function.why)
    return [rules.reason(name, on=day) for name in names]
