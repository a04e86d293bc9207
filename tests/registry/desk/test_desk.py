"""The desk: whose structures, read when, how many questions; what presses, what is new."""

import datetime as dt
import uuid
import zoneinfo

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from cabinet_rgpd.history.models import Entry, Head, Payload
from cabinet_rgpd.isolation.scope import OutOfScope, PortfolioManager, portfolio_scope, structure_scope
from cabinet_rgpd.structures import operations as structures
from cabinet_rgpd.structures import queries as people
from registry.activities.models import ProcessingActivity
from registry.desk import operations, queries
from registry.desk.models import DueLine, Standing, VisitMark
from registry.proposals.models import Sent
from tests import cast


def shown(client, page="desk", **asked):
    answer = client.get(reverse(page), asked)
    assert answer.status_code == 200
    return answer.text


def portfolio(account):
    return portfolio_scope(people.portfolio(timezone.now(), account))


# -- The scope -------------------------------------------------------------------------------------------------------


def test_a_portfolio_opens_the_summaries_of_its_structures_and_no_register(clinic, other_client, neighbour, activity):
    activity(clinic)
    for each in (clinic, other_client, neighbour):
        operations.read(each.structure.pk, timezone.now())
    with portfolio(clinic.camille):
        assert set(Standing.objects.values_list("structure_id", flat=True)) == {
            clinic.structure.pk, other_client.structure.pk,
        }  # fmt: skip
        for model in (ProcessingActivity, Payload):
            with pytest.raises(OutOfScope):
                model.objects.exists()


def test_these_models_and_no_other_are_read_over_several_structures(db):
    from django.apps import apps

    opened = {model for model in apps.get_models() if isinstance(model._default_manager, PortfolioManager)}
    assert opened == {Standing, DueLine, VisitMark, Head, Entry, Sent}


def test_a_page_of_a_structure_does_not_widen(clinic):
    with structure_scope(clinic.structure.pk), pytest.raises(OutOfScope), portfolio(clinic.camille):
        pass


def test_summaries_out_of_any_scope_are_an_error(db):
    with pytest.raises(OutOfScope):
        Standing.objects.exists()


# -- Whose structures ------------------------------------------------------------------------------------------------


def test_the_dpo_of_two_structures_sees_both_and_not_a_word_of_a_third(clinic, other_client, neighbour, client_of):
    cast.breach(neighbour)
    operations.read(neighbour.structure.pk, timezone.now())
    client = client_of(clinic.camille)
    for page in ("desk", "desk_due"):
        assert cast.CANARY not in shown(client, page, nature="tout", structure=str(neighbour.structure.pk))
    text = shown(client)
    assert "Maison de santé des Deux Rives" in text and "Cabinet du Vallon" in text


def test_whoever_is_the_dpo_of_nobody_finds_no_desk(clinic, client_of, newcomer):
    for account in (clinic.alice, clinic.bob, newcomer):
        assert client_of(account).get(reverse("desk")).status_code == 404


def test_an_access_that_ended_is_gone_at_the_next_request(clinic, other_client, client_of):
    client = client_of(clinic.camille)
    assert "Cabinet du Vallon" in shown(client)
    member = other_client.members["camille"]
    structures.change_member(
        membership=member, lock=member.lock_token, content={"role": "dpo", "ends_on": timezone.localdate()},
        by=other_client.sign(),
    )  # fmt: skip
    assert "Cabinet du Vallon" not in shown(client)
    assert "Cabinet du Vallon" not in shown(client, "desk_due", nature="tout")


def test_a_dpo_who_became_a_reader_loses_the_structure_there(clinic, other_client, client_of):
    member = other_client.members["camille"]
    structures.change_member(
        membership=member, lock=member.lock_token, content={"role": "reader"}, by=other_client.sign()
    )
    assert "Cabinet du Vallon" not in shown(client_of(clinic.camille))


def test_an_access_ends_by_the_clock_of_the_structure(clinic):
    far = cast.practice(manager=cast.account("Fanny Faraway"), name="Cabinet lointain", time_zone="Pacific/Noumea")
    noon = dt.datetime(2026, 11, 23, 12, tzinfo=dt.UTC)  # 23 h in Nouméa, 13 h in Paris
    cast.add_member(far, clinic.camille, "dpo", ends_on=dt.date(2026, 11, 24))
    key = far.structure.pk

    def followed(now):
        return key in [each["structure_id"] for each in people.portfolio(now, clinic.camille)]

    assert followed(noon)
    assert not followed(noon + dt.timedelta(hours=2))


def test_a_structure_that_asks_for_a_second_proof_shows_nothing_without_one(clinic, client_of):
    strict = cast.practice(
        manager=cast.account("Serge Strict"), name="Cabinet strict", second_factor="required", second_factor_reason=""
    )
    cast.add_member(strict, clinic.camille, "dpo")
    text = shown(client_of(clinic.camille))
    assert "Cabinet strict" not in text
    assert "1\u00a0structure demande une seconde preuve" in text


# -- Read when -------------------------------------------------------------------------------------------------------


def test_a_structure_is_read_again_when_it_moved_and_only_then(clinic, activity):
    now = timezone.now()
    with portfolio(clinic.camille):
        assert operations.freshen(now) == 1
        assert operations.freshen(now) == 0
    activity(clinic)
    with portfolio(clinic.camille):
        assert operations.freshen(now) == 1
        assert Standing.objects.get().in_force == 1


def test_a_structure_is_read_again_when_its_own_day_ends(clinic):
    with portfolio(clinic.camille):
        operations.freshen(timezone.now())
        until = Standing.objects.get().until
        assert until.astimezone(clinic.structure.tz).time() == dt.time.min
        assert queries.stale(until - dt.timedelta(seconds=1)) == []
        assert queries.stale(until) == [clinic.structure.pk]


def test_a_page_reads_five_structures_at_most_and_the_scheduler_the_rest(clinic, client_of):
    for number in range(7):
        each = cast.practice(manager=cast.account(f"Gerant{number} Test"), name=f"Cabinet {number}")
        cast.add_member(each, clinic.camille, "dpo")
    text = shown(client_of(clinic.camille))
    assert "3\u00a0structures restent" in text
    operations.freshen_all(timezone.now())
    text = shown(client_of(clinic.camille))
    assert "à lire une première fois" not in text and "8\u00a0structures" in text


def test_a_structure_without_a_dpo_is_not_read(neighbour):
    operations.freshen_all(timezone.now())
    assert not Standing._base_manager.exists()


# -- What is said ----------------------------------------------------------------------------------------------------


def test_requests_breaches_and_letters_are_on_one_screen_and_lead_into_their_structure(clinic, other_client, client_of):
    now = timezone.now()
    asked = cast.asked(clinic, received_at=now - dt.timedelta(days=20))
    letter = cast.asked(other_client, kind="cnil", due_on=now.date() + dt.timedelta(days=20))
    breach = cast.breach(clinic, known_at=now - dt.timedelta(hours=5))
    client = client_of(clinic.camille)
    text = shown(client, "desk_due")
    for home, route, row in (
        (clinic, "request", asked),
        (other_client, "request", letter),
        (clinic, "incident", breach),
    ):
        assert home.url(route, row.pk) in text
    assert clinic.url("request", asked.pk) in shown(client, "desk_due", quand="retard", nature="demandes")
    only = shown(client, "desk_due", nature="cnil")
    assert other_client.url("request", letter.pk) in only and clinic.url("request", asked.pk) not in only
    assert other_client.url("request", letter.pk) not in shown(client, "desk_due", quand="semaine")
    assert "Maison de santé" not in shown(client, "desk_due", structure=str(uuid.uuid4()))
    found = shown(client, "desk_due", q="vallon")
    assert other_client.url("request", letter.pk) in found and clinic.url("incident", breach.pk) not in found


def test_a_term_in_hours_is_told_on_the_clock_of_its_structure(clinic, client_of):
    far = cast.practice(manager=cast.account("Fanny Faraway"), name="Cabinet lointain", time_zone="Indian/Reunion")
    cast.add_member(far, clinic.camille, "dpo")
    known_at = timezone.now() - dt.timedelta(hours=3)
    cast.breach(far, known_at=known_at)
    local = (known_at + dt.timedelta(hours=72)).astimezone(zoneinfo.ZoneInfo("Indian/Reunion"))
    text = shown(client_of(clinic.camille), "desk_due", nature="violations")
    assert f"{local.hour}\u00a0h" in text and "(heure locale)" in text


def test_a_day_has_passed_when_it_has_where_the_structure_is(clinic):
    far = cast.practice(manager=cast.account("Fanny Faraway"), name="Cabinet lointain", time_zone="Pacific/Tahiti")
    cast.add_member(far, clinic.camille, "dpo")
    now = timezone.now()
    cast.asked(far, received_at=now)
    operations.read(far.structure.pk, now)
    with portfolio_scope([far.structure.pk]):
        line = DueLine.objects.get(subject="Demandes")
    assert line.passes_at.astimezone(zoneinfo.ZoneInfo("Pacific/Tahiti")).time() == dt.time.min
    assert line.passes_at.astimezone(zoneinfo.ZoneInfo("Pacific/Tahiti")).date() == line.on + dt.timedelta(days=1)


@pytest.mark.parametrize(
    ("state", "expected"),
    [("", {"A", "B"}), ("manques", {"A"}), ("dpo", {"A"}), ("notice", {"A", "B"}), ("retard", {"A"}), ("revue", {"B"})],
)
def test_the_desk_is_filtered_by_what_there_is_to_do(clinic, other_client, activity, state, expected):
    now = timezone.now()
    activity(clinic, purposes=[])
    cast.asked(clinic, received_at=now - dt.timedelta(days=40))
    cast.delegate(other_client)
    for each in (clinic, other_client):
        operations.read(each.structure.pk, now)
    names = {clinic.structure.pk: "A", other_client.structure.pk: "B"}
    with portfolio(clinic.camille):
        found = queries.desk(clinic.camille, now, state=state)
    assert {names[line.structure_id] for line in found.lines} == expected


def test_a_structure_is_found_by_words_without_accents(clinic, other_client, client_of):
    client = client_of(clinic.camille)
    shown(client)
    assert "Cabinet du Vallon" not in shown(client, q="sante rives")
    assert "Deux Rives" in shown(client, q="sante rives")


def test_the_news_are_what_others_wrote_since_the_member_said_he_had_seen(clinic, activity, client_of):
    client = client_of(clinic.camille)
    assert "jamais marquée comme vue" in shown(client)
    page = client.get(clinic.url("since_visit"))
    assert "Camille Carlier" in page.text
    with clinic.scope():
        end = Head.objects.get().seq
    client.post(clinic.url("visit_seen"), {"seq": end})
    assert "rien de neuf" in shown(client)
    assert "Rien de neuf" in client.get(clinic.url("since_visit")).text
    activity(clinic, name="Un nouvel usage")
    assert "Un nouvel usage" in client.get(clinic.url("since_visit")).text
    assert "changements" in shown(client, etat="nouveau")


def test_a_mark_goes_neither_back_nor_beyond_the_end(clinic, client_of):
    client = client_of(clinic.camille)
    for sent in ("999999", "1", "x", "-4", "9" * 400):
        client.post(clinic.url("visit_seen"), {"seq": sent})
    with clinic.scope():
        assert VisitMark.objects.get().seq == Head.objects.get().seq


def test_the_home_of_a_dpo_of_several_is_the_desk(clinic, other_client, client_of):
    assert client_of(clinic.camille).get(reverse("home")).headers["Location"] == reverse("desk")


# -- As fast with many -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("page", "asked"),
    [
        ("desk", {}), ("desk", {"etat": "nouveau"}), ("desk", {"q": "cabinet", "tri": "manques", "etat": "retard"}),
        ("desk_due", {}), ("desk_due", {"quand": "semaine", "q": "cabinet"}),
    ],
)  # fmt: skip
def test_five_hundred_structures_ask_no_more_than_five(clinic, client_of, page, asked):
    client = client_of(clinic.camille)
    cast.followed(clinic.camille, 0, 5)
    shown(client, page, **asked)  # reads the clinic, warms the process

    def count():
        with CaptureQueriesContext(connection) as captured:
            text = shown(client, page, **asked)
        return len(captured), text.count("/s/")

    few, _ = count()
    cast.followed(clinic.camille, 5, 495)
    lot, links = count()
    assert lot <= few
    assert 25 <= links < 250  # one page of lines, whatever their number
