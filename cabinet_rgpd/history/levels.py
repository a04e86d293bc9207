"""The level of proof of the structure in scope (proof.md §1): what it is today, up to where, and what would raise it."""

from dataclasses import dataclass

from cabinet_rgpd.history.anchors import queries as anchors
from cabinet_rgpd.history.models import Entry

NAMES = ("interne", "témoin", "horodaté", "horodaté qualifié")
#: What puts a receipt in other hands: a notice that patients read, a document handed over.
WITNESSES = ("notice.published", "document.issued")


@dataclass(frozen=True)
class Level:
    """`number` from 0 to 3; what it rests on covers the chain up to the position `seq`, since the moment `at`."""

    number: int
    seq: int = 0
    at: object = None

    @property
    def name(self):
        return NAMES[self.number]


def level(now, mailed_at=None):
    """The best that stands: a time stamp, unless none could be had for two days; else a receipt in other hands.

    `mailed_at` is when the last receipt that left by mail, for someone who does not keep the register, was written.
    """
    stamps = anchors.standing(now)
    if stamps.last is not None and stamps.late_since is None:
        return Level(3 if stamps.last.is_qualified else 2, stamps.last.seq, stamps.last.stamped_at)
    witness = last_witness(mailed_at)
    return Level(1, witness.seq, witness.at) if witness else Level(0)


def last_witness(mailed_at=None):
    """The last entry that a receipt in other hands covers, or None."""
    given = Entry.objects.filter(act__in=WITNESSES).order_by("-seq").first()
    mailed = Entry.objects.filter(at__lte=mailed_at).order_by("-seq").first() if mailed_at else None
    return max((each for each in (given, mailed) if each), key=lambda each: each.seq, default=None)
