"""Pages of the DPO: the answer with its reasons, the decision, the person designated."""

from django.contrib import messages
from django.shortcuts import redirect, render

from cabinet_rgpd.evidence import queries as evidence
from cabinet_rgpd.lib.calendar import add_years
from cabinet_rgpd.structures.access import structure_view
from cabinet_rgpd.structures.editing import edit, said
from registry.dpo import cnil, decisions, interests, operations, queries, rules
from registry.dpo.forms import ContactForm, DecisionForm, InterestsForm, MissionForm
from registry.law.vocabulary import StructureKind

#: A decision is looked at again after this many years, unless its author says otherwise.
REVIEW_AFTER_YEARS = 1


@structure_view("register.read")
def dpo(request):
    situation = queries.situation(request.structure, on=request.today)
    answer = rules.decide(situation.facts, on=request.today)
    decision = queries.decision()
    row = queries.designation_row()
    designation = queries.designation(row)
    contact = designation if designation and designation.in_office(request.today) else None
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
        "checks": interests.review(dict(designation.answers), on=request.today) if designation else None,
        "contact_is_missing": contact is None and expected,
        "may_decide": request.may("decisions.edit"),
        "evidence": evidence.shelf(request, row) if row else None,
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
            another_person=form.cleaned_data.get("another_person", False),
        ),
        template="registry/dpo/contact.html",
        done=lambda row: said(request, f"{row.name} : enregistré.", "dpo"),
    )


@structure_view("decisions.edit")
def dpo_mission(request):
    row = queries.designation_row()
    if row is None:
        return _nobody_yet(request)
    return edit(
        request,
        form=MissionForm(request.POST or None, instance=row),
        save=lambda form: operations.set_mission(
            designation=row,
            content=form.content(),
            lock=form.cleaned_data["lock"],
            by=request.sign(form.cleaned_data["reason"]),
        ),
        template="registry/dpo/mission.html",
        context={"name": row.name},
        done=lambda _: said(request, "Mission enregistrée.", "dpo"),
    )


@structure_view("decisions.edit")
def dpo_interests(request):
    row = queries.designation_row()
    if row is None:
        return _nobody_yet(request)
    return edit(
        request,
        form=InterestsForm(request.POST or None, instance=row),
        save=lambda form: operations.check_interests(
            designation=row,
            answers=form.answers,
            note=form.cleaned_data["checked_note"],
            lock=form.cleaned_data["lock"],
            by=request.sign(form.cleaned_data["reason"]),
            on=request.today,
        ),
        template="registry/dpo/interests.html",
        context={"name": row.name},
        done=lambda _: said(request, "Vérifications enregistrées.", "dpo"),
    )


@structure_view("register.read")
def dpo_cnil(request):
    """What the CNIL's form asks for, as plain texts to copy."""
    designation = queries.designation()
    if designation is None:
        return _nobody_yet(request)
    found = cnil.groups(request.structure, designation)
    context = {
        "groups": found, "missing": cnil.missing(found), "designation": designation,
        "may_decide": request.may("decisions.edit"), "may_edit_structure": request.may("structure.edit"),
    }  # fmt: skip
    return render(request, "registry/dpo/cnil.html", context)


def _nobody_yet(request):
    messages.info(request, "Nommez d’abord le délégué.")
    return redirect("dpo", request.structure.pk)


def _answer(situation, answer):
    return {
        "answer": answer,
        "reasons": decisions.reasons(answer),
        "figures": decisions.figures(situation),
        "unknown": answer.code == rules.UNKNOWN,
    }
