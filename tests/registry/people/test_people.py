"""Arrivals, departures, and the yearly review of who may enter."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from cabinet_rgpd.history.models import Entry
from cabinet_rgpd.structures import queries as structures
from registry.law import people as law
from registry.people import operations, queries
from tests import cast
from tests.registry.activities.test_document_views import words_of
from tests.registry.incidents.test_views import send

pytestmark = pytest.mark.django_db
DONE = {"done_on": cast.TODAY, "by": "Sophie Sorel", "aside": False, "note": ""}


def note(clinic, row, *keys, **content):
    with clinic.scope():
        for key in keys:
            row = queries.passage_row(row.pk)
            row = operations.note_step(
                passage=row, lock=row.lock_token, key=key, content={**DONE, **content}, on=cast.TODAY, by=clinic.sign()
            )
    return row


def departure(clinic, **content):
    content = {"membership": clinic.members["denis"], "party": clinic.denis_party, **content}
    return cast.passage(clinic, on=timezone.localdate(), person="Denis Delorme", **content)


# -- The lists ---------------------------------------------------------------------------------------------------------


def test_every_point_has_its_sources_and_each_list_is_for_somebody():
    assert all(each.references and each.label and each.why for each in law.items())
    for movement in law.Movement:
        for whom in law.Whom:
            assert len(law.items_of(movement, whom)) >= 5
    practitioner = {each.key for each in law.items_of("departure", "practitioner")}
    assert {"app_access", "software", "files", "patients"} <= practitioner
    assert "files" not in {each.key for each in law.items_of("departure", "staff")}


def test_the_days_of_the_list_are_counted_from_the_movement(clinic):
    row = cast.passage(clinic, on=dt.date(2026, 12, 31))
    with clinic.scope():
        due = {each.item.key: each.due_on for each in queries.passage(row.pk, cast.TODAY).steps}
    assert due["files"] == dt.date(2026, 11, 30) and due["app_access"] == dt.date(2026, 12, 31)


def test_a_point_says_who_did_what_and_when(clinic):
    row = note(clinic, cast.passage(clinic), "software", note="Ticket 4711 de l’éditeur")
    with clinic.scope():
        step = next(each for each in queries.passage(row.pk, cast.TODAY).steps if each.item.key == "software")
    assert (step.done_on, step.by, step.note) == (cast.TODAY, "Sophie Sorel", "Ticket 4711 de l’éditeur")
    assert Entry._base_manager.filter(structure=clinic.structure, obj=row.obj, act="passage.step").count() == 1


@pytest.mark.parametrize(
    ("content", "field"),
    [({"done_on": dt.date(2026, 12, 1)}, "done_on"), ({"aside": True, "done_on": None}, "note")],
)
def test_a_point_is_neither_noted_ahead_nor_set_aside_without_a_reason(clinic, content, field):
    with pytest.raises(ValidationError) as refused:
        note(clinic, cast.passage(clinic), "cards", **content)
    assert field in refused.value.message_dict


def test_the_access_answers_for_itself(clinic):
    row = departure(clinic)
    with pytest.raises(ValidationError, match="de lui-même"):
        note(clinic, row, "app_access")


# -- A departure -------------------------------------------------------------------------------------------------------


def test_a_departure_ends_the_access_by_the_operation_of_the_members(clinic, client_of):
    row, his = departure(clinic), client_of(clinic.denis)
    assert his.get(clinic.url("overview")).status_code == 200
    page = client_of(clinic.alice).post(clinic.url("passage_access", row.pk), {}, follow=True)
    assert "n’a plus accès" in page.text
    assert his.get(clinic.url("overview")).status_code == 404
    acts = Entry._base_manager.filter(structure=clinic.structure, obj=clinic.members["denis"].obj).values_list(
        "act", flat=True
    )
    assert "member.removed" in acts
    with clinic.scope():
        steps = {each.item.key: each for each in queries.passage(row.pk, timezone.localdate()).steps}
    assert steps["app_access"].done_on == timezone.localdate()


def test_a_departure_to_come_ends_the_access_on_its_day(clinic, client_of):
    later = timezone.localdate() + dt.timedelta(days=20)
    row = cast.passage(clinic, on=later, person="Denis Delorme", membership=clinic.members["denis"])
    client_of(clinic.alice).post(clinic.url("passage_access", row.pk), {})
    [member] = [each for each in structures.members(clinic.structure.pk) if each.pk == clinic.members["denis"].pk]
    assert member.ends_on == later and client_of(clinic.denis).get(clinic.url("overview")).status_code == 200


def test_the_last_manager_does_not_leave(clinic, client_of):
    row = departure(clinic, membership=clinic.members["alice"], party=None)
    page = client_of(clinic.alice).post(clinic.url("passage_access", row.pk), {}, follow=True)
    assert "au moins un gestionnaire" in page.text


def test_a_departure_is_not_over_while_a_door_is_open(clinic, client_of):
    row, client = departure(clinic), client_of(clinic.alice)
    with clinic.scope(), pytest.raises(ValidationError) as refused:
        operations.finish_passage(passage=row, lock="1", on=timezone.localdate(), by=clinic.sign())
    assert len(refused.value.messages) == 3
    client.post(clinic.url("passage_access", row.pk), {})
    row = note(clinic, row, "software", "files")
    with clinic.scope():
        done = operations.finish_passage(passage=row, lock=row.lock_token, on=timezone.localdate(), by=clinic.sign())
        assert done.finished_on and not [each for each in queries.deadlines(cast.TODAY) if each.route == "passage"]


def test_an_open_door_is_urgent_among_the_deadlines(clinic):
    departure(clinic)
    with clinic.scope():
        [due] = [each for each in queries.deadlines(timezone.localdate()) if each.route == "passage"]
    assert due.urgent and "Denis Delorme" in due.what


def test_the_secretariat_keeps_the_list_and_does_not_end_accesses(clinic, client_of):
    row, client = departure(clinic), client_of(clinic.sophie)
    answer = send(client, clinic.url("passage_step", row.pk, "software"), note="Confirmé par l’éditeur")
    assert answer.status_code == 302
    assert clinic.url("passage_access", row.pk) not in client.get(clinic.url("passage", row.pk)).text
    assert client.post(clinic.url("passage_access", row.pk), {}).status_code == 403


def test_a_member_is_chosen_and_named_as_such(clinic, client_of):
    answer = send(
        client_of(clinic.sophie), clinic.url("passage_new") + "?sens=departure", who=f"m-{clinic.members['denis'].pk}"
    )
    assert answer.status_code == 302
    with clinic.scope():
        [made] = queries.passages(timezone.localdate())
    assert (made.person, made.party, made.has_access) == ("Denis Delorme", "Denis Delorme", True)


def test_a_member_of_the_neighbour_is_no_choice(clinic, neighbour, client_of):
    [theirs] = neighbour.members.values()
    answer = send(client_of(clinic.alice), clinic.url("passage_new") + "?sens=departure", who=f"m-{theirs.pk}")
    assert answer.status_code == 422


# -- The review --------------------------------------------------------------------------------------------------------


def test_a_review_keeps_changes_and_ends_and_is_kept_as_evidence(clinic, client_of):
    bob, sophie = clinic.members["bob"], clinic.members["sophie"]
    answer = send(
        client_of(clinic.alice), clinic.url("access_review_new"),
        **{f"access_{bob.pk}": "ends", f"note_{bob.pk}": "Stage fini", f"role_{sophie.pk}": "reader"},
    )  # fmt: skip
    assert answer.status_code == 302
    with clinic.scope():
        review = queries.last_review()
        [whole] = queries.reviews()
    assert whole.tally == (3, 1, 1) and review.by == "Alice Amblard"
    assert whole.next_on == queries.next_review_day(timezone.localdate())
    said = {line.person: line.decision_label for line in whole.lines}
    assert said["Bob Bertin"] == "Terminé" and said["Sophie Sorel"] == "Rôle changé\u00a0: lecteur"
    roles = {each.account.name: each for each in structures.members(clinic.structure.pk)}
    assert roles["Sophie Sorel"].role == "reader" and not roles["Bob Bertin"].is_active_on(timezone.localdate())
    assert client_of(clinic.bob).get(clinic.url("overview")).status_code == 404
    with clinic.scope():
        [due] = [each for each in queries.deadlines(timezone.localdate()) if each.route == "access_reviews"]
    assert due.on == whole.next_on


def test_a_review_that_would_leave_no_manager_changes_nothing(clinic, client_of):
    alice, bob = clinic.members["alice"], clinic.members["bob"]
    answer = send(
        client_of(clinic.alice), clinic.url("access_review_new"),
        **{f"access_{bob.pk}": "ends", f"access_{alice.pk}": "ends"},
    )  # fmt: skip
    assert answer.status_code == 422 and "au moins un gestionnaire" in answer.text
    assert client_of(clinic.bob).get(clinic.url("overview")).status_code == 200
    with clinic.scope():
        assert queries.reviews() == ()


def test_the_same_review_sent_twice_is_one(clinic, client_of):
    client, url = client_of(clinic.alice), clinic.url("access_review_new")
    form = client.get(url).context["form"]
    filled = {name: form[name].value() for name in form.fields if form[name].value() is not None}
    assert {client.post(url, filled).status_code for _ in range(2)} == {302}
    with clinic.scope():
        assert len(queries.reviews()) == 1


def test_the_papers_say_what_was_done(clinic, client_of, settings, tmp_path):
    settings.VAR_DIR = tmp_path
    review, row = cast.access_review(clinic, bob=True), note(clinic, cast.passage(clinic), "software")
    client = client_of(clinic.camille)
    words = words_of(client.get(clinic.url("access_review_pdf", review.pk)).content)
    assert "Revue des accès" in words and "Bob Bertin" in words and "Terminé" in words
    words = words_of(client.get(clinic.url("passage_pdf", row.pk)).content)
    assert "Départ de Remy Renaud" in words and "Sophie Sorel" in words and "226-13" in words
