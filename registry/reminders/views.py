"""What a member wants to be told, and the secret address of her calendar."""

from django.contrib import messages
from django.http import HttpResponseNotAllowed
from django.shortcuts import redirect, render
from django.urls import reverse

from cabinet_rgpd.mail.texts import absolute
from cabinet_rgpd.structures.access import structure_view
from registry.reminders import operations, queries
from registry.reminders.forms import ReminderForm


@structure_view("structure.read")
def reminders_page(request):
    """What this member receives, and the secret address of her calendar."""
    weekly, urgent = queries.choice(request.structure.pk, request.user, request.membership.role)
    form = ReminderForm(request.POST or None, initial={"weekly": weekly, "urgent": urgent})
    if request.method == "POST" and form.is_valid():
        operations.choose(structure_id=request.structure.pk, account=request.user, **form.content())
        messages.success(request, "C’est noté.")
        return redirect("reminders", request.structure.pk)
    return _reminders(request, form)


@structure_view("structure.read")
def feed_open(request):
    """A new secret address, shown once; the earlier one opens nothing more."""
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    token = operations.open_feed(structure_id=request.structure.pk, account=request.user, at=request.now)
    weekly, urgent = queries.choice(request.structure.pk, request.user, request.membership.role)
    address = absolute(reverse("calendar_feed", args=[token]))
    return _reminders(request, ReminderForm(initial={"weekly": weekly, "urgent": urgent}), address)


@structure_view("structure.read")
def feed_close(request):
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    operations.close_feed(structure_id=request.structure.pk, account=request.user)
    messages.success(request, "L’adresse de l’agenda n’ouvre plus rien.")
    return redirect("reminders", request.structure.pk)


def _reminders(request, form, address=""):
    context = {"form": form, "feed": queries.feed(request.structure.pk, request.user), "address": address}
    return render(request, "registry/reminders/reminders.html", context)
