"""Pages of the evidence: the files of a record, one file, one file taken off the list."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header, url_has_allowed_host_and_scheme

from cabinet_rgpd.evidence import operations, queries
from cabinet_rgpd.evidence.forms import EvidenceForm
from cabinet_rgpd.structures import errors
from cabinet_rgpd.structures.access import structure_view
from cabinet_rgpd.structures.editing import edit


@structure_view("structure.read")
def evidence(request, aggregate, object_id):
    """The files of one record; those who may attach one do so here. `?retour=` is the page they came from."""
    root = queries.record(aggregate, object_id)
    if root is None:
        raise Http404
    shelf, back = queries.shelf(request, root), _back(request)
    context = {"root": root, "kind": str(root._meta.verbose_name), "shelf": shelf, "back": back}
    if request.method == "POST" and not shelf.may_attach:
        raise PermissionDenied
    if not shelf.may_attach:
        return render(request, "evidence/evidence.html", {**context, "form": None})
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    return edit(
        request,
        form=EvidenceForm(*sent),
        save=lambda form: operations.attach(
            root=root, file=form.cleaned_data["upload"], note=form.cleaned_data["note"], on=request.today,
            by=request.sign(),
        ),
        template="evidence/evidence.html",
        context=context,
        done=lambda row: _said(request, f"{row.name}\u00a0: pièce jointe, son empreinte est scellée.", back or request.path),
    )  # fmt: skip


@structure_view("structure.read")
def evidence_file(request, evidence_id):
    """The bytes, as an attachment under the name that they came with."""
    row = queries.file(evidence_id)
    if row is None:
        raise Http404
    content = queries.content(row.pk)
    if content is None:
        return errors.page(
            request, 410, "Pièce retirée",
            "Le contenu de cette pièce a été retiré. Son empreinte reste dans l’historique, avec la date et le motif du retrait.",
        )  # fmt: skip
    response = HttpResponse(content, content_type=queries.described(row).media_type)
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=row.name)
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response


@structure_view("structure.read")
def evidence_withdraw(request, evidence_id):
    """Take a file off the list. Asks for the permission of the record's own kind."""
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    row = queries.file(evidence_id)
    if row is None:
        raise Http404
    aggregate, _, object_id = row.about.partition(":")
    root = queries.record(aggregate, object_id)
    if root is None or not queries.may_attach(request, root):
        raise PermissionDenied
    operations.withdraw(evidence=row, lock=request.POST.get("lock", ""), on=request.today, by=request.sign())
    messages.success(request, f"{row.name}\u00a0: retirée de la liste. L’historique la garde.")
    return redirect(_back(request) or reverse("evidence", args=[request.structure.pk, aggregate, object_id]))


def _back(request):
    """The page to go back to, when it is one of this structure; else nothing."""
    path = request.POST.get("retour") or request.GET.get("retour") or ""
    home = reverse("overview", args=[request.structure.pk])
    safe = path.startswith(home) and path.isprintable() and url_has_allowed_host_and_scheme(path, allowed_hosts=None)
    return path[:300] if safe else ""


def _said(request, text, path):
    messages.success(request, text)
    return path
