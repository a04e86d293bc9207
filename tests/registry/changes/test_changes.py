"""A value added to any parameter that records rest on: a task with before, after, source and what it touches."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from cabinet_rgpd.history import queries as history
from registry.changes import operations, queries
from registry.law import dated
from registry.past import queries as past
from registry.roadmap import gathering
from tests import cast
from tests.registry.changes.law import NEW_TEXT, SOURCE, changed, soon
from tests.registry.dpia.test_operations import CARRY_OUT
from tests.registry.dpia.test_operations import decide as decide_dpia
from tests.registry.dpo.test_operations import DESIGNATED
from tests.registry.dpo.test_operations import decide as decide_dpo

THRESHOLD = "dpo.large_scale_threshold"


def handle(practice, key=THRESHOLD, *, since, on, reason="Relu en réunion.", outcome="reviewed"):
    return operations.handle(
        parameter=key, since=since, outcome=outcome, reason=reason, on=on, by=practice.sign("changement")
    )


@pytest.fixture
def decided(in_scope, large):
    decide_dpo(in_scope, DESIGNATED)
    return in_scope


def test_every_subject_of_the_law_says_what_rests_on_it():
    assert set(queries.READERS) | {"retention"} == set(dated.subjects())


def test_nothing_waits_while_the_law_stands_still(decided):
    assert queries.waiting(soon()[1]) == () and queries.deadlines(soon()[1]) == ()


def test_a_new_figure_is_told_with_before_after_source_what_it_touches_and_what_it_would_answer(decided):
    since, on = soon()
    sealed = history.receipt()
    with changed(THRESHOLD, since=since, value=20_000) as later:
        [change] = queries.waiting(on)
        [due] = queries.deadlines(on)
        assert due in gathering.deadlines(on)
    assert (change.before.since, change.after) == (dt.date(2020, 7, 28), later)
    assert {label: (before, after) for label, before, after in change.lines}["Le chiffre"] == (
        "10\u202f000",
        "20\u202f000",
    )
    assert [source.title for source in change.sources] == [SOURCE]
    [touched] = change.touched
    assert touched.dependence.what == "Votre décision du 23 novembre 2026 sur le délégué"
    assert "devient" in touched.effect and "obligatoire" in touched.effect
    assert (due.route, due.arguments) == ("text_change", (THRESHOLD,))
    assert history.receipt() == sealed


def test_a_change_that_leaves_the_answer_as_it_is_says_so(decided):
    since, on = soon()
    with changed("dpo.individual_practice", since=since):
        [change] = queries.waiting(on)
    assert "ne change pas" in change.touched[0].effect


def test_a_text_of_the_future_raises_nothing_yet(decided):
    since, _ = soon()
    with changed(THRESHOLD, since=since, value=20_000):
        assert queries.waiting(since - dt.timedelta(days=1)) == ()
        assert len(queries.waiting(since)) == 1


def test_who_decided_nothing_is_not_concerned(in_scope):
    since, on = soon()
    with changed(THRESHOLD, since=since, value=20_000):
        assert queries.waiting(on) == ()


def test_a_decision_taken_again_follows_the_new_text_and_leaves_the_list(decided):
    since, on = soon()
    with changed(THRESHOLD, since=since, value=20_000):
        content = {**DESIGNATED, "justification": "Nous gardons un délégué.", "review_on": on + dt.timedelta(days=300)}
        decide_dpo(decided, content, lock="1", on=on)
        assert queries.waiting(on) == ()


def test_handling_it_is_one_sealed_record_with_its_reason_and_what_it_touched(decided):
    since, on = soon()
    with changed(THRESHOLD, since=since, value=20_000):
        row = handle(decided, since=since, on=on)
        assert queries.waiting(on) == () and queries.deadlines(on) == ()
        with pytest.raises(ValidationError):
            handle(decided, since=since, on=on)
    assert (row.version, row.value_before, row.value_after) == (1, dt.date(2020, 7, 28), since)
    assert row.touched[0].startswith("Votre décision du 23 novembre 2026 sur le délégué.")
    assert queries.handled() == (row,)


def test_without_a_reason_or_on_another_text_it_is_refused(decided):
    since, on = soon()
    with changed(THRESHOLD, since=since, value=20_000):
        for wrong in ({"reason": " ", "since": since}, {"since": since + dt.timedelta(days=1)}):
            with pytest.raises(ValidationError):
                handle(decided, on=on, **wrong)


@pytest.mark.parametrize(
    ("key", "words"),
    [
        ("dpia.criteria_threshold", "l’analyse d’impact de"),
        ("dpia.required_genetic", "l’analyse d’impact de"),
        ("requests.medical_file", "La demande"),
        ("breaches.cnil_notification", "La violation"),
        ("closing.fate_physician", "Le dossier de fin d’exercice"),
        ("hds.version_required", "Le certificat d’hébergeur"),
        ("security.check_interval", "La prochaine vérification"),
        ("dpo.conflict_of_interest", "Les vérifications faites le"),
    ],
)
def test_each_subject_names_its_own_records(in_scope, large, key, words):
    decide_dpia(large, cast.activity(large), CARRY_OUT)
    cast.asked(large)
    cast.breach(large)
    cast.closing(large)
    cast.supplier(large, hds="yes")
    cast.measure(large, next_check_on=dt.date(2027, 11, 1))
    cast.delegate(large, checked_on=cast.TODAY)
    since, on = soon()
    with changed(key, since=since):
        [change] = queries.waiting(on)
    assert any(words in each.dependence.what for each in change.touched)


def test_the_page_says_it_all_and_the_decision_is_taken_on_screen(decided, client_of, monkeypatch):
    since, on = soon()
    monkeypatch.setattr(
        timezone, "now", lambda: dt.datetime.combine(on, dt.time(9), tzinfo=decided.structure.tz).astimezone(dt.UTC)
    )
    with changed(THRESHOLD, since=since, value=20_000):
        bob, sophie = client_of(decided.bob), client_of(decided.sophie)
        page = bob.get(decided.url("text_changes")).text
        for words in (NEW_TEXT, SOURCE, "Votre décision du 23", "20\u202f000"):
            assert words in page
        assert "Dire ce que nous en faisons" not in page
        assert bob.get(decided.url("text_change", THRESHOLD)).status_code == 200
        url = decided.url("text_change", THRESHOLD)
        sent = {"since": since.isoformat(), "outcome": "nothing"}
        assert sophie.post(url, sent).status_code == 422
        assert sophie.post(url, {**sent, "justification": "Notre nombre est loin du seuil."}).status_code == 302
        assert "loin du seuil" in bob.get(decided.url("text_changes")).text
        assert bob.get(url).status_code == 302


def test_the_register_of_a_past_day_keeps_the_decision_and_the_reasons_of_that_day(decided):
    tz, before = decided.structure.tz, timezone.now()
    stood = past.stood_at(before, before.astimezone(tz).date()).dpo_decision
    since, on = soon()
    with changed(THRESHOLD, since=since, value=20_000):
        handle(decided, since=since, on=on)
        then = past.stood_at(before, before.astimezone(tz).date()).dpo_decision
        now = past.stood_at(timezone.now(), timezone.localdate()).dpo_decision
    assert then == stood == now
    assert "10\u00a0000" in then.reasons[0]["title"]
