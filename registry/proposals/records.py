"""Proposals as frozen facts."""

import datetime as dt
import uuid
from dataclasses import dataclass

from registry.proposals.rules import Change
from registry.proposals.vocabulary import ProposalState


@dataclass(frozen=True)
class Line:
    """A change as a person reads it. `base` is what the model said before, where the words here are others (`local`)."""

    change: Change
    where: str
    before: str
    after: str
    base: str = ""

    @property
    def key(self):
        return self.change.key

    @property
    def local(self):
        return self.change.local


@dataclass(frozen=True, kw_only=True)
class ProposalRecord:
    """A proposal with who made it and who answered; `lines` is what was taken and left, once answered."""

    id: uuid.UUID
    follower_id: uuid.UUID
    label: str
    party_id: uuid.UUID | None
    party: str
    state: str
    note: str
    proposed_on: dt.date
    proposed_by: str
    answered_on: dt.date | None
    answered_by: str
    reason: str
    lines: tuple[dict, ...]

    @property
    def waits(self):
        return self.state == ProposalState.WAITING

    @property
    def state_label(self):
        return ProposalState.label_of(self.state)

    @property
    def left(self):
        return [line for line in self.lines if not line["taken"]]


@dataclass(frozen=True, kw_only=True)
class Follow:
    """A record that follows a model: where it stands, and the last proposal made to it.

    `behind`: the model says something that was neither given nor proposed to it yet.
    """

    id: uuid.UUID
    party: str
    target: uuid.UUID | None
    reference: str
    alive: bool
    behind: bool
    last: ProposalRecord | None
