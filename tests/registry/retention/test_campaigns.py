"""Purge campaigns: prepared, carried out, given up; what never happened shows; nobody is named."""

import datetime as dt
import re
import subprocess
from io import BytesIO

import pikepdf
import pytest
from django.core.exceptions import ValidationError

from cabinet_rgpd.history import memory
from cabinet_rgpd.history.ledger import Stale
from registry.retention import campaign_operations as operations
from registry.retention import campaign_queries, queries
from registry.retention import operations as rules
from registry.retention.models import PurgeCampaign
from tests import cast

ON = cast.TODAY
YEAR_END = dt.date(2026, 12, 31)


@pytest.fixture
def rule(in_scope):
    return rules.adopt_parameter(key="retention.patient_file", by=in_scope.sign(), on=ON)


def content(rule, **changes):
    return {
        "rule": rule, "kind": "final", "cut_off": dt.date(2006, 10, 31), "planned_on": YEAR_END,
        "criteria": "La dernière prise en charge remonte au 31 décembre 2006 ou avant.",
        "leave_aside": "", "assigned_to": "Le secrétariat", **changes,
    }  # fmt: skip


def result(**changes):
    return {
        "done_on": dt.date(2026, 11, 20), "files": 212, "method": "shredding", "method_note": "", "operator": "Papier SA",
        "kept_for_claims": 1, "kept_for_minors": 3, "kept_for_other": 0, "kept_note": "",
        "backups": "Prochaine rotation le 31 janvier.", "proof_note": "Bordereau n° 12", **changes,
    }  # fmt: skip


def prepare(clinic, rule, **changes):
    return operations.prepare(content=content(rule, **changes), on=ON, by=clinic.sign("campagne annuelle"))


def carry_out(clinic, campaign, *, next_on=None, lock=None, **changes):
    return operations.carry_out(
        campaign=campaign, lock=lock or campaign.lock_token, content=result(**changes), next_on=next_on, on=ON,
        by=clinic.sign(),
    )  # fmt: skip


def refused(call, field):
    with pytest.raises(ValidationError) as refusal:
        call()
    assert field in refusal.value.message_dict


def test_a_campaign_is_prepared_sealed_and_due(in_scope, rule):
    campaign = prepare(in_scope, rule)
    [due] = queries.deadlines(ON)
    assert campaign.version == 1 and memory.versions(campaign)[0].reason == "campagne annuelle"
    assert (due.on, due.route, due.arguments) == (YEAR_END, "campaign", (campaign.pk,))
    assert due.key == queries.deadlines(YEAR_END)[0].key


def test_a_cut_off_day_that_would_take_files_too_soon_is_refused_with_the_day_that_counts(in_scope, rule):
    with pytest.raises(ValidationError, match="31 décembre 2006"):
        prepare(in_scope, rule, cut_off=dt.date(2007, 1, 1))
    assert prepare(in_scope, rule, cut_off=dt.date(2006, 12, 31)).pk
    assert not campaign_queries.late(ON)


def test_a_text_that_only_bounds_from_above_lets_a_practice_delete_sooner(in_scope):
    applicants = rules.adopt_parameter(key="retention.applicants", by=in_scope.sign(), on=ON)
    assert prepare(in_scope, applicants, cut_off=dt.date(2026, 6, 30)).pk


def test_moving_to_the_archive_deletes_nothing_and_is_not_bounded(in_scope, rule):
    assert prepare(in_scope, rule, kind="archive", cut_off=dt.date(2021, 12, 31)).pk


def test_what_was_done_is_recorded_and_the_next_one_planned_as_the_law_counts(in_scope, rule):
    campaign = carry_out(in_scope, prepare(in_scope, rule), next_on=dt.date(2027, 12, 31))
    [following] = campaign_queries.planned()
    assert (campaign.version, campaign.files, campaign.done_on) == (2, 212, dt.date(2026, 11, 20))
    assert (following.cut_off, following.planned_on) == (dt.date(2007, 12, 31), dt.date(2027, 12, 31))
    assert "31 décembre 2007" in following.criteria and following.assigned_to == "Le secrétariat"
    record = campaign_queries.record_of(campaign)
    assert record.kept == 4 and "1\u00a0dossier pour un recours en cours" in record.exceptions
    assert [due.arguments for due in queries.deadlines(ON)] == [(following.id,)]


def test_a_record_that_says_files_went_too_soon_is_refused_and_leads_to_the_breaches(in_scope, rule):
    campaign = prepare(in_scope, rule, cut_off=dt.date(2006, 12, 31))
    with pytest.raises(ValidationError, match="20 novembre 2006.*registre des violations"):
        carry_out(in_scope, campaign)
    operations.update(
        campaign=campaign, lock="1", content={"cut_off": dt.date(2006, 11, 20)}, on=ON, by=in_scope.sign()
    )
    assert carry_out(in_scope, campaign_queries.campaign(campaign.pk)).files == 212


def test_a_rule_in_words_moves_its_next_cut_off_by_the_years_between(in_scope):
    own = cast.retention_rule(in_scope, force="practice", name="Badges", text="Trois mois.")
    campaign = prepare(in_scope, own, cut_off=dt.date(2026, 8, 31))
    carry_out(in_scope, campaign, next_on=dt.date(2027, 12, 31))
    assert campaign_queries.planned()[0].cut_off == dt.date(2027, 8, 31)


def test_zero_file_is_a_campaign_that_took_place(in_scope, rule):
    assert carry_out(in_scope, prepare(in_scope, rule), files=0).files == 0


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"done_on": dt.date(2026, 11, 24)}, "done_on"),
        ({"done_on": dt.date(2001, 1, 1)}, "done_on"),
        ({"method": "moved"}, "method"),
        ({"method": "other"}, "method_note"),
        ({"kept_for_other": 2}, "kept_note"),
        ({"operator": ""}, "__all__"),
        ({"files": None}, "__all__"),
    ],
)
def test_a_record_that_tells_too_little_is_refused(in_scope, rule, changes, field):
    campaign = prepare(in_scope, rule)
    refused(lambda: carry_out(in_scope, campaign, **changes), field)


def test_a_number_of_a_patient_is_refused_wherever_it_is_written(in_scope, rule):
    refused(lambda: prepare(in_scope, rule, criteria="Dossier 2 55 08 14 168 025 38"), "criteria")
    campaign = prepare(in_scope, rule)
    refused(lambda: carry_out(in_scope, campaign, proof_note="255081416802538"), "proof_note")


def test_a_campaign_is_given_up_with_its_reason_and_never_deleted(in_scope, rule):
    campaign = prepare(in_scope, rule)
    refused(
        lambda: operations.drop(campaign=campaign, lock="1", reason=" ", on=ON, by=in_scope.sign()), "dropped_reason"
    )
    dropped = operations.drop(campaign=campaign, lock="1", reason="Règle remplacée.", on=ON, by=in_scope.sign())
    assert queries.deadlines(ON) == () and PurgeCampaign.objects.count() == 1
    with pytest.raises(ValidationError):
        carry_out(in_scope, dropped)


def test_a_campaign_that_was_carried_out_is_corrected_not_moved(in_scope, rule):
    campaign = carry_out(in_scope, prepare(in_scope, rule))
    with pytest.raises(ValidationError):
        operations.update(campaign=campaign, lock="2", content={"assigned_to": "Moi"}, on=ON, by=in_scope.sign())
    assert carry_out(in_scope, campaign, files=213).files == 213
    assert PurgeCampaign.objects.count() == 1


def test_two_people_on_one_campaign_are_noticed(in_scope, rule):
    campaign = prepare(in_scope, rule)
    carry_out(in_scope, campaign)
    with pytest.raises(Stale):
        carry_out(in_scope, campaign, lock="1")


def test_a_campaign_that_never_happened_shows_on_the_table_and_in_the_register(in_scope, rule, client_of):
    sheet = cast.activity(
        in_scope, data_categories=[{"description": "Dossier", "kind": "health", "retention_rule": rule}]
    )
    bob = client_of(in_scope.bob)
    cast.campaign(in_scope, rule.pk, planned_on=dt.date(2026, 3, 31), cut_off=dt.date(2006, 3, 31))
    assert "n’a pas eu lieu" in bob.get(in_scope.url("retention")).text
    assert "n’a pas eu lieu" in bob.get(in_scope.url("campaigns")).text
    assert "n’a pas eu lieu" in bob.get(in_scope.url("activity", sheet.pk)).text
    [campaign] = campaign_queries.late(ON)
    operations.drop(
        campaign=campaign_queries.campaign(campaign.id), lock="1", reason="Remplacée.", on=ON, by=in_scope.sign()
    )
    assert "n’a pas eu lieu" not in bob.get(in_scope.url("activity", sheet.pk)).text


def test_the_screens_lead_from_the_calculator_to_the_record(in_scope, rule, client_of):
    sophie = client_of(in_scope.sophie)
    url = in_scope.url("campaign_new")
    form = sophie.get(url, {"regle": str(rule.pk), "au": "2027-01-01"}).context["form"]
    assert form["cut_off"].value() == dt.date(2007, 1, 1) and "1er janvier 2007" in form["criteria"].value()
    assert "28" not in form["criteria"].value() and "1er janvier 1999" in form["leave_aside"].value()
    sent = {**content(rule), "rule": str(rule.pk), "cut_off": "2006-10-31", "planned_on": "2026-12-31"}
    assert sophie.post(url, {**sent, "cut_off": "2007-06-01"}).status_code == 422
    answer = sophie.post(url, sent)
    assert answer.status_code == 302
    [campaign] = campaign_queries.campaigns()
    page = sophie.get(answer.url)
    assert "Noter ce qui a été fait" in page.text and "Joindre une pièce" in page.text
    told = {**result(), "lock": "1", "next_on": "2027-12-31", "done_on": "2026-11-20"}
    assert sophie.post(in_scope.url("campaign_result", campaign.id), told).status_code == 302
    assert len(campaign_queries.campaigns()) == 2
    assert "212" in client_of(in_scope.bob).get(in_scope.url("campaign", campaign.id)).text


def words_of(pdf):
    read = subprocess.run(["pdftotext", "-layout", "-", "-"], input=pdf, capture_output=True, check=True)
    return " ".join(read.stdout.decode("utf-8").split())


def checked(pdf):
    """The words of a tagged PDF with a title and its language."""
    with pikepdf.open(BytesIO(pdf)) as opened:
        assert opened.Root.MarkInfo.Marked and str(opened.Root.Lang).startswith("fr")
        assert opened.docinfo["/Title"]
    return words_of(pdf)


def test_the_record_on_paper_says_what_was_done_and_names_no_patient(in_scope, rule, client_of, settings, tmp_path):
    settings.VAR_DIR = tmp_path
    campaign = prepare(in_scope, rule)
    cast.evidence(in_scope, campaign)
    carry_out(in_scope, campaign)
    answer = client_of(in_scope.bob).get(in_scope.url("campaign_pdf", campaign.pk))
    text = checked(answer.content)
    for expected in ("Procès-verbal de destruction", "212", "Broyage de documents papier", "Papier SA", "3 dossiers"):
        assert expected in text
    assert re.search(r"SHA-256 ?[0-9a-f]{20}", text.replace("- ", ""))


def test_the_table_on_paper_is_that_of_its_day(in_scope, rule, client_of, settings, tmp_path):
    settings.VAR_DIR = tmp_path
    cast.activity(in_scope, data_categories=[{"description": "Dossier", "kind": "health", "retention_rule": rule}])
    client = client_of(in_scope.bob)
    today = checked(client.get(in_scope.url("retention_pdf")).content)
    past = checked(client.get(in_scope.url("past_retention_pdf")).content)
    for text in (today, past):
        assert "Tableau des durées de conservation" in text and "Dossier du patient" in text and "A-01" in text
        assert "20\u00a0ans" in text.replace("20 ans", "20\u00a0ans") and "Sort final" in text
