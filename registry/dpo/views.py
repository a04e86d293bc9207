"""Pages of the DPO: the answer with its reasons, the decision, the person designated."""

from django.contrib import messages
from django.shortcuts import redirect, render

from cabinet_rgpd.lib.calendar import add_years
from cabinet_rgpd.structures.access import structure_view
from cabinet_rgpd.structures.editing import edit, said
from registry.dpo import decisions, operations, queries, rules
from registry.dpo.forms import ContactForm, DecisionForm
from registry.law.vocabulary import StructureKind

#: A decision is looked at again after this many years, unless its author says otherwise.
REVIEW_AFTER_YEARS = 1


@structure_view("register.read")
def dpo(request):
    situation = queries.situation(request.structure, on=request.today)
    answer = rules.decide(situation.facts, on=request.today)
    decision = queries.decision()
    designation = queries.designation_row()
    contact = queries.contact(request.today)
    expected = decision.designates if decision else answer.code == rules.REQUIRED
    context = {
        **_answer(situation, answer),
        "changes": rules.what_would_change(situation.facts, on=request.today),
        # A practitioner alone reads one sentence; the rest is on demand.
        "brief": situation.facts.structure_kind == StructureKind.INDIVIDUAL and answer.code == rules.NOT_REQUIRED,
        "decision": decision,
        "review_is_due": bool(decision and decision.review_on and decision.review_on <= request.today),
        "answer_changed": bool(decision) and decision.answer != answer.code,
        "figures_changed": bool(decision) and decision.figures != decisions.figures(situation),
        "contact": contact,
        "designation": designation,
        "contact_is_missing": contact is None and expected,
        "may_decide": request.may("decisions.edit"),
    }
    return render(request, "registry/dpo/dpo.html", context)


@structure_view("decisions.edit")
def dpo_decide(request):
    situation = queries.situation(request.structure, on=request.today)
    answer = rules.decide(situation.facts, on=request.today)
    if answer.code == rules.UNKNOWN:
        messages.info(request, "Il manque une réponse pour noter cette décision : elle est indiquée ci-dessous.")
        return redirect("dpo", request.structure.pk)
    shown = decisions.fingerprint(decisions.figures(situation), answer.code)
    form = DecisionForm(
        request.POST or None,
        instance=queries.decision_row(),
        initial={"review_on": add_years(request.today, REVIEW_AFTER_YEARS), "rests_on": shown},
    )
    return edit(
        request,
        form=form,
        save=lambda form: operations.decide(
            structure=request.structure,
            content=form.content(),
            lock=form.cleaned_data["lock"],
            rests_on=form.cleaned_data["rests_on"],
            by=request.sign("Décision sur le délégué à la protection des données"),
            on=request.today,
        ),
        template="registry/dpo/decide.html",
        context=_answer(situation, answer),
        done=lambda _: said(request, "Décision enregistrée, avec les chiffres sur lesquels elle repose.", "dpo"),
    )


@structure_view("decisions.edit")
def dpo_contact(request):
    return edit(
        request,
        form=ContactForm(request.POST or None, instance=queries.designation_row()),
        save=lambda form: operations.set_contact(
            content=form.content(),
            lock=form.cleaned_data["lock"],
            by=request.sign(form.cleaned_data.get("reason", "")),
        ),
        template="registry/dpo/contact.html",
        done=lambda row: said(request, f"{row.name} : enregistré.", "dpo"),
    )


def _answer(situation, answer):
    return {
        "answer": answer,
        "reasons": decisions.reasons(answer),
        "figures": decisions.figures(situation),
        "unknown": answer.code == rules.UNKNOWN,
    }
