"""What the DPO of the fictional structures proposes from one to the others: one waits, one is refused."""

from cabinet_rgpd.history.ledger import Signature
from cabinet_rgpd.isolation.scope import structure_scope
from cabinet_rgpd.structures import queries as people
from cabinet_rgpd.structures.roles import Role
from registry.activities import queries as activities
from registry.proposals import operations, queries
from registry.proposals.vocabulary import Subject
from registry.security import queries as security


def share(structure, others, told, *, at, on):
    """Propose a sheet and a measure of `structure` to `others`, made before it; `told["refused"]`: `{structure name: reason}`."""
    for subject in (Subject.ACTIVITY, Subject.MEASURE):
        with structure_scope(structure.pk):
            text = _confirmed(structure, _root(subject, told), told["note"], at=at, on=on)
        for each in others:
            with structure_scope(each.pk):
                _propose(
                    each, text, told["refused"].get(each.name) if subject == Subject.ACTIVITY else None, at=at, on=on
                )


def _root(subject, told):
    if subject == Subject.MEASURE:
        return security.row_of(told["measure"])
    found = (each for each in activities.register() if told["origin"] in each.origins)
    return activities.row(next(found).id)


def _confirmed(structure, root, note, *, at, on):
    """The text with what is ticked from the start."""
    dpo = _member(structure, Role.DPO)
    return operations.share(
        root=root, lock=root.lock_token, taken={line.key for line, first in queries.offered(root) if first}, note=note,
        member=dpo, by=_by(structure, dpo, at), on=on,
    )  # fmt: skip


def _propose(structure, text, refusal, *, at, on):
    dpo, manager = _member(structure, Role.DPO), _member(structure, Role.MANAGER)
    operations.receive(shared=text, member=dpo, by=_by(structure, dpo, at), on=on)
    if refusal:
        proposal = queries.row(queries.waiting()[0].id)
        operations.answer(
            proposal=proposal,
            lock="",
            taken=set(),
            reason=refusal,
            member=manager,
            by=_by(structure, manager, at),
            on=on,
        )


def _member(structure, role):
    return next(each for each in people.members(structure.pk) if each.role == role)


def _by(structure, member, at):
    return Signature(structure_id=structure.pk, actor=member.account, at=at)
