"""The register of breaches, one breach and the first reflexes as PDFs: copies, of which some may be handed over (POST)."""

from django.http import Http404
from django.template.loader import render_to_string

from cabinet_rgpd.documents import answers
from cabinet_rgpd.documents.issuing import issuable
from cabinet_rgpd.history import queries as history
from cabinet_rgpd.structures.access import structure_view
from registry.dpo import queries as dpo
from registry.incidents import queries
from registry.incidents.documents import breach_document, breaches_document


@structure_view("register.read")
@issuable("incidents")
def incidents_pdf(request):
    """Every breach of the register; drafts are not of it."""
    frame = _frame(request)
    found = queries.incidents(drafts=False)
    document = breaches_document(**frame, incidents=found, entered=queries.entered([each.id for each in found]))
    return _answer(request, document, "violations", receipt=document.receipt)


@structure_view("register.read")
@issuable("incident")
def incident_pdf(request, incident_id):
    """One breach, whatever its state, which it says."""
    frame = _frame(request)
    found = queries.incident(incident_id)
    if found is None:
        raise Http404
    document = breach_document(**frame, incident=found, entered=queries.entered([found.id]))
    return _answer(request, document, "violation", receipt=None if found.is_draft else document.receipt)


@structure_view("register.read")
def incident_reflexes_pdf(request):
    frame = _frame(request)
    context = {name: frame[name] for name in ("receipt", "structure", "on", "dpo")}
    html = render_to_string("registry/incidents/documents/reflexes.html", context)
    return answers.document(
        request, html, answers.file_name("premiers-reflexes", request.structure.name, request.today)
    )


def _frame(request):
    # The receipt first: a change made meanwhile makes it older, which stays true, never younger.
    return {
        "receipt": history.receipt(), "structure": request.structure, "dpo": dpo.contact(request.today),
        "on": request.today, "now": request.now,
    }  # fmt: skip


def _answer(request, document, kind, *, receipt):
    html = render_to_string("registry/incidents/documents/breaches.html", {"document": document})
    name = answers.file_name(kind, document.structure.name, document.on)
    return answers.document(request, html, name, receipt=receipt)
