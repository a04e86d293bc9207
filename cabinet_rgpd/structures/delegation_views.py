"""The writing that the controller entrusts to his DPO: granted, shown, taken back."""

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponseNotAllowed
from django.shortcuts import redirect, render

from cabinet_rgpd.history.fields import without_nir
from cabinet_rgpd.history.forms import KeyedForm
from cabinet_rgpd.structures import operations, queries, roles
from cabinet_rgpd.structures.access import structure_view
from cabinet_rgpd.structures.editing import edit, said


class DelegationForm(KeyedForm):
    """`members` are the DPOs whose access is open."""

    member = forms.ChoiceField(label="À qui")
    extent = forms.ChoiceField(
        label="Ce qu’il peut écrire", choices=roles.Delegation.choices, widget=forms.RadioSelect,
        initial=roles.Delegation.REGISTER.value,
    )  # fmt: skip
    ends_on = forms.DateField(
        label="Jusqu’au", required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text="Facultatif\u00a0: vous pouvez la retirer à tout moment.",
    )  # fmt: skip
    motive = forms.CharField(
        label="Pourquoi", max_length=300, validators=[without_nir], help_text="Cette raison figure dans l’historique."
    )

    def __init__(self, *args, members, **kwargs):
        super().__init__(*args, **kwargs)
        self.members = {str(each.pk): each for each in members}
        self.fields["member"].choices = [(key, each.account.name) for key, each in self.members.items()]

    def clean_member(self):
        return self.members[self.cleaned_data["member"]]


@structure_view("structure.read")
def delegation(request):
    """What is entrusted today, and what was."""
    found = queries.delegations(request.structure.pk)
    context = {
        "active": [each for each in found if each.is_active_on(request.today)],
        "past": [each for each in found if not each.is_active_on(request.today)],
        "may_grant": request.may("decisions.edit"),
        "has_dpo": bool(_delegates(request)),
    }
    return render(request, "structures/delegation.html", context)


@structure_view("decisions.edit", grave=True)
def delegation_grant(request):
    form = DelegationForm(request.POST or None, members=_delegates(request))
    return edit(
        request,
        form=form,
        save=lambda form: operations.grant_delegation(
            **{name: form.cleaned_data[name] for name in ("member", "extent", "ends_on", "motive")},
            by=request.sign(form.cleaned_data["motive"]),
        ),
        template="structures/delegation_grant.html",
        done=lambda row: said(
            request, "Délégation accordée. Ce que le délégué écrira attendra votre validation.", "delegation"
        ),
    )


@structure_view("decisions.edit", grave=True)
def delegation_revoke(request, delegation_id):
    row = next((each for each in queries.delegations(request.structure.pk) if each.pk == delegation_id), None)
    if row is None:
        raise Http404
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    operations.revoke_delegation(delegation=row, by=request.sign(request.POST.get("reason", "")[:300]))
    messages.success(request, "Délégation retirée, dès maintenant.")
    return redirect("delegation", request.structure.pk)


def _delegates(request):
    return [
        each
        for each in queries.members(request.structure.pk)
        if each.role == roles.Role.DPO and each.is_active_on(request.today)
    ]
