"""Pages of the calculator: from dates to a day, and from a day to the files to examine. Nothing is written.

Dates of a person come by POST, although nothing is stored: an address goes into the history of the browser and the logs
of every machine on the way, a body does not. The day of a purge names nobody and stays in the address.
"""

from dataclasses import dataclass

from django.http import Http404
from django.shortcuts import render

from cabinet_rgpd.lib.calendar import add_years
from cabinet_rgpd.structures.access import structure_view
from cabinet_rgpd.structures.editing import edit, said
from registry.law import dated
from registry.retention import calculation, cut_offs, operations, pictures, queries, readings
from registry.retention.calculator_forms import CalculatorForm, ChoicesForm, CutOffForm
from registry.retention.outcomes import Given


@dataclass(frozen=True)
class Basis:
    """What is computed with: a parameter, the value that counts, and the rule of the structure that follows it, if any."""

    parameter: dated.Parameter
    value: dated.DatedValue
    reading: readings.Reading | None = None

    @property
    def name(self):
        return self.reading.rule.name if self.reading else self.parameter.data

    @property
    def departs(self):
        return self.reading is not None and self.reading.departs


@structure_view("register.read")
def calculator(request):
    """Every rule that can be computed; with `?au=2027-01-01`, what that day puts to examination."""
    bases = _bases(request)
    form = _cut_off_form(request)
    day = form.cleaned_data["au"] if form.is_valid() else None
    never_shorten = queries.never_shortens()
    followed = [basis for basis in bases if basis.reading]
    context = {
        "form": form,
        "day": day,
        "followed": [(basis, _cut_offs(basis, day, never_shorten, request)) for basis in followed],
        "others": [basis for basis in bases if not basis.reading],
        "never_shorten": never_shorten,
        "may_plan": request.may("register.plan"),
    }
    return render(request, "registry/retention/calculator.html", context, status=200 if day else 422)


@structure_view("register.read")
def calculator_rule(request, rule):
    """One rule: a GET shows the form, a POST answers it."""
    basis = next((each for each in _bases(request) if each.parameter.name == rule), None)
    if basis is None:
        raise Http404
    needed = calculation.events(basis.parameter, basis.value)
    optional = calculation.optional_events(basis.parameter, basis.value, on=request.today)
    form = CalculatorForm(
        request.POST if request.method == "POST" else None,
        needed=needed,
        optional=optional,
        never_shorten=queries.never_shortens(),
    )
    outcome = None
    if request.method == "POST" and form.is_valid():
        given = Given(form.dates(), never_shorten=form.cleaned_data.get("never_shorten", True))
        outcome = calculation.calculate(basis.parameter, basis.value, given, on=request.today)
    context = {
        "basis": basis,
        "form": form,
        "outcome": outcome,
        "answers": calculation.answers(outcome, today=request.today) if outcome else (),
        "picture": pictures.course(outcome) if outcome else None,
        "force_words": readings.force_in_words(basis.parameter.force, basis.value.references),
        "cases": calculation.cases_in_words(basis.parameter, on=request.today),
    }
    status = 422 if request.method == "POST" and outcome is None else 200
    return render(request, "registry/retention/calculator_rule.html", context, status=status)


@structure_view("register.plan")
def retention_choices(request):
    return edit(
        request,
        form=ChoicesForm(request.POST or None, instance=queries.choices_row()),
        save=lambda form: operations.choose(
            content=form.content(),
            lock=form.cleaned_data["lock"],
            by=request.sign("Choix sur les durées de conservation"),
        ),
        template="registry/retention/choices.html",
        done=lambda _: said(request, "Choix enregistré.", "calculator"),
    )


def _bases(request):
    """Every rule that dates can be given to: those followed, with the value copied, then those of the catalogue."""
    form = request.structure.legal_form
    followed = {rule.parameter: rule for rule in queries.rules() if rule.parameter}
    bases = []
    for parameter in dated.all_parameters("retention"):
        rule = followed.get(parameter.key)
        reading = readings.read(rule, on=request.today, legal_form=form) if rule else None
        value = reading.value if reading and reading.value else readings.value_on(parameter, request.today)
        if value is not None and calculation.is_calculable(value):
            bases.append(Basis(parameter, value, reading))
    return sorted(bases, key=lambda basis: basis.name.casefold())


def _cut_off_form(request):
    """The first of January to come, unless a day is given."""
    next_year = add_years(request.today, 1).replace(month=1, day=1)
    return CutOffForm({"au": request.GET.get("au", next_year.isoformat())})


def _cut_offs(basis, day, never_shorten, request):
    if day is None:
        return None
    return cut_offs.cut_offs(basis.parameter, basis.value, day, on=request.today, never_shorten=never_shorten)
