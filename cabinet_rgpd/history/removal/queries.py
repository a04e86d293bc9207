"""Reads of the removals of the structure in scope, and the search that comes before."""

from collections import Counter
from dataclasses import dataclass

from cabinet_rgpd.history.removal import places
from cabinet_rgpd.history.removal.models import RemovalRequest, State
from cabinet_rgpd.history.removal.words import Words


@dataclass(frozen=True)
class Found:
    """Where words stand: how many rows of each kind, how many sealed entries, which files may show them."""

    rows: tuple
    entries: int
    files: tuple

    @property
    def is_empty(self):
        return not (self.rows or self.entries or any(each.plainly for each in self.files))

    @property
    def likely(self):
        return [each.key for each in self.files if each.plainly or each.later]


def search(structure_id, text):
    """Found of some words, in everything that the structure holds."""
    words = Words(text)
    sealed = list(places.entries(structure_id, words))
    counted = Counter((each.kind, each.what) for each in places.find(structure_id, words))
    files = tuple(places.files(structure_id, words, sealed[0][0] if sealed else None))
    return Found(tuple((*named, count) for named, count in sorted(counted.items())), len(sealed), files)


def requests():
    """Every request for the removal of a text, the latest first."""
    return list(RemovalRequest.objects.filter(whole=False).order_by("-asked_at"))


def request(request_id):
    return RemovalRequest.objects.filter(pk=request_id, whole=False).first()


def deletion():
    """The request for the deletion of the structure that waits to be confirmed, or None."""
    return RemovalRequest.objects.filter(whole=True, state=State.ASKED).first()
