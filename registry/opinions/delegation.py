"""What a DPO wrote by delegation: who wrote, who validated, what waits. Pure (GDPR art. 5.2, 24 and 38.6)."""

import datetime as dt
from dataclasses import dataclass


@dataclass(frozen=True)
class Authorship:
    """The last version of a record that a delegate wrote, kept apart from the validation of the controller."""

    version: int
    author: str
    written_at: dt.datetime
    validated_by: str = ""
    validated_on: dt.date | None = None
    #: The last version that the delegate did not write, or that was validated: what he changed is told from it. 0: none.
    since: int = 0

    @property
    def waits(self):
        return self.validated_on is None


def authorship(lines, *, since, managers, names, validations):
    """The Authorship of one record, or None when no text of a delegate stands.

    `lines`: its versions in order, `(number, actor, moment)`; `since`: `{delegate: when he was first entrusted}`. A later
    version by a manager makes the text his own. `validations` are the opinions of that kind, the latest first: any on
    the delegate's version or a later one counts.
    """
    written = [line for line in lines if line[1] in since and line[2] >= since[line[1]]]
    if not written:
        return None
    version, actor, at = written[-1]
    if any(number > version and who in managers for number, who, _ in lines):
        return None
    given = next((each for each in validations if each.object_version >= version), None)
    author = names.get(actor, "Le délégué")
    if given is None:
        return Authorship(version, author, at, since=_answered_for(lines, written, version, validations))
    return Authorship(version, author, at, given.author, given.given_on)


def _answered_for(lines, written, version, validations):
    """The last version before this one that somebody else wrote, or that the controller validated; 0 where there is none."""
    his = {number for number, *_ in written}
    others = [number for number, *_ in lines if number < version and number not in his]
    return max([*others, *(each.object_version for each in validations)], default=0)
