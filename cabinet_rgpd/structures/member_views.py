"""Who is at home in a structure: invitations, roles, ends of access, and what is asked at sign-in."""

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponseNotAllowed
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from cabinet_rgpd.mail import operations as outbox
from cabinet_rgpd.mail import texts
from cabinet_rgpd.structures import forms, operations, queries, sign_in_log
from cabinet_rgpd.structures.access import public_view, structure_view
from cabinet_rgpd.structures.editing import edit, said
from cabinet_rgpd.structures.views import enter


@structure_view("members.manage")
def members(request):
    context = {
        "members": [(each, each.is_active_on(request.today)) for each in queries.members(request.structure.pk)],
        "invitations": [(each, each.expires_at <= request.now) for each in queries.invitations(request.structure.pk)],
    }
    return render(request, "structures/members.html", context)


@structure_view("members.manage", grave=True)
def member_new(request):
    form = forms.MemberForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        content = {name: form.cleaned_data[name] for name in ("email", "name", "role", "party", "ends_on")}
        try:
            invitation, token = operations.invite(by=request.sign(), announce=_announcement(request), **content)
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            return _invited(request, invitation, token)
    return render(request, "structures/member_new.html", {"form": form}, status=422 if form.errors else 200)


@structure_view("members.manage", grave=True)
def invitation_renew(request, invitation_id):
    invitation = _invitation(request, invitation_id)
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    token = operations.renew_invitation(invitation=invitation, by=request.sign(), announce=_announcement(request))
    return _invited(request, invitation, token)


@structure_view("members.manage", grave=True)
def invitation_withdraw(request, invitation_id):
    invitation = _invitation(request, invitation_id)
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    operations.withdraw_invitation(invitation=invitation, by=request.sign())
    sign_in_log.administered(request.user, "invitation withdrawn", invitation)
    return redirect(said(request, f"L’invitation de {invitation.name} est retirée.", "members"))


def _invitation(request, invitation_id):
    for each in queries.invitations(request.structure.pk):
        if each.pk == invitation_id:
            return each
    raise Http404


def _announcement(request):
    """What queues the message; without a mail server the link is shown instead, once."""

    def announce(invitation, token):
        if not settings.EMAIL_CONFIGURED:
            return
        path = reverse("invitation", args=[token])
        subject, text = texts.written(
            "invitation",
            {
                "invitation": invitation,
                "inviter": request.user.name,
                "structure": request.structure.name,
                "address": f"{settings.PUBLIC_URL}{path}" if settings.PUBLIC_URL else request.build_absolute_uri(path),
            },
        )
        outbox.queue(
            to=invitation.email, subject=subject, text=text, at=request.now, structure_id=request.structure.pk,
            key=f"invitation:{invitation.pk}:{request.now.isoformat()}", expires_at=invitation.expires_at,
        )  # fmt: skip

    return announce


def _invited(request, invitation, token):
    sign_in_log.administered(request.user, "invitation sent", invitation)
    link = "" if settings.EMAIL_CONFIGURED else request.build_absolute_uri(reverse("invitation", args=[token]))
    return render(request, "structures/member_added.html", {"invitation": invitation, "link": link})


@structure_view("members.manage", grave=True)
def member_edit(request, membership_id):
    member = _member(request, membership_id)
    return edit(
        request,
        form=forms.MembershipForm(request.POST or None, instance=member),
        save=lambda form: operations.change_member(
            membership=member,
            lock=form.cleaned_data["lock"],
            content=form.content(),
            by=request.sign(form.cleaned_data["reason"]),
        ),
        template="structures/member_edit.html",
        context={"member": member, "active": member.is_active_on(request.today)},
        done=lambda member: _said_of(request, member, "Accès modifié."),
    )


@structure_view("members.manage", grave=True)
def member_remove(request, membership_id):
    """The access ends now; what the person wrote stays, with her name."""
    member = _member(request, membership_id)
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    try:
        operations.change_member(
            membership=member,
            lock=str(member.version),
            content={"ends_on": request.today},
            by=request.sign("Accès retiré"),
        )
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
        return redirect("members", request.structure.pk)
    return redirect(_said_of(request, member, f"{member.account.name} n’a plus accès à la structure."))


def _said_of(request, member, text):
    sign_in_log.administered(request.user, "access changed", member)
    return said(request, text, "members")


def _member(request, membership_id):
    for each in queries.members(request.structure.pk):
        if each.pk == membership_id:
            return each
    raise Http404


@structure_view("members.manage", grave=True)
def sign_in_policy(request):
    structure = queries.structure(request.structure.pk)
    return edit(
        request,
        form=forms.SecondFactorForm(request.POST or None, instance=structure),
        save=lambda form: operations.update_structure(
            structure=structure,
            lock=form.cleaned_data["lock"],
            content=form.content(),
            by=request.sign(form.cleaned_data["second_factor_reason"]),
        ),
        template="structures/sign_in_policy.html",
        done=lambda structure: _said_of(request, structure, "Décision enregistrée."),
    )


@public_view
def invitation(request, token):
    """Answer an invitation, with the link that was sent: with one's account, or by making one."""
    link = queries.usable_link(token, now := timezone.now())
    if link is None or link.invitation_id is None:
        raise Http404
    asked = link.invitation
    context = {"invitation": asked, "structure_name": asked.structure.name, "token": token, "form": None}
    if request.user.is_authenticated:
        context["stranger"] = request.user.email.lower() != asked.email.lower()
        return _answered_by_account(request, link, context, now)
    if queries.account_at(asked.email) is not None:
        return render(request, "structures/invitation.html", context)
    form = context["form"] = forms.NewcomerForm(request.POST or None, initial={"name": asked.name})
    if request.method == "POST" and form.is_valid():
        try:
            membership = operations.accept_with_a_new_account(link=link, at=now, **form.cleaned_data)
        except ValidationError as refusal:
            form.add_error(None, refusal.messages)
        else:
            enter(request, membership.account)
            sign_in_log.administered(membership.account, "invitation accepted", membership)
            return redirect("overview", membership.structure_id)
    return render(request, "structures/invitation.html", context, status=422 if form.errors else 200)


def _answered_by_account(request, link, context, now):
    if request.method == "POST" and not context["stranger"]:
        try:
            membership = operations.accept_invitation(link=link, account=request.user, at=now)
        except ValidationError as refusal:
            messages.error(request, " ".join(refusal.messages))
            return redirect("home")
        sign_in_log.administered(request.user, "invitation accepted", membership)
        return redirect("overview", membership.structure_id)
    return render(request, "structures/invitation.html", context)
