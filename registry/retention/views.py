"""Pages of the retention rules."""

from dataclasses import dataclass
from functools import partial

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.template.loader import render_to_string

from cabinet_rgpd.documents import answers
from cabinet_rgpd.documents.issuing import issuable
from cabinet_rgpd.history import queries as history
from cabinet_rgpd.structures import queries as structures
from cabinet_rgpd.structures.access import structure_view
from cabinet_rgpd.structures.editing import archive, edit, said
from cabinet_rgpd.structures.forms import ConfirmForm
from registry.activities import queries as activities
from registry.retention import campaign_queries, changes, operations, pictures, queries, readings
from registry.retention.documents import table_document
from registry.retention.forms import RuleForm


@dataclass(frozen=True)
class Row:
    """A rule as its line shows it."""

    reading: readings.Reading
    uses: tuple[str, ...]

    @property
    def rule(self):
        return self.reading.rule

    @property
    def starting_point(self):
        """The event, inside a sentence; what people typed is left as they typed it."""
        words = self.rule.trigger
        return words[:1].lower() + words[1:] if self.reading.value else words


@structure_view("register.read")
def retention(request):
    everything = queries.rules(archived=True)
    followed = [rule for rule in everything if rule.archived_on is None]
    uses = activities.names_of_rule_uses()
    professions = _professions(request)
    rows = [Row(_read(request, rule, professions), tuple(uses.get(rule.id, ()))) for rule in followed]
    may_plan = request.may("register.plan")
    context = {
        "rows": rows,
        "archived": [rule for rule in everything if rule.archived_on is not None],
        "pictures": pictures.pictures(followed),
        "not_drawn": pictures.not_drawn(followed),
        "offers": _offers(request, everything, professions) if may_plan else (),
        "late": campaign_queries.late(request.today),
        "waiting": _changes_waiting(request, followed),
        "may_plan": may_plan,
    }
    return render(request, "registry/retention/retention.html", context)


@structure_view("register.read")
@issuable("retention")
def retention_pdf(request):
    """The retention table as a document; of a day that is over: `past_retention_pdf`."""
    receipt = history.receipt()
    document = table_document(
        structure=request.structure,
        rules=queries.rules(),
        uses=activities.names_of_rule_uses(),
        on=request.today,
        receipt=receipt,
    )
    html = render_to_string("registry/retention/documents/table.html", {"document": document})
    return answers.document(request, html, answers.file_name("durees", document.owner, document.on), receipt=receipt)


@structure_view("register.plan")
def retention_new(request):
    return edit(
        request,
        form=RuleForm(request.POST or None),
        save=lambda form: operations.create_rule(content=form.content(), by=request.sign()),
        template="registry/retention/rule_edit.html",
        context={"rule": None, "reading": None, "archive_form": None},
        done=lambda rule: said(request, f"{rule.name} : règle ajoutée.", "retention"),
    )


@structure_view("register.plan")
def retention_edit(request, rule_id):
    rule = _rule(rule_id)
    reading = _read(request, queries.record_of(rule), _professions(request))
    return edit(
        request,
        form=RuleForm(request.POST or None, instance=rule),
        save=lambda form: operations.update_rule(
            rule=rule,
            lock=form.cleaned_data["lock"],
            content=form.content(),
            by=request.sign(form.cleaned_data["reason"]),
        ),
        template="registry/retention/rule_edit.html",
        context={
            "rule": reading.rule,
            "reading": reading,
            "archive_form": ConfirmForm(instance=rule, auto_id="archive_%s"),
        },
        done=lambda rule: said(request, f"{rule.name} : enregistré.", "retention"),
    )


@structure_view("register.plan")
def retention_adopt(request):
    """Take up the legal value named by `parameter`, or the newer one when an older one is followed."""
    if request.method == "POST":
        try:
            rule = operations.adopt_parameter(
                key=request.POST.get("parameter", ""), on=request.today, by=request.sign("Règle du catalogue reprise")
            )
        except LookupError as error:
            raise Http404 from error
        messages.success(request, f"{rule.name} : règle ajoutée.")
    return redirect("retention", request.structure.pk)


@structure_view("register.plan")
def retention_archive(request, rule_id):
    """Archive a rule in use; bring an archived one back into use."""
    rule = _rule(rule_id)
    if request.method != "POST":
        return redirect("retention_edit", request.structure.pk, rule.pk)
    return archive(
        request,
        form=ConfirmForm(request.POST),
        row=rule,
        put_away=partial(operations.archive_rule, rule=rule),
        take_out=partial(operations.restore_rule, rule=rule),
        refused=lambda text: _refused(request, rule, text),
        done=lambda archived: said(
            request, f"{rule.name}\u00a0: {'règle archivée' if archived else 'règle de nouveau suivie'}.", "retention"
        ),
    )


def _changes_waiting(request, followed):
    """How many rules changed, in the law or because the structure's legal form did."""
    of_form = changes.form_changes(followed, legal_form=request.structure.legal_form, on=request.today)
    return len(queries.law_changes(request.today)) + len(of_form)


def _read(request, rule, professions):
    return readings.read(rule, on=request.today, legal_form=request.structure.legal_form, professions=professions)


def _professions(request):
    """The professions exercised in the structure today."""
    parties = structures.parties(request.structure.pk, present_on=request.today)
    return frozenset(party.profession for party in parties if party.profession)


def _offers(request, everything, professions):
    """The rules of the catalogue not followed today that concern this structure."""
    return readings.offers(
        {rule.parameter for rule in everything if rule.archived_on is None},
        on=request.today,
        legal_form=request.structure.legal_form,
        professions=professions,
    )


def _rule(rule_id):
    rule = queries.rule(rule_id)
    if rule is None:
        raise Http404
    return rule


def _refused(request, rule, text):
    messages.error(request, text)
    return redirect("retention_edit", request.structure.pk, rule.pk)
