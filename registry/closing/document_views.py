"""The papers of an end of practice as PDFs. Nothing is written."""

from django.http import Http404
from django.template.loader import render_to_string

from cabinet_rgpd.documents import answers
from cabinet_rgpd.history import queries as history
from cabinet_rgpd.structures.access import structure_view
from registry.closing import queries
from registry.closing.documents import ClosingDocument
from registry.retention import queries as retention


def _paper(kind, name):
    @structure_view("register.read")
    def view(request, closing_id):
        receipt = history.receipt()  # first: a change made meanwhile leaves it older, which stays true
        row = queries.row(closing_id)
        if row is None:
            raise Http404
        document = ClosingDocument(
            kind=kind, structure=request.structure, record=queries.record_of(row), rules=retention.rules(), on=request.today,
            receipt=receipt,
        )  # fmt: skip
        html = render_to_string(f"registry/closing/documents/{kind}.html", {"document": document})
        return answers.document(request, html, answers.file_name(name, document.whose, request.today))

    return view


closing_poster = _paper("poster", "affiche-patients")
closing_letter = _paper("letter", "lettre-ordre")
closing_inventory_pdf = _paper("inventory", "inventaire-dossiers")
closing_deed = _paper("deed", "acte-de-garde")
