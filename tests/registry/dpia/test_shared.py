"""One assessment for several similar activities (GDPR art. 35.1, last sentence)."""

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from cabinet_rgpd.history import past
from cabinet_rgpd.history.ledger import Stale
from registry.activities import operations as register
from registry.activities import queries as activities
from registry.dpia import operations, queries
from tests.registry.dpia.test_operations import CARRY_OUT, DO_NOT, ON, WHOLE, decide, told, write

ALIKE = "Le même logiciel, les mêmes données de santé, les mêmes personnes."


def cover(practice, row, *sheets, similarity=ALIKE, lock=None):
    with practice.scope():
        return operations.cover(
            assessment=row, activity_ids=[sheet.pk for sheet in sheets], similarity=similarity, lock=lock,
            by=practice.sign("commune"),
        )  # fmt: skip


@pytest.fixture
def three(large, activity):
    """Three sheets in force; the first is decided upon."""
    sheets = [activity(large, name=name) for name in ("Dossier", "Messagerie", "Coordination")]
    return decide(large, sheets[0], CARRY_OUT), *sheets


def test_each_sheet_shows_the_shared_decision(large, three):
    row, first, second, third = three
    cover(large, row, second, third)
    for sheet in (second, third):
        now = told(large, sheet)
        assert now.dpia_state == "required" and "commune avec" in now.dpia_note and "art. 35.1" in now.dpia_note
        with large.scope():
            record = queries.assessment(sheet.pk)
            assert queries.changed(record, now) == ()
        assert (record.is_covered, record.main_id, record.outcome) == (True, first.pk, "carry_out")
        assert record.assessed_version == now.version


def test_they_must_be_alike_and_free_of_another_decision(large, three, activity):
    row, _, second, third = three
    with pytest.raises(ValidationError) as refusal:
        cover(large, row, second, similarity=" ")
    assert list(refusal.value.message_dict) == ["similarity"]
    other = decide(large, third, CARRY_OUT)
    with pytest.raises(ValidationError):
        cover(large, row, third)
    cover(large, row, second)
    with pytest.raises(ValidationError):
        cover(large, other, second)
    with pytest.raises(ValidationError, match="Seule une fiche en vigueur"):
        cover(large, row, second, activity(large, state="draft"))
    with pytest.raises(ValidationError):
        decide(large, second, DO_NOT)
    with pytest.raises(Stale):
        cover(large, row, lock="1")


def test_a_sheet_no_longer_covered_is_to_be_examined_again(large, three):
    row, _, second, third = three
    cover(large, row, second, third)
    cover(large, row, third)
    assert told(large, second).dpia_state == "to_examine"
    with large.scope():
        assert queries.assessment(second.pk) is None
        assert [each.activity_id for each in queries.assessment(third.pk).covered] == [third.pk]


def test_a_change_that_matters_in_one_of_them_raises_the_review(large, three):
    row, first, second, third = three
    cover(large, row, second, third)
    with large.scope():
        keys = {each.key for each in queries.deadlines(ON)}
        register.update_activity(
            activity=activities.row(third.pk), lock=None, content={"software": "Un autre"}, by=large.sign()
        )
        [more] = [each for each in queries.deadlines(ON) if each.key not in keys]
        assert (more.route, more.arguments) == ("dpia_activity", (third.pk,)) and "a changé" in more.what
        assert queries.changed(queries.assessment(first.pk), activities.sheet(first.pk)) == ()
    decide(large, first, CARRY_OUT, lock=None)
    with large.scope():
        assert {each.key for each in queries.deadlines(ON)} == keys


def test_once_finished_every_sheet_says_so(large, three):
    row, _, second, third = three
    row = cover(large, row, second, third)
    write(large, row, **WHOLE, completed_on=ON)
    for sheet in (second, third):
        now = told(large, sheet)
        assert now.dpia_state == "done" and "Analyse terminée le 23 novembre 2026" in now.dpia_note


def test_the_past_keeps_what_was_covered_and_three_queries_read_them_all(large, three, django_assert_num_queries):
    row, _, second, third = three
    cover(large, row, second, third)
    moment = timezone.now()
    with large.scope():
        before = queries.assessments()
        cover(large, row, second)
        assert queries.assessments_of(past.Past(moment)) == before
        assert set(queries.by_sheet(before)) == {row.activity_id, second.pk, third.pk}
        with django_assert_num_queries(3):
            queries.assessments()


def test_it_is_done_on_screen_and_each_page_says_it(large, three, client_of):
    row, first, second, third = three
    alice, url = client_of(large.alice), large.url("dpia_cover", first.pk)
    form = alice.get(url).context["form"]
    assert {key for key, _ in form.fields["activities"].choices} == {str(second.pk), str(third.pk)}
    sent = {"activities": [str(second.pk)], "lock": form["lock"].value()}
    assert alice.post(url, sent).status_code == 422
    assert alice.post(url, {**sent, "similarity": ALIKE}).status_code == 302
    assert "Messagerie" in alice.get(large.url("dpia_activity", first.pk)).text
    for page in (large.url("dpia_activity", second.pk), large.url("activity", second.pk)):
        text = alice.get(page).text
        assert "art. 35.1" in text and large.url("dpia_activity", first.pk) in text
    assert "avec A" in alice.get(large.url("dpia")).text
    assert alice.get(large.url("dpia_decide", second.pk)).status_code == 302
    assert alice.get(large.url("dpia_decision_pdf", second.pk)).status_code == 200
