"""Pages of the questionnaire: one question per screen, then what it proposes."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse

from cabinet_rgpd.history.forms import KeyedForm
from cabinet_rgpd.lib.french import counted, enumerate_fr
from cabinet_rgpd.structures import queries as structures
from cabinet_rgpd.structures.access import structure_view
from cabinet_rgpd.structures.editing import edit
from registry.activities import queries as activities
from registry.dpo import queries as dpo_queries
from registry.dpo import rules as dpo
from registry.questionnaire import answers as checks
from registry.questionnaire import operations, queries, rules, screens, sheets
from registry.questionnaire.forms import QuestionForm


@structure_view("register.plan")
def questionnaire(request):
    """Where to start, or to go on: the first question without an answer, the proposal, or the answers to look at."""
    draft = queries.draft_answers()
    if draft:
        return redirect(_next(request, draft))
    accepted = queries.accepted_answers()
    if accepted:
        context = {"answered": screens.answered(accepted), "answered_on": queries.record().answered_on}
        return render(request, "registry/questionnaire/answers.html", context)
    suggested = _suggested(request)
    first = rules.questions_for(suggested)[0]
    context = {"first": first.key, "count": len(rules.questions_for(suggested))}
    return render(request, "registry/questionnaire/start.html", context)


@structure_view("register.plan")
def question(request, key):
    asked = screens.question(key)
    if asked is None:
        raise Http404
    kept = queries.answers()
    known = {**_suggested(request), **kept}
    if key not in {each.key for each in rules.questions_for(known)}:
        return redirect("questionnaire", structure_id=request.structure.pk)
    form = QuestionForm(request.POST if request.method == "POST" else None, question=asked, kept=known)
    context = {"question": asked, "place": screens.place(asked, known), "parts": lambda: screens.parts(form)}
    return edit(
        request,
        form=form,
        save=lambda form: operations.answer(structure_id=request.structure.pk, key=key, values=form.content()),
        template="registry/questionnaire/question.html",
        context=context,
        done=lambda answers: _next(request, answers, after=key),
    )


@structure_view("register.plan")
def proposal(request):
    given = queries.answers()
    if not given:
        return redirect("questionnaire", structure_id=request.structure.pk)
    if rules.missing(given):
        return redirect(_next(request, given))
    if request.method != "POST":
        return _proposal_page(request, given)
    ticked = set(request.POST.getlist("accepted"))
    unticked = set(request.POST.getlist("shown")) - ticked
    try:
        written = operations.accept(
            structure=request.structure, accepted=ticked, declined=unticked, by=request.sign(), on=request.today
        )
    except ValidationError as refusal:
        return _proposal_page(request, given, unticked=unticked, refusals=refusal.messages)
    messages.success(request, _said(written))
    return redirect("activities", structure_id=request.structure.pk)


def _proposal_page(request, given, *, unticked=frozenset(), refusals=()):
    structure, register = request.structure, activities.everything()
    proposed = queries.proposal(structure, given)
    facts = dpo_queries.situation(structure, on=request.today, answers=given).facts
    context = {
        "sheets": [
            screens.shown(
                sheet,
                register=register,
                on=request.today,
                ticked=sheet.key not in unticked and (bool(refusals) or not sheet.declined_before),
            )
            for sheet in proposed
        ],
        "fresh": sum(not sheet.declined_before for sheet in proposed),
        "has_register": any(sheet.state != "draft" for sheet in register),
        "to_archive": sheets.no_longer_called(rules.propose(answers=given, legal_form=structure.legal_form), register),
        "answers_changed": bool(queries.draft_answers()),
        "answered": screens.answered(given),
        "dpo": dpo.decide(facts, on=request.today),
        "refusals": refusals,
        "form": KeyedForm(),
    }
    return render(request, "registry/questionnaire/proposal.html", context, status=422 if refusals else 200)


def _suggested(request):
    """What the structure's own page says already: its kind, and the profession of the one who answers first."""
    parties = structures.parties(request.structure.pk, present_on=request.today)
    profession = next((party.profession for party in parties if party.profession), "")
    return checks.starting_points(request.structure.kind, profession)


def _next(request, answers, after=""):
    key = screens.next_question(after, answers)
    if key:
        return reverse("question", args=[request.structure.pk, key])
    return reverse("proposal", args=[request.structure.pk])


def _said(written):
    made, completed = len(written.created), len(written.completed)
    parts = [f"{counted(made, 'fiche écrite', 'fiches écrites')} dans votre registre"] if made else []
    parts += [counted(completed, "fiche complétée", "fiches complétées")] if completed else []
    return f"{enumerate_fr(parts)}." if parts else "Vos réponses sont gardées."
