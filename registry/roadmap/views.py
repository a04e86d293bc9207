"""The first page of a structure."""

from allauth.mfa.utils import is_mfa_enabled
from django.shortcuts import render
from django.urls import reverse

from cabinet_rgpd.structures.access import structure_view
from cabinet_rgpd.timeline import queries as timeline
from registry.roadmap import queries

RECENT = 6


@structure_view("structure.read")
def overview(request):
    found = queries.overview(
        structure=request.structure, today=request.today, second_factor=is_mfa_enabled(request.user)
    )
    steps = [(step, _where(request, step)) for step in found.steps]
    lines, _ = timeline.timeline()
    return render(
        request, "registry/roadmap/overview.html", {"overview": found, "steps": steps, "lines": lines[:RECENT]}
    )


def _where(request, step):
    return reverse(step.route, args=[] if step.own_page else [request.structure.pk, *step.arguments])
