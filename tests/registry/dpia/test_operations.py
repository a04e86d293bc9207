import datetime as dt

import pytest
from django.core.exceptions import ValidationError

from cabinet_rgpd.history import memory
from cabinet_rgpd.history import queries as history
from cabinet_rgpd.history.ledger import Stale
from registry.activities import operations as register
from registry.activities import queries as activities
from registry.activities import rules as sheets
from registry.dpia import facts, operations, queries, terms
from registry.dpo import queries as dpo
from tests import cast

ON = dt.date(2026, 11, 23)
LATER = dt.date(2027, 2, 1)
CARRY_OUT = {"outcome": "carry_out", "justification": "", "due_on": LATER, "review_on": dt.date(2029, 11, 23)}
DO_NOT = {"outcome": "do_not", "justification": "", "due_on": None, "review_on": dt.date(2029, 11, 23)}
WHOLE = {
    "description": "Un dossier.", "necessity": "Le nécessaire.", "measures": "Des comptes.", "residual": "low", "views": "Non.",
    "risks": [{"fear": fear.value, "severity": "limited", "likelihood": "limited"} for fear in terms.Fear],
}  # fmt: skip


def decide(practice, sheet, content, *, lock="", ticked=None, on=ON):
    with practice.scope():
        record = activities.sheet(sheet.pk)
        ticked = ticked or facts.suggested(record, dpo.situation(practice.structure, on=on).facts, on=on)
        return operations.decide(
            structure=practice.structure, activity_id=sheet.pk, ticked=ticked, content=content, lock=lock, by=practice.sign(),
            on=on,
        )  # fmt: skip


def write(practice, row, **content):
    with practice.scope():
        return operations.write_assessment(
            assessment=row, content=content, lock=None, by=practice.sign("analyse"), on=content.pop("on", ON)
        )


def told(practice, sheet):
    with practice.scope():
        return activities.sheet(sheet.pk)


def test_a_decision_freezes_what_it_rests_on_and_the_sheet_says_it(large, activity):
    sheet = activity(large)
    with large.scope():
        before = history.receipt().seq
    decide(large, sheet, CARRY_OUT)
    with large.scope():
        assert history.receipt().seq == before + 2
        record = queries.assessment(sheet.pk)
    assert (record.answer, record.outcome, record.assessed_version) == ("required", "carry_out", 2)
    assert dict(record.figures)["Patients par an"] == "12\u202f000\u00a0patients"
    assert record.criteria == ("sensitive", "large_scale", "vulnerable")
    assert record.assessed["purposes"][0].startswith("Soigner et suivre les patients")
    now = told(large, sheet)
    assert (now.dpia_state, now.dpia_note) == ("required", "Décision du 23 novembre 2026.")
    assert "dpia_to_do" in [finding.code for finding in sheets.findings(now)]


def test_required_and_declined_stays_to_be_done_and_asks_for_a_reason(large, activity):
    sheet = activity(large)
    with pytest.raises(ValidationError) as refusal:
        decide(large, sheet, DO_NOT)
    assert list(refusal.value.message_dict) == ["justification"]
    decide(large, sheet, {**DO_NOT, "justification": "L’éditeur mène la sienne."})
    assert told(large, sheet).dpia_state == "required"


def test_recommended_and_declined_is_written_as_declined(clinic, activity, answer):
    answer(clinic, setting="msp", shared_software=True, patients=900)
    sheet = activity(clinic)
    decide(clinic, sheet, {**DO_NOT, "justification": "Peu de patients."})
    now = told(clinic, sheet)
    assert (now.dpia_state, now.dpia_label) == ("declined", "Non menée, décision motivée")


@pytest.mark.parametrize(
    ("content", "field"),
    [
        ({**CARRY_OUT, "due_on": None}, "due_on"),
        ({**CARRY_OUT, "due_on": ON}, "due_on"),
        ({**CARRY_OUT, "review_on": ON}, "review_on"),
    ],
)
def test_days_are_days_to_come(large, activity, content, field):
    with pytest.raises(ValidationError) as refusal:
        decide(large, activity(large), content)
    assert list(refusal.value.message_dict) == [field]


def test_nothing_is_decided_on_a_draft_nor_without_answers(large, activity, neighbour):
    with pytest.raises(ValidationError, match="Seule une fiche en vigueur"):
        decide(large, activity(large, state="draft"), CARRY_OUT)
    with pytest.raises(ValidationError, match="Il manque une réponse"):
        decide(neighbour, activity(neighbour), CARRY_OUT)


def test_two_people_deciding_at_once_are_noticed(large, activity):
    sheet = activity(large)
    decide(large, sheet, CARRY_OUT)
    with pytest.raises(Stale):
        decide(large, sheet, CARRY_OUT, lock="")


def test_an_assessment_is_finished_when_nothing_of_the_article_lacks(large, activity):
    sheet = activity(large)
    row = decide(large, sheet, CARRY_OUT)
    with pytest.raises(ValidationError) as refusal:
        write(large, row, **{**WHOLE, "necessity": ""}, completed_on=ON)
    assert list(refusal.value.message_dict) == ["completed_on"]
    assert told(large, sheet).dpia_state == "required"
    with pytest.raises(ValidationError):
        write(large, row, **WHOLE, completed_on=LATER)
    write(large, row, **WHOLE, completed_on=ON)
    now = told(large, sheet)
    assert (now.dpia_state, now.dpia_label) == ("done", "Réalisée")
    assert "Analyse terminée le 23 novembre 2026" in now.dpia_note
    with large.scope():
        record = queries.assessment(sheet.pk)
    assert (len(record.risks), record.risks[0].severity_label, record.assessed_version) == (3, "Limitée", now.version)


def test_a_high_residual_risk_is_not_finished_before_the_cnil_is_asked(large, activity):
    row = decide(large, activity(large), CARRY_OUT)
    with pytest.raises(ValidationError, match="la CNIL est à consulter"):
        write(large, row, **{**WHOLE, "residual": "high"}, completed_on=ON)
    write(large, row, **{**WHOLE, "residual": "high"}, consulted_on=ON, completed_on=ON)
    with large.scope():
        assert [each.key.rpartition(":")[2] for each in queries.deadlines(ON)] == ["consultation", "review"]


def test_a_change_that_matters_is_told_and_one_that_does_not_is_not(large, activity):
    sheet = activity(large)
    decide(large, sheet, CARRY_OUT)
    with large.scope():
        for content in ({"description": "Autrement dit."}, {"next_review_on": dt.date(2027, 11, 23)}):
            register.update_activity(activity=sheet, lock=None, content=content, by=large.sign())
        record = queries.assessment(sheet.pk)
        assert queries.changed(record, activities.sheet(sheet.pk)) == ()
        register.update_activity(activity=sheet, lock=None, content={"software": "Un autre"}, by=large.sign())
        [change] = queries.changed(record, activities.sheet(sheet.pk))
    assert (change.title, change.added, change.removed) == ("Le logiciel", ("Un autre",), ("Logiciel Fictif",))


def test_the_version_examined_is_a_sealed_version_of_the_sheet(large, activity):
    sheet = activity(large)
    decide(large, sheet, CARRY_OUT)
    with large.scope():
        record = queries.assessment(sheet.pk)
        version = memory.version_of(activities.row(sheet.pk), record.assessed_version)
    assert version.state["dpia_state"] == "required"


def test_a_later_decision_is_a_new_version_and_the_past_keeps_the_first(large, activity):
    sheet = activity(large)
    row = decide(large, sheet, CARRY_OUT)
    with large.scope():
        moment = row.updated_at
    decide(large, sheet, {**DO_NOT, "justification": "Autrement."}, lock="1", on=dt.date(2026, 12, 1))
    with large.scope():
        assert queries.assessments_at(moment)[sheet.pk].outcome == "carry_out"
        assert queries.assessments()[sheet.pk].outcome == "do_not"
        assert queries.assessment(sheet.pk) == queries.assessments()[sheet.pk]


def test_an_archived_sheet_asks_for_nothing(large, activity):
    sheet = activity(large)
    decide(large, sheet, CARRY_OUT)
    with large.scope():
        assert len(queries.deadlines(ON)) == 2
        register.archive_activity(activity=sheet, lock=None, by=large.sign())
        assert queries.deadlines(ON) == ()


def test_what_the_neighbour_decided_is_not_seen(large, activity, neighbour):
    theirs = activity(neighbour)
    cast.assessment(neighbour, theirs)
    with large.scope():
        assert queries.assessments() == {}
        assert queries.assessment(theirs.pk) is None
