"""What this structure has sent by mail, what waits, what did not leave."""

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponseNotAllowed
from django.shortcuts import redirect, render

from cabinet_rgpd.mail import operations, queries
from cabinet_rgpd.structures.access import structure_view


@structure_view("members.manage")
def outbox(request):
    lines = queries.of_structure(request.structure.pk, request.now)
    return render(request, "structures/outbox.html", {"lines": lines, "mail_works": settings.EMAIL_CONFIGURED})


@structure_view("members.manage")
def send_again(request, message_id):
    """A person decides that a message which was refused, or has perhaps left, is sent again."""
    if not queries.exists(message_id, request.structure.pk):
        raise Http404
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    if operations.send_again(message_id=message_id, structure_id=request.structure.pk, at=request.now):
        messages.success(request, "Le message est remis en file d’attente.")
    else:
        messages.error(request, "Ce message ne se renvoie pas\u00a0: il est parti, il attend déjà, ou il est périmé.")
    return redirect("outbox", request.structure.pk)
