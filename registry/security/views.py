"""Pages of the security measures: the twelve asked first, the others by theme, one measure, the plan, the document."""

from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse

from cabinet_rgpd.documents import answers as pdf
from cabinet_rgpd.documents.issuing import issuable
from cabinet_rgpd.evidence import queries as evidence
from cabinet_rgpd.history import queries as history
from cabinet_rgpd.structures import queries as structures
from cabinet_rgpd.structures.access import structure_view
from cabinet_rgpd.structures.editing import edit, said
from cabinet_rgpd.timeline import queries as timeline
from registry.law import dated, security
from registry.law.vocabulary import MeasureState
from registry.opinions import queries as opinions
from registry.security import documents, operations, pictures, queries, rules
from registry.security.forms import MeasureForm, RestoreTestForm

CHIPS = {
    MeasureState.IN_PLACE: "done",
    MeasureState.PARTIAL: "due",
    MeasureState.ABSENT: "due",
    MeasureState.NOT_CONCERNED: "off",
}


@dataclass(frozen=True)
class Row:
    """A measure as its line shows it: `state` is empty while nobody answered."""

    measure: security.SecurityMeasure
    answers: tuple

    @property
    def state(self):
        return rules.standing(self.answers).get(self.measure.key, "")

    @property
    def label(self):
        return MeasureState.label_of(self.state) if self.state else "Pas encore répondu"

    @property
    def chip(self):
        return CHIPS[MeasureState(self.state)] if self.state else "off"

    @property
    def first(self):
        return self.answers[0] if self.answers else None


@structure_view("register.read")
def measures(request):
    known = queries.answers()
    rows = _rows(known)
    twelve = [rows[each.key] for each in security.twelve()]
    context = {
        "twelve": twelve,
        "answered": sum(bool(row.state) for row in twelve),
        "useful": rules.useful_first(known),
        "findings": rules.findings(known, request.today),
        "planned": len(rules.plan(known)),
        "themes": [_theme(theme, rows) for theme in security.themes()],
        "picture": pictures.result_over_time(queries.over_time(request.today, request.structure.tz)) if known else None,
        "may_answer": request.may("security.edit"),
        "next": next((row for row in twelve if not row.state), None),
    }
    return render(request, "registry/security/measures.html", context)


@structure_view("register.read")
def measures_plan(request):
    known = queries.answers()
    context = {
        "plan": [(todo, CHIPS[MeasureState(todo.answer.state)]) for todo in rules.plan(known)],
        "useful": rules.useful_first(known),
        "may_answer": request.may("security.edit"),
    }
    return render(request, "registry/security/plan.html", context)


@structure_view("register.read")
def measure(request, measure_key):
    """One measure: what it is, why, how; the answer of the structure, those of its places."""
    return _measure_page(request, _known(measure_key), queries.row_of(measure_key))


@structure_view("register.read")
def measure_site(request, measure_key, measure_id):
    """The answer about a measure for one place."""
    row = queries.row(measure_id)
    if row is None or row.key != measure_key or not row.site:
        raise Http404
    return _measure_page(request, _known(measure_key), row, at_a_site=True)


@structure_view("security.edit")
def measure_site_new(request, measure_key):
    return _measure_page(request, _known(measure_key), None, at_a_site=True)


@structure_view("security.edit")
def restore_test_new(request):
    interval = dated.get("security.restore_test_interval").on(request.today)
    return edit(
        request,
        form=RestoreTestForm(request.POST if request.method == "POST" else None, today=request.today),
        save=lambda form: operations.note_restore_test(content=form.content(), on=request.today, by=request.sign()),
        template="registry/security/restore_test.html",
        context={"interval": interval},
        done=lambda row: _to_measure(request, row.key, "Essai de restauration noté."),
    )


@structure_view("register.read")
@issuable("measures")
def measures_pdf(request):
    receipt, known = history.receipt(), queries.answers()
    document = documents.measures_document(
        structure=request.structure, answers=known, signed=timeline.last_signed([each.obj for each in known]),
        points=queries.over_time(request.today, request.structure.tz), receipt=receipt, on=request.today,
        authorships=opinions.authorships(),
    )  # fmt: skip
    html = render_to_string("registry/security/documents/measures.html", {"document": document})
    name = pdf.file_name("mesures-de-securite", request.structure.name, request.today)
    return pdf.document(request, html, name, receipt=receipt)


def _measure_page(request, known, row, *, at_a_site=False):
    may_answer = request.may("security.edit")
    if request.method == "POST" and not may_answer:
        raise PermissionDenied
    everywhere = [each for each in queries.answers() if each.key == known.key]
    context = {
        "measure": known,
        "at_a_site": at_a_site,
        "answer": next((each for each in everywhere if row is not None and each.id == row.pk), None),
        "sites": [each for each in everywhere if each.site and (row is None or each.id != row.pk)],
        "row": row,
        "signed": next(iter(timeline.versions(row, limit=1)), None) if row is not None else None,
        "authorship": opinions.authorship(row) if row is not None else None,
        "evidence": evidence.shelf(request, row) if row is not None else None,
        "tests": [test for each in everywhere for test in each.tests],
        "may_answer": may_answer,
        "may_share": row is not None
        and not at_a_site
        and request.may("proposals.share")
        and structures.has_other_homes(request),
        "following": _following(known),
    }
    if not may_answer:
        return render(request, "registry/security/measure.html", {**context, "form": None})
    sent = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    lock = request.POST.get("lock", "")
    return edit(
        request,
        form=MeasureForm(*sent, instance=row, today=request.today, at_a_site=at_a_site),
        save=lambda form: operations.answer(
            key=known.key, row=queries.row(row.pk) if row is not None else None, lock=lock, content=form.content(),
            file=form.cleaned_data.get("upload"), on=request.today, by=request.sign(form.cleaned_data.get("reason", "")),
        ),
        template="registry/security/measure.html",
        context=context,
        done=lambda saved: said(request, f"{known.description}\u00a0: réponse enregistrée.", "measures"),
    )  # fmt: skip


def _known(key):
    known = security.measures().get(key)
    if known is None:
        raise Http404
    return known


def _following(known):
    """The next of the twelve, or None."""
    return next((each for each in security.twelve() if known.first and each.first == known.first + 1), None)


def _rows(answers):
    by_key = {}
    for each in answers:
        by_key.setdefault(each.key, []).append(each)
    return {key: Row(measure, tuple(by_key.get(key, ()))) for key, measure in security.measures().items()}


def _theme(theme, rows):
    mine = [rows[each.key] for each in theme.measures]
    return {"name": theme.name, "key": theme.key, "rows": mine, "answered": sum(bool(row.state) for row in mine)}


def _to_measure(request, key, text):
    said(request, text, "measures")
    return reverse("measure", args=[request.structure.pk, key])
