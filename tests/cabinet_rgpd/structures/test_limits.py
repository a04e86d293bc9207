"""A practitioner writes what his own party answers for, and reads the rest (isolation.md §7)."""

import pytest
from django.core.exceptions import PermissionDenied

from registry.incidents import operations as incidents
from registry.incidents import queries as breaches
from registry.requests import operations as requests
from registry.requests import queries as asked
from registry.suppliers import operations as suppliers
from registry.suppliers import queries as files
from tests import cast
from tests.registry.incidents.test_views import send

FILE_ROUTES = [
    "supplier_edit",
    "supplier_contract",
    "supplier_hosting",
    "supplier_sub_processors",
    "supplier_intervention",
]


def test_what_a_practitioner_makes_is_his(clinic, client_of):
    client = client_of(clinic.denis)
    send(client, clinic.url("supplier_new"), name="Logiciel de Denis", kind="practice_software", party=clinic.party.pk)
    client.post(clinic.url("request_by_phone"), {})
    send(client, clinic.url("request_new"), kind="access")
    send(client, clinic.url("incident_new"), kind="ransomware", title="Ordinateur disparu")
    with clinic.scope():
        made = [
            *[files.supplier(each.id) for each in files.suppliers()],
            *[asked.row(each.id) for each in asked.requests()],
            *[breaches.row(each.id) for each in breaches.incidents()],
        ]
    assert len(made) == 4 and {row.party_id for row in made} == {clinic.denis_party.pk}


def test_a_practitioner_edits_his_own_and_is_not_asked_whose_it_is(clinic, client_of):
    his = cast.supplier(clinic, party=clinic.denis_party)
    client = client_of(clinic.denis)
    assert "party" not in client.get(clinic.url("supplier_edit", his.pk)).context["form"].fields
    answer = send(client, clinic.url("supplier_edit", his.pk), name="Renommé", party=clinic.party.pk)
    assert answer.status_code == 302
    with clinic.scope():
        row = files.supplier(his.pk)
    assert (row.name, row.party_id) == ("Renommé", clinic.denis_party.pk)


@pytest.mark.parametrize("route", FILE_ROUTES)
def test_the_supplier_of_another_is_read_and_not_written(clinic, client_of, route):
    other = cast.supplier(clinic, party=clinic.party)
    client = client_of(clinic.denis)
    page = client.get(clinic.url("supplier", other.pk))
    assert page.status_code == 200 and f'"{clinic.url(route, other.pk)}"' not in page.text
    assert client.get(clinic.url(route, other.pk)).status_code == 403
    assert client.post(clinic.url(route, other.pk), {"lock": "1", "name": "Pris"}).status_code == 403
    assert f'"{clinic.url(route, other.pk)}"' in client_of(clinic.sophie).get(clinic.url("supplier", other.pk)).text


def test_the_request_and_the_breach_of_the_whole_structure_are_read_and_not_written(clinic, client_of):
    request, breach = cast.asked(clinic), cast.breach(clinic)
    client = client_of(clinic.denis)
    for page, route, pk in (("request", "request_answer", request.pk), ("incident", "incident_decide", breach.pk)):
        assert clinic.url(route, pk) not in client.get(clinic.url(page, pk)).text
        assert client.get(clinic.url(route, pk)).status_code == 403
    assert client.post(clinic.url("incident_reopen", breach.pk), {"lock": "3"}).status_code == 403


def test_the_write_itself_refuses_what_a_view_would_have_let_through(in_scope):
    other, breach, request = cast.supplier(in_scope), cast.breach(in_scope), cast.asked(in_scope)
    by = in_scope.as_denis()
    with pytest.raises(PermissionDenied):
        suppliers.update_supplier(supplier=other, lock="1", content={"name": "Pris"}, by=by)
    with pytest.raises(PermissionDenied):
        incidents.reopen(incident=breach, lock=breach.lock_token, by=by)
    with pytest.raises(PermissionDenied):
        requests.reopen(request=request, lock="1", by=by)
    with pytest.raises(PermissionDenied):
        suppliers.add_supplier(content={"name": "À un autre", "kind": "hosting", "party": in_scope.party}, by=by)


def test_a_practitioner_cannot_hand_over_what_is_his(in_scope):
    his = cast.supplier(in_scope, party=in_scope.denis_party)
    with pytest.raises(PermissionDenied):
        suppliers.update_supplier(supplier=his, lock="1", content={"party": in_scope.party.pk}, by=in_scope.as_denis())


def test_a_kind_of_record_that_says_nothing_of_parties_is_closed_to_a_practitioner(in_scope):
    from cabinet_rgpd.structures import operations

    with pytest.raises(PermissionDenied):
        operations.add_party(content={"kind": "practitioner", "name": "Elise Estève"}, by=in_scope.as_denis())


def test_a_manager_says_whose_a_record_is_where_there_is_a_choice(clinic, neighbour, client_of):
    assert "party" in client_of(clinic.alice).get(clinic.url("supplier_new")).context["form"].fields
    alone = client_of(neighbour.manager).get(neighbour.url("supplier_new")).context["form"]
    assert "party" not in alone.fields
