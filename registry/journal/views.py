"""Pages of the journal: the lines, one line, the insurance, what is printed to be signed."""

from functools import partial

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import redirect, render
from django.template.loader import render_to_string

from cabinet_rgpd.documents import answers
from cabinet_rgpd.documents.issuing import issuable
from cabinet_rgpd.evidence import queries as evidence
from cabinet_rgpd.history import queries as history
from cabinet_rgpd.structures import queries as structures
from cabinet_rgpd.structures.access import structure_view
from cabinet_rgpd.structures.editing import archive, edit, said
from cabinet_rgpd.structures.forms import ConfirmForm
from cabinet_rgpd.timeline import queries as timeline
from registry.journal import documents, operations, queries
from registry.journal.forms import EntryForm, InsuranceForm
from registry.law import dated
from registry.law.vocabulary import EntryKind
from registry.opinions import queries as opinions


@structure_view("register.read")
def journal(request):
    """`?sujet=training` shows one kind."""
    kind = request.GET.get("sujet", "")
    kind = kind if kind in EntryKind.values() else ""
    found, held = queries.entries(kind), queries.insurance()
    files = evidence.of_many(each.obj for each in found)
    context = {
        "lines": [(each, files.get(each.obj, ())) for each in found],
        "kind": kind,
        "kinds": EntryKind.choices(),
        "method": queries.method(),
        "insurance": held,
        "backings": queries.backings(held),
        "may_write": request.may("journal.edit"),
    }
    return render(request, "registry/journal/journal.html", context)


@structure_view("journal.edit")
def journal_new(request, entry_kind):
    kind = entry_kind
    if kind not in EntryKind.values():
        raise Http404
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    return edit(
        request,
        form=EntryForm(*sent, kind=kind, today=request.today, parties=_practitioners(request)),
        save=lambda form: operations.note(
            row=None, lock="", content={**form.content(), "kind": kind}, file=form.cleaned_data.get("upload"),
            on=request.today, by=request.sign(),
        ),
        template="registry/journal/entry.html",
        context={"entry": None, "title": EntryKind.label_of(kind), "evidence": None, "archive_form": None, "kind": kind},
        done=lambda row: said(request, f"{row.title}\u00a0: noté au journal.", "journal"),
    )  # fmt: skip


@structure_view("register.read")
def journal_entry(request, entry_id):
    """One line: readers read it, those who keep the journal change it."""
    row = _row(entry_id)
    may_write = request.may("journal.edit")
    context = {
        "entry": {"pk": row.pk, "archived_on": row.archived_on, "happened_on": row.happened_on, "content": row.content,
                  "audience": row.audience, "method": row.get_method_display(), "next_on": row.next_on},
        "title": row.title,
        "kind": row.kind,
        "authorship": opinions.authorship(row),
        "evidence": evidence.shelf(request, row),
        "archive_form": ConfirmForm(instance=row, auto_id="archive_%s") if may_write else None,
    }  # fmt: skip
    if not may_write:
        return _only_read(request, context)
    sent = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    return edit(
        request,
        form=EntryForm(
            *sent, instance=row, kind=row.kind, today=request.today, parties=_practitioners(request)
        ),
        save=lambda form: operations.note(
            row=_row(entry_id), lock=form.cleaned_data["lock"], content=form.content(),
            file=form.cleaned_data.get("upload"), on=request.today, by=request.sign(form.cleaned_data["reason"]),
        ),
        template="registry/journal/entry.html",
        context=context,
        done=lambda saved: said(request, f"{saved.title}\u00a0: enregistré.", "journal"),
    )  # fmt: skip


@structure_view("journal.edit")
def journal_archive(request, entry_id):
    row = _row(entry_id)
    if request.method != "POST":
        return redirect("journal_entry", request.structure.pk, row.pk)
    return archive(
        request,
        form=ConfirmForm(request.POST),
        row=row,
        put_away=partial(operations.archive_entry, row=row),
        take_out=partial(operations.restore_entry, row=row),
        refused=lambda text: redirect("journal_entry", request.structure.pk, row.pk),
        done=lambda away: said(
            request, f"{row.title}\u00a0: {'archivé' if away else 'de nouveau au journal'}.", "journal"
        ),
    )


@structure_view("register.read")
def insurance(request):
    """The cyber-insurance, with what the measures say of what was declared."""
    row, held = queries.insurance_row(), queries.insurance()
    context = {
        "insurance": held,
        "backings": queries.backings(held),
        "complaint": dated.get("breaches.insurance_complaint").on(request.today),
        "authorship": opinions.authorship(row) if row else None,
        "row": row,
        "evidence": evidence.shelf(request, row) if row else None,
    }
    if not request.may("journal.edit"):
        return _only_read(request, context, "registry/journal/insurance.html")
    return edit(
        request,
        form=InsuranceForm(request.POST or None, instance=row),
        save=lambda form: operations.keep_insurance(
            lock=form.cleaned_data["lock"], content=form.content(), by=request.sign(form.cleaned_data.get("reason", ""))
        ),
        template="registry/journal/insurance.html",
        context=context,
        done=lambda saved: said(request, f"{saved.insurer}\u00a0: enregistré.", "insurance"),
    )


@structure_view("register.read")
@issuable("journal")
def journal_pdf(request):
    receipt, found, held = history.receipt(), queries.entries(), queries.insurance()
    signed = timeline.last_signed([each.obj for each in found])
    document = documents.JournalDocument(
        structure=request.structure, on=request.today, receipt=receipt, insurance=held, backings=queries.backings(held),
        authorships=opinions.authorships(), lines=tuple((each, *signed.get(each.obj, ("", None))) for each in found),
    )  # fmt: skip
    html = render_to_string("registry/journal/documents/journal.html", {"document": document})
    name = answers.file_name("journal", request.structure.name, request.today)
    return answers.document(request, html, name, receipt=receipt)


@structure_view("register.read")
def charter_pdf(request):
    return _to_sign(request, "charter", "charte-informatique")


@structure_view("register.read")
def undertaking_pdf(request):
    return _to_sign(request, "undertaking", "engagement-de-confidentialite")


def _to_sign(request, template, name):
    document = documents.ToSign(structure=request.structure, on=request.today, receipt=history.receipt())
    html = render_to_string(f"registry/journal/documents/{template}.html", {"document": document})
    return answers.document(request, html, answers.file_name(name, request.structure.name, request.today))


def _practitioners(request):
    return structures.practitioners(request.structure.pk)


def _only_read(request, context, template="registry/journal/entry.html"):
    if request.method == "POST":
        raise PermissionDenied
    return render(request, template, {**context, "form": None})


def _row(entry_id):
    row = queries.row(entry_id)
    if row is None:
        raise Http404
    return row
