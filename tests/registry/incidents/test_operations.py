"""Writes about breaches: drafts leave no trace, what entered stays, decisions not to tell are reasoned and dated."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from cabinet_rgpd.history.ledger import Stale
from cabinet_rgpd.history.models import Entry
from registry.incidents import operations, queries
from registry.incidents.models import Incident
from tests import cast

pytestmark = pytest.mark.django_db
START = {"kind": "ransomware", "title": "Fichiers illisibles", "at_supplier": True}


def decided(row, clinic, **content):
    content = {
        "cnil_decision": "undecided", "cnil_reason": "", "persons_decision": "undecided", "persons_reason": "", **content,
    }  # fmt: skip
    return operations.decide(incident=row, lock=row.lock_token, content=content, by=clinic.sign(), on=cast.TODAY)


def test_a_draft_is_neither_sealed_nor_kept(in_scope):
    before = Entry.objects.count()
    row = operations.start(content=START, by=in_scope.sign(), on=cast.TODAY)
    assert (row.reference, row.attack, row.state) == ("V-2026-01", "yes", "draft")
    operations.discard(incident=row, by=in_scope.sign())
    assert (Incident.objects.count(), Entry.objects.count()) == (0, before)


def test_a_breach_enters_once_it_says_when_it_was_known_and_then_stays(in_scope):
    row = operations.start(content=START, by=in_scope.sign(), on=cast.TODAY)
    with pytest.raises(ValidationError, match="quand vous l’avez su"):
        operations.enter(incident=row, lock=row.lock_token, by=in_scope.sign())
    now = timezone.now()
    row = operations.update(incident=row, lock=row.lock_token, content={"known_at": now}, by=in_scope.sign(), now=now)
    row = operations.enter(incident=row, lock=row.lock_token, by=in_scope.sign())
    assert Entry.objects.filter(obj=row.obj).values_list("act", flat=True).get() == "incident.entered"
    with pytest.raises(ValidationError, match="brouillon"):
        operations.discard(incident=row, by=in_scope.sign())
    assert queries.entered([row.pk]).keys() == {str(row.pk)}


def test_a_moment_to_come_is_refused(in_scope):
    row = operations.start(content=START, by=in_scope.sign(), on=cast.TODAY)
    now = timezone.now()
    with pytest.raises(ValidationError, match="pas encore venu"):
        operations.update(
            incident=row, lock=row.lock_token, content={"known_at": now + dt.timedelta(minutes=1)}, by=in_scope.sign(),
            now=now,
        )  # fmt: skip


def test_not_to_notify_is_reasoned_and_dated(in_scope):
    row = cast.breach(in_scope)
    with pytest.raises(ValidationError, match="risque est exclu"):
        decided(row, in_scope, cnil_decision="do_not")
    with pytest.raises(ValidationError, match="ne sont pas informées"):
        decided(row, in_scope, persons_decision="do_not")
    row = decided(row, in_scope, cnil_decision="do_not", cnil_reason="Clé retrouvée, jamais sortie du cabinet.")
    assert (row.cnil_decided_on, row.persons_decided_on) == (cast.TODAY, None)
    row = decided(row, in_scope, cnil_decision="undecided", cnil_reason="On revoit.")
    assert row.cnil_decided_on is None


def test_a_late_notification_gives_its_reasons(in_scope):
    now = timezone.now()
    row = cast.breach(in_scope, known_at=now - dt.timedelta(hours=80))
    step = {"kind": "cnil_initial", "done_at": now, "party": None, "by": "", "reference": "", "note": ""}

    def note(content, step_id=None):
        fresh = queries.row(row.pk)
        return operations.note_step(
            incident=fresh, lock=fresh.lock_token, content=content, by=in_scope.sign(), now=now, step_id=step_id
        )

    with pytest.raises(ValidationError, match="motifs du retard"):
        note(step)
    note({**step, "note": "Postes débranchés tout le week-end."})
    found = queries.incident(row.pk).steps
    assert [each.kind for each in found] == ["supplier", "cnil_initial"]
    note({**step, "note": "Corrigé", "reference": "2026-1"}, found[1].id)
    assert queries.incident(row.pk).steps[1].reference == "2026-1"
    note(None, found[1].id)
    assert [each.kind for each in queries.incident(row.pk).steps] == ["supplier"]


def test_a_draft_takes_neither_steps_nor_decisions(in_scope):
    row = operations.start(content=START, by=in_scope.sign(), on=cast.TODAY)
    with pytest.raises(ValidationError, match="Inscrivez d’abord"):
        decided(row, in_scope)


def test_a_breach_closes_once_decided_and_opens_again(in_scope):
    row = cast.breach(in_scope)
    assert queries.deadlines(cast.TODAY)
    with pytest.raises(ValidationError, match="Décidez d’abord"):
        operations.close(incident=row, lock=row.lock_token, content={"lessons": ""}, by=in_scope.sign(), on=cast.TODAY)
    row = decided(row, in_scope, cnil_decision="notify")
    row = operations.close(
        incident=row, lock=row.lock_token, content={"lessons": "Sauvegarde hors ligne"}, by=in_scope.sign(),
        on=cast.TODAY,
    )  # fmt: skip
    assert (row.state, row.closed_on, queries.deadlines(cast.TODAY)) == ("closed", cast.TODAY, ())
    row = operations.reopen(incident=row, lock=row.lock_token, by=in_scope.sign())
    assert (row.state, row.closed_on) == ("open", None)


def test_two_people_are_told(in_scope):
    row = cast.breach(in_scope)
    decided(row, in_scope, cnil_decision="notify")
    with pytest.raises(Stale):
        decided(row, in_scope, cnil_decision="undecided")


def test_terms_in_hours_are_urgent_and_carry_their_moment(in_scope):
    known = timezone.now() - dt.timedelta(hours=5)
    row = cast.breach(in_scope, known_at=known)
    found = {each.key: each for each in queries.deadlines(cast.TODAY)}
    cnil = found[f"incident:{row.pk}:cnil_notification:"]
    assert (cnil.at, cnil.urgent, cnil.route) == (known + dt.timedelta(hours=72), True, "incident")
    insurer = found[f"incident:{row.pk}:insurer:"]
    assert (insurer.at, insurer.urgent) == (None, False)


def test_references_of_a_year_follow_each_other(in_scope):
    first = operations.start(content=START, by=in_scope.sign(), on=cast.TODAY)
    second = operations.start(content=START, by=in_scope.sign(), on=cast.TODAY)
    third = operations.start(content=START, by=in_scope.sign(), on=dt.date(2027, 1, 2))
    assert [each.reference for each in (first, second, third)] == ["V-2026-01", "V-2026-02", "V-2027-01"]
