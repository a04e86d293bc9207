"""Pages of the purge campaigns: prepared, carried out, recorded; the record as a PDF."""

import uuid
from functools import partial

from django.contrib import messages
from django.http import Http404
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse

from cabinet_rgpd.documents import answers
from cabinet_rgpd.documents.issuing import issuable
from cabinet_rgpd.evidence import queries as evidence
from cabinet_rgpd.history import queries as history
from cabinet_rgpd.lib.calendar import add_years
from cabinet_rgpd.structures import queries as structures
from cabinet_rgpd.structures.access import structure_view
from cabinet_rgpd.structures.editing import edit
from registry.retention import campaign_operations as operations
from registry.retention import campaign_queries, campaigns, queries
from registry.retention.calculator_forms import CutOffForm
from registry.retention.campaign_forms import CampaignForm, DropForm, ResultForm
from registry.retention.campaigns import CampaignKind
from registry.retention.documents import campaign_document

#: A campaign a year.
NEXT_AFTER_YEARS = 1


@structure_view("register.read")
def campaign_list(request):
    everything = campaign_queries.campaigns()
    covered = {campaign.rule_id for campaign in everything}
    return render(
        request,
        "registry/retention/campaigns.html",
        {
            "planned": [(campaign, campaign.is_late(request.today)) for campaign in everything if campaign.is_planned],
            "done": sorted((each for each in everything if each.done_on), key=lambda each: each.done_on, reverse=True),
            "dropped": [campaign for campaign in everything if campaign.dropped_on],
            "without": [rule for rule in queries.rules() if rule.id not in covered],
            "may_plan": request.may("register.plan"),
        },
    )


@structure_view("register.plan")
def campaign_new(request):
    """`?regle=<rule>&au=<day>&sort=archive` fill the form from the calculator."""
    rule = _rule(request.GET.get("regle", ""))
    day = CutOffForm(request.GET)
    planned_on = day.cleaned_data["au"] if day.is_valid() else add_years(request.today, 1).replace(month=1, day=1)
    kind = CampaignKind.ARCHIVE if request.GET.get("sort") == "archive" else CampaignKind.FINAL
    initial = {"kind": kind.value, "planned_on": planned_on}
    if rule is not None:
        cut_off, criteria, aside = campaigns.suggested(
            queries.record_of(rule), planned_on, kind=kind, on=request.today, never_shorten=queries.never_shortens()
        )
        initial |= {"rule": rule.pk, "cut_off": cut_off, "criteria": criteria, "leave_aside": aside}
    return _edit(
        request,
        form=CampaignForm(request.POST or None, initial=initial, people=_people(request)),
        save=lambda form: operations.prepare(content=form.content(), on=request.today, by=request.sign()),
        template="registry/retention/campaign_edit.html",
        context={"campaign": None},
    )


@structure_view("register.read")
def campaign(request, campaign_id):
    row = _row(campaign_id)
    record = campaign_queries.record_of(row)
    context = {
        "campaign": record,
        "late": record.is_late(request.today),
        "evidence": evidence.shelf(request, row),
        "may_plan": request.may("register.plan"),
    }
    return render(request, "registry/retention/campaign.html", context)


@structure_view("register.plan")
def campaign_edit(request, campaign_id):
    row = _row(campaign_id)
    return _edit(
        request,
        form=CampaignForm(request.POST or None, instance=row, people=_people(request)),
        save=lambda form: operations.update(
            campaign=row,
            lock=form.cleaned_data["lock"],
            content=form.content(),
            on=request.today,
            by=request.sign(form.cleaned_data["reason"]),
        ),
        template="registry/retention/campaign_edit.html",
        context={"campaign": campaign_queries.record_of(row)},
    )


@structure_view("register.plan")
def campaign_result(request, campaign_id):
    row = _row(campaign_id)
    next_on = add_years(max(row.planned_on, request.today), NEXT_AFTER_YEARS)
    return _edit(
        request,
        form=ResultForm(request.POST or None, instance=row, initial={"next_on": next_on}),
        save=lambda form: operations.carry_out(
            campaign=row,
            lock=form.cleaned_data["lock"],
            content=form.content(),
            next_on=form.cleaned_data.get("next_on"),
            on=request.today,
            by=request.sign(form.cleaned_data["reason"]),
        ),
        template="registry/retention/campaign_result.html",
        context={"campaign": campaign_queries.record_of(row)},
    )


@structure_view("register.plan")
def campaign_drop(request, campaign_id):
    row = _row(campaign_id)
    return _edit(
        request,
        form=DropForm(request.POST or None, instance=row),
        save=lambda form: operations.drop(
            campaign=row,
            lock=form.cleaned_data["lock"],
            reason=form.cleaned_data["dropped_reason"],
            on=request.today,
            by=request.sign(),
        ),
        template="registry/retention/campaign_drop.html",
        context={"campaign": campaign_queries.record_of(row)},
    )


@structure_view("register.read")
@issuable("campaign")
def campaign_pdf(request, campaign_id):
    row = _row(campaign_id)
    document = campaign_document(
        structure=request.structure,
        campaign=campaign_queries.record_of(row),
        rule=queries.record_of(row.rule),
        files=evidence.of(row.obj),
        receipt=history.receipt(),
        on=request.today,
    )
    html = render_to_string("registry/retention/documents/campaign.html", {"document": document})
    name = answers.file_name("campagne", document.campaign.rule_name, document.day)
    return answers.document(request, html, name, receipt=document.receipt)


def _edit(request, **arguments):
    return edit(request, done=partial(_said, request), **arguments)


def _said(request, row):
    messages.success(request, "Campagne enregistrée.")
    return reverse("campaign", args=[request.structure.pk, row.pk])


def _row(campaign_id):
    row = campaign_queries.campaign(campaign_id)
    if row is None:
        raise Http404
    return row


def _rule(text):
    try:
        return queries.rule(uuid.UUID(text))
    except ValueError:
        return None


def _people(request):
    """The names suggested for the one in charge."""
    return tuple(member.account.name for member in structures.members(request.structure.pk))
