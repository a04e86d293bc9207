"""What the desk shows, as frozen facts."""

import datetime as dt
import uuid
from dataclasses import dataclass

from cabinet_rgpd.lib import pages


@dataclass(frozen=True)
class Line:
    """One structure of the desk. `news` counts what others wrote since `seen_at`; None when nothing was marked as seen."""

    structure_id: uuid.UUID
    name: str
    city: str
    kind_label: str
    read_at: dt.datetime
    in_force: int
    lacking: int
    review_on: dt.date | None
    review_due: bool
    outcome: str
    notice_on: dt.date | None
    notice_outdated: bool
    late: int
    following: "Due | None"
    news: int
    seen_at: dt.datetime | None


@dataclass(frozen=True)
class Due:
    """One thing due. `moment` is in the words of the structure's own clock."""

    structure_id: uuid.UUID
    name: str
    subject: str
    what: str
    why: str
    moment: str
    late: bool
    urgent: bool
    route: str
    arguments: tuple


@dataclass(frozen=True)
class Page(pages.Page):
    """One page of the desk; `unread` counts the structures that are still to be read a first time."""

    unread: int = 0
