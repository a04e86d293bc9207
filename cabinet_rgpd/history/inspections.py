"""The last verification of each structure, kept: made from its page when it is quick, else by the scheduler."""

import datetime as dt
import logging
import time

from django.utils import timezone

from cabinet_rgpd.history import verification
from cabinet_rgpd.history.models import Inspection

logger = logging.getLogger(__name__)
#: Beyond this number of entries, a verification is the scheduler's.
VERIFIED_AT_ONCE = 5000
#: Each structure is verified this often, whoever asks.
EVERY = dt.timedelta(days=1)
#: How many faults are kept; a chain hashed again by hand may have one a line.
KEPT_FAULTS = 200
_TOLD_EVERY = 2000


def last(structure_id):
    """The Inspection of a structure, or None before the first."""
    return Inspection.objects.filter(structure_id=structure_id).first()


def ask(structure_id, now):
    """Verify at once, or leave it to the scheduler when the chain is long. Returns True when it is done."""
    if verification.count(structure_id) <= VERIFIED_AT_ONCE:
        inspect(structure_id)
        return True
    Inspection.objects.update_or_create(structure_id=structure_id, defaults={"asked_at": now, "read": 0})
    return False


def inspect(structure_id):
    """Verify a structure and keep the result. Returns the Inspection."""
    began = time.monotonic()

    def tell(read):
        if read % _TOLD_EVERY == 0:
            Inspection.objects.filter(structure_id=structure_id).update(read=read)

    report = verification.verify(structure_id, tell)
    if not report.is_ok:
        logger.error("verification of %s: %s faults, the first: %s", structure_id, len(report.faults), report.faults[0])
    found, _ = Inspection.objects.update_or_create(
        structure_id=structure_id,
        defaults={
            "asked_at": None, "at": timezone.now(), "entries": report.entries, "seq": report.seq, "hash": report.hash,
            "faults": list(report.faults[:KEPT_FAULTS]), "fault_count": len(report.faults), "read": report.entries,
            "removed": len(report.removed), "milliseconds": round((time.monotonic() - began) * 1000),
        },
    )  # fmt: skip
    return found


def run_those_asked():
    """Those asked from a page, the earliest first."""
    for structure_id in (
        Inspection.objects.exclude(asked_at=None).order_by("asked_at").values_list("structure_id", flat=True)
    ):
        inspect(structure_id)


def run_those_due(now):
    """Every structure that was not verified for a day."""
    fresh = set(Inspection.objects.filter(at__gt=now - EVERY).values_list("structure_id", flat=True))
    for structure_id, _ in verification.structures():
        if structure_id not in fresh:
            inspect(structure_id)
