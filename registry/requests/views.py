"""Pages of the requests: the one button, the list, one request with its window, the answer, the rights."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponseNotAllowed
from django.shortcuts import redirect, render
from django.urls import reverse

from cabinet_rgpd.evidence import queries as evidence
from cabinet_rgpd.lib.calendar import territory_of
from cabinet_rgpd.structures import queries as structures
from cabinet_rgpd.structures.access import structure_view
from cabinet_rgpd.structures.editing import edit
from registry.activities import queries as activities
from registry.requests import documents, operations, queries, rights, rules
from registry.requests.forms import AnswerForm, ExtensionForm, RequestForm
from registry.requests.vocabulary import RequestKind


@structure_view("register.read")
def requests(request):
    rows = [(each, _window(request, each)) for each in queries.requests()]
    context = {"rows": rows, "may_answer": request.may("requests.edit"), "today": request.today}
    return render(request, "registry/requests/requests.html", context)


@structure_view("requests.edit")
def request_by_phone(request):
    """« Un patient demande son dossier »: one button, and the reference to copy is on the screen."""
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    row = operations.receive_by_phone(by=request.sign(), now=request.now, on=request.today, content=request.own)
    return redirect("request", request.structure.pk, row.pk)


@structure_view("requests.edit")
def request_new(request):
    kind = request.GET.get("nature", "")
    kind = kind if kind in RequestKind.values() else ""
    handled_by, covered_by = queries.usual_people()
    initial = {
        "received_at": request.now, "handled_by": handled_by, "covered_by": covered_by,
        **({"kind": kind} if kind else {}),
        **({"requester": "authority", "channel": "mail"} if kind == RequestKind.CNIL else {}),
    }  # fmt: skip
    return edit(
        request,
        form=RequestForm(request.POST or None, initial=initial, parties=structures.choosable_parties(request)),
        save=lambda form: operations.receive(
            content={**form.content(), **request.own}, by=request.sign(), now=request.now, on=request.today
        ),
        template="registry/requests/edit.html",
        context={"asked": None, "cnil": kind == RequestKind.CNIL},
        done=lambda row: reverse("request", args=[request.structure.pk, row.pk]),
    )


@structure_view("register.read")
def request_page(request, request_id):
    asked = _record(request_id)
    place, row = _place(request), queries.row(request_id)
    context = {
        "asked": asked,
        "evidence": evidence.shelf(request, row),
        "window": rules.window(asked, **place),
        "findings": rules.findings(asked, now=request.now, **place),
        "checklist": rights.checklist() if asked.is_medical else (),
        "letters": [(kind, documents.LETTERS[kind]) for kind in documents.available(asked)],
        "no_extension": rules.may_extend(asked, on=request.today, **place),
        "may_answer": request.may_write("requests.edit", row),
        "party": row.party,
        "lock": row.lock_token,
        "today": request.today,
    }
    return render(request, "registry/requests/request.html", context)


@structure_view("requests.edit")
def request_edit(request, request_id):
    row = _own(request, request_id)
    return edit(
        request,
        form=RequestForm(request.POST or None, instance=row, parties=structures.choosable_parties(request)),
        save=lambda form: operations.update(
            request=row,
            lock=form.cleaned_data["lock"],
            content=form.content(),
            now=request.now,
            by=request.sign(form.cleaned_data["reason"]),
        ),  # fmt: skip
        template="registry/requests/edit.html",
        context={"asked": _record(request_id), "cnil": row.kind == RequestKind.CNIL},
        done=lambda _: _there(request, request_id, "Enregistré."),
    )


@structure_view("requests.edit")
def request_extend(request, request_id):
    row, asked = _own(request, request_id), _record(request_id)
    place = _place(request)
    return edit(
        request,
        form=ExtensionForm(request.POST or None, instance=row, initial={"extended_on": request.today}),
        save=lambda form: operations.extend(
            request=row,
            lock=form.cleaned_data["lock"],
            content=form.content(),
            by=request.sign(),
            on=request.today,
            **place,
        ),  # fmt: skip
        template="registry/requests/extend.html",
        context={"asked": asked, "refusal": rules.may_extend(asked, on=request.today, **place)},
        done=lambda _: _there(request, request_id, "Prolongation notée. La lettre est prête."),
    )


@structure_view("requests.edit")
def request_answer(request, request_id):
    row = _own(request, request_id)
    return edit(
        request,
        form=AnswerForm(request.POST or None, instance=row, initial={"answered_on": request.today}),
        save=lambda form: operations.answer(
            request=row, lock=form.cleaned_data["lock"], content=form.content(), by=request.sign(), on=request.today
        ),
        template="registry/requests/answer.html",
        context={"asked": _record(request_id)},
        done=lambda _: _there(request, request_id, "Réponse notée\u00a0: vous pourrez la montrer."),
    )


@structure_view("requests.edit")
def request_reopen(request, request_id):
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    row = _own(request, request_id)
    try:
        operations.reopen(request=row, lock=request.POST.get("lock", ""), by=request.sign())
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    return redirect("request", request.structure.pk, request_id)


@structure_view("register.read")
def request_rights(request):
    """Which rights apply to which activity, and why."""
    sheets = [(each, rights.rights_of(each)) for each in activities.register()]
    context = {"sheets": sheets, "matrix": rights.matrix()}
    return render(request, "registry/requests/rights.html", context)


def _place(request):
    return {"tz": request.structure.tz, "territory": territory_of(request.structure.postcode)}


def _window(request, asked):
    return rules.window(asked, **_place(request))


def _there(request, request_id, told):
    messages.success(request, told)
    return reverse("request", args=[request.structure.pk, request_id])


def _record(request_id):
    found = queries.request(request_id)
    if found is None:
        raise Http404
    return found


def _own(request, request_id):
    row = _row(request_id)
    request.require_own(row)
    return row


def _row(request_id):
    row = queries.row(request_id)
    if row is None:
        raise Http404
    return row
