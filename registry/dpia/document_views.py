"""The decision on an impact assessment and the assessment as PDFs; with `?jour=2026-03-12`, as they stood that evening."""

from django.http import Http404
from django.template.loader import render_to_string

from cabinet_rgpd.documents import answers, days
from cabinet_rgpd.documents.issuing import issuable
from cabinet_rgpd.history import past
from cabinet_rgpd.structures.access import structure_view
from registry.activities import queries as activities
from registry.dpia import queries, terms
from registry.dpia.documents import AssessmentDocument
from registry.dpo import queries as dpo


@structure_view("register.read")
@issuable("dpia_decision")
def dpia_decision_pdf(request, activity_id):
    """404 when nothing was decided by then."""
    return _pdf(request, activity_id, whole=False)


@structure_view("register.read")
@issuable("dpia")
def dpia_pdf(request, activity_id):
    """404 when nothing was written by then."""
    return _pdf(request, activity_id, whole=True)


def _pdf(request, activity_id, *, whole):
    sheet = activities.sheet(activity_id)
    if sheet is None:
        raise Http404
    day = days.asked(request)
    moment = past.evening(day, request.structure.tz)
    receipt = past.receipt_at(moment)
    today = day == request.today
    record = (
        queries.assessment(activity_id) if today else queries.by_sheet(queries.assessments_at(moment)).get(activity_id)
    )
    if record is None or (whole and not record.is_written):
        raise Http404
    document = AssessmentDocument(
        structure=request.structure,
        activity=record.activity_name or f"{sheet.reference} {sheet.name}",
        record=record,
        on=day,
        receipt=receipt,
        whole=whole,
        gaps=terms.gaps(record, has_dpo=dpo.contact(day) is not None, on=day) if whole else (),
        answer_due_on=record.consulted_on
        and terms.answer_due_on(record.consulted_on, extended=record.consultation_extended),
    )
    html = render_to_string("registry/dpia/documents/assessment.html", {"document": document})
    kind = "analyse-impact" if whole else "decision-aipd"
    return answers.document(request, html, answers.file_name(kind, document.activity, day), receipt=receipt)
