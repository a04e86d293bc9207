"""Pages of the changes of law: what changed, what it touches here, and the decision of the structure."""

from crispy_forms.layout import Layout
from django import forms
from django.http import Http404
from django.shortcuts import redirect, render

from cabinet_rgpd.history.fields import without_nir
from cabinet_rgpd.history.forms import RecordForm
from cabinet_rgpd.structures.access import structure_view
from cabinet_rgpd.structures.editing import edit, said
from registry.activities import queries as activities
from registry.retention import changes, operations, queries
from registry.retention.models import LawOutcome, RetentionRule


class DecisionForm(RecordForm):
    """The decision on one change; `since` names the new value that the page showed."""

    ASKS_REASON = False

    outcome = forms.ChoiceField(label="Votre décision", choices=LawOutcome.choices, widget=forms.RadioSelect)
    justification = forms.CharField(
        label="Raison",
        max_length=1000,
        validators=[without_nir],
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Une phrase : c’est ce que lira un contrôleur.",
    )
    since = forms.DateField(widget=forms.HiddenInput)

    class Meta:
        model = RetentionRule
        fields = []

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["since"].widget = forms.HiddenInput()
        self.helper.layout = Layout("outcome", "justification", "since", "lock", "form_key")


@structure_view("register.read")
def law_changes(request):
    uses, told = activities.names_of_rule_uses(), activities.rules_told_to_patients()
    context = {
        "changes": [
            (change, uses.get(change.rule.id, ()), change.rule.id in told)
            for change in queries.law_changes(request.today)
        ],
        "form_changes": [(each, uses.get(each.rule.id, ())) for each in queries.form_changes(request.today)],
        "decisions": queries.law_decisions(),
        "may_plan": request.may("register.plan"),
    }
    return render(request, "registry/retention/law_changes.html", context)


@structure_view("register.read")
def law_change(request, rule_id):
    """One change, before and after; those who plan decide here."""
    rule = queries.rule(rule_id)
    if rule is None:
        raise Http404
    change = next((each for each in queries.law_changes(request.today) if each.rule.id == rule.pk), None)
    if change is None:
        return redirect("law_changes", request.structure.pk)
    context = {
        "change": change,
        "uses": activities.names_of_rule_uses().get(rule.pk, ()),
        "told_to_patients": rule.pk in activities.rules_told_to_patients(),
        "may_plan": request.may("register.plan"),
    }
    if not request.may("register.plan"):
        return render(request, "registry/retention/law_change.html", {**context, "form": None})
    return edit(
        request,
        form=DecisionForm(request.POST or None, instance=rule, initial={"since": change.after.since}),
        save=lambda form: operations.decide_change(
            rule=rule,
            lock=form.cleaned_data["lock"],
            since=form.cleaned_data["since"],
            adopted=form.cleaned_data["outcome"] == LawOutcome.ADOPTED,
            reason=form.cleaned_data["justification"],
            on=request.today,
            by=request.sign(form.cleaned_data["justification"][:300]),
        ),
        template="registry/retention/law_change.html",
        context=context,
        done=lambda _: said(request, f"{rule.name} : décision enregistrée.", "law_changes"),
    )


@structure_view("register.plan")
def form_change(request, rule_id):
    """Replace a rule made for another legal form by the one made for this form, on every sheet that follows it."""
    rule = queries.rule(rule_id)
    if rule is None:
        raise Http404
    if request.method == "POST":
        form = request.structure.legal_form
        found = changes.form_changes([queries.record_of(rule)], legal_form=form, on=request.today)
        if found:
            new = operations.replace_rule(
                rule=rule,
                key=found[0].replacement,
                on=request.today,
                by=request.sign("Règle de la forme d’exercice actuelle"),
            )
            return redirect(said(request, f"{new.name} : règle reprise sur vos fiches.", "law_changes"))
    return redirect("law_changes", request.structure.pk)
