"""Pages of people: arrivals and departures as checklists, the end of an access, the yearly review of who may enter."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse

from cabinet_rgpd.documents import answers
from cabinet_rgpd.documents.issuing import issuable
from cabinet_rgpd.evidence import queries as evidence
from cabinet_rgpd.history import queries as history
from cabinet_rgpd.structures import operations as members
from cabinet_rgpd.structures import queries as structures
from cabinet_rgpd.structures import sign_in_log
from cabinet_rgpd.structures.access import structure_view
from cabinet_rgpd.structures.editing import archive, edit
from cabinet_rgpd.structures.forms import ConfirmForm
from registry.law import people as law
from registry.people import forms, operations, queries, rules
from registry.people.documents import AccessReviewDocument, PassageDocument
from registry.people.records import APP_ACCESS


@structure_view("people.read")
def passages(request):
    context = {"passages": queries.passages(request.today), "may_write": request.may("people.edit")}
    return render(request, "registry/people/passages.html", context)


@structure_view("people.edit")
def passage_new(request):
    """`?sens=departure&qui=m-<id>` comes from the page of a member or of the team."""
    kind, who = request.GET.get("sens", ""), request.GET.get("qui", "")
    form = _passage_form(request, initial={"on": request.today, "whom": law.Whom.PRACTITIONER, "who": who, **(
        {"kind": kind} if kind in law.Movement.values() else {}
    )})  # fmt: skip
    return edit(
        request,
        form=form,
        save=lambda form: operations.open_passage(content=form.content(), by=request.sign()),
        template="registry/people/passage_edit.html",
        context={"record": None, "back": reverse("passages", args=[request.structure.pk])},
        done=lambda row: _said(request, row.pk, "La liste est ouverte."),
    )


@structure_view("people.read")
def passage(request, passage_id):
    row = queries.passage_row(passage_id) or _nowhere()
    record = queries.record_of(row, request.today)
    context = {
        "record": record,
        "gaps": rules.gaps(record),
        "may_write": request.may("people.edit"),
        "may_end": request.may("members.manage") and record.has_access and record.is_departure,
        "access_closed": record.access_ends_on is not None and record.access_ends_on <= request.today,
        "later": record.on > request.today,
        "app_access": APP_ACCESS,
        "evidence": evidence.shelf(request, row),
        "finish_form": ConfirmForm(instance=row, auto_id="finish_%s"),
        "today": request.today,
    }
    return render(request, "registry/people/passage.html", context)


@structure_view("people.edit")
def passage_edit(request, passage_id):
    row = queries.passage_row(passage_id) or _nowhere()
    return edit(
        request,
        form=_passage_form(request, instance=row),
        save=lambda form: operations.update_passage(
            passage=row,
            lock=form.cleaned_data["lock"],
            content=form.content(),
            by=request.sign(form.cleaned_data["reason"]),
        ),
        template="registry/people/passage_edit.html",
        context={"record": str(row), "back": reverse("passage", args=[request.structure.pk, passage_id])},
        done=lambda _: _said(request, passage_id, "Enregistré."),
    )


@structure_view("people.edit")
def passage_step(request, passage_id, step_key):
    row = queries.passage_row(passage_id) or _nowhere()
    step = next((each for each in queries.record_of(row, request.today).steps if each.item.key == step_key), None)
    if step is None or step_key == APP_ACCESS:
        raise Http404
    return edit(
        request,
        form=forms.StepForm(
            request.POST or None, passage=row, instance=queries.step_of(row, step_key),
            initial={} if step.settled else {"done_on": request.today, "by": request.user.name},
        ),
        save=lambda form: operations.note_step(
            passage=row,
            lock=form.cleaned_data["lock"],
            key=step_key,
            content=form.content(),
            on=request.today,
            by=request.sign(),
        ),
        template="registry/people/step.html",
        context={"step": step, "passage": str(row), "back": reverse("passage", args=[request.structure.pk, passage_id])},
        done=lambda _: _said(request, passage_id, "Noté."),
    )  # fmt: skip


@structure_view("members.manage", grave=True)
def passage_access(request, passage_id):
    """The access of who leaves ends on the day of the departure, or now when it has passed: the operation of the members."""
    row = queries.passage_row(passage_id) or _nowhere()
    if request.method != "POST":
        return redirect("passage", request.structure.pk, passage_id)
    if row.membership_id is None or row.kind != law.Movement.DEPARTURE:
        raise Http404
    ends_on = max(row.on, request.today)
    try:
        members.change_member(
            membership=row.membership, lock=row.membership.lock_token, content={"ends_on": ends_on},
            by=request.sign(f"Départ de {row.person}"[:300]),
        )  # fmt: skip
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
        return redirect("passage", request.structure.pk, passage_id)
    sign_in_log.administered(request.user, "access changed", row.membership)
    over = ends_on <= request.today
    return redirect(
        _said(request, passage_id, f"{row.person} n’a plus accès." if over else "L’accès s’arrêtera le jour du départ.")
    )


@structure_view("people.edit")
def passage_finish(request, passage_id):
    """Say that a movement is over; take one up again."""
    row = queries.passage_row(passage_id) or _nowhere()
    if request.method != "POST":
        return redirect("passage", request.structure.pk, passage_id)
    row.archived_on = row.finished_on  # the shared answer looks at it to know which way to go

    def finish(*, lock, on, by):
        return operations.finish_passage(passage=row, lock=lock, on=on, by=by)

    def reopen(*, lock, by):
        return operations.reopen_passage(passage=row, lock=lock, by=by)

    def refused(text):
        messages.error(request, text)
        return redirect("passage", request.structure.pk, passage_id)

    return archive(
        request, form=ConfirmForm(request.POST), row=row, put_away=finish, take_out=reopen, refused=refused,
        done=lambda finished: _said(request, passage_id, "Terminé." if finished else "Repris."),
    )  # fmt: skip


@structure_view("people.read")
@issuable("passage")
def passage_pdf(request, passage_id):
    receipt = history.receipt()  # first: a change made meanwhile leaves it older, which stays true
    record = queries.passage(passage_id, request.today) or _nowhere()
    document = PassageDocument(structure=request.structure, on=request.today, receipt=receipt, record=record)
    html = render_to_string("registry/people/documents/passage.html", {"document": document})
    name = answers.file_name(record.kind, record.person, request.today)
    return answers.document(request, html, name, receipt=receipt)


# -- The review of the accesses ----------------------------------------------------------------------------------------


@structure_view("people.read")
def access_reviews(request):
    context = {"reviews": queries.reviews(), "may_review": request.may("members.manage"), "today": request.today}
    return render(request, "registry/people/reviews.html", context)


@structure_view("members.manage", grave=True)
def access_review_new(request):
    form = forms.ReviewForm(
        request.POST or None, members=queries.active_members(request.structure.pk, request.today),
        initial={"next_on": queries.next_review_day(request.today)},
    )  # fmt: skip
    return edit(
        request,
        form=form,
        save=lambda form: operations.review_accesses(
            decisions=form.decisions(),
            reviewer=request.user.name,
            note=form.cleaned_data["note"],
            next_on=form.cleaned_data["next_on"],
            on=request.today,
            by=request.sign(),
        ),
        template="registry/people/review_new.html",
        done=lambda row: _reviewed(request, row),
    )


@structure_view("people.read")
def access_review(request, review_id):
    row = queries.review_row(review_id) or _nowhere()
    context = {"review": queries.review(review_id), "evidence": evidence.shelf(request, row)}
    return render(request, "registry/people/review.html", context)


@structure_view("people.read")
@issuable("access_review")
def access_review_pdf(request, review_id):
    receipt = history.receipt()
    review = queries.review(review_id) or _nowhere()
    document = AccessReviewDocument(structure=request.structure, on=request.today, receipt=receipt, review=review)
    html = render_to_string("registry/people/documents/review.html", {"document": document})
    name = answers.file_name("revue-des-acces", request.structure.name, request.today)
    return answers.document(request, html, name, receipt=receipt)


def _reviewed(request, row):
    sign_in_log.administered(request.user, "accesses reviewed", row)
    messages.success(request, "Revue enregistrée\u00a0: ce qui s’arrête est arrêté.")
    return reverse("access_review", args=[request.structure.pk, row.pk])


def _passage_form(request, **given):
    return forms.PassageForm(
        request.POST or None, members=structures.members(request.structure.pk),
        parties=structures.parties(request.structure.pk), **given,
    )  # fmt: skip


def _said(request, passage_id, text):
    messages.success(request, text)
    return reverse("passage", args=[request.structure.pk, passage_id])


def _nowhere():
    raise Http404
