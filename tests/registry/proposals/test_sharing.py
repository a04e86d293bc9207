"""Across structures: a text confirmed where it was written, proposed where the same person is at home, answered there."""

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from cabinet_rgpd.history import memory, verification
from cabinet_rgpd.history.models import Payload
from cabinet_rgpd.isolation import foreign_keys
from cabinet_rgpd.structures import operations as structures
from registry.activities import queries as activities
from registry.proposals import operations, queries, sharing_views
from registry.proposals.models import Follower, Proposal, Sent
from registry.security import queries as security
from tests import cast
from tests.registry.proposals.making import changed, received, shared, waiting

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


# -- Matched with a sheet that stands here already -------------------------------------------------------------------


@pytest.fixture
def own(other_client):
    """The sheet that the other practice wrote itself for the same thing."""
    return cast.activity(other_client, name="Consultations à distance", description="Écrit par nous.")


def compared(client, practice, proposal, sheet):
    return client.get(practice.url("proposal_answer", proposal.pk), {"fiche": str(sheet.pk)})


def answered(client, practice, proposal, sheet, *taken, outcome="some", reason=""):
    form = compared(client, practice, proposal, sheet).context["form"]
    data = {
        "lock": form["lock"].value(),
        "sheet": str(sheet.pk),
        "changes": list(taken),
        "outcome": outcome,
        "reason": reason,
    }
    return client.post(practice.url("proposal_answer", proposal.pk), data)


def test_a_text_from_elsewhere_is_compared_with_a_sheet_of_the_structure(other_client, text, own, ines):
    received(other_client, text)
    [proposal] = waiting(other_client)
    assert "Consultations à distance" in ines.get(other_client.url("proposal_answer", proposal.pk)).text
    page = compared(ines, other_client, proposal, own)
    assert page.context["asks_party"] is False
    lines = {line.key: line for line in page.context["lines"]}
    assert (lines["name"].before, lines["name"].after) == ("Consultations à distance", "Télésoin")
    # The words of this place stand unless somebody chooses otherwise.
    assert lines["name"].local and "name" not in page.context["form"].ticked()


def test_taking_a_part_keeps_the_local_words_and_the_sheet_follows_from_then_on(
    clinic, source, other_client, text, own, ines
):
    received(other_client, text)
    [proposal] = waiting(other_client)
    [line] = [each.key for each in compared(ines, other_client, proposal, own).context["lines"] if each.key == "name"]
    assert answered(ines, other_client, proposal, own, line).status_code == 302
    with other_client.scope():
        [sheet] = activities.everything()
        assert (sheet.id, sheet.name, sheet.description) == (own.pk, "Télésoin", "Écrit par nous.")
        assert Follower.objects.get().target == own.pk
        proposal.refresh_from_db()
    assert proposal.state == "partly"
    changed(clinic, source, description="Une phrase de plus.")
    assert received(other_client, shared(clinic, source)) == 1
    [proposal] = waiting(other_client)
    lines = ines.get(other_client.url("proposal_answer", proposal.pk)).context["lines"]
    assert [(each.key, each.local) for each in lines] == [("description", True)]
    assert cast.apart(verification.verify)(other_client.structure.pk).faults == ()


def test_a_refusal_matches_nothing_and_a_newer_text_is_told_whole(clinic, source, other_client, text, own, ines):
    received(other_client, text)
    [proposal] = waiting(other_client)
    assert answered(ines, other_client, proposal, own, outcome="none").status_code == 422
    assert answered(ines, other_client, proposal, own, outcome="none", reason="Déjà écrit.").status_code == 302
    with other_client.scope():
        assert Follower.objects.get().target is None
        assert activities.row(own.pk).name == "Consultations à distance"
    assert received(other_client, text) == 0
    changed(clinic, source, description="Une phrase de plus.")
    assert received(other_client, shared(clinic, source)) == 1
    [proposal] = waiting(other_client)
    keys = {line.key for line in ines.get(other_client.url("proposal_answer", proposal.pk)).context["lines"]}
    assert {"name", "description"} < keys


def test_only_a_free_sheet_of_this_structure_may_be_matched(clinic, source, other_client, neighbour, text, own, ines):
    received(other_client, text)
    [proposal] = waiting(other_client)
    url = other_client.url("proposal_answer", proposal.pk)
    page = ines.get(url)
    for foreign in (source, cast.activity(neighbour)):
        assert compared(ines, other_client, proposal, foreign).context["lines"] == page.context["lines"]
        answer = ines.post(url, {"sheet": str(foreign.pk), "outcome": "all", "party": str(other_client.party.pk)})
        assert answer.status_code == 422
        with other_client.scope(), pytest.raises(ValidationError, match="ne peut plus être choisie"):
            operations.answer(
                proposal=queries.row(proposal.pk), lock=foreign.lock_token, taken={"name"}, reason="", sheet=foreign.pk,
                member=other_client.members["ines"], by=other_client.sign(), on=cast.TODAY,
            )  # fmt: skip
    answered(ines, other_client, proposal, own, outcome="all")
    # It follows a model now: another text is not matched with it.
    received(other_client, shared(clinic, cast.activity(clinic, name="Autre texte")))
    [other] = waiting(other_client)
    assert ines.get(other_client.url("proposal_answer", other.pk)).context["sheets"] == ()


def test_a_sheet_changed_meanwhile_is_shown_again_with_the_same_match(other_client, text, own, ines):
    received(other_client, text)
    [proposal] = waiting(other_client)
    form = compared(ines, other_client, proposal, own).context["form"]
    changed(other_client, own, description="Récrit entre-temps.")
    answer = ines.post(
        other_client.url("proposal_answer", proposal.pk),
        {"lock": form["lock"].value(), "sheet": str(own.pk), "changes": ["name"], "outcome": "some"},
    )
    assert answer.status_code == 409
    assert "Récrit entre-temps." in answer.text
    assert answer.context["form"]["sheet"].value() == str(own.pk)


def test_a_measure_is_proposed_and_becomes_an_answer_of_the_structure(clinic, other_client, ines):
    text = shared(clinic, cast.measure(clinic, note="Chaque nuit, hors du cabinet"))
    received(other_client, text)
    [proposal] = waiting(other_client)
    sent_answer(ines, other_client, proposal, outcome="all")
    with other_client.scope():
        row = security.row_of("backups")
    assert (row.state, row.note) == ("in_place", "Chaque nuit, hors du cabinet")


def many(clinic, text, count):
    """Structures of which Camille is the DPO; the text proposed to each."""
    made = []
    for number in range(count):
        each = cast.practice(manager=cast.account(f"Gerant{count}x{number} Test"), name=f"Cabinet {count} {number}")
        each.members["camille"] = cast.add_member(each, clinic.camille, "dpo")
        if text is not None:
            received(each, text)
        made.append(each)
    return made


def test_the_pages_ask_as_much_for_three_structures_as_for_fifteen_or_sixty(clinic, text, client_of):
    camille = client_of(clinic.camille)
    pages = [reverse("send", args=[clinic.structure.pk, text.pk]), reverse("sent")]
    pages += [f"{page}?q=cabinet" for page in pages] + [f"{page}?page=2" for page in pages]
    counts = []
    for more in (3, 12, 45):
        many(clinic, text, more)
        counts.append([asked(camille, page) for page in pages])
    assert counts[0] == counts[1] == counts[2]
    assert Sent._base_manager.count() == 60


def test_what_was_proposed_is_read_page_by_page_and_filtered(clinic, text, client_of, monkeypatch):
    monkeypatch.setattr(queries, "PAGE", 4)
    made = many(clinic, text, 6)
    with made[0].scope():
        [proposal] = Proposal.objects.all()
        operations.answer(
            proposal=queries.row(proposal.pk), lock="", taken=set(), reason="Pas chez nous.",
            member=made[0].members["camille"], by=made[0].sign(), on=cast.TODAY,
        )  # fmt: skip
    camille = client_of(clinic.camille)
    first, second = (camille.get(reverse("sent"), {"page": number}).context["page"] for number in (1, 2))
    assert (len(first.lines), len(second.lines), first.total) == (4, 2, 6)
    assert {each.pk for each in first.lines}.isdisjoint(each.pk for each in second.lines)
    [refused] = camille.get(reverse("sent"), {"etat": "refused"}).context["page"].lines
    assert refused.structure_id == made[0].structure.pk
    [named] = camille.get(reverse("sent"), {"q": "CABINET 6 3"}).context["page"].lines
    assert named.structure_id == made[3].structure.pk


def test_a_text_goes_to_every_structure_of_the_list_a_hundred_at_a_time(clinic, text, client_of, monkeypatch):
    monkeypatch.setattr(sharing_views, "AT_ONCE", 2)
    made = many(clinic, None, 3)
    camille, url = client_of(clinic.camille), reverse("send", args=[clinic.structure.pk, text.pk])
    answer = camille.post(f"{url}?q=cabinet", {"to": "all"})
    assert answer.url == f"{url}?q=cabinet"
    assert len(camille.get(url, {"etat": "jamais"}).context["page"].lines) == 1
    assert len(camille.get(url, {"etat": "attend"}).context["page"].lines) == 2
    camille.post(f"{url}?q=cabinet", {"to": "all"})
    assert set(Proposal._base_manager.values_list("structure_id", flat=True)) == {each.structure.pk for each in made}
    # What the list does not show is not sent to.
    assert camille.post(f"{url}?q=introuvable", {"to": "all"}).status_code == 302
    assert Proposal._base_manager.count() == 3


def asked(client, url):
    client.get(url)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(url).status_code == 200
    return len(captured)
