"""The file of a supplier: its contract, its certificate, its own suppliers, its interventions, and the letters they call for."""

from django.http import Http404, HttpResponseNotAllowed
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse

from cabinet_rgpd.documents import answers
from cabinet_rgpd.documents.issuing import issuable
from cabinet_rgpd.evidence import queries as evidence
from cabinet_rgpd.history import queries as history
from cabinet_rgpd.structures.access import structure_view
from cabinet_rgpd.structures.editing import edit, said
from registry.activities import queries as activities
from registry.law.vocabulary import YesNoUnknown
from registry.opinions import queries as opinions
from registry.suppliers import documents, operations, queries
from registry.suppliers.forms import ContractForm, HostingForm, InterventionForm, SubProcessorsForm, as_lines
from registry.suppliers.points import points

CHIPS = {YesNoUnknown.YES: "done", YesNoUnknown.NO: "due", YesNoUnknown.UNKNOWN: "off"}


@structure_view("register.read")
def supplier(request, supplier_id):
    row, file = _row(supplier_id), queries.file(supplier_id)
    context = {
        "file": file,
        "supplier": file.supplier,
        "points": points(file, request.today),
        "checklist": [(clause, found.label, CHIPS[found]) for clause, found in file.checklist],
        "uses": activities.supplier_uses().get(supplier_id, []),
        "evidence": evidence.shelf(request, row),
        "may_edit_suppliers": request.may_write("suppliers.edit", row),
        "party": row.party,
        "authorship": opinions.authorship(row),
        "lock": row.lock_token,
        "reviewed_on": row.reviewed_on,
    }
    return render(request, "registry/suppliers/supplier.html", context)


@structure_view("suppliers.edit")
def supplier_reviewed(request, supplier_id):
    """Read again, and nothing changed."""
    row = _own(request, supplier_id)
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    operations.confirm_supplier(
        supplier=row,
        lock=request.POST.get("lock", ""),
        on=request.today,
        by=request.sign("Relu\u00a0: rien n’a changé"),
    )
    said(request, f"{row.name}\u00a0: relecture notée.", "suppliers")
    return redirect("supplier", request.structure.pk, supplier_id)


@structure_view("suppliers.edit")
def supplier_contract(request, supplier_id):
    row, file = _own(request, supplier_id), queries.file(supplier_id)
    return _edit(
        request, file, "Le contrat", "Ses dates, et les clauses de l’article 28 que vous y trouvez.",
        form=ContractForm(request.POST or None, instance=row, checklist=file.checklist),
        save=lambda form: operations.keep_contract(
            supplier=row, lock=form.cleaned_data["lock"], content=form.content(), found=form.found(),
            by=request.sign(form.cleaned_data["reason"]),
        ),
        law="Le contrat fixe l’objet, la durée, la nature et la finalité, et les obligations du sous-traitant.",
        article="RGPD, art. 28.3",
    )  # fmt: skip


@structure_view("suppliers.edit")
def supplier_hosting(request, supplier_id):
    row, file = _own(request, supplier_id), queries.file(supplier_id)
    return _edit(
        request, file, "L’hébergement de données de santé", "Ce que dit son certificat HDS, et ce que votre contrat en active.",
        form=HostingForm(request.POST or None, instance=row),
        save=lambda form: operations.update_supplier(
            supplier=row, lock=form.cleaned_data["lock"], content=form.content(),
            by=request.sign(form.cleaned_data["reason"]),
        ),
        law="Celui qui héberge des données de santé pour le compte d’un soignant est certifié, pour des activités précises.",
        article="CSP, art. L1111-8 et R1111-9",
    )  # fmt: skip


@structure_view("suppliers.edit")
def supplier_sub_processors(request, supplier_id):
    row, file = _own(request, supplier_id), queries.file(supplier_id)
    lines = as_lines(file.sub_processors)
    return _edit(
        request, file, "Ses propres prestataires", "Ceux auxquels il fait appel pour vous rendre le service.",
        form=SubProcessorsForm(
            request.POST if request.method == "POST" else None, initial={"lines": lines, "lock": row.lock_token}
        ),
        save=lambda form: operations.keep_sub_processors(
            supplier=row, lock=form.cleaned_data["lock"], lines=form.cleaned_data["lines"], by=request.sign()
        ),
        law="Il ne recrute pas d’autre sous-traitant sans votre autorisation, et lui impose les mêmes obligations.",
        article="RGPD, art. 28.2 et 28.4",
    )  # fmt: skip


@structure_view("suppliers.edit")
def supplier_intervention(request, supplier_id):
    row, file = _own(request, supplier_id), queries.file(supplier_id)
    return _edit(
        request, file, "Noter une intervention", "Une ligne par intervention, à distance ou sur place.",
        form=InterventionForm(request.POST if request.method == "POST" else None, today=request.today),
        save=lambda form: operations.note_intervention(
            supplier=row, content=form.content(), on=request.today, by=request.sign()
        ),
        law="L’accès à distance s’ouvre à la demande, sous vos yeux, puis se referme\u00a0; chaque intervention est notée.",
        article="CNIL, Guide de la sécurité des données personnelles, fiche 15",
    )  # fmt: skip


@structure_view("register.read")
def supplier_letter_pdf(request, supplier_id):
    _row(supplier_id)
    letter = documents.request_letter(
        structure=request.structure, receipt=history.receipt(), file=queries.file(supplier_id), by=request.user.name,
        on=request.today,
    )  # fmt: skip
    html = render_to_string("registry/suppliers/documents/letter.html", {"letter": letter})
    return answers.document(request, html, answers.file_name("demande", letter.file.supplier.name, request.today))


@structure_view("register.read")
@issuable("supplier_checklist")
def supplier_checklist_pdf(request, supplier_id):
    _row(supplier_id)
    document = documents.checklist(
        structure=request.structure, receipt=history.receipt(), file=queries.file(supplier_id), on=request.today
    )
    html = render_to_string("registry/suppliers/documents/checklist.html", {"document": document})
    name = answers.file_name("article-28", document.file.supplier.name, request.today)
    return answers.document(request, html, name, receipt=document.receipt)


def touched(supplier_id):
    """What a change of this supplier touches, in a sentence; empty when nothing uses it."""
    uses = activities.supplier_uses().get(supplier_id, [])
    if not uses:
        return ""
    notice = ", et la notice des patients" if any(use.told_to_patients for use in uses) else ""
    names = ", ".join(use.name for use in uses[:4]) + (f" et {len(uses) - 4} autres" if len(uses) > 4 else "")
    return f" Cela touche {names}{notice}."


def _edit(request, file, title, lead, *, form, save, law, article):
    supplier = file.supplier
    address = reverse("supplier", args=[request.structure.pk, supplier.id])

    def done(row):
        said(request, f"{row.name}\u00a0: enregistré.{touched(row.pk)}", "suppliers")
        return address

    context = {"supplier": supplier, "title": title, "lead": lead, "back": address, "law": law, "article": article}
    return edit(
        request, form=form, save=save, template="registry/suppliers/supplier_part.html", context=context, done=done
    )


def _own(request, supplier_id):
    row = _row(supplier_id)
    request.require_own(row)
    return row


def _row(supplier_id):
    row = queries.supplier(supplier_id)
    if row is None:
        raise Http404
    return row
