"""The first page of a structure."""

from django.shortcuts import render
from django.urls import reverse

from cabinet_rgpd.structures.access import structure_view
from cabinet_rgpd.timeline import queries as timeline
from registry.roadmap import queries

RECENT = 6


@structure_view("structure.read")
def overview(request):
    found = queries.overview(structure=request.structure, today=request.today)
    steps = [(step, reverse(step.route, args=[request.structure.pk, *step.arguments])) for step in found.steps]
    lines, _ = timeline.timeline()
    return render(request, "registry/roadmap/overview.html", {"overview": found, "steps": steps, "lines": lines[:RECENT]})
