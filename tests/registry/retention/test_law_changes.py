"""A value added to the law: a task with before, after and what it touches; nothing of the structure's is rewritten."""

import datetime as dt
from dataclasses import replace

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from cabinet_rgpd.history import queries as history
from cabinet_rgpd.lib.calendar import add_months
from cabinet_rgpd.structures import operations as structures
from registry.activities import queries as activities
from registry.law import dated
from registry.law.dated import Reference
from registry.past import queries as past
from registry.retention import operations, queries
from tests import cast

ON = cast.TODAY
SINCE = dt.date(2026, 11, 1)
NEW_TEXT = "10 ans après la dernière prise en charge, puis suppression."


@pytest.fixture
def rule(in_scope):
    return operations.adopt_parameter(key="retention.patient_file", by=in_scope.sign(), on=ON)


@pytest.fixture
def sheet(in_scope, rule):
    lines = [{"description": "Dossier", "kind": "health", "retention_rule": rule}]
    return cast.activity(in_scope, persons=["patients"], data_categories=lines, processors=[])


@pytest.fixture
def change(rule, monkeypatch):
    """A value of the patient's file that holds since 1 November 2026."""
    parameter = dated.get("retention.patient_file")
    [archive] = [phase for phase in parameter.values[0].phases if phase.phase == "archive"]
    later = replace(
        parameter.values[0], since=SINCE, text=NEW_TEXT, references=(Reference("Délibération fictive de 2026"),),
        phases=(parameter.values[0].phases[0], replace(archive, duration="P10Y")),
    )  # fmt: skip
    changed = replace(parameter, values=(*parameter.values, later))
    get = dated.get
    monkeypatch.setattr(dated, "get", lambda key: changed if key == parameter.key else get(key))
    return later


def decide(clinic, rule, *, adopted, reason="Délibération lue en réunion.", lock=None):
    return operations.decide_change(
        rule=rule, lock=lock or rule.lock_token, since=SINCE, adopted=adopted, reason=reason, on=ON, by=clinic.sign()
    )


def test_nothing_waits_while_the_law_stands_still(in_scope, rule):
    assert queries.law_changes(ON) == () and queries.deadlines(ON) == ()


def test_a_new_value_raises_a_task_and_rewrites_nothing(in_scope, sheet, rule, change):
    sealed, before = history.receipt(), queries.rules()
    [waiting] = queries.law_changes(ON)
    assert (waiting.before.since, waiting.after.since) == (dt.date(2020, 7, 28), SINCE)
    assert {label for label, _, _ in waiting.lines} == {"La règle", "Archive"}
    [due] = queries.deadlines(ON)
    assert (due.route, due.arguments, due.on) == ("law_change", (rule.pk,), dt.date(2027, 2, 1))
    assert history.receipt() == sealed and queries.rules() == before


def test_a_value_of_the_future_raises_nothing_yet(in_scope, rule, change):
    assert queries.law_changes(SINCE - dt.timedelta(days=1)) == ()


def test_a_rule_put_away_and_another_rule_are_not_concerned(in_scope, rule, change):
    operations.adopt_parameter(key="retention.appointments", by=in_scope.sign(), on=ON)
    operations.archive_rule(rule=rule, lock="1", on=ON, by=in_scope.sign())
    assert queries.law_changes(ON) == ()


def test_the_page_says_before_after_the_source_and_what_it_touches(in_scope, sheet, rule, change, client_of):
    page = client_of(in_scope.bob).get(in_scope.url("law_changes"))
    for words in ("10\u00a0ans", "20\u00a0ans", "Délibération fictive de 2026", sheet.name, "La notice des patients"):
        assert words in page.text
    assert client_of(in_scope.bob).get(in_scope.url("law_change", rule.pk)).status_code == 200
    assert "Décider" not in page.text
    assert "a changé depuis que vous" in client_of(in_scope.bob).get(in_scope.url("retention")).text
    assert "Voir ce qui a changé" in client_of(in_scope.alice).get(in_scope.url("overview")).text


def test_taking_it_up_is_one_sealed_decision_with_its_reason(in_scope, rule, change):
    decision = decide(in_scope, rule, adopted=True)
    followed = queries.rule(rule.pk)
    assert (followed.text, followed.parameter_date, followed.name) == (NEW_TEXT, SINCE, rule.name)
    assert (decision.outcome, decision.value_before) == ("adopted", dt.date(2020, 7, 28))
    assert queries.law_changes(ON) == ()


def test_keeping_ones_own_rule_ends_the_task_and_changes_nothing_else(in_scope, rule, change):
    decide(in_scope, rule, adopted=False, reason="Notre assureur demande vingt ans.")
    assert queries.rule(rule.pk).version == 1
    assert queries.law_changes(ON) == () and queries.deadlines(ON) == ()
    again = decide(in_scope, queries.rule(rule.pk), adopted=True)
    assert (again.version, again.outcome) == (2, "adopted")


def test_a_decision_without_a_reason_or_on_another_value_is_refused(in_scope, rule, change):
    with pytest.raises(ValidationError):
        decide(in_scope, rule, adopted=True, reason=" ")
    with pytest.raises(ValidationError):
        operations.decide_change(
            rule=rule, lock="1", since=dt.date(2026, 10, 1), adopted=True, reason="Lu.", on=ON, by=in_scope.sign()
        )


def test_the_decision_is_taken_on_screen(in_scope, rule, change, client_of):
    sophie, url = client_of(in_scope.sophie), in_scope.url("law_change", rule.pk)
    form = sophie.get(url).context["form"]
    sent = {"since": form["since"].value().isoformat(), "lock": form["lock"].value(), "outcome": "kept"}
    assert sophie.post(url, sent).status_code == 422
    assert sophie.post(url, {**sent, "justification": "Choix du conseil."}).status_code == 302
    assert "Choix du conseil." in sophie.get(in_scope.url("law_changes")).text
    assert sophie.get(url).status_code == 302


def test_the_register_of_a_past_day_keeps_the_values_of_that_day(in_scope, sheet, rule, change):
    tz = in_scope.structure.tz
    before = timezone.now()
    text = rule.text
    decide(in_scope, rule, adopted=True)
    then = past.stood_at(before, before.astimezone(tz).date())
    now = past.stood_at(timezone.now(), timezone.now().astimezone(tz).date())
    assert then.activities[0].data_categories[0].rule.text == text
    assert now.activities[0].data_categories[0].rule.text == NEW_TEXT


def test_another_legal_form_is_a_task_and_replaces_the_rule_on_every_sheet_when_asked(in_scope, client_of):
    bnc = operations.adopt_parameter(key="retention.accounting_bnc", by=in_scope.sign(), on=ON)
    sheet = cast.activity(
        in_scope, data_categories=[{"description": "Factures", "kind": "economic", "retention_rule": bnc}]
    )
    structure = in_scope.structure
    structures.update_structure(
        structure=structure, lock=structure.lock_token, content={"legal_form": "sel"}, by=in_scope.sign()
    )
    alice = client_of(in_scope.alice)
    [due] = queries.deadlines(ON)
    assert (due.route, due.what) == ("law_changes", f"Votre forme d’exercice change la règle\u00a0: {bnc.name}")
    assert due.on == add_months(timezone.localdate(), 3)
    assert "Voir ce qui a changé" in alice.get(in_scope.url("overview")).text
    assert activities.sheet(sheet.pk).data_categories[0].rule.parameter == "retention.accounting_bnc"
    assert "autre forme d’exercice" in alice.get(in_scope.url("law_changes")).text
    assert alice.post(in_scope.url("form_change", bnc.pk)).status_code == 302
    assert activities.sheet(sheet.pk).data_categories[0].rule.parameter == "retention.accounting_merchant"
    assert queries.rule(bnc.pk).archived_on is not None
    assert "Rien n’attend" in alice.get(in_scope.url("law_changes")).text
