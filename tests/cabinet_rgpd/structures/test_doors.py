"""Who enters: 404 for a stranger, 403 for a role that may not, and nothing of the structure on either page."""

import datetime as dt
import uuid

import pytest
from django.test import Client, RequestFactory
from django.urls import reverse
from django.utils import timezone

from cabinet_rgpd.structures import operations, roles
from cabinet_rgpd.structures.access import NO_PARTY, structure_view
from tests import cast


@pytest.fixture
def everyone(clinic, neighbour, newcomer):
    return {
        "alice": clinic.alice, "bob": clinic.bob, "denis": clinic.denis, "sophie": clinic.sophie,
        "camille": clinic.camille, "charlie": neighbour.manager, "newcomer": newcomer,
    }  # fmt: skip


def test_a_stranger_cannot_tell_a_structure_from_a_random_address(clinic, client_of, everyone):
    for name in ("charlie", "newcomer"):
        client = client_of(everyone[name])
        real = client.get(clinic.url("parties"))
        random = client.get(reverse("parties", args=[uuid.uuid4()]))
        assert real.status_code == random.status_code == 404
        assert real.content == random.content


def test_somebody_who_is_not_signed_in_is_sent_to_the_sign_in_page(clinic, neighbour):
    for url in (clinic.url("parties"), reverse("parties", args=[uuid.uuid4()])):
        answer = Client().get(url)
        assert answer.status_code == 302 and answer.url.startswith("/compte/login/?next=")


def test_a_role_that_may_not_is_told_so_in_french(clinic, client_of, everyone):
    for name in ("bob", "denis", "sophie", "camille"):
        answer = client_of(everyone[name]).get(clinic.url("members"))
        assert answer.status_code == 403
        assert "Votre rôle ne le permet pas" in answer.text


def test_a_wrong_address_is_told_so_in_french(clinic, client_of):
    answer = client_of(clinic.alice).get("/nulle-part/")
    assert answer.status_code == 404
    assert "Page introuvable" in answer.text and '<html lang="fr">' in answer.text


def test_an_access_ends_on_its_day_at_the_next_request(clinic, client_of):
    bob, today = client_of(clinic.bob), timezone.localdate()
    assert bob.get(clinic.url("parties")).status_code == 200
    tomorrow = operations.change_member(
        membership=clinic.members["bob"], lock="1", content={"ends_on": today + dt.timedelta(days=1)}, by=clinic.sign()
    )
    assert bob.get(clinic.url("parties")).status_code == 200
    operations.change_member(membership=tomorrow, lock="2", content={"ends_on": today}, by=clinic.sign())
    gone, random = bob.get(clinic.url("parties")), bob.get(reverse("parties", args=[uuid.uuid4()]))
    assert gone.status_code == 404 and gone.content == random.content
    assert bob.get("/").url == reverse("structure_new")


def test_a_role_taken_away_is_gone_at_the_next_request(clinic, client_of):
    bob = clinic.members["bob"]
    promoted = operations.change_member(membership=bob, lock="1", content={"role": "manager"}, by=clinic.sign())
    client = client_of(clinic.bob)
    assert client.get(clinic.url("members")).status_code == 200
    operations.change_member(membership=promoted, lock="2", content={"role": "reader"}, by=clinic.sign())
    assert client.get(clinic.url("members")).status_code == 403


def test_the_external_dpo_of_two_practices_reads_both_and_no_other(clinic, other_client, neighbour, client_of):
    camille = client_of(clinic.camille)
    assert camille.get(clinic.url("parties")).status_code == 200
    assert camille.get(other_client.url("parties")).status_code == 200
    assert camille.get(neighbour.url("parties")).status_code == 404
    page = camille.get("/", follow=True).text
    assert "Maison de santé des Deux Rives" in page and "Cabinet du Vallon" in page and cast.CANARY not in page


def test_only_pages_and_forms_are_asked_for(clinic, client_of):
    client = client_of(clinic.alice)
    for method in ("put", "patch", "delete", "options", "trace"):
        assert getattr(client, method)(clinic.url("parties")).status_code == 405
    assert client.head(clinic.url("parties")).status_code == 200


def enter(account, practice, permission="structure.read", **structure):
    """What a view receives."""
    seen = {}

    @structure_view(permission)
    def view(request):
        seen["request"] = request
        seen["zone"] = timezone.get_current_timezone_name()
        from django.http import HttpResponse

        return HttpResponse()

    request = RequestFactory().get("/")
    request.user = account
    view(request, structure_id=practice.structure.pk)
    return seen


def test_a_practitioner_is_limited_to_his_party_and_without_one_writes_nothing(clinic):
    assert enter(clinic.denis, clinic)["request"].limited_to == clinic.denis_party.pk
    assert enter(clinic.alice, clinic)["request"].limited_to is None
    operations.change_member(membership=clinic.members["denis"], lock="1", content={"party": None}, by=clinic.sign())
    assert enter(clinic.denis, clinic)["request"].limited_to == NO_PARTY


def test_pages_are_told_in_the_time_zone_of_the_structure(db):
    manager = cast.account("Zoe Zeller")
    reunion = cast.practice(manager=manager, name="Cabinet du Volcan", time_zone="Indian/Reunion")
    seen = enter(manager, reunion)
    assert seen["zone"] == "Indian/Reunion"
    assert seen["request"].today == seen["request"].now.astimezone(reunion.structure.tz).date()


def test_a_view_that_asks_for_an_unknown_permission_cannot_be_written():
    with pytest.raises(KeyError):
        structure_view("registre.lire")


def test_every_role_is_explained_and_a_manager_may_everything():
    assert set(roles.EXPLAINED) == set(roles.Role)
    # Everything but the words of the DPO, who reports to him (GDPR art. 38.3).
    not_his = [name for name, holders in roles.PERMISSIONS.items() if roles.Role.MANAGER not in holders]
    assert not_his == ["report.write"]
    assert not [
        name for name in roles.PERMISSIONS if roles.allows(roles.Role.READER, name) and not name.endswith("read")
    ]
