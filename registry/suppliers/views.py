"""Pages of the suppliers."""

from dataclasses import dataclass
from functools import partial

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse

from cabinet_rgpd.structures import queries as structures
from cabinet_rgpd.structures.access import structure_view
from cabinet_rgpd.structures.editing import archive, edit, said
from cabinet_rgpd.structures.forms import ConfirmForm
from registry.activities import queries as activities
from registry.law.vocabulary import HdsStatus, ProcessorKind
from registry.suppliers import operations, queries, rules
from registry.suppliers.file_views import touched
from registry.suppliers.forms import SupplierForm
from registry.suppliers.points import points
from registry.suppliers.records import SupplierRecord

#: The chip of each answer to the HDS question.
CHIPS = {HdsStatus.YES: "done", HdsStatus.NO: "due", HdsStatus.UNKNOWN: "due", HdsStatus.NOT_CONCERNED: "off"}


@dataclass(frozen=True)
class Row:
    """A supplier as its line shows it."""

    supplier: SupplierRecord
    chip: str
    uses: tuple[str, ...]
    waiting: int
    findings: tuple[rules.Finding, ...]
    points: int

    @property
    def shows_hds(self):
        """An accountant is not asked for a host's certificate."""
        return self.supplier.hosts_health_data or self.supplier.hds != HdsStatus.UNKNOWN


@structure_view("register.read")
def suppliers(request):
    files = queries.files()
    everyone = [each.supplier for each in files]
    uses, waiting = activities.names_of_supplier_uses(), activities.waiting_for_a_supplier()
    rows = [
        Row(
            each,
            CHIPS[HdsStatus(each.hds)],
            tuple(uses.get(each.id, ())),
            len(waiting.get(each.kind, {})),
            rules.findings(each),
            len(points(file, request.today)),
        )
        for file, each in zip(files, everyone, strict=True)
        if each.archived_on is None
    ]
    context = {
        "rows": rows,
        "archived": [each for each in everyone if each.archived_on is not None],
        "to_check": sum(bool(row.findings) for row in rows),
        "may_edit_suppliers": request.may("suppliers.edit"),
        "to_name": [
            (kind, ProcessorKind.label_of(kind), len(sheets))
            for kind, sheets in sorted(waiting.items(), key=lambda each: -len(each[1]))
            if kind not in {row.supplier.kind for row in rows}
        ],
    }
    return render(request, "registry/suppliers/suppliers.html", context)


@structure_view("suppliers.edit")
def supplier_new(request):
    kind = request.GET.get("service", "")
    initial = {"kind": kind} if kind in ProcessorKind.values() else {}
    return edit(
        request,
        form=SupplierForm(request.POST or None, initial=initial, parties=structures.choosable_parties(request)),
        save=lambda form: operations.add_supplier(content={**form.content(), **request.own}, by=request.sign()),
        template="registry/suppliers/supplier_edit.html",
        context={"supplier": None, "archive_form": None},
        done=lambda supplier: said(request, f"{supplier.name} ajouté.", "suppliers"),
    )


@structure_view("suppliers.edit")
def supplier_edit(request, supplier_id):
    supplier = _supplier(request, supplier_id)
    return edit(
        request,
        form=SupplierForm(request.POST or None, instance=supplier, parties=structures.choosable_parties(request)),
        save=lambda form: operations.update_supplier(
            supplier=supplier,
            lock=form.cleaned_data["lock"],
            content=form.content(),
            by=request.sign(form.cleaned_data["reason"]),
        ),
        template="registry/suppliers/supplier_edit.html",
        context=_context(supplier),
        done=lambda supplier: _to_its_file(request, supplier),
    )


@structure_view("suppliers.edit")
def supplier_archive(request, supplier_id):
    """Archive a supplier in use; bring an archived one back into use."""
    supplier = _supplier(request, supplier_id)
    if request.method != "POST":
        return redirect("supplier_edit", request.structure.pk, supplier.pk)
    return archive(
        request,
        form=ConfirmForm(request.POST),
        row=supplier,
        put_away=partial(operations.archive_supplier, supplier=supplier),
        take_out=partial(operations.restore_supplier, supplier=supplier),
        refused=lambda text: _refused(request, supplier, text),
        done=lambda archived: said(
            request, f"{supplier.name}\u00a0: {'archivé' if archived else 'de nouveau en service'}.", "suppliers"
        ),
    )


def _supplier(request, supplier_id):
    supplier = queries.supplier(supplier_id)
    if supplier is None:
        raise Http404
    request.require_own(supplier)
    return supplier


def _context(supplier):
    # Read apart: the form writes what was typed into its own row.
    name, archived_on = supplier.name, supplier.archived_on
    return {
        "supplier": {"pk": supplier.pk, "name": name, "archived_on": archived_on},
        "archive_form": ConfirmForm(instance=supplier, auto_id="archive_%s"),
    }


def _to_its_file(request, supplier):
    said(request, f"{supplier.name}\u00a0: enregistré.{touched(supplier.pk)}", "suppliers")
    return reverse("supplier", args=[request.structure.pk, supplier.pk])


def _refused(request, supplier, text):
    messages.error(request, text)
    return redirect("supplier_edit", request.structure.pk, supplier.pk)
