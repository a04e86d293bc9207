"""The decision and the mission letter as PDFs: copies, of which some may be handed over (POST)."""

from django.http import Http404
from django.template.loader import render_to_string

from cabinet_rgpd.documents import answers, days
from cabinet_rgpd.documents.issuing import issuable
from cabinet_rgpd.history import past
from cabinet_rgpd.history import queries as history
from cabinet_rgpd.structures.access import structure_view
from registry.dpo import interests, queries
from registry.dpo.documents import DecisionDocument, LetterDocument


@structure_view("register.read")
@issuable("dpo_decision")
def dpo_decision_pdf(request):
    """The decision in force, or with `?jour=2026-03-12` the one of that evening. 404 when there was none."""
    day = days.asked(request)
    moment = past.evening(day, request.structure.tz)
    receipt = past.receipt_at(moment)
    decision = queries.decision() if day == request.today else queries.decision_at(moment)
    if decision is None:
        raise Http404
    document = DecisionDocument(structure=request.structure, decision=decision, on=day, receipt=receipt)
    return _answer(request, "registry/dpo/documents/decision.html", document, "decision-dpo")


@structure_view("register.read")
@issuable("dpo_letter")
def dpo_letter_pdf(request):
    """The mission letter, ready to sign. 404 before somebody is named."""
    receipt = history.receipt()
    designation = queries.designation()
    if designation is None:
        raise Http404
    checks = interests.review(dict(designation.answers), on=designation.checked_on or request.today)
    document = LetterDocument(
        structure=request.structure, designation=designation, checks=checks, on=request.today, receipt=receipt
    )
    return _answer(request, "registry/dpo/documents/letter.html", document, "lettre-de-mission-dpo")


def _answer(request, template, document, kind):
    html = render_to_string(template, {"document": document})
    name = answers.file_name(kind, document.structure.name, document.on)
    return answers.document(request, html, name, receipt=document.receipt)
