"""Models given and changes proposed, through the operations."""

from registry.proposals import operations, queries
from registry.proposals.models import Proposal
from tests import cast


@cast.apart
def given(practice, model, *parties, in_force=True):
    """The followers of a model given to some parties."""
    return operations.give(model=model, parties=parties, in_force=in_force, by=practice.sign(), on=cast.TODAY)


@cast.apart
def proposed(practice, model, note="", member="alice"):
    """Propose what the model says; returns how many proposals were made."""
    return operations.propose(
        model=model, note=note, member=practice.members[member], by=practice.sign(), on=cast.TODAY
    )


@cast.apart
def changed(practice, model, **content):
    """Change the model."""
    from registry.activities import operations as register

    with practice.scope():
        model.refresh_from_db()
        return register.update_activity(activity=model, lock=model.lock_token, content=content, by=practice.sign())


@cast.apart
def shared(practice, root, *without, member="camille"):
    """The text of a record confirmed for others, as the page ticks it, but for some keys."""
    with practice.scope():
        root.refresh_from_db()
        taken = {line.key for line, first in queries.offered(root) if first} - set(without)
        return operations.share(
            root=root, lock=root.lock_token, taken=taken, note="", member=practice.members[member],
            by=practice.sign(actor=practice.account(member)), on=cast.TODAY,
        )  # fmt: skip


@cast.apart
def received(practice, text, member="camille"):
    """The text proposed to a practice; 1 when it says something new there."""
    with practice.scope():
        return operations.receive(
            shared=text,
            member=practice.members[member],
            by=practice.sign(actor=practice.account(member)),
            on=cast.TODAY,
        )


def waiting(practice, party=None):
    """The rows that wait for an answer."""
    with practice.scope():
        rows = Proposal.objects.filter(state="waiting")
        return list(rows.filter(party=party) if party else rows)
