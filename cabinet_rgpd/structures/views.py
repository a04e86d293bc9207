"""Pages of accounts, structures, parties and members."""

from django.contrib.auth import login
from django.core.exceptions import ValidationError
from django.db import connection
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from cabinet_rgpd.structures import forms, operations, protection, queries
from cabinet_rgpd.structures.access import account_view, public_view, structure_view
from cabinet_rgpd.structures.editing import edit, said
from cabinet_rgpd.structures.roles import Role

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def enter(request, account):
    """Sign somebody in who holds a link of ours."""
    login(request, account, backend=BACKEND)
    protection.remember_sign_in(request, account)


@public_view
def health(request):
    """For the supervisor of the server: it answers and reaches its database."""
    connection.ensure_connection()
    return HttpResponse("ok", content_type="text/plain")


@public_view
def home(request):
    """Where each person belongs: sign-in, the only structure, the desk of a DPO, the list of structures, or the making of one."""
    if not request.user.is_authenticated:
        return redirect("account_login")
    memberships = queries.memberships_of(request.user, timezone.localdate())
    if len(memberships) == 1 and "toutes" not in request.GET:
        return redirect("overview", structure_id=memberships[0].structure_id)
    if not memberships:
        return redirect("structure_new")
    advises = [each for each in memberships if each.role == Role.DPO]
    if len(advises) == len(memberships):
        return redirect("desk")
    return render(request, "structures/home.html", {"memberships": memberships, "advises": bool(advises)})


@public_view
def claim(request, token):
    """The first account of an installation, for whoever holds the link printed at its start."""
    now = timezone.now()
    link = queries.usable_link(token, now)
    if link is None or link.account_id or link.invitation_id or queries.any_account():
        raise Http404
    form = forms.FirstAccountForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            account = operations.claim_installation(link=link, at=now, **form.cleaned_data)
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            enter(request, account)
            return redirect("structure_new")
    return render(request, "structures/claim.html", {"form": form}, status=422 if form.errors else 200)


@public_view
def choose_password(request, token):
    """A new password, for whoever holds the link; the second factor is taken off with it."""
    now = timezone.now()
    link = queries.usable_link(token, now)
    if link is None or link.account_id is None:
        raise Http404
    form = forms.PasswordForm(request.POST or None, account=link.account)
    if request.method == "POST" and form.is_valid():
        account = operations.choose_password(link=link, password=form.cleaned_data["password"], at=now)
        enter(request, account)
        return redirect("home")
    context = {"form": form, "account": link.account}
    return render(request, "structures/choose_password.html", context, status=422 if form.errors else 200)


@account_view
def structure_new(request):
    form = forms.NewStructureForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        content = {name: form.cleaned_data[name] for name in form._meta.fields}
        structure = operations.create_structure(
            account=request.user,
            content=content,
            at=timezone.now(),
            profession=form.cleaned_data["profession"],
            key=form.cleaned_data["key"],
        )
        return redirect("questionnaire", structure_id=structure.pk)
    return render(request, "structures/structure_new.html", {"form": form}, status=422 if form.errors else 200)


@structure_view("structure.edit")
def structure_edit(request):
    structure = request.structure
    form = forms.StructureForm(request.POST or None, instance=queries.structure(structure.pk))
    return edit(
        request,
        form=form,
        save=lambda form: operations.update_structure(
            structure=structure,
            lock=form.cleaned_data["lock"],
            content=form.content(),
            by=request.sign(form.cleaned_data["reason"]),
        ),
        template="structures/structure_edit.html",
        done=lambda _: said(request, "Coordonnées enregistrées.", "overview"),
    )


@structure_view("structure.read")
def parties(request):
    return render(request, "structures/parties.html", {"parties": queries.dated(queries.parties(request.structure.pk))})


@structure_view("structure.edit")
def party_new(request):
    return edit(
        request,
        form=forms.PartyForm(request.POST or None),
        save=lambda form: operations.add_party(content=form.content(), by=request.sign()),
        template="structures/party_edit.html",
        done=lambda party: said(request, f"{party.name} ajouté.", "parties"),
    )


@structure_view("structure.edit")
def party_edit(request, party_id):
    party = next((each for each in queries.parties(request.structure.pk) if each.pk == party_id), None)
    if party is None:
        raise Http404
    return edit(
        request,
        form=forms.PartyForm(request.POST or None, instance=party),
        save=lambda form: operations.update_party(
            party=party,
            lock=form.cleaned_data["lock"],
            content=form.content(),
            by=request.sign(form.cleaned_data["reason"]),
        ),
        template="structures/party_edit.html",
        context={"party": party},
        done=lambda party: said(request, f"{party.name}\u00a0: enregistré.", "parties"),
    )
