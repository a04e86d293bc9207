"""Letters, checklist and list of requests as PDFs: copies, of which some may be handed over (POST)."""

from django.http import Http404
from django.template.loader import render_to_string

from cabinet_rgpd.documents import answers
from cabinet_rgpd.documents.issuing import issuable
from cabinet_rgpd.history import queries as history
from cabinet_rgpd.lib.calendar import territory_of
from cabinet_rgpd.structures.access import structure_view
from registry.dpo import queries as dpo
from registry.requests import documents, queries, rights, rules


@structure_view("register.read")
@issuable("request_letter")
def request_letter(request, request_id, letter):
    """One of the letters; 404 for one that the request does not call for."""
    receipt = history.receipt()
    asked = _asked(request_id)
    if letter not in documents.available(asked):
        raise Http404
    document = documents.letter(
        letter, asked, structure=request.structure, dpo=dpo.contact(request.today), on=request.today,
        receipt=receipt, **_place(request),
    )  # fmt: skip
    return _answer(request, "letter", document, f"lettre-{letter}")


@structure_view("register.read")
def request_checklist(request, request_id):
    receipt, asked = history.receipt(), _asked(request_id)
    document = documents.Checklist(
        structure=request.structure, receipt=receipt, on=request.today, request=asked, window=rules.window(asked, **_place(request)),
        items=rights.checklist(),
    )  # fmt: skip
    return _answer(request, "checklist", document, "liste")


@structure_view("register.read")
@issuable("requests")
def requests_pdf(request):
    """Every request, with its window and its answer."""
    receipt = history.receipt()  # first: a change made meanwhile makes it older, which stays true, never younger
    rows = tuple((each, rules.window(each, **_place(request))) for each in queries.requests())
    document = documents.RequestsDocument(structure=request.structure, on=request.today, receipt=receipt, rows=rows)
    return _answer(request, "requests", document, "demandes")


def _place(request):
    return {"tz": request.structure.tz, "territory": territory_of(request.structure.postcode)}


def _asked(request_id):
    found = queries.request(request_id)
    if found is None:
        raise Http404
    return found


def _answer(request, template, document, kind):
    html = render_to_string(f"registry/requests/documents/{template}.html", {"document": document})
    name = answers.file_name(kind, request.structure.name, request.today)
    return answers.document(request, html, name, receipt=getattr(document, "receipt", None))
