"""What is due: one shape for every subject, so that one list, one calendar and one message can hold them all."""

import datetime as dt
from dataclasses import dataclass


@dataclass(frozen=True)
class Deadline:
    """One thing due.

    `on` is a date in the structure's time zone; `at` is the moment (aware, UTC) when the term is counted in hours.
    `what` and `why` are French sentences without a name of a patient; `route` and `arguments` lead to the page that does it
    (the structure's key is not among the arguments). `urgent`: told at once by e-mail, not with the week's digest.
    `key` is stable over days: the same thing due keeps it, so that a calendar and a reminder know it again.
    """

    key: str
    subject: str
    on: dt.date
    what: str
    why: str
    route: str
    arguments: tuple = ()
    at: dt.datetime | None = None
    urgent: bool = False

    def overdue(self, now, today):
        """Whether the term has passed: by the moment if it has one, else by the day."""
        return self.at < now if self.at else self.on < today
