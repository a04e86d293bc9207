"""The yearly report of the DPO: read by all, written by him, printed and handed over."""

from django.http import Http404
from django.shortcuts import render
from django.template.loader import render_to_string

from cabinet_rgpd.documents import answers
from cabinet_rgpd.documents.issuing import issuable
from cabinet_rgpd.history import queries as history
from cabinet_rgpd.history.forms import RecordForm
from cabinet_rgpd.structures import queries as structures
from cabinet_rgpd.structures.access import structure_view
from cabinet_rgpd.structures.editing import edit, said
from registry.desk import operations
from registry.desk import report_queries as queries
from registry.desk.models import YearlyReport


class ReportForm(RecordForm):
    class Meta:
        model = YearlyReport
        fields = ["summary", "recommendations"]
        help_texts = {
            "summary": "Ce que vous avez vu, ce qui a avancé, ce qui vous a manqué.",
            "recommendations": "Une recommandation par ligne, la plus utile d’abord.",
        }

    ASKS_REASON = False


@structure_view("register.read")
def reports(request):
    """The years, with those whose words are written."""
    written = queries.written()
    found = [(year, written.get(year)) for year in queries.years(request.today, request.structure.tz)]
    return render(request, "registry/desk/reports.html", {"years": found, "may_write": request.may("report.write")})


@structure_view("register.read")
def report(request, year):
    context = {"document": _document(request, year), "may_write": request.may("report.write")}
    return render(request, "registry/desk/report.html", context)


@structure_view("report.write")
def report_edit(request, year):
    _known(request, year)
    row = queries.row(year)
    return edit(
        request,
        form=ReportForm(request.POST or None, instance=row),
        save=lambda form: operations.write_report(
            year=year, report=row, lock=form.cleaned_data["lock"], content=form.content(), by=request.sign()
        ),
        template="registry/desk/report_edit.html",
        context={"year": year},
        done=lambda _: said(request, "Votre texte est enregistré.", "dpo_reports"),
    )


@structure_view("register.read")
@issuable("dpo_report", also="report.write")
def report_pdf(request, year):
    document = _document(request, year)
    html = render_to_string("registry/desk/documents/report.html", {"document": document})
    name = answers.file_name(f"bilan-dpo-{year}", request.structure.name, request.today)
    return answers.document(request, html, name, receipt=document.receipt)


def _document(request, year):
    _known(request, year)
    # The receipt first: what is written meanwhile leaves it older, which stays true.
    receipt, structure = history.receipt(), structures.structure(request.structure.pk)
    return queries.report(structure, year, request.today, receipt)


def _known(request, year):
    if year not in queries.years(request.today, request.structure.tz):
        raise Http404
