"""Writes about models and proposals. A model is given, its changes are proposed; what follows it is written by its own people."""

import uuid

from django.core.exceptions import ValidationError

from cabinet_rgpd.history import aggregates, ledger
from cabinet_rgpd.lib import french
from registry.activities import operations as register
from registry.proposals import queries, rules, texts, words
from registry.proposals.models import Follower, Proposal
from registry.proposals.vocabulary import ProposalState, Subject

DRAFT, IN_FORCE = "draft", "in_force"


def give(*, model, parties, in_force, by, on):
    """Give a sheet as a model: each party gets its own, with the model's text and itself as controller. Returns the followers.

    A party that has its sheet already gets no other. The sheets are drafts unless `in_force`.
    """
    made = []
    with ledger.write(by) as write:
        model = write.take(model)
        if not queries.is_alive(model):
            raise ValidationError("Une fiche archivée ne se donne pas comme modèle.")
        state = aggregates.state(model)
        if in_force and not state["purposes"]:
            raise ValidationError("Donnez au moins une finalité au modèle avant de mettre ses fiches en vigueur.")
        text = texts.shared(model.AGGREGATE, state)
        served = {each.party_id for each in queries.followers(model.pk)}
        for party in (each for each in parties if each.pk not in served):
            key = uuid.uuid4()
            own = texts.for_follower(text, key)
            content = {
                **own, "sources": state["sources"], "state": IN_FORCE if in_force else DRAFT,
                "responsibles": [{"party": party.pk, "role": "controller"}],
            }  # fmt: skip
            sheet = register.add_activity(write, content=content, on=on)
            made.append(
                write.create(
                    Follower,
                    pk=key,
                    subject=Subject.ACTIVITY.value,
                    origin=model.pk,
                    target=sheet.pk,
                    party=party,
                    label=model.name,
                    base=own,
                )  # fmt: skip
            )
    return made


def propose(*, model, note, member, by, on):
    """Propose what the model now says to each sheet that follows it. Returns the number of proposals made.

    Told once: the same text is not proposed again, and one that waits gives way to a newer one. Nothing of the sheets
    that follow is written.
    """
    made = 0
    with ledger.write(by) as write:
        model = write.take(model)
        text = texts.shared(model.AGGREGATE, aggregates.state(model))
        for follower in queries.followers(model.pk):
            root = queries.target(follower)
            if root is not None:
                content = texts.for_follower(text, follower.pk)
                made += _tell(write, follower, root, content, label=model.name, note=note, member=member, on=on)
    return made


def answer(*, proposal, lock, taken, reason, member, by, on):
    """Take some of a proposal, or none of it with a reason. Returns the proposal.

    `lock` is the state of the sheet that the page showed; `taken` the keys of the changes to take. Raises Stale when the
    sheet changed meanwhile, ValidationError when the proposal no longer waits or a refusal says nothing.
    """
    told = f"Proposition de {proposal.proposed_by} du {french.date_in_words(proposal.proposed_on)}"
    with ledger.write(by.because(by.reason or told)) as write:
        proposal = write.take(proposal)
        if proposal.state != ProposalState.WAITING:
            raise ValidationError("Cette proposition n’attend plus de réponse\u00a0: rechargez la page.")
        follower = write.take(proposal.follower)
        root = queries.target(follower)
        if root is None:
            raise ValidationError("La fiche n’est plus dans le registre\u00a0: la proposition n’a plus d’objet.")
        root = write.take(root, lock)
        mine = queries.mine(follower, root)
        changes = rules.compare(follower.base, mine, proposal.content)
        state = rules.outcome(changes, taken)
        if state == ProposalState.REFUSED and not reason.strip():
            raise ValidationError({"reason": "Dites pourquoi\u00a0: celui qui propose lira votre raison."})
        write.apply(root, rules.merged(mine, changes, taken))
        write.apply(follower, {"base": proposal.content})
        content = {
            "state": state, "answered_on": on, "answered_by": member, "answer_reason": reason,
            "lines": words.answered(words.lines(follower.subject, changes, follower.base), taken),
        }  # fmt: skip
        write.apply(proposal, content, act=f"proposal.{state}")
    return proposal


def _tell(write, follower, root, content, *, label, note, member, on):
    """Make the proposal of a text to one follower, unless it says nothing new there; 1 when one was made."""
    waiting = queries.waiting_on(follower)
    if waiting is not None and rules.same_text(waiting.content, content):
        return 0
    news = rules.compare(follower.base, queries.mine(follower, root), content)
    if waiting is not None:
        gone = ProposalState.SUPERSEDED if news else ProposalState.WITHDRAWN
        write.apply(write.take(waiting), {"state": gone.value, "answered_on": on}, act=f"proposal.{gone}")
    if not news:
        write.apply(write.take(follower), {"base": content})
        return 0
    write.create(
        Proposal, follower=follower, party=follower.party_id, label=label, content=content, note=note, proposed_on=on,
        proposed_by=member,
    )  # fmt: skip
    return 1
