"""The inspection file: previewed, approved, made in the background, downloaded."""

from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import redirect, render

from cabinet_rgpd.documents import answers
from cabinet_rgpd.structures.access import structure_view
from registry.inspection import making, operations, queries
from registry.inspection.forms import ApproveForm
from registry.inspection.models import State
from registry.past.days import DayForm


@structure_view("history.read")
def inspection(request):
    """What the file would hold on a day (`?jour=`, today unless given), the button that approves it, those made before."""
    return _page(request, _day_form(request))


def _page(request, form, *, refusal="", status=200):
    context = {
        "form": form,
        "document": None,
        "files": queries.files(),
        "refusal": refusal,
        "may_make": request.may("proof.export"),
    }
    if form.is_valid():
        document = _document(request, form.cleaned_data["jour"])
        approve = ApproveForm(initial={"jour": document.on, "approved": queries.fingerprint(document)})
        context |= {"document": document, "approve": approve}
    elif status == 200:
        status = 422
    return render(request, "registry/inspection/inspection.html", context, status=status)


@structure_view("history.read")
def inspection_pdf(request):
    """The same as a PDF to read before approving, without the attachments."""
    form = _day_form(request)
    if not form.is_valid():
        return _page(request, form)
    document = _document(request, form.cleaned_data["jour"])
    return answers.document(
        request, queries.html(document), answers.file_name("apercu-dossier", document.owner, document.on)
    )


@structure_view("proof.export", grave=True)
def inspection_approve(request):
    """Approve the preview: the file is asked for and made in the background."""
    form = ApproveForm(request.POST or None)
    if not form.is_valid():
        return redirect("inspection", request.structure.pk)
    day = form.cleaned_data["jour"]
    again = DayForm({"jour": day}, first=queries.first_day(request.structure.tz), last=request.today)
    if not again.is_valid():
        return _page(request, again)
    try:
        row = operations.ask(
            structure=request.structure, account=request.user, day=day, approved=form.cleaned_data["approved"],
            handed_to=form.cleaned_data["handed_to"], at=request.now, on=request.today, key=request.form_key,
        )  # fmt: skip
    except ValidationError as refusal:
        return _page(request, again, refusal=" ".join(refusal.messages), status=422)
    making.start_soon()
    return redirect("inspection_file", request.structure.pk, row.pk)


@structure_view("history.read")
def inspection_file(request, inspection_id):
    """How far a file is, then where it is."""
    row = queries.file(inspection_id)
    if row is None:
        raise Http404
    context = {
        "file": row,
        "steps": [(number < row.step, number == row.step, text) for number, text in enumerate(making.STEPS)],
        "waits": row.state in (State.ASKED, State.RUNNING),
        "may_read": request.may("proof.export"),
    }
    return render(request, "registry/inspection/file.html", context)


def _document(request, day):
    at = queries.moment_of(day, request.structure.tz, request.now)
    return queries.document(at, day, request.today)


def _day_form(request):
    first = queries.first_day(request.structure.tz)
    return DayForm({"jour": request.GET.get("jour", request.today.isoformat())}, first=first, last=request.today)
