"""Requests as frozen facts. Nobody is named: a neutral reference stands in the person's own file."""

import datetime as dt
import uuid
from dataclasses import dataclass

from registry.requests.vocabulary import (
    MEDICAL,
    Channel,
    DataAge,
    Goal,
    Ground,
    IdentityMethod,
    Means,
    Outcome,
    Requester,
    RequestKind,
    RequestState,
)


@dataclass(frozen=True, kw_only=True)
class RequestRecord:
    """One request. `received_at` is a moment (UTC); the other dates are days in the structure's time zone."""

    received_at: dt.datetime
    id: uuid.UUID | None = None
    version: int = 1
    reference: str = ""
    kind: str = RequestKind.MEDICAL_FILE
    state: str = RequestState.OPEN
    requester: str = Requester.UNKNOWN
    age: str = DataAge.UNKNOWN
    channel: str = Channel.PHONE
    scope: str = ""
    handled_by: str = ""
    covered_by: str = ""
    identity_method: str = IdentityMethod.NONE
    identity_checked_on: dt.date | None = None
    goal: str = ""
    minor_secret: bool = False
    due_on: dt.date | None = None
    cnil_reference: str = ""
    to_join: str = ""
    acknowledged_on: dt.date | None = None
    extended_on: dt.date | None = None
    extension_reason: str = ""
    outcome: str = ""
    answered_on: dt.date | None = None
    answer_means: str = ""
    answer_content: str = ""
    proof: str = ""
    fee: str = ""
    ground: str = ""
    refusal_reason: str = ""

    @property
    def is_open(self):
        return self.state == RequestState.OPEN

    @property
    def is_medical(self):
        return self.kind in MEDICAL

    @property
    def is_cnil(self):
        return self.kind == RequestKind.CNIL

    @property
    def kind_label(self):
        return RequestKind.label_of(self.kind)

    @property
    def state_label(self):
        return RequestState.label_of(self.state)

    @property
    def requester_label(self):
        return Requester.label_of(self.requester)

    @property
    def age_label(self):
        return DataAge.label_of(self.age)

    @property
    def channel_label(self):
        return Channel.label_of(self.channel)

    @property
    def identity_label(self):
        return IdentityMethod.label_of(self.identity_method)

    @property
    def goal_label(self):
        return Goal.label_of(self.goal) if self.goal else ""

    @property
    def outcome_label(self):
        return Outcome.label_of(self.outcome) if self.outcome else ""

    @property
    def means_label(self):
        return Means.label_of(self.answer_means) if self.answer_means else ""

    @property
    def ground_label(self):
        return Ground.label_of(self.ground) if self.ground else ""

    @property
    def refuses(self):
        return self.outcome in (Outcome.REFUSED, Outcome.PARTIAL)
