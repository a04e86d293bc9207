"""The papers of an end of practice as PDFs; with `?jour=2026-03-12`, as they stood that evening. Nothing is written."""

from django.http import Http404
from django.template.loader import render_to_string

from cabinet_rgpd.documents import answers, days
from cabinet_rgpd.history import past
from cabinet_rgpd.structures.access import structure_view
from registry.closing import queries, rules
from registry.closing.documents import ClosingDocument
from registry.retention import queries as retention


def _paper(kind, name):
    @structure_view("register.read")
    def view(request, closing_id):
        day = days.asked(request)
        # First: a change made meanwhile leaves the receipt older, which stays true.
        receipt = past.receipt_at(past.evening(day, request.structure.tz))
        record, followed = _stood(request, closing_id, day)
        if record is None:
            raise Http404
        document = ClosingDocument(
            kind=kind, structure=request.structure, record=record, durations=rules.durations(followed), on=day,
            receipt=receipt,
        )  # fmt: skip
        html = render_to_string(f"registry/closing/documents/{kind}.html", {"document": document})
        return answers.document(request, html, answers.file_name(name, document.whose, day))

    return view


def _stood(request, closing_id, day):
    """The case (ClosingRecord, or None before it was opened) and the rules followed, as of a day."""
    if day == request.today:
        row = queries.row(closing_id)
        return (queries.record_of(row) if row else None), retention.rules()
    then = past.Past(past.evening(day, request.structure.tz))
    return next((each for each in queries.cases_of(then) if each.id == closing_id), None), retention.rules_of(then)


closing_poster = _paper("poster", "affiche-patients")
closing_letter = _paper("letter", "lettre-ordre")
closing_inventory_pdf = _paper("inventory", "inventaire-dossiers")
closing_deed = _paper("deed", "acte-de-garde")
