"""Who holds receipts of the history, and since when."""

from django.conf import settings
from django.shortcuts import render

from cabinet_rgpd.history import queries as history
from cabinet_rgpd.structures.access import structure_view
from cabinet_rgpd.structures.editing import edit, said
from registry.witness import operations, queries
from registry.witness.forms import WitnessForm


@structure_view("history.read")
def witness(request):
    recipients = queries.recipients(request.structure.pk, request.today)
    context = {
        "recipients": recipients,
        "outside": queries.outside(recipients),
        "witness": queries.witness_row(),
        "last_sent": queries.last_sent(request.structure.pk),
        "receipt": history.receipt(),
        "mail_works": settings.EMAIL_CONFIGURED,
        "may_choose": request.may("proof.export"),
    }
    return render(request, "registry/witness/witness.html", context)


@structure_view("proof.export")
def witness_edit(request):
    return edit(
        request,
        form=WitnessForm(request.POST or None, instance=queries.witness_row()),
        save=lambda form: operations.set_witness(
            content=form.content(),
            lock=form.cleaned_data["lock"],
            by=request.sign(form.cleaned_data.get("reason", "")),
        ),
        template="registry/witness/witness_edit.html",
        done=lambda row: said(request, f"{row.name}\u00a0: enregistré.", "witness"),
    )
