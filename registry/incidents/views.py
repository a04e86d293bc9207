"""Pages of the breaches: the register, the guided entry, one breach with its clocks, the decisions, what was done."""

import datetime as dt
from dataclasses import dataclass

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponseNotAllowed
from django.shortcuts import redirect, render
from django.urls import reverse

from cabinet_rgpd.evidence import queries as evidence
from cabinet_rgpd.structures import queries as structures
from cabinet_rgpd.structures.access import structure_view
from cabinet_rgpd.structures.editing import edit
from registry.dpo import queries as dpo
from registry.incidents import operations, queries, rules, texts
from registry.incidents.forms import CloseForm, DecisionForm, IncidentForm, StartForm, StepForm
from registry.incidents.parts import BY_KEY, PARTS, following
from registry.incidents.records import IncidentRecord
from registry.incidents.vocabulary import StepKind
from registry.journal import queries as journal


@dataclass(frozen=True)
class Row:
    """A breach as its line shows it: the next clock that presses, and what remains of it."""

    incident: IncidentRecord
    clock: rules.Clock | None
    remaining: str


@structure_view("register.read")
def incidents(request):
    rows = [_row(each, request.now) for each in queries.incidents()]
    return render(
        request, "registry/incidents/incidents.html", {"rows": rows, "may_report": request.may("incidents.edit")}
    )


@structure_view("register.read")
def incident_reflexes(request):
    return render(request, "registry/incidents/reflexes.html", {"may_report": request.may("incidents.edit")})


@structure_view("incidents.edit")
def incident_new(request):
    return edit(
        request,
        form=StartForm(request.POST or None, initial={"at_supplier": "prestataire" in request.GET}),
        save=lambda form: operations.start(
            content={**form.content(), **_insurance(), **request.own}, by=request.sign(), on=request.today
        ),
        template="registry/incidents/new.html",
        done=lambda row: reverse("incident_part", args=[request.structure.pk, row.pk, PARTS[1].key]),
    )


@structure_view("register.read")
def incident(request, incident_id):
    record, row = _record(incident_id), queries.row(incident_id)
    clocks = rules.clocks(record, now=request.now)
    context = {
        "incident": record,
        "clocks": [(clock, rules.remaining(clock, request.now), _note_url(request, record, clock)) for clock in clocks],
        "assessment": rules.assess(record),
        "parts": PARTS,
        "may_report": request.may_write("incidents.edit", row),
        "party": row.party,
        "lock": row.lock_token,
        "evidence": None if record.is_draft else evidence.shelf(request, row),
        "entered_at": _entered_late(record),
        "unreasoned": [each for each in record.steps if rules.is_late_without_reason(record, each)],
    }
    return render(request, "registry/incidents/incident.html", context)


@structure_view("incidents.edit")
def incident_part(request, incident_id, breach_part):
    part = breach_part
    if part not in BY_KEY:
        raise Http404
    row = _own(request, incident_id)
    draft = row.is_draft
    after = following(part) if draft else None
    return edit(
        request,
        form=IncidentForm(
            request.POST or None,
            part=part,
            parties=structures.parties(request.structure.pk),
            owners=structures.choosable_parties(request),
            instance=row,
        ),  # fmt: skip
        save=lambda form: operations.update(
            incident=row,
            lock=form.cleaned_data["lock"],
            content=form.content(),
            now=request.now,
            by=request.sign(form.cleaned_data["reason"]),
        ),  # fmt: skip
        template="registry/incidents/part.html",
        context={
            "part": BY_KEY[part],
            "place": [each.key for each in PARTS].index(part) + 1,
            "count": len(PARTS),
            "incident": _record(incident_id),
            "draft": draft,
            "after": after,
        },  # fmt: skip
        done=lambda _: (
            reverse("incident_part", args=[request.structure.pk, incident_id, after])
            if after
            else reverse("incident", args=[request.structure.pk, incident_id])
        ),
    )


def _act(told):
    """A button of a breach: POST only, one operation, a sentence, back to the breach."""

    def decorate(run):
        @structure_view("incidents.edit")
        def view(request, incident_id):
            if request.method != "POST":
                return HttpResponseNotAllowed(["POST"])
            row = _own(request, incident_id)
            try:
                run(
                    incident=row,
                    lock=request.POST.get("lock", ""),
                    by=request.sign(request.POST.get("reason", "")[:300]),
                )
            except ValidationError as refusal:
                messages.error(request, " ".join(refusal.messages))
                return redirect("incident", request.structure.pk, incident_id)
            messages.success(request, told)
            if queries.row(incident_id) is None:
                return redirect("incidents", request.structure.pk)
            return redirect("incident", request.structure.pk, incident_id)

        return view

    return decorate


incident_enter = _act("Inscrite au registre des violations\u00a0: elle y reste, datée et signée.")(operations.enter)
incident_discard = _act("Brouillon supprimé\u00a0: il n’en reste rien.")(
    lambda *, incident, lock, by: operations.discard(incident=incident, by=by)
)
incident_reopen = _act("Violation rouverte.")(operations.reopen)


@structure_view("incidents.edit")
def incident_decide(request, incident_id):
    row = _own(request, incident_id)
    record = _record(incident_id)
    return edit(
        request,
        form=DecisionForm(request.POST or None, instance=row),
        save=lambda form: operations.decide(
            incident=row, lock=form.cleaned_data["lock"], content=form.content(), by=request.sign(), on=request.today
        ),
        template="registry/incidents/decide.html",
        context={"incident": record, "assessment": rules.assess(record)},
        done=lambda _: _there(request, incident_id, "Décision enregistrée, datée, avec ses motifs."),
    )


@structure_view("incidents.edit")
def incident_step(request, incident_id):
    row = _own(request, incident_id)
    kind = request.GET.get("demarche", "")
    initial = {"done_at": request.now, "kind": kind if kind in StepKind.values() else ""}
    return _step(request, row, StepForm(request.POST or None, incident=row, initial=initial), None)


@structure_view("incidents.edit")
def incident_step_edit(request, incident_id, step_id):
    row = _own(request, incident_id)
    step = next((each for each in queries.lines(row, "steps") if each.pk == step_id), None)
    if step is None:
        raise Http404
    return _step(request, row, StepForm(request.POST or None, incident=row, instance=step), step_id)


def _step(request, row, form, step_id):
    removes = step_id is not None and "retirer" in request.POST
    return edit(
        request,
        form=form,
        save=lambda form: operations.note_step(
            incident=row,
            lock=form.cleaned_data["lock"],
            content=None if removes else form.content(),
            step_id=step_id,
            by=request.sign(),
            now=request.now,
        ),  # fmt: skip
        template="registry/incidents/step.html",
        context={"incident": _record(row.pk), "step_id": step_id},
        done=lambda _: _there(request, row.pk, "Noté, daté, gardé."),
    )


@structure_view("incidents.edit")
def incident_close(request, incident_id):
    row = _own(request, incident_id)
    record = _record(incident_id)
    return edit(
        request,
        form=CloseForm(request.POST or None, instance=row),
        save=lambda form: operations.close(
            incident=row, lock=form.cleaned_data["lock"], content=form.content(), by=request.sign(), on=request.today
        ),
        template="registry/incidents/close.html",
        context={
            "incident": record,
            "waiting": [each for each in rules.clocks(record, now=request.now) if each.waits],
        },
        done=lambda _: _there(
            request, incident_id, "Violation clôturée. Elle reste au registre, et peut être rouverte."
        ),
    )


@structure_view("register.read")
def incident_cnil(request, incident_id):
    """The text to paste into the CNIL's form."""
    record = _record(incident_id)
    told = texts.cnil_form(
        record, structure=request.structure, dpo=dpo.contact(request.today), tz=request.structure.tz, now=request.now
    )
    context = {
        "incident": record, "rows": told, "whole": texts.as_one_text(told), "may_report": _may_report(request, incident_id),
        "to_come": texts.TO_COME,
    }  # fmt: skip
    return render(request, "registry/incidents/cnil.html", context)


@structure_view("register.read")
def incident_message(request, incident_id):
    """The message to the persons."""
    record = _record(incident_id)
    message = texts.message_to_persons(
        record, structure=request.structure, dpo=dpo.contact(request.today), tz=request.structure.tz
    )
    context = {
        "incident": record,
        "message": message,
        "may_report": _may_report(request, incident_id),
    }
    return render(request, "registry/incidents/message.html", context)


_STEP_OF = {
    "cnil_notification": StepKind.CNIL_INITIAL, "insurance_complaint": StepKind.COMPLAINT,
    "phased_notification": StepKind.CNIL_COMPLEMENT, "insurer": StepKind.INSURER, "persons": StepKind.PERSONS,
    "health_alert": StepKind.HEALTH_ALERT,
}  # fmt: skip


def _entered_late(record):
    """The moment of the entry when it came a day or more after the breach was known, else None."""
    entered = queries.entered([record.id]).get(str(record.id))
    return entered if entered and entered - record.known_at >= dt.timedelta(days=1) else None


def _insurance():
    """What the journal says of the insurance, so that nobody looks for the number of the claims on that day."""
    held = journal.insurance()
    if held is None:
        return {}
    named = ", ".join(each for each in (held.insurer, held.claims_phone) if each)
    return {"insured": "yes", "insurer": named[:160]}


def _note_url(request, record, clock):
    """Where to note that it was done; empty when nothing is to be noted."""
    if record.is_draft or not (clock.waits or clock.state == rules.OPTIONAL):
        return ""
    return f"{reverse('incident_step', args=[request.structure.pk, record.id])}?demarche={_STEP_OF[clock.key]}"


def _row(record, now):
    pressing = [each for each in rules.clocks(record, now=now) if each.waits] if record.is_open else []
    pressing.sort(key=lambda clock: (clock.due_at is None, clock.due_at or clock.starts_at))
    clock = pressing[0] if pressing else None
    return Row(record, clock, rules.remaining(clock, now) if clock else "")


def _there(request, incident_id, told):
    messages.success(request, told)
    return reverse("incident", args=[request.structure.pk, incident_id])


def _record(incident_id):
    found = queries.incident(incident_id)
    if found is None:
        raise Http404
    return found


def _may_report(request, incident_id):
    return request.may_write("incidents.edit", queries.row(incident_id))


def _own(request, incident_id):
    row = _row_of(incident_id)
    request.require_own(row)
    return row


def _row_of(incident_id):
    row = queries.row(incident_id)
    if row is None:
        raise Http404
    return row
