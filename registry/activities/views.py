"""Pages of the register."""

from functools import wraps

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponseNotAllowed
from django.shortcuts import redirect, render
from django.urls import reverse

from cabinet_rgpd.structures import queries as structures
from cabinet_rgpd.structures.access import structure_view
from cabinet_rgpd.structures.editing import edit
from cabinet_rgpd.timeline import queries as timeline
from registry.activities import forms, listing, operations, queries, rules
from registry.activities.parts import BY_KEY, PARTS
from registry.dpia import queries as dpia
from registry.opinions import queries as opinions
from registry.proposals import queries as proposals
from registry.retention import queries as retention
from registry.suppliers import queries as suppliers

RECENT_VERSIONS = 5


@structure_view("register.read")
def activities(request):
    form = forms.FilterForm(request.GET, parties=structures.parties(request.structure.pk))
    form.is_valid()
    chosen = form.cleaned_data
    page = listing.listing(
        queries.outlines(party_id=chosen.get("responsable") or None),
        complete=queries.complete,
        today=request.today,
        query=chosen.get("q", ""),
        state=chosen.get("etat", ""),
        family=chosen.get("famille", ""),
        lacking=chosen.get("manque", ""),
        order=chosen.get("tri", ""),
        page=_number(request.GET.get("page", "")),
        purged_late=retention.rules_purged_late(request.today),
    )
    kept = request.GET.copy()
    kept.pop("page", None)
    return render(
        request,
        "registry/activities/list.html",
        {"page": page, "filters": form, "kept": kept.urlencode(), "party": chosen.get("responsable", "")},
    )


@structure_view("register.read")
def activity(request, activity_id):
    sheet = queries.sheet(activity_id) or _nowhere()
    findings = rules.findings(sheet, purged_late=retention.rules_purged_late(request.today))
    context = {
        "sheet": sheet,
        "parts": [(part, [each for each in findings if each.part == part.key]) for part in PARTS],
        "findings": findings,
        "warnings": rules.warnings(sheet),
        "versions": [],
        "follower": proposals.origin_of("activity", sheet.id),
        "is_model": proposals.is_model(sheet.id),
        "may_give": request.may("models.give"),
        "may_share": request.may("proposals.share") and structures.has_other_homes(request),
        "may_write": _may_write(request, sheet),
        "review_due": rules.review_is_due(sheet, request.today),
        "dpia": dpia.of_sheet(request.structure, sheet, request.today) if sheet.version else None,
    }
    if sheet.version:
        row = queries.row(activity_id)
        context["opinions"] = opinions.of(row.AGGREGATE, row.pk)
        context["authorship"] = opinions.authorships().get(row.obj)
        context |= {"versions": timeline.versions(row, RECENT_VERSIONS), "root": row, "aggregate": row.AGGREGATE}
    return render(request, "registry/activities/sheet.html", context)


@structure_view("register.edit")
def activity_new(request):
    form = forms.NewActivityForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        content = {name: form.cleaned_data[name] for name in ("name", "family", "description")}
        if request.membership.party_id:
            content["responsibles"] = [{"party": request.membership.party_id, "role": "controller"}]
        try:
            made = operations.create_activity(content=content, by=request.sign(), on=request.today)
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            return redirect("activity", request.structure.pk, made.pk)
    return render(request, "registry/activities/new.html", {"form": form}, status=422 if form.errors else 200)


@structure_view("register.edit")
def activity_part(request, activity_id, part):
    if part not in BY_KEY:
        raise Http404
    row = queries.row(activity_id) or _nowhere()
    request.require_own(row)
    form = forms.part_form(request, row, part)
    lacking = [each for each in rules.findings(queries.sheet(activity_id)) if each.part == part]
    context = {"part": BY_KEY[part], "sheet": row, "here": request.path, "lacking": lacking}
    template = "registry/activities/part.html"
    if request.method == "POST" and form.asks_a_line_more:
        return render(request, template, {**context, "form": form.with_a_line_more(), "unsaved": True})
    return edit(
        request,
        form=form,
        save=lambda form: operations.update_activity(
            activity=row,
            lock=form.cleaned_data["lock"],
            content=form.content(),
            by=request.sign(form.cleaned_data["reason"]),
        ),
        template=template,
        context=context,
        done=lambda _: reverse("activity", args=[request.structure.pk, activity_id]),
    )


def _act(permission, said):
    """A button of a sheet: POST only, one operation, a sentence, back to the sheet (or where the operation says)."""

    def decorate(run):
        @structure_view(permission)
        @wraps(run)
        def view(request, activity_id):
            if request.method != "POST":
                return HttpResponseNotAllowed(["POST"])
            row = queries.row(activity_id) or _nowhere()
            by = request.sign(request.POST.get("reason", "")[:300])
            try:
                result = run(request, activity=row, by=by)
            except ValidationError as refusal:
                messages.error(request, " ".join(refusal.messages))
                return redirect("activity", request.structure.pk, activity_id)
            messages.success(request, said)
            following = request.POST.get("suite")
            if result is None or following == "revue":
                return redirect("review" if following == "revue" else "activities", request.structure.pk)
            return redirect("activity", request.structure.pk, result.pk)

        return view

    return decorate


@_act("register.edit", "Fiche mise en vigueur\u00a0: elle entre dans l’historique.")
def activity_put_in_force(request, **kwargs):
    return operations.put_in_force(lock=request.POST.get("lock", ""), on=request.today, **kwargs)


@_act("register.edit", "Fiche archivée\u00a0: elle reste lisible, et peut revenir.")
def activity_archive(request, **kwargs):
    return operations.archive_activity(lock=request.POST.get("lock", ""), **kwargs)


@_act("register.edit", "Fiche remise en vigueur.")
def activity_restore(request, **kwargs):
    return operations.take_out_of_archive(lock=request.POST.get("lock", ""), **kwargs)


@_act("register.edit", "Fiche dupliquée en brouillon.")
def activity_duplicate(request, **kwargs):
    return operations.duplicate_activity(**kwargs)


@_act("register.edit", "Brouillon supprimé.")
def activity_discard(request, **kwargs):
    return operations.discard_draft(**kwargs)


@_act("register.edit", "Revue notée\u00a0: rien n’a changé.")
def review_confirm(request, activity, by):
    return operations.confirm_unchanged(
        activity=activity, lock=request.POST.get("lock", ""), by=by.because(by.reason or "Revue\u00a0: rien n’a changé"),
        on=request.today,
    )  # fmt: skip


@structure_view("register.read")
def review(request):
    """The yearly review: every sheet in force, those due first, each with its two answers."""
    found = listing.rows(queries.register(), request.today, purged_late=retention.rules_purged_late(request.today))
    due = [row for row in found if row.review_due]
    done = [row for row in found if not row.review_due]
    return render(request, "registry/activities/review.html", {"due": due, "done": done})


@structure_view("register.edit")
def supplier_named(request, supplier_id):
    """A supplier named at once on every sheet that waits for its service."""
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    supplier = suppliers.supplier(supplier_id) or _nowhere()
    reason = f"{supplier.name} nommé comme prestataire"
    changed = operations.name_supplier(supplier_id=supplier.pk, kind=supplier.kind, by=request.sign(reason))
    said = (
        f"{supplier.name} est nommé sur {changed} fiches."
        if changed > 1
        else f"{supplier.name} est nommé sur une fiche."
    )
    messages.success(request, said if changed else "Aucune fiche n’attendait ce prestataire.")
    return redirect("suppliers", request.structure.pk)


def _may_write(request, sheet):
    answers = not request.limited_to or any(each.party_id == request.limited_to for each in sheet.responsibles)
    return request.may("register.edit") and answers


def _number(text):
    """A page number from an address; nonsense is the first page."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 6 else 1


def _nowhere():
    raise Http404
