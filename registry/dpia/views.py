"""Pages of impact assessments: the answer for each activity, the decision, the assessment."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse

from cabinet_rgpd.evidence import queries as evidence
from cabinet_rgpd.lib.calendar import add_years
from cabinet_rgpd.structures.access import structure_view
from cabinet_rgpd.structures.editing import edit
from registry.activities import queries as activities
from registry.activities.records import ActivityRecord
from registry.dpia import facts, operations, queries, rules, terms
from registry.dpia.forms import AssessmentForm, CoverForm, DecisionForm
from registry.dpia.records import AssessmentRecord
from registry.dpo import decisions
from registry.dpo import queries as dpo

#: A decision is looked at again after this many years, unless its author says otherwise.
REVIEW_AFTER_YEARS = 3
SUGGESTED_TEXT = 8000


@dataclass(frozen=True)
class Row:
    """One activity of the list: the answer of the texts, the decision, what changed since."""

    sheet: ActivityRecord
    answer: rules.Answer
    record: AssessmentRecord | None
    changed: tuple

    @property
    def to_decide(self):
        return self.record is None and self.answer.code not in (rules.NOT_REQUIRED, rules.UNKNOWN)

    @property
    def to_carry_out(self):
        return self.record is not None and self.record.carries_out and self.record.completed_on is None

    @property
    def rank(self):
        return (not (self.to_decide or self.to_carry_out or self.changed), self.answer.code == rules.NOT_REQUIRED)


@structure_view("register.read")
def dpia(request):
    situation = dpo.situation(request.structure, on=request.today).facts
    known = queries.by_sheet(queries.assessments())
    rows = [_row(sheet, situation, known.get(sheet.id), request.today) for sheet in activities.register()]
    rows.sort(key=lambda row: (*row.rank, row.sheet.reference))
    context = {
        "rows": rows,
        "to_decide": sum(row.to_decide for row in rows),
        "to_carry_out": sum(row.to_carry_out for row in rows),
        "changed": sum(bool(row.changed) for row in rows),
        "unknown": any(row.answer.code == rules.UNKNOWN for row in rows),
        "may_decide": request.may("decisions.edit"),
        "none_asked": bool(rows) and all(row.answer.code == rules.NOT_REQUIRED and not row.record for row in rows),
    }
    return render(request, "registry/dpia/list.html", context)


@structure_view("register.read")
def dpia_activity(request, activity_id):
    sheet = activities.sheet(activity_id) or _nowhere()
    row = queries.covering_row(activity_id)
    record = queries.record_of(row).seen_from(activity_id) if row else None
    answer, ticked, situation = _answer(request, sheet, record)
    has_dpo = dpo.contact(request.today) is not None
    context = {
        "sheet": sheet,
        "record": record,
        "answer": answer,
        "reasons": decisions.reasons(answer),
        "figures": facts.figures(sheet, situation, ticked),
        "unknown": answer.code == rules.UNKNOWN,
        "answer_changed": _is_own(record) and record.answer != answer.code,
        "changes": queries.changed(record, sheet),
        "others": _others(record) if _is_own(record) else (),
        "gaps": terms.gaps(record, has_dpo=has_dpo, on=request.today) if record and record.carries_out else (),
        "consultation_due_on": _consultation(record),
        "review_is_due": bool(record and record.review_on and record.review_on <= request.today),
        "may_decide": request.may("decisions.edit")
        and sheet.state == "in_force"
        and not (record and record.is_covered),
        "evidence": evidence.shelf(request, row) if row else None,
    }
    return render(request, "registry/dpia/activity.html", context)


@structure_view("decisions.edit")
def dpia_decide(request, activity_id):
    sheet = activities.sheet(activity_id) or _nowhere()
    row = queries.assessment_row(activity_id)
    record = queries.record_of(row) if row else None
    if row is None and queries.covering_row(activity_id) is not None:
        messages.info(request, "Cette fiche est couverte par l’analyse d’une autre : la décision se revoit là.")
        return redirect("dpia_activity", request.structure.pk, activity_id)
    answer, ticked, situation = _answer(request, sheet, record)
    if answer.code == rules.UNKNOWN or sheet.state != "in_force":
        messages.info(
            request,
            "Il manque une réponse, ou la fiche n’est pas en vigueur : rien n’est à décider ici pour le moment.",
        )
        return redirect("dpia_activity", request.structure.pk, activity_id)
    form = DecisionForm(
        request.POST or None,
        instance=row,
        ticked=ticked,
        initial={"review_on": add_years(request.today, REVIEW_AFTER_YEARS)},
    )
    if request.method == "POST":
        answer = rules.decide(facts.facts(sheet, situation, form.ticked), on=request.today)
    context = {"sheet": sheet, "answer": answer, "reasons": decisions.reasons(answer)}
    if "revoir" in request.POST:
        again = DecisionForm(
            None, instance=row, ticked=form.ticked,
            initial={**{name: request.POST.get(name, "") for name in DecisionForm.Meta.fields}, "lock": request.POST.get("lock", "")},
        )  # fmt: skip
        return render(request, "registry/dpia/decide.html", {**context, "form": again})
    return edit(
        request,
        form=form,
        save=lambda form: operations.decide(
            structure=request.structure,
            activity_id=activity_id,
            ticked=form.ticked,
            content=form.content(),
            lock=form.cleaned_data["lock"],
            by=request.sign("Décision sur l’analyse d’impact"),
            on=request.today,
        ),
        template="registry/dpia/decide.html",
        context=context,
        done=lambda _: _said(request, activity_id, "Décision enregistrée. La fiche du registre la dit aussi."),
    )


@structure_view("decisions.edit")
def dpia_write(request, activity_id):
    sheet = activities.sheet(activity_id) or _nowhere()
    row = queries.assessment_row(activity_id)
    if row is None or sheet.state != "in_force":
        messages.info(request, "Notez d’abord la décision de mener une analyse.")
        return redirect("dpia_activity", request.structure.pk, activity_id)
    proposed = {} if row.description else {"description": _description(sheet), "measures": sheet.security_measures}
    return edit(
        request,
        form=AssessmentForm(request.POST or None, instance=row, initial=proposed),
        save=lambda form: operations.write_assessment(
            assessment=row,
            content={**form.content(), "risks": form.risks},
            lock=form.cleaned_data["lock"],
            by=request.sign(form.cleaned_data["reason"]),
            on=request.today,
        ),
        template="registry/dpia/write.html",
        context={"sheet": sheet},
        done=lambda _: _said(request, activity_id, "Analyse enregistrée."),
    )


@structure_view("decisions.edit")
def dpia_cover(request, activity_id):
    """The other sheets that the assessment of this one stands for (art. 35.1, last sentence)."""
    sheet = activities.sheet(activity_id) or _nowhere()
    row = queries.assessment_row(activity_id)
    if row is None:
        messages.info(request, "Notez d’abord la décision pour cette fiche.")
        return redirect("dpia_activity", request.structure.pk, activity_id)
    form = CoverForm(request.POST or None, instance=row, offered=_offered(row))
    return edit(
        request,
        form=form,
        save=lambda form: operations.cover(
            assessment=row,
            activity_ids=form.activity_ids,
            similarity=form.cleaned_data["similarity"],
            lock=form.cleaned_data["lock"],
            by=request.sign("Analyse d’impact commune à plusieurs fiches"),
        ),
        template="registry/dpia/cover.html",
        context={"sheet": sheet},
        done=lambda _: _said(request, activity_id, "Enregistré. Chaque fiche couverte le dit aussi."),
    )


def _offered(row):
    """The sheets in force that this assessment covers or may cover: those without a decision of their own."""
    taken = queries.by_sheet(queries.assessments())
    mine = {line.activity_id for line in queries.lines(row)}
    return [
        sheet
        for sheet in activities.register()
        if sheet.id != row.activity_id and (sheet.id in mine or sheet.id not in taken)
    ]


def _others(record):
    """Each other sheet that an assessment covers, with what changed of it since: `(CoveredRecord, changes)`."""
    sheets = {sheet.id: sheet for sheet in activities.register()} if record.covered else {}
    return [
        (each, queries.changed(record.seen_from(each.activity_id), sheets[each.activity_id]))
        for each in record.covered
        if each.activity_id in sheets
    ]


def _is_own(record):
    return record is not None and not record.is_covered


def _row(sheet, situation, record, on):
    ticked = facts.ticked(record) if _is_own(record) else facts.suggested(sheet, situation, on=on)
    answer = rules.decide(facts.facts(sheet, situation, ticked), on=on)
    return Row(sheet, answer, record, queries.changed(record, sheet))


def _answer(request, sheet, record):
    """The answer of the texts today, from what was ticked, or else from what the sheet suggests."""
    situation = dpo.situation(request.structure, on=request.today).facts
    ticked = facts.ticked(record) if _is_own(record) else facts.suggested(sheet, situation, on=request.today)
    return rules.decide(facts.facts(sheet, situation, ticked), on=request.today), ticked, situation


def _consultation(record):
    if record is None or record.consulted_on is None:
        return None
    return terms.answer_due_on(record.consulted_on, extended=record.consultation_extended)


def _description(sheet):
    """A first description, from the sheet."""
    lines = [
        sheet.description,
        "Finalités : " + " ; ".join(each.name for each in sheet.purposes),
        "Personnes : " + ", ".join(sheet.person_labels),
        "Données : " + " ; ".join(each.description for each in sheet.data_categories),
        "Destinataires : " + " ; ".join(each.name for each in sheet.recipients),
        "Logiciel : " + sheet.software,
    ]
    return "\n".join(line for line in lines if line and not line.endswith(": "))[:SUGGESTED_TEXT]


def _said(request, activity_id, text):
    messages.success(request, text)
    return reverse("dpia_activity", args=[request.structure.pk, activity_id])


def _nowhere():
    raise Http404
