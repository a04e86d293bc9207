"""Writes about models and proposals. A model is given, its changes are proposed; what follows it is written by its own people."""

import uuid

from django.core.exceptions import ValidationError

from cabinet_rgpd.history import aggregates, ledger
from cabinet_rgpd.lib import french
from registry.activities import operations as register
from registry.proposals import queries, rules, texts, words
from registry.proposals.models import Follower, Proposal, Sent, SharedText
from registry.proposals.vocabulary import ProposalState, Subject
from registry.security import operations as measures

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


def answer(*, proposal, lock, taken, reason, member, by, on, party=None, sheet=None):
    """Take some of a proposal, or none of it with a reason. Returns the proposal.

    `lock` is the state of the record that the page showed; `taken` the keys of the changes to take. What comes from
    elsewhere and does not exist here yet is matched with `sheet`, the key of one that does, unless it is refused; or
    becomes a new sheet, for which `party` will answer. Raises Stale when the record changed meanwhile, ValidationError
    when the proposal no longer waits, a refusal says nothing, or the sheet follows a model already.
    """
    told = f"Proposition de {proposal.proposed_by} du {french.date_in_words(proposal.proposed_on)}"
    with ledger.write(by.because(by.reason or told)) as write:
        proposal = write.take(proposal)
        if proposal.state != ProposalState.WAITING:
            raise ValidationError("Cette proposition n’attend plus de réponse\u00a0: rechargez la page.")
        follower = write.take(proposal.follower)
        root = queries.target(follower)
        if root is None and not follower.outside:
            raise ValidationError("La fiche n’est plus dans le registre\u00a0: la proposition n’a plus d’objet.")
        kept = follower.target
        if root is None and sheet is not None:
            root = _matched(follower, sheet)
        root = write.take(root, lock) if root is not None else None
        mine = queries.mine(follower, root)
        changes, base = queries.changes(follower, mine, proposal.content)
        state = rules.outcome(changes, taken)
        if state == ProposalState.REFUSED and not reason.strip():
            raise ValidationError({"reason": "Dites pourquoi\u00a0: celui qui propose lira votre raison."})
        merged = rules.merged(mine, changes, taken)
        if merged:
            root = _written(write, follower, root, merged, party=party, on=on)
        if state != ProposalState.REFUSED:
            kept = root.pk if root is not None else None
        write.apply(follower, {"base": proposal.content, "target": kept})
        content = {
            "state": state, "answered_on": on, "answered_by": member, "answer_reason": reason,
            "lines": words.answered(words.lines(follower.subject, changes, base), taken),
        }  # fmt: skip
        write.apply(proposal, content, act=f"proposal.{state}")
        _summarise(proposal, follower)
    return proposal


def share(*, root, lock, taken, note, member, by, on):
    """Confirm what of a record may be proposed elsewhere, word for word. Returns the SharedText; nothing is sent yet.

    `taken` are the keys of the lines shown (queries.offered). Raises Stale when the record changed since they were read.
    """
    with ledger.write(by) as write:
        root = write.take(root, lock)
        changes = [line.change for line, _ in queries.offered(root)]
        always = {"name", "state"} & {change.key for change in changes}
        content = rules.merged({}, changes, {*taken, *always})
        return write.create(
            SharedText, subject=root.AGGREGATE, object_id=root.pk, origin=queries.origin_shared(root.pk) or uuid.uuid4(),
            measure_key=getattr(root, "key", ""), label=root.name[:300], content=content, note=note, confirmed_on=on,
            member=member,
        )  # fmt: skip


def receive(*, shared, member, by, on):
    """Propose a text confirmed elsewhere to this structure; 1 when it says something new here, else 0.

    `shared` is a text that `member`, at home in both places, confirmed in another structure. Nothing of the register is
    written: the text waits, frozen, until somebody here answers.
    """
    with ledger.write(by) as write:
        follower = queries.outside_follower(shared.origin)
        if follower is None:
            follower = write.create(
                Follower, subject=shared.subject, origin=shared.origin, outside=True, measure_key=shared.measure_key,
                label=shared.label,
            )  # fmt: skip
        content = texts.for_follower(shared.content, follower.pk)
        root = queries.target(follower)
        return _tell(write, follower, root, content, label=shared.label, note=shared.note, member=member, on=on)


def _tell(write, follower, root, content, *, label, note, member, on):
    """Make the proposal of a text to one follower, unless it says nothing new there; 1 when one was made."""
    waiting = queries.waiting_on(follower)
    if waiting is not None and rules.same_text(waiting.content, content):
        return 0
    news, _ = queries.changes(follower, queries.mine(follower, root), content)
    if waiting is not None:
        gone = ProposalState.SUPERSEDED if news else ProposalState.WITHDRAWN
        waiting = write.take(waiting)
        write.apply(waiting, {"state": gone.value, "answered_on": on}, act=f"proposal.{gone}")
        _summarise(waiting, follower)
    if not news:
        write.apply(write.take(follower), {"base": content})
        return 0
    made = write.create(
        Proposal, follower=follower, party=follower.party_id, label=label, content=content, note=note, proposed_on=on,
        proposed_by=member,
    )  # fmt: skip
    _summarise(made, follower)
    return 1


def _matched(follower, sheet_id):
    """The row of the sheet with which a text from elsewhere is matched; read under the lock of the chain."""
    if sheet_id not in {each.id for each in queries.matchable(follower)}:
        raise ValidationError(
            {"sheet": "Cette fiche ne peut plus être choisie\u00a0: elle est archivée, ou suit déjà un modèle."}
        )
    return queries.matched(sheet_id)


def _written(write, follower, root, merged, *, party, on):
    """The record with what was taken of the proposal: changed, or made. Returns its row."""
    if follower.subject == Subject.MEASURE:
        return measures.take_over(write, key=follower.measure_key, row=root, content=merged, on=on)
    if root is not None:
        write.apply(root, merged)
        return root
    if not merged.get("name"):
        raise ValidationError({"changes": "Cette fiche n’existe pas encore chez vous\u00a0: prenez aussi son nom."})
    if party is None:
        raise ValidationError({"party": "Dites qui répondra de cette fiche chez vous."})
    content = {
        **merged, "state": IN_FORCE if merged.get("purposes") else DRAFT,
        "responsibles": [{"party": party, "role": "controller"}],
    }  # fmt: skip
    return register.add_activity(write, content=content, on=on)


def _summarise(proposal, follower):
    """What the one who proposed follows from elsewhere, written with what it sums up."""
    if not follower.outside:
        return
    content = {
        "structure_id": proposal.structure_id, "account_id": proposal.proposed_by.account_id,
        "origin": follower.origin, "label": proposal.label, "state": proposal.state, "sent_on": proposal.proposed_on,
        "answer_reason": proposal.answer_reason, "answered_on": proposal.answered_on,
        "left": [line["where"] for line in proposal.lines if not line["taken"]],
    }  # fmt: skip
    Sent.objects.update_or_create(proposal_id=proposal.pk, defaults=content)
