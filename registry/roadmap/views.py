"""The first page of a structure, its deadlines, the map of flows and the months that passed."""

from allauth.mfa.utils import is_mfa_enabled
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from cabinet_rgpd.isolation.scope import structure_scope
from cabinet_rgpd.mail.texts import absolute
from cabinet_rgpd.structures.access import public_view, structure_view
from cabinet_rgpd.timeline import queries as timeline
from registry.activities import queries as activities
from registry.reminders import queries as reminders
from registry.roadmap import calendars, flows, gathering, queries, steps
from registry.roadmap import progress as progress_of

RECENT = 6
SOONEST = 5


@structure_view("structure.read")
def overview(request):
    found = queries.overview(
        structure=request.structure, today=request.today, second_factor=is_mfa_enabled(request.user)
    )
    lines, _ = timeline.timeline()
    due = _shown(request, gathering.deadlines(request.today))
    context = {
        "overview": found, "steps": [(step, _where(request, step)) for step in found.steps], "lines": lines[:RECENT],
        "six": [(step, _address(request, step)) for step in found.six], "path": steps.path(found.six),
        "due": due[:SOONEST], "due_count": len(due),
    }  # fmt: skip
    return render(request, "registry/roadmap/overview.html", context)


@structure_view("structure.read")
def deadlines(request):
    """Everything due, in one list and on a calendar."""
    found = gathering.deadlines(request.today)
    context = {"due": _shown(request, found), "months": calendars.months(found, request.today)}
    return render(request, "registry/roadmap/deadlines.html", context)


@public_view
def calendar_feed(request, token):
    """The deadlines as iCalendar, for whoever holds the address of a member whose access is open."""
    now = timezone.now()
    membership = reminders.opened_by(token, now)
    if membership is None:
        raise Http404
    structure = membership.structure
    with structure_scope(structure.pk), timezone.override(structure.tz):
        found = gathering.deadlines(now.astimezone(structure.tz).date())
        content = calendars.feed(
            found, name=structure.name, now=now,
            address=lambda each: absolute(reverse(each.route, args=[structure.pk, *each.arguments])),
        )  # fmt: skip
    response = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    response["Cache-Control"] = "private, no-store"
    return response


@structure_view("register.read")
def flows_page(request):
    """Whose data, for what, to whom: the map of flows."""
    found = flows.flows(activities.register())
    return render(request, "registry/roadmap/flows.html", {"flows": found, "picture": flows.picture(found)})


@structure_view("register.read")
def progress(request):
    """The last twelve months, read from the history."""
    months = queries.months(request.today, request.structure.tz)
    return render(request, "registry/roadmap/progress.html", {"months": months, "picture": progress_of.curve(months)})


def _shown(request, found):
    """`[(deadline, its page, late or not)]`."""
    return [
        (
            each,
            reverse(each.route, args=[request.structure.pk, *each.arguments]),
            each.overdue(request.now, request.today),
        )
        for each in found
    ]


def _address(request, step):
    """The page of one of the six."""
    return reverse(step.route, args=[request.structure.pk, *step.arguments])


def _where(request, step):
    return reverse(step.route, args=[] if step.own_page else [request.structure.pk, *step.arguments])
