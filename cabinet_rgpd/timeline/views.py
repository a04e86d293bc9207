"""What was written, by whom, when and why: of a structure, of one record, of one version."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect, render

from cabinet_rgpd.history import differences, export, inspections, levels, memory, verification
from cabinet_rgpd.history import queries as history
from cabinet_rgpd.history.anchors import queries as anchors
from cabinet_rgpd.history.removal import queries as removals
from cabinet_rgpd.structures.access import structure_view
from cabinet_rgpd.timeline import operations, queries


@structure_view("history.read")
def timeline(request):
    kinds = history.kinds()
    aggregate = request.GET.get("sujet", "")
    before = request.GET.get("avant", "")
    lines, following = queries.timeline(
        before=int(before) if before.isascii() and before.isdigit() and len(before) < 16 else None,
        aggregate=aggregate if aggregate in kinds else "",
    )
    context = {
        "lines": lines,
        "following": following,
        "kinds": kinds,
        "aggregate": aggregate,
        "receipt": history.receipt(),
        "may_remove": request.may("removal.confirm"),
        "deletion": removals.deletion(),
        "may_delete": request.may("structure.delete"),
    }
    return render(request, "timeline/timeline.html", context)


@structure_view("history.read")
def record_timeline(request, aggregate, object_id):
    root = _record(aggregate, object_id)
    return render(
        request,
        "timeline/record.html",
        _context(
            request, root, {"versions": queries.versions(root), "claims": memory.claims(root, request.structure.tz)}
        ),
    )


@structure_view("history.read")
def record_version(request, aggregate, object_id, number):
    root = _record(aggregate, object_id)
    found = next((each for each in queries.versions(root) if each.version.number == number), None)
    if found is None:
        raise Http404
    content = list(differences.state_in_words(type(root), found.version.state))
    return render(request, "timeline/version.html", _context(request, root, {"signed": found, "content": content}))


@structure_view("history.read")
def version_restore(request, aggregate, object_id, number):
    """Asks for the permission of the record's own kind."""
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    root = _record(aggregate, object_id)
    if not _may_restore(request, root):
        raise PermissionDenied
    try:
        operations.restore(
            root=root,
            lock=request.POST.get("lock", ""),
            number=number,
            by=request.sign(request.POST.get("reason", "")[:300]),
        )
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    else:
        messages.success(request, f"Version {number} rétablie, en tant que nouvelle version.")
    return redirect("record_timeline", request.structure.pk, aggregate, object_id)


@structure_view("history.read")
def proof(request):
    """The level of proof, and the last verification."""
    inspection = inspections.last(request.structure.pk)
    entries = verification.count(request.structure.pk)
    mailed_at = queries.receipt_mailed_at(request.structure.pk)
    context = {
        "entries": entries,
        "inspection": inspection,
        "since": entries - inspection.entries if inspection else entries,
        "witness": levels.last_witness(mailed_at),
        "level": levels.level(request.now, mailed_at),
        "stamps": anchors.standing(request.now),
        "may_export": request.may("proof.export"),
    }
    return render(request, "timeline/proof.html", context)


@structure_view("history.read")
def proof_verify(request):
    """Verify, keep the result, show it."""
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    if not inspections.ask(request.structure.pk, request.now):
        messages.info(
            request, "La chaîne est longue : la vérification commence dans la minute, cette page en dit l’avancement."
        )
    return redirect("proof", request.structure.pk)


@structure_view("proof.export", grave=True)
def proof_export(request):
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    try:
        made = export.make(by=request.sign())
    except export.NotExportable:
        inspections.ask(request.structure.pk, request.now)
        messages.error(request, "La preuve ne peut pas être faite : la base a été modifiée en dehors de ce logiciel.")
        return redirect("proof", request.structure.pk)
    headers = {"Content-Disposition": 'attachment; filename="proof.zip"', "Cache-Control": "no-store"}
    return HttpResponse(made.content, content_type="application/zip", headers=headers)


def _record(aggregate, object_id):
    root = queries.record(aggregate, object_id)
    if root is None or root.version == 0:
        raise Http404
    return root


def _may_restore(request, root):
    return bool(root.RESTORE_PERMISSION) and request.may_write(root.RESTORE_PERMISSION, root)


def _context(request, root, context):
    kind = str(root._meta.verbose_name)
    return {
        "root": root,
        "kind": kind,
        "aggregate": root.AGGREGATE,
        "may_restore": _may_restore(request, root),
        **context,
    }
