"""The register and its sheets as PDFs (a copy on GET, handed over and kept on POST), and as a workbook."""

import uuid

from django.http import Http404
from django.template.loader import render_to_string

from cabinet_rgpd.documents import answers, issuing
from cabinet_rgpd.history import queries as history
from cabinet_rgpd.structures import queries as structures
from cabinet_rgpd.structures.access import structure_view
from registry.activities import queries, spreadsheet
from registry.activities.documents import activity_document, register_document
from registry.dpo import queries as dpo
from registry.opinions import queries as opinions
from registry.security import queries as security


@structure_view("register.read")
def register_pdf(request):
    """The sheets in force; with `?responsable=<party>`, those that name it. 404 for an unknown party. POST hands it over."""
    receipt = history.receipt()

    def made():
        return _register(request, receipt)

    document = made()
    series = f"register:{document.party.pk}" if document.party else "register"
    return _answer(request, "registry/documents/register.html", made, document, "registre", document.owner, series)


@structure_view("register.read")
def register_xlsx(request):
    """The same as a workbook, with the same `?responsable=`: a copy to go on with, which is not handed over."""
    document = _register(request, history.receipt())
    name = answers.file_name("registre", document.owner, document.on, ending="xlsx")
    return answers.workbook(spreadsheet.tables(document), name, title=document.title)


@structure_view("register.read")
def activity_pdf(request, activity_id):
    """One sheet, whatever its state, which it says. POST hands it over."""
    receipt = history.receipt()

    def made():
        activity = queries.sheet(activity_id)
        if activity is None:
            raise Http404
        given = opinions.of("activity", activity_id)
        written = opinions.authorships().get(f"activity:{activity_id}")
        return activity_document(**_frame(request, receipt), activity=activity, opinions=given, authorship=written)

    document = made()
    template, series = "registry/documents/activity.html", f"activity:{activity_id}"
    return _answer(request, template, made, document, "fiche", document.sheet.title, series)


def _register(request, receipt):
    frame = _frame(request, receipt)
    party = _party(request.GET.get("responsable", ""), frame["parties"])
    return register_document(
        **frame,
        activities=queries.register(party_id=party.pk if party else None),
        party=party,
        opinions=opinions.by_object("activity"),
        authorships=opinions.authorships(),
    )


def _frame(request, receipt):
    # The receipt was read first: a change made meanwhile makes it older, which stays true, never younger.
    return {
        "receipt": receipt,
        "structure": structures.structure(request.structure.pk),
        "parties": structures.parties(request.structure.pk),
        "dpo_contact": dpo.contact(request.today),
        "dpo_decision": dpo.decision(),
        "measures": security.general_description(),
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


def _answer(request, template, made, document, kind, name, series):
    return issuing.document(
        request,
        render_to_string(template, {"document": document}),
        lambda: render_to_string(template, {"document": made()}),
        name=answers.file_name(kind, name, document.on),
        kind=series.partition(":")[0],
        series=series,
        title=document.title,
        receipt=document.receipt,
    )
