"""The register of a day that is over, on screen and as a PDF; two days side by side. POST hands it over."""

import datetime as dt

from django.shortcuts import render
from django.template.loader import render_to_string

from cabinet_rgpd.documents import answers, issuing
from cabinet_rgpd.history.past import Past, evening
from cabinet_rgpd.lib.french import date_in_words
from cabinet_rgpd.structures.access import structure_view
from registry.activities.documents import register_document
from registry.past import queries
from registry.past.comparison import beside, compare
from registry.past.days import DayForm, TwoDaysForm
from registry.retention.documents import table_document

#: What is compared when nobody said which days: the last month.
LATELY = dt.timedelta(days=30)


@structure_view("history.read")
def past(request):
    """`?jour=2026-03-12`, today unless given."""
    form = _day_form(request)
    if not form.is_valid():
        return _no_such_day(request, form)
    day = form.cleaned_data["jour"]
    then = Past(evening(day, request.structure.tz))
    context = {
        "form": form,
        "stood": queries.stood_at(then.at, day, then),
        "beside": beside(then, day),
        "today": request.today,
    }
    return render(request, "registry/past/past.html", context)


@structure_view("history.read")
def past_pdf(request):
    """The same as a document, with the receipt of that evening."""
    form = _day_form(request)
    if not form.is_valid():
        return _no_such_day(request, form)
    day = form.cleaned_data["jour"]
    document = _document(day, request.structure.tz)

    def html(document):
        return render_to_string("registry/past/document.html", {"document": document, "made_on": request.today})

    return issuing.document(
        request,
        html(document),
        lambda: html(_document(day, request.structure.tz, document.receipt)),
        name=answers.file_name("registre", f"{document.owner} au", day),
        kind="past_register",
        series=f"past_register:{day}",
        title=f"{document.title} tel qu’il était au {date_in_words(day)}",
        receipt=document.receipt,
    )


def _document(day, tz, receipt=None):
    """The register of that evening; with the receipt given, which the day of today moves on."""
    stood = queries.as_it_stood(day, tz)
    return register_document(
        structure=stood.structure,
        activities=stood.activities,
        parties=stood.parties,
        dpo_contact=stood.dpo_contact,
        dpo_decision=stood.dpo_decision,
        receipt=receipt or stood.receipt,
        on=day,
        measures=stood.measures,
        opinions=stood.opinions_on_sheets,
        authorships=stood.authorships,
    )


@structure_view("history.read")
@issuing.issuable("retention")
def past_retention_pdf(request):
    """The retention table as it stood in the evening of a day."""
    form = _day_form(request)
    if not form.is_valid():
        return _no_such_day(request, form)
    stood = queries.as_it_stood(form.cleaned_data["jour"], request.structure.tz)
    uses = {}
    for sheet in stood.activities:
        for rule_id in dict.fromkeys(data.rule.id for data in sheet.data_categories if data.rule):
            uses.setdefault(rule_id, []).append(f"{sheet.reference} {sheet.name}")
    document = table_document(
        structure=stood.structure,
        rules=stood.rules,
        uses=uses,
        on=stood.day,
        receipt=stood.receipt,
        made_on=request.today,
    )
    html = render_to_string("registry/retention/documents/table.html", {"document": document})
    name = answers.file_name("durees", f"{document.owner} au", stood.day)
    return answers.document(request, html, name, receipt=document.receipt)


@structure_view("history.read")
def past_compare(request):
    """`?du=2026-03-12&au=2026-11-23`, the last month unless given."""
    tz, first = request.structure.tz, queries.first_day(request.structure.tz)
    given = {name: request.GET[name] for name in ("du", "au") if name in request.GET}
    days = {"du": max(first, request.today - LATELY).isoformat(), "au": request.today.isoformat(), **given}
    form = TwoDaysForm(days, first=first, last=request.today)
    if not form.is_valid():
        return render(request, "registry/past/compare.html", {"form": form, "compared": False}, status=422)
    du, au = form.cleaned_data["du"], form.cleaned_data["au"]
    context = {
        "form": form,
        "compared": True,
        "evenings": [(day, queries.receipt_on(day, tz)) for day in (du, au)],
        "groups": compare(du, au, tz),
    }
    return render(request, "registry/past/compare.html", context)


def _day_form(request):
    first = queries.first_day(request.structure.tz)
    return DayForm({"jour": request.GET.get("jour", request.today.isoformat())}, first=first, last=request.today)


def _no_such_day(request, form):
    return render(
        request,
        "registry/past/past.html",
        {"form": form, "stood": None, "beside": (), "today": request.today},
        status=422,
    )
