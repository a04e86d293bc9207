"""The deletion of the structure, on screen: what goes and what stays, asked, confirmed by someone else or three days later."""

from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponseNotAllowed
from django.shortcuts import redirect, render
from django.urls import reverse

from cabinet_rgpd.history import queries as history
from cabinet_rgpd.history.fields import without_nir
from cabinet_rgpd.history.forms import KeyedForm
from cabinet_rgpd.history.removal import operations, queries
from cabinet_rgpd.mail import operations as outbox
from cabinet_rgpd.mail import texts
from cabinet_rgpd.structures import deletion, roles, sign_in_log
from cabinet_rgpd.structures import queries as structures
from cabinet_rgpd.structures.access import structure_view
from cabinet_rgpd.structures.editing import edit, said
from cabinet_rgpd.timeline.queries import names_of


class DeletionForm(KeyedForm):
    """Why the structure goes."""

    reason = forms.CharField(
        label="Pourquoi",
        max_length=300,
        required=False,
        validators=[without_nir],
        help_text="Gardé dans la chaîne pour toujours\u00a0: ne nommez ni la structure ni personne.",
    )


@structure_view("structure.delete", grave=True)
def structure_deletion(request):
    """Ask for it, or see what waits."""
    waiting = queries.deletion()
    context = {
        "waiting": waiting,
        "from_then": waiting and operations.may_confirm_from(waiting, request.user.pk),
        "asker": waiting and names_of([waiting.asked_by]).get(waiting.asked_by, "une personne partie depuis"),
        "forgotten": [each.name for each in deletion.at_home_nowhere_else(request.structure.pk)],
        "receipt": history.receipt(),
    }
    return edit(
        request,
        form=DeletionForm(request.POST if request.method == "POST" else None),
        save=lambda form: operations.ask_deletion(
            name=request.structure.name,
            reason=form.cleaned_data["reason"],
            by=request.sign(),
            announce=lambda asked: _tell_the_others(request, asked),
        ),
        template="timeline/deletion.html",
        context=context,
        done=lambda _: said(
            request,
            "Demande notée. Un autre gestionnaire la confirme, ou vous-même dans 72\u00a0heures.",
            "structure_deletion",
        ),
    )


def _tell_the_others(request, asked):
    """The managers and the DPO who may come in: time to think is of use to those who know."""
    if not settings.EMAIL_CONFIGURED:
        return
    for member in structures.members(request.structure.pk):
        concerned = member.role in (roles.Role.MANAGER, roles.Role.DPO) and member.is_active_on(request.today)
        if not concerned or member.account_id == request.user.pk:
            continue
        subject, text = texts.written(
            "deletion_asked",
            {
                "structure": request.structure,
                "person": member.account.name,
                "asker": request.user.name,
                "reason": asked.reason,
                "from_then": asked.asked_at + operations.ALONE_AFTER,
                "address": texts.absolute(reverse("structure_deletion", args=[request.structure.pk])),
            },
        )
        outbox.queue(
            to=member.account.email, subject=subject, text=text, at=request.now, structure_id=request.structure.pk,
            key=f"deletion:{asked.pk}:{member.account_id}",
        )  # fmt: skip


@structure_view("structure.delete", grave=True)
def structure_deletion_confirm(request):
    """The last page of the structure: it is the answer itself, since no address leads here any more."""
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    try:
        operations.confirm_deletion(request=_waiting(), by=request.sign())
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
        return redirect("structure_deletion", request.structure.pk)
    sign_in_log.administered(request.user, "structure deleted", request.structure)
    receipt = history.receipt()
    request.user.refresh_from_db()
    if not (stays := request.user.is_active):
        logout(request)
    answer = render(request, "timeline/deleted.html", {"structure": None, "receipt": receipt, "stays": stays})
    answer.headers["Cache-Control"] = "no-store, private"
    return answer


@structure_view("structure.delete")
def structure_deletion_withdraw(request):
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    try:
        operations.withdraw(request=_waiting(), by=request.sign())
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    else:
        messages.success(request, "Demande abandonnée\u00a0: rien n’a été supprimé.")
    return redirect("structure_deletion", request.structure.pk)


def _waiting():
    if (waiting := queries.deletion()) is None:
        raise Http404
    return waiting
