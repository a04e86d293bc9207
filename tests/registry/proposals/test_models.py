"""Inside one structure: a model given to several parties, its changes proposed to each of them and never imposed."""

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cabinet_rgpd.history import aggregates, memory, verification
from cabinet_rgpd.history.ledger import Stale
from cabinet_rgpd.history.models import Entry
from registry.activities import operations as register
from registry.activities import queries as activities
from registry.proposals import operations, queries
from registry.proposals.models import Follower, Proposal
from tests import cast
from tests.registry.proposals.making import changed, given, proposed, waiting

pytestmark = pytest.mark.django_db


@pytest.fixture
def maud(clinic):
    """A practitioner without an account."""
    return cast.party(clinic, name="Maud Moreau", profession="midwife")


@pytest.fixture
def model(clinic):
    return cast.activity(clinic, name="Dossier du patient")


@pytest.fixture
def followers(clinic, model, maud):
    """Denis and Maud each have their sheet of the model."""
    return {each.party_id: each for each in given(clinic, model, clinic.denis_party, maud)}


@pytest.fixture
def denis_sheet(clinic, followers):
    with clinic.scope():
        return activities.row(followers[clinic.denis_party.pk].target)


def own_words(clinic, sheet, **content):
    with clinic.scope():
        sheet.refresh_from_db()
        register.update_activity(activity=sheet, lock=sheet.lock_token, content=content, by=clinic.sign())
        sheet.refresh_from_db()


def answer(clinic, proposal, *taken, reason="", who="denis", lock=None):
    with clinic.scope():
        proposal = queries.row(proposal.pk)
        root = queries.target(proposal.follower)
        return operations.answer(
            proposal=proposal, lock=lock or root.lock_token, taken=set(taken), reason=reason,
            member=clinic.members[who], by=clinic.sign(actor=clinic.account(who)), on=cast.TODAY,
        )  # fmt: skip


def lines_of(clinic, proposal):
    with clinic.scope():
        proposal = queries.row(proposal.pk)
        return queries.lines(proposal.follower, queries.target(proposal.follower), proposal)


def test_each_party_gets_its_own_sheet_with_the_model_s_text(clinic, model, followers, denis_sheet):
    with clinic.scope():
        mine, theirs = aggregates.state(denis_sheet), aggregates.state(model)
    assert denis_sheet.reference != model.reference
    assert [each["party"]["label"] for each in mine["responsibles"]] == ["Denis Delorme"]
    for name in ("name", "description", "persons", "software"):
        assert mine[name] == theirs[name]
    assert [row["name"] for row in mine["purposes"]] == [row["name"] for row in theirs["purposes"]]
    assert {row["id"] for row in mine["purposes"]}.isdisjoint(row["id"] for row in theirs["purposes"])


def test_a_party_that_has_its_sheet_gets_no_second_one(clinic, model, followers):
    assert given(clinic, model, clinic.denis_party) == []
    with clinic.scope():
        assert Follower.objects.count() == 2


def test_a_change_of_the_model_is_proposed_and_writes_nothing(clinic, model, followers, denis_sheet):
    changed(clinic, model, software="Logiciel Nouveau")
    version = denis_sheet.version
    assert proposed(clinic, model) == 2
    with clinic.scope():
        denis_sheet.refresh_from_db()
    assert (denis_sheet.version, denis_sheet.software) == (version, "Logiciel Fictif")


def test_the_same_text_is_proposed_once(clinic, model, followers):
    changed(clinic, model, software="Logiciel Nouveau")
    assert [proposed(clinic, model), proposed(clinic, model)] == [2, 0]
    assert len(waiting(clinic)) == 2


def test_a_newer_proposal_takes_the_place_of_the_one_that_waits(clinic, model, followers, client_of):
    changed(clinic, model, software="Logiciel Nouveau")
    proposed(clinic, model)
    [old] = waiting(clinic, clinic.denis_party)
    changed(clinic, model, software="Logiciel Plus Nouveau")
    proposed(clinic, model)
    [new] = waiting(clinic, clinic.denis_party)
    with clinic.scope():
        old.refresh_from_db()
    assert old.state == "superseded"
    page = client_of(clinic.denis).get(clinic.url("proposal_answer", old.pk))
    assert "Remplacée par une plus récente" in page.text
    assert clinic.url("proposal_answer", new.pk) in page.text
    sent = client_of(clinic.denis).post(clinic.url("proposal_answer", old.pk), {"outcome": "all"})
    assert sent.status_code == 409


def test_a_model_that_returns_to_its_text_withdraws_what_waits(clinic, model, followers):
    changed(clinic, model, software="Logiciel Nouveau")
    proposed(clinic, model)
    changed(clinic, model, software="Logiciel Fictif")
    assert proposed(clinic, model) == 0
    assert waiting(clinic) == []
    with clinic.scope():
        assert set(Proposal.objects.values_list("state", flat=True)) == {"withdrawn"}


def test_all_is_taken_signed_by_who_takes_with_the_name_of_who_proposed(clinic, model, followers, denis_sheet):
    changed(clinic, model, software="Logiciel Nouveau", purposes=[{"name": "Soigner", "legal_basis": "6.1.c"}])
    proposed(clinic, model)
    [proposal] = waiting(clinic, clinic.denis_party)
    done = answer(clinic, proposal, *[line.key for line in lines_of(clinic, proposal)])
    with clinic.scope():
        denis_sheet.refresh_from_db()
        assert (done.state, denis_sheet.software) == ("taken", "Logiciel Nouveau")
        assert [each.name for each in denis_sheet.purposes.all()] == ["Soigner"]
        [version] = memory.versions(denis_sheet, 1)
        assert version.actor == str(clinic.denis.pk)
        assert "Alice Amblard" in version.reason
        entry = Entry._base_manager.filter(obj=done.obj).order_by("-seq").first()
    assert entry.act == "proposal.taken"
    assert cast.apart(verification.verify)(clinic.structure.pk).faults == ()


def test_own_words_are_marked_left_unticked_and_kept(clinic, model, followers, denis_sheet):
    own_words(clinic, denis_sheet, security_measures="Coffre à clé", software="Logiciel de Denis")
    changed(clinic, model, software="Logiciel Nouveau", description="Un texte plus clair.")
    proposed(clinic, model)
    [proposal] = waiting(clinic, clinic.denis_party)
    lines = lines_of(clinic, proposal)
    assert {line.key: line.local for line in lines} == {"description": False, "software": True}
    [software] = [line for line in lines if line.local]
    assert (software.before, software.after, software.base) == (
        "Logiciel de Denis", "Logiciel Nouveau", "Logiciel Fictif"
    )  # fmt: skip
    done = answer(clinic, proposal, "description")
    with clinic.scope():
        denis_sheet.refresh_from_db()
    assert (done.state, denis_sheet.software, denis_sheet.description) == (
        "partly", "Logiciel de Denis", "Un texte plus clair."
    )  # fmt: skip
    assert denis_sheet.security_measures == "Coffre à clé"


def test_a_refusal_says_why_is_kept_and_shown_to_who_proposed(clinic, model, followers, denis_sheet, client_of):
    changed(clinic, model, software="Logiciel Nouveau")
    proposed(clinic, model)
    [proposal] = waiting(clinic, clinic.denis_party)
    with pytest.raises(ValidationError):
        answer(clinic, proposal)
    version = denis_sheet.version
    done = answer(clinic, proposal, reason="Je garde mon logiciel.")
    with clinic.scope():
        denis_sheet.refresh_from_db()
    assert (done.state, denis_sheet.version) == ("refused", version)
    page = client_of(clinic.alice).get(clinic.url("model", model.pk)).text
    assert "Je garde mon logiciel." in page
    assert "Refusée" in page
    assert proposed(clinic, model) == 0


def test_what_was_refused_comes_back_only_when_the_model_changes_there_again(clinic, model, followers):
    changed(clinic, model, software="Logiciel Nouveau")
    proposed(clinic, model)
    [proposal] = waiting(clinic, clinic.denis_party)
    answer(clinic, proposal, reason="Non.")
    changed(clinic, model, description="Autre chose.")
    proposed(clinic, model)
    [proposal] = waiting(clinic, clinic.denis_party)
    assert [line.key for line in lines_of(clinic, proposal)] == ["description"]


def test_an_answer_to_a_sheet_changed_meanwhile_is_refused_with_both_texts(
    clinic, model, followers, denis_sheet, client_of
):
    changed(clinic, model, software="Logiciel Nouveau")
    proposed(clinic, model)
    [proposal] = waiting(clinic, clinic.denis_party)
    denis, url = client_of(clinic.denis), clinic.url("proposal_answer", proposal.pk)
    form = denis.get(url).context["form"]
    sent = {"lock": form["lock"].value(), "changes": "software", "outcome": "some", "form_key": ""}
    own_words(clinic, denis_sheet, software="Logiciel de Denis")
    page = denis.post(url, sent)
    assert page.status_code == 409
    assert "Logiciel de Denis" in page.text
    assert "écrit ici" in page.text
    with clinic.scope(), pytest.raises(Stale):
        answer(clinic, proposal, "software", lock=sent["lock"])
    again = sent | {"lock": page.context["form"].data["lock"]}
    assert denis.post(url, again).status_code == 302
    with clinic.scope():
        denis_sheet.refresh_from_db()
    assert denis_sheet.software == "Logiciel Nouveau"


def test_the_same_answer_sent_twice_is_written_once(clinic, model, followers, client_of):
    changed(clinic, model, software="Logiciel Nouveau")
    proposed(clinic, model)
    [proposal] = waiting(clinic, clinic.denis_party)
    denis, url = client_of(clinic.denis), clinic.url("proposal_answer", proposal.pk)
    form = denis.get(url).context["form"]
    sent = {
        "lock": form["lock"].value(), "form_key": form["form_key"].value(), "changes": "software", "outcome": "some",
    }  # fmt: skip
    first, last = denis.post(url, sent), Entry._base_manager.count()
    second = denis.post(url, sent)
    assert (first.status_code, second.status_code, second.url) == (302, 302, first.url)
    assert Entry._base_manager.count() == last


def test_a_practitioner_answers_for_his_own_party_alone(clinic, model, followers, maud, client_of):
    changed(clinic, model, software="Logiciel Nouveau")
    proposed(clinic, model)
    denis, alice = client_of(clinic.denis), client_of(clinic.alice)
    [his], [hers] = waiting(clinic, clinic.denis_party), waiting(clinic, maud)
    sent = {"outcome": "none", "reason": "Non.", "lock": "1"}
    assert denis.post(clinic.url("proposal_answer", hers.pk), sent).status_code == 403
    # Denis is at home here: nobody answers in his place. Maud has no account: whoever keeps the register does.
    assert alice.post(clinic.url("proposal_answer", his.pk), sent).status_code == 403
    assert client_of(clinic.bob).post(clinic.url("proposal_answer", hers.pk), sent).status_code == 403
    assert alice.post(clinic.url("proposal_answer", hers.pk), sent).status_code == 302


def test_what_waits_is_on_the_dashboard_and_on_the_sheet(clinic, model, followers, denis_sheet, client_of):
    changed(clinic, model, software="Logiciel Nouveau")
    proposed(clinic, model)
    denis = client_of(clinic.denis)
    assert "Répondre à 2 propositions" in denis.get(clinic.url("deadlines")).text
    assert "à vous de répondre" in denis.get(clinic.url("proposals")).text
    assert "Le modèle de cette fiche a changé" in denis.get(clinic.url("activity", denis_sheet.pk)).text


def test_a_draft_follows_too_and_a_sheet_thrown_away_is_left_in_peace(clinic, model, maud):
    [his, hers] = given(clinic, model, clinic.denis_party, maud, in_force=False)
    with clinic.scope():
        register.discard_draft(activity=activities.row(hers.target), by=clinic.sign())
    changed(clinic, model, software="Logiciel Nouveau")
    assert proposed(clinic, model) == 1
    [proposal] = waiting(clinic)
    answer(clinic, proposal, "software")
    with clinic.scope():
        assert activities.row(his.target).software == "Logiciel Nouveau"


def test_the_pages_ask_as_much_for_sixty_parties_as_for_two(clinic, model, followers, client_of):
    alice = client_of(clinic.alice)
    changed(clinic, model, software="Logiciel Nouveau")
    proposed(clinic, model)
    pages = [
        clinic.url("model", model.pk),
        clinic.url("proposals"),
        clinic.url("model_give", model.pk),
        clinic.url("overview"),
    ]
    few = [asked(alice, page) for page in pages]
    given(clinic, model, *[cast.party(clinic, name=f"Praticien {number}") for number in range(58)])
    changed(clinic, model, software="Logiciel Suivant")
    assert proposed(clinic, model) == 60
    many = [asked(alice, page) for page in pages]
    assert all(now <= then for then, now in zip(few, many, strict=True)), (few, many)


def asked(client, url):
    client.get(url)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(url).status_code == 200
    return len(captured)
