"""The register and its sheets as PDFs: copies, remembered by the fingerprint of their content. Nothing is written."""

import uuid

from django.http import Http404
from django.template.loader import render_to_string

from cabinet_rgpd.documents import answers
from cabinet_rgpd.history import queries as history
from cabinet_rgpd.structures import queries as structures
from cabinet_rgpd.structures.access import structure_view
from registry.activities import queries
from registry.activities.documents import activity_document, register_document
from registry.dpo import queries as dpo


@structure_view("register.read")
def register_pdf(request):
    """The sheets in force; with `?responsable=<party>`, those that name it. 404 for an unknown party."""
    frame = _frame(request)
    party = _party(request.GET.get("responsable", ""), frame["parties"])
    activities = queries.register(party_id=party.pk if party else None)
    document = register_document(**frame, activities=activities, party=party)
    return _answer(request, "registry/documents/register.html", document, "registre", document.owner)


@structure_view("register.read")
def activity_pdf(request, activity_id):
    """One sheet, whatever its state, which it says."""
    frame = _frame(request)
    activity = queries.sheet(activity_id)
    if activity is None:
        raise Http404
    document = activity_document(**frame, activity=activity)
    return _answer(request, "registry/documents/activity.html", document, "fiche", document.sheet.title)


def _frame(request):
    # The receipt first: a change made meanwhile makes it older, which stays true, never younger.
    return {
        "receipt": history.receipt(),
        "structure": request.structure,
        "parties": structures.parties(request.structure.pk),
        "dpo_contact": dpo.contact(request.today),
        "dpo_decision": dpo.decision(),
        "on": request.today,
    }


def _party(text, parties):
    if not text:
        return None
    try:
        wanted = uuid.UUID(text)
    except ValueError:
        raise Http404 from None
    party = next((each for each in parties if each.pk == wanted), None)
    if party is None:
        raise Http404
    return party


def _answer(request, template, document, kind, name):
    html = render_to_string(template, {"document": document})
    return answers.document(request, html, answers.file_name(kind, name, document.on))
