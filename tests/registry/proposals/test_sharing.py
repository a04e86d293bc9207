"""Across structures: a text confirmed where it was written, proposed where the same person is at home, answered there."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from cabinet_rgpd.history import memory, verification
from cabinet_rgpd.history.models import Payload
from cabinet_rgpd.isolation import foreign_keys
from cabinet_rgpd.structures import operations as structures
from registry.activities import queries as activities
from registry.proposals.models import Follower, Proposal, Sent
from registry.security import queries as security
from tests import cast
from tests.registry.proposals.making import received, shared, waiting

pytestmark = pytest.mark.django_db
SECRET = "Xylophone"


@pytest.fixture
def source(clinic):
    """A sheet that names things of the clinic in what is local to it."""
    rule = cast.retention_rule(clinic, name=f"Règle {SECRET}", parameter="retention.patient_file")
    supplier = cast.supplier(clinic, name=f"Logiciel {SECRET}")
    return cast.activity(
        clinic, name="Télésoin", software=f"Logiciel {SECRET}", information_note=f"Voir le Logiciel {SECRET}.",
        recipients=[{"kind": "", "name": f"Laboratoire {SECRET}"}],
        data_categories=[
            {"description": "Comptes rendus", "kind": "health", "retention_rule": rule, "justification": SECRET}
        ],
        processors=[{"kind": "practice_software", "supplier": supplier}],
    )  # fmt: skip


@pytest.fixture
def text(clinic, source):
    return shared(clinic, source)


@pytest.fixture
def ines(other_client, client_of):
    """The manager of the other practice, signed in."""
    return client_of(other_client.manager)


def sent_answer(client, practice, proposal, *taken, outcome="some", **more):
    url = practice.url("proposal_answer", proposal.pk)
    page = client.get(url).context
    form = page["form"]
    more = {**({"party": str(practice.party.pk)} if page["asks_party"] else {}), **more}
    return client.post(url, {"lock": form["lock"].value(), "changes": list(taken), "outcome": outcome, **more})


def test_nothing_local_to_the_source_leaves_unless_it_was_ticked(clinic, other_client, text, ines):
    assert received(other_client, text) == 1
    with other_client.scope():
        proposal, follower = Proposal.objects.get(), Follower.objects.get()
        bodies = " ".join(Payload._base_manager.filter(structure=other_client.structure).values_list("body", flat=True))
    held = f"{proposal.content} {follower.base} {bodies}"
    for word in (SECRET, clinic.structure.name, str(clinic.structure.pk), str(clinic.party.pk)):
        assert word not in held
    page = ines.get(other_client.url("proposal_answer", proposal.pk)).text
    assert "Télésoin" in page
    assert SECRET not in page
    assert foreign_keys.crossings() == {}


def test_nothing_is_written_in_the_register_before_the_manager_takes_it(other_client, text, ines):
    received(other_client, text)
    with other_client.scope():
        assert activities.everything() == ()
    [proposal] = waiting(other_client)
    keys = [line.key for line in ines.get(other_client.url("proposal_answer", proposal.pk)).context["lines"]]
    assert sent_answer(ines, other_client, proposal, *keys, outcome="all").status_code == 302
    with other_client.scope():
        [sheet] = activities.everything()
        [version] = memory.versions(activities.row(sheet.id), 1)
        proposal.refresh_from_db()
    assert (sheet.name, sheet.state, [each.name for each in sheet.responsibles]) == (
        "Télésoin", "in_force", [other_client.party.name]
    )  # fmt: skip
    # Proposed by one, accepted by another: both are in the history, apart.
    assert version.actor == str(other_client.manager.pk)
    assert "Camille Carlier" in version.reason
    assert (str(proposal.proposed_by), str(proposal.answered_by)) == ("Camille Carlier", "Ines Imbert")
    assert cast.apart(verification.verify)(other_client.structure.pk).faults == ()


def test_a_duration_is_matched_with_the_rule_of_the_structure(other_client, text, ines):
    own = cast.retention_rule(other_client, name="Notre règle", parameter="retention.patient_file")
    received(other_client, text)
    [proposal] = waiting(other_client)
    sent_answer(ines, other_client, proposal, outcome="all")
    with other_client.scope():
        [sheet] = activities.everything()
    assert [each.rule.id for each in sheet.data_categories] == [own.pk]
    assert [each.supplier for each in sheet.processors] == [None]


def test_the_same_text_is_proposed_once_and_only_its_changes_later(clinic, source, other_client, text, ines):
    assert [received(other_client, text), received(other_client, text)] == [1, 0]
    [proposal] = waiting(other_client)
    sent_answer(ines, other_client, proposal, outcome="all")
    assert received(other_client, shared(clinic, source)) == 0
    from tests.registry.proposals.making import changed

    changed(clinic, source, description="Une phrase de plus.")
    assert received(other_client, shared(clinic, source)) == 1
    [proposal] = waiting(other_client)
    lines = ines.get(other_client.url("proposal_answer", proposal.pk)).context["lines"]
    assert [line.key for line in lines] == ["description"]


def test_only_the_manager_answers(other_client, text, client_of):
    received(other_client, text)
    [proposal] = waiting(other_client)
    camille = client_of(other_client.account("camille"))
    assert camille.get(other_client.url("proposal_answer", proposal.pk)).status_code == 200
    answer = camille.post(other_client.url("proposal_answer", proposal.pk), {"outcome": "all"})
    assert answer.status_code == 403


def test_a_refusal_is_read_by_who_proposed_while_at_home_there_and_by_nobody_else(
    clinic, other_client, text, ines, client_of
):
    received(other_client, text)
    [proposal] = waiting(other_client)
    assert sent_answer(ines, other_client, proposal, outcome="none").status_code == 422
    sent_answer(ines, other_client, proposal, outcome="none", reason="Nous ne faisons pas de télésoin.")
    camille = client_of(clinic.camille)
    assert "Nous ne faisons pas de télésoin." in camille.get(reverse("sent")).text
    assert "télésoin" not in client_of(clinic.alice).get(reverse("sent")).text
    member = other_client.members["camille"]
    content = {"role": "dpo", "ends_on": timezone.localdate()}
    structures.change_member(membership=member, lock=member.lock_token, content=content, by=other_client.sign())
    page = camille.get(reverse("sent")).text
    assert "télésoin" not in page
    assert "Cabinet du Vallon" not in page


def test_it_is_sent_where_one_is_at_home_and_nowhere_else(clinic, other_client, neighbour, text, client_of):
    camille = client_of(clinic.camille)
    url = reverse("send", args=[clinic.structure.pk, text.pk])
    page = camille.get(url).text
    assert "Cabinet du Vallon" in page
    assert cast.CANARY not in page
    chosen = [other_client.structure.pk, neighbour.structure.pk]
    assert camille.post(url, {"structures": [str(each) for each in chosen]}).status_code == 302
    assert set(Proposal._base_manager.values_list("structure_id", flat=True)) == {other_client.structure.pk}
    assert client_of(neighbour.manager).get(url).status_code == 404
    assert client_of(clinic.bob).get(url).status_code == 404


def test_the_page_shows_word_for_word_what_is_copied_and_copies_what_is_ticked(clinic, source, client_of):
    camille, url = client_of(clinic.camille), clinic.url("share", "activity", source.pk)
    form = camille.get(url).context["form"]
    ticked = {line.key for line, first in form.boxes if first}
    assert "software" not in ticked
    assert "information_note" not in ticked  # it names a supplier of the clinic
    assert not any(key.startswith("recipients") for key in ticked)
    answer = camille.post(url, {"lock": form["lock"].value(), "changes": ["description"], "form_key": ""})
    assert answer.status_code == 302
    with clinic.scope():
        from registry.proposals.models import SharedText

        assert set(SharedText.objects.get().content) == {"name", "description"}
    assert camille.post(url, {"lock": "0", "changes": ["description"]}).status_code == 409


def test_a_measure_is_proposed_and_becomes_an_answer_of_the_structure(clinic, other_client, ines):
    text = shared(clinic, cast.measure(clinic, note="Chaque nuit, hors du cabinet"))
    received(other_client, text)
    [proposal] = waiting(other_client)
    sent_answer(ines, other_client, proposal, outcome="all")
    with other_client.scope():
        row = security.row_of("backups")
    assert (row.state, row.note) == ("in_place", "Chaque nuit, hors du cabinet")


def test_the_pages_ask_as_much_for_five_hundred_structures_as_for_five(clinic, text, client_of):
    camille = client_of(clinic.camille)
    pages = [reverse("send", args=[clinic.structure.pk, text.pk]), reverse("sent")]

    def more(count):
        for number in range(count):
            each = cast.practice(manager=cast.account(f"Gerant{count}x{number} Test"), name=f"Cabinet {count} {number}")
            each.members["camille"] = cast.add_member(each, clinic.camille, "dpo")
            received(each, text)

    more(3)
    few = [asked(camille, page) for page in pages]
    more(12)
    assert [asked(camille, page) for page in pages] == few
    assert Sent._base_manager.count() == 15


def asked(client, url):
    client.get(url)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(url).status_code == 200
    return len(captured)
