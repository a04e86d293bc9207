import subprocess

import pytest
from django.core.exceptions import ValidationError

from registry.activities import operations as activities
from registry.opinions import operations, queries
from tests import cast


def text_of(pdf):
    return subprocess.run(["pdftotext", "-", "-"], input=pdf, capture_output=True, check=True).stdout.decode()


def given(clinic, row, *, who="camille", kind="opinion", stance="favourable", text="Rien à redire.", seen=None):
    return operations.give(
        root=row, seen=row.version if seen is None else seen, kind=kind, stance=stance, text=text,
        member=clinic.members[who], by=clinic.sign(actor=clinic.account(who)), on=cast.TODAY,
    )  # fmt: skip


def test_an_opinion_keeps_the_version_that_it_speaks_of(in_scope):
    row = cast.activity(in_scope)
    given(in_scope, row)
    activities.update_activity(activity=row, lock="1", content={"name": "Autre nom"}, by=in_scope.sign())
    [opinion] = queries.of("activity", row.pk)
    assert (opinion.author, opinion.object_version, opinion.stance_label) == ("Camille Carlier", 1, "Favorable")


def test_an_opinion_on_a_text_that_changed_meanwhile_is_refused(in_scope):
    row = cast.activity(in_scope)
    activities.update_activity(activity=row, lock="1", content={"name": "Autre nom"}, by=in_scope.sign())
    with pytest.raises(ValidationError, match="a changé"):
        given(in_scope, row, seen=1)


def test_nobody_puts_a_visa_on_his_own_edit(in_scope):
    row = cast.activity(in_scope)
    by = in_scope.sign(actor=in_scope.camille)
    activities.update_activity(activity=row, lock="1", content={"name": "Nom de la déléguée"}, by=by)
    with pytest.raises(ValidationError, match="vous-même"):
        given(in_scope, row, kind="visa", stance="", text="", seen=2)
    assert given(in_scope, row, who="alice", kind="validation", stance="", text="", seen=2).version == 1


def test_an_opinion_says_its_direction_and_why(in_scope):
    with pytest.raises(ValidationError):
        given(in_scope, cast.activity(in_scope), text=" ")


@pytest.mark.parametrize(("who", "status"), [("camille", 200), ("alice", 200), ("bob", 403), ("denis", 403)])
def test_the_dpo_gives_opinions_the_manager_validates_the_others_read(clinic, client_of, who, status):
    row = cast.activity(clinic)
    client = client_of(clinic.account(who))
    assert client.get(clinic.url("opinion_new", "activity", row.pk)).status_code == status
    assert client.get(clinic.url("opinions", "activity", row.pk)).status_code == 200


def test_a_dpo_cannot_give_the_validation_of_the_controller(clinic, client_of):
    url = clinic.url("opinion_new", "activity", cast.activity(clinic).pk)
    page = client_of(clinic.camille).post(url, {"seen": 1, "kind": "validation", "stance": "", "text": ""})
    assert page.status_code == 422


def test_an_opinion_is_shown_on_the_sheet_and_printed(clinic, client_of):
    row, camille = cast.activity(clinic), client_of(clinic.camille)
    answers = {"seen": 1, "kind": "opinion", "stance": "reserved", "text": "Préciser la durée des messages."}
    assert camille.post(clinic.url("opinion_new", "activity", row.pk), answers).status_code == 302
    assert "Préciser la durée" in camille.get(clinic.url("activity", row.pk)).text
    assert "Avis et visas" in text_of(camille.get(clinic.url("activity_pdf", row.pk)).content)
    page = camille.get(clinic.url("opinions", "party", clinic.party.pk))
    assert page.status_code == 404


def test_the_list_asks_one_query_whatever_its_length(in_scope, django_assert_num_queries):
    row = cast.activity(in_scope)
    for number in range(5):
        given(in_scope, row, text=f"Avis {number}.")
    with django_assert_num_queries(1):
        assert len(queries.by_object("activity")[row.pk]) == 5
