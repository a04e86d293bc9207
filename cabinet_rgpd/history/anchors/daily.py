"""Once a day: the ends of all chains under one root, stamped, then said in each chain. A failure changes nothing else."""

import datetime as dt
import hashlib
import logging

from django.conf import settings
from django.db import IntegrityError, transaction

from cabinet_rgpd.history import ledger
from cabinet_rgpd.history.anchors import authority as authorities
from cabinet_rgpd.history.anchors import tree
from cabinet_rgpd.history.anchors.configuration import WARN_AFTER
from cabinet_rgpd.history.anchors.models import Anchor, Stamp, StampTrouble
from cabinet_rgpd.history.models import Entry, Head
from cabinet_rgpd.isolation.scope import structure_scope

logger = logging.getLogger(__name__)
ACT = "anchor.recorded"


def run(now):
    """Stamp today's heads unless it is done, and say it in the chains. Returns the Stamp, or None (off, or no answer)."""
    authority = settings.TIMESTAMP_AUTHORITY
    if authority is None:
        return None
    day = now.astimezone(dt.UTC).date()
    stamp = Stamp.objects.filter(day=day).first()
    if stamp is None and (stamp := _stamped(authority, day, now)) is None:
        return None
    _say_in_chains(stamp, now)
    return stamp


def text_of(day, leaves):
    """The bytes that are stamped: day, number of leaves, root."""
    root = tree.root([bytes.fromhex(each) for *_, each in leaves])
    return f"{day} {len(leaves)} {root.hex()}\n".encode("ascii")


def _heads():
    """`[structure, seq, hash]` of every chain that has begun, in the order of the structures' identifiers."""
    heads = Head._base_manager.filter(seq__gt=0).values_list("structure_id", "seq", "hash")
    return sorted([str(structure), seq, fingerprint] for structure, seq, fingerprint in heads)


def _stamped(authority, day, now):
    if not (leaves := _heads()):
        return None
    text = text_of(day, leaves)
    try:
        token = authorities.stamp(authority, text, now)
    except authorities.Unavailable as trouble:
        _remember(str(trouble), now)
        return None
    try:
        with transaction.atomic():
            StampTrouble.objects.all().delete()
            return Stamp.objects.create(
                day=day, text=text, token=token.content, leaves=leaves, stamped_at=token.at,
                is_qualified=authority.is_qualified,
            )  # fmt: skip
    except IntegrityError:  # another scheduler was first
        return Stamp.objects.get(day=day)


def _remember(reason, now):
    trouble = StampTrouble.objects.first() or StampTrouble(since=now)
    trouble.last_at, trouble.reason = now, reason[:300]
    trouble.save()
    late = now - trouble.since >= WARN_AFTER
    logger.log(
        logging.ERROR if late else logging.WARNING,
        "no time stamp since %s: %s", trouble.since.isoformat(timespec="minutes"), reason,
    )  # fmt: skip


def _say_in_chains(stamp, now):
    """One entry in each chain that holds something new since its last time stamp. May be taken up where it stopped."""
    done = set(Anchor._base_manager.filter(day=stamp.day).values_list("structure_id", flat=True))
    leaves = [bytes.fromhex(each) for *_, each in stamp.leaves]
    for index, (structure, seq, fingerprint) in enumerate(stamp.leaves):
        head = Head._base_manager.get(structure_id=structure)
        covered = Entry._base_manager.get(structure_id=structure, seq=seq)
        if head.structure_id in done or covered.act == ACT:
            continue
        content = {
            "day": stamp.day, "seq": seq, "hash": fingerprint, "index": index, "size": len(leaves),
            "path": [each.hex() for each in tree.path(index, leaves)], "root": tree.root(leaves).hex(),
            "token_sha256": hashlib.sha256(bytes(stamp.token)).hexdigest(), "stamped_at": stamp.stamped_at,
            "is_qualified": stamp.is_qualified,
        }  # fmt: skip
        by = ledger.Signature(structure_id=head.structure_id, actor=None, at=now)
        with structure_scope(head.structure_id), ledger.write(by) as write:
            if not Anchor.objects.filter(day=stamp.day).exists():
                write.create(Anchor, act=ACT, **content)
