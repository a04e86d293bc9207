import datetime as dt
from dataclasses import replace

import pytest
from django.core.exceptions import ValidationError

from cabinet_rgpd.history import ledger, memory
from cabinet_rgpd.history import queries as history
from cabinet_rgpd.history.ledger import Stale
from registry.law import dated
from registry.retention import operations, queries
from tests import cast

ON = dt.date(2026, 11, 23)
OWN = {"name": "Badges du parking", "text": "3 mois après le passage.", "force": "practice", "sources": []}


def adopt(clinic, key="retention.patient_file"):
    return operations.adopt_parameter(key=key, by=clinic.sign(), on=ON)


def test_a_legal_value_taken_up_is_copied_with_its_date_its_texts_and_its_sources(in_scope):
    rule = adopt(in_scope)
    value = dated.get("retention.patient_file").on(ON)
    assert (rule.name, rule.text, rule.force) == ("Dossier du patient", value.text, "recommendation")
    assert (rule.parameter, rule.parameter_date) == ("retention.patient_file", dt.date(2020, 7, 28))
    assert rule.sources == [{"title": each.title, "href": each.href} for each in value.references]
    assert rule.trigger and rule.active_use and rule.archive and rule.fate
    assert (rule.version, rule.to_validate) == (1, False)


def test_a_legal_value_known_from_memory_is_copied_as_to_be_validated(in_scope):
    assert adopt(in_scope, "retention.cctv").to_validate


@pytest.mark.parametrize("parameter", dated.all_parameters("retention"), ids=lambda parameter: parameter.name)
def test_every_legal_value_fits_in_a_rule(in_scope, parameter):
    assert adopt(in_scope, parameter.key).version == 1


def test_a_rule_taken_up_twice_is_one_rule_and_what_people_wrote_stays(in_scope):
    rule = adopt(in_scope, "retention.appointments")
    operations.update_rule(rule=rule, lock="1", content={"text": "6 mois."}, by=in_scope.sign())
    sealed = history.receipt().seq
    again = adopt(in_scope, "retention.appointments")
    assert (again.pk, again.text) == (rule.pk, "6 mois.")
    assert history.receipt().seq == sealed


def test_several_rules_are_taken_up_in_one_write(in_scope):
    keys = ["retention.patient_file", "retention.appointments", "retention.patient_file"]
    with ledger.write(in_scope.sign("questionnaire")) as write:
        rules = [operations.adopt(write, key, ON) for key in keys]
    assert rules[0].pk == rules[2].pk
    assert [memory.versions(rule)[-1].reason for rule in rules[:2]] == ["questionnaire", "questionnaire"]


def test_an_archived_rule_taken_up_again_comes_back_as_it_was(in_scope):
    rule = adopt(in_scope, "retention.appointments")
    operations.update_rule(rule=rule, lock="1", content={"text": "6 mois."}, by=in_scope.sign())
    operations.archive_rule(rule=rule, lock="2", on=ON, by=in_scope.sign())
    again = adopt(in_scope, "retention.appointments")
    assert (again.pk, again.text, again.archived_on) == (rule.pk, "6 mois.", None)


@pytest.mark.parametrize("key", ["", "retention.nothing", "dpo.public_body", "../../etc/passwd", "retention.\x00"])
def test_an_unknown_key_is_refused(in_scope, key):
    with pytest.raises(dated.UnknownParameter):
        adopt(in_scope, key)


def test_a_newer_value_of_the_law_is_taken_up_when_asked_for_and_never_by_itself(in_scope, monkeypatch):
    rule = adopt(in_scope)
    parameter = dated.get("retention.patient_file")
    later = replace(parameter.values[0], since=dt.date(2026, 11, 1), text="10 ans, puis suppression.")
    changed = replace(parameter, values=(*parameter.values, later))
    monkeypatch.setattr(dated, "get", lambda key: changed)
    with ledger.write(in_scope.sign()) as write:
        assert operations.adopt(write, rule.parameter, ON).text != later.text
    renewed = adopt(in_scope)
    assert (renewed.pk, renewed.text, renewed.parameter_date) == (rule.pk, later.text, later.since)


@pytest.mark.parametrize("key", ["retention.patient_file", "retention.accounting_bnc"])
@pytest.mark.parametrize("field", ["text", "trigger", "active_use", "archive", "fate"])
def test_leaving_what_is_compulsory_or_recommended_asks_for_a_reason(in_scope, key, field):
    rule = adopt(in_scope, key)
    with pytest.raises(ValidationError) as refusal:
        operations.update_rule(rule=rule, lock="1", content={field: "Autre chose"}, by=in_scope.sign())
    assert list(refusal.value.message_dict) == ["justification"]
    assert queries.rule(rule.pk).version == 1
    content = {field: "Autre chose", "justification": "Notre assureur le demande."}
    assert operations.update_rule(rule=rule, lock="1", content=content, by=in_scope.sign()).version == 2


def test_the_reason_of_a_departure_cannot_be_emptied_later(in_scope):
    rule = adopt(in_scope)
    content = {"text": "30 ans.", "justification": "Notre assureur le demande."}
    operations.update_rule(rule=rule, lock="1", content=content, by=in_scope.sign())
    with pytest.raises(ValidationError, match="recommandé"):
        operations.update_rule(rule=rule, lock="2", content={"justification": " "}, by=in_scope.sign())


def test_coming_back_to_the_reference_needs_no_reason(in_scope):
    rule = adopt(in_scope)
    content = {"text": "30 ans.", "justification": "Notre assureur le demande."}
    operations.update_rule(rule=rule, lock="1", content=content, by=in_scope.sign())
    back = {"text": dated.get("retention.patient_file").on(ON).text, "justification": ""}
    assert operations.update_rule(rule=rule, lock="2", content=back, by=in_scope.sign()).version == 3


def test_a_habit_is_left_without_a_reason_and_another_name_is_no_departure(in_scope):
    rule = adopt(in_scope, "retention.appointments")
    operations.update_rule(rule=rule, lock="1", content={"text": "6 mois."}, by=in_scope.sign())
    rule = adopt(in_scope, "retention.patient_file")
    operations.update_rule(rule=rule, lock="1", content={"name": "Dossiers papier"}, by=in_scope.sign())
    assert {each.version for each in queries.rules()} == {2}


def test_a_rule_of_ones_own_is_sealed_and_may_have_no_legal_value(in_scope):
    rule = operations.create_rule(content=OWN, by=in_scope.sign("nouveau parking"))
    assert (rule.version, rule.parameter) == (1, "")
    assert memory.versions(rule)[0].reason == "nouveau parking"


@pytest.mark.parametrize("force", ["obligation", "recommendation"])
def test_a_rule_of_ones_own_is_not_said_compulsory_or_recommended_without_its_text(in_scope, force):
    with pytest.raises(ValidationError) as refusal:
        operations.create_rule(content={**OWN, "force": force}, by=in_scope.sign())
    assert list(refusal.value.message_dict) == ["source"]
    content = {**OWN, "force": force, "sources": [{"title": "CSI, art. L252-5", "href": ""}]}
    assert operations.create_rule(content=content, by=in_scope.sign()).version == 1


def test_a_rule_that_an_activity_follows_is_not_archived(in_scope):
    rule = adopt(in_scope)
    data = [{"description": "Dossier", "kind": "health", "retention_rule": rule}] * 2
    activity = cast.activity(in_scope, name="Dossiers", data_categories=data, processors=[])
    with pytest.raises(ValidationError, match=f"{activity.reference} Dossiers"):
        operations.archive_rule(rule=rule, lock="1", on=ON, by=in_scope.sign())
    assert queries.rule(rule.pk).archived_on is None


def test_a_rule_that_nothing_follows_is_archived_and_comes_back(in_scope):
    rule = adopt(in_scope)
    archived = operations.archive_rule(rule=rule, lock="1", on=ON, by=in_scope.sign())
    assert queries.rules() == ()
    assert [each.id for each in queries.rules(archived=True)] == [rule.pk]
    assert operations.restore_rule(rule=archived, lock="2", by=in_scope.sign()).version == 3
    assert [each.id for each in queries.rules()] == [rule.pk]


def test_two_people_on_one_rule_are_noticed(in_scope):
    rule = adopt(in_scope)
    operations.update_rule(rule=rule, lock="1", content={"name": "Dossiers"}, by=in_scope.sign())
    with pytest.raises(Stale):
        operations.update_rule(rule=rule, lock="1", content={"name": "Fiches"}, by=in_scope.sign())


@pytest.mark.parametrize(("name", "value"), [("name", ""), ("text", ""), ("name", "x" * 201), ("force", "law")])
def test_bad_content_is_refused_beside_its_field(in_scope, name, value):
    with pytest.raises(ValidationError) as refusal:
        operations.create_rule(content={**OWN, name: value}, by=in_scope.sign())
    assert list(refusal.value.message_dict) == [name]
