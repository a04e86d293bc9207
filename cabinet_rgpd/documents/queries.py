"""Reads of the documents handed over: those of the structure in scope, and what anyone may learn from a fingerprint."""

import datetime as dt
import re
from dataclasses import dataclass

from cabinet_rgpd.documents.models import IssuedBytes, IssuedDocument
from cabinet_rgpd.history import queries as history

SHOWN = 200
_SPACES = re.compile(r"\s+")
_RECEIPT = re.compile(r"(?:([1-9][0-9]{0,15}):)?([0-9a-f]{64})")


@dataclass(frozen=True)
class Issued:
    """A document of the list: its row, its entry, whether a later one of its series exists, whether its bytes stand."""

    row: IssuedDocument
    sealing: history.Sealing
    replaced: bool
    kept: bool


@dataclass(frozen=True)
class Answer:
    """What the public page says of a fingerprint that this installation knows: nothing else of the structure.

    `what` is « document » or « receipt »; `chain` the short name of the chain; `newer_at` when a later edition was
    issued, or None. `position_differs`: the receipt was given with another position than its own.
    """

    what: str
    at: dt.datetime
    seq: int
    chain: str
    newer_at: dt.datetime | None = None
    position_differs: bool = False


def issued():
    """The documents handed over by the structure in scope, the latest first. Three queries."""
    rows = list(IssuedDocument.objects.order_by("-issued_on", "-updated_at", "pk")[:SHOWN])
    sealings = history.sealings(row.obj for row in rows)
    kept = set(
        IssuedBytes.objects.filter(document__in=[row.pk for row in rows], content__isnull=False).values_list(
            "document_id", flat=True
        )
    )
    latest = {}
    for row in sorted(rows, key=lambda row: sealings[row.obj].seq):
        latest[row.series] = row.pk
    return [Issued(row, sealings[row.obj], latest[row.series] != row.pk, row.pk in kept) for row in rows]


def document(document_id):
    """The row of a document of the structure in scope, or None."""
    return IssuedDocument.objects.filter(pk=document_id).first()


def content(row):
    """The bytes that were handed over, or None once destroyed."""
    found = IssuedBytes.objects.filter(document=row, structure_id=row.structure_id).values_list("content", flat=True)
    kept = found.first()
    return bytes(kept) if kept is not None else None


def fingerprint_typed(text):
    """`(position or None, 64 hexadecimal characters)` of what a person typed or scanned, spaces ignored; None if it is none."""
    found = _RECEIPT.fullmatch(_SPACES.sub("", text[:500]).lower())
    return (int(found[1]) if found[1] else None, found[2]) if found else None


def known(fingerprint, position=None):
    """What may be told of a fingerprint, of a document or of a receipt, whatever the structure (Answer), or None."""
    row = IssuedDocument._base_manager.filter(sha256=fingerprint).order_by("updated_at", "pk").first()
    if row is not None:
        sealing = history.public_sealing(row.structure_id, row.obj)
        return Answer("document", sealing.at, sealing.seq, sealing.chain, newer_at=_newer(row, sealing))
    sealing = history.public_receipt(fingerprint)
    if sealing is None:
        return None
    differs = position is not None and position != sealing.seq
    return Answer("receipt", sealing.at, sealing.seq, sealing.chain, position_differs=differs)


def _newer(row, sealing):
    """When the latest edition of the same series was sealed, if it came after this one."""
    others = IssuedDocument._base_manager.filter(structure_id=row.structure_id, series=row.series).exclude(pk=row.pk)
    later = others.filter(updated_at__gt=sealing.at).order_by("-updated_at").first()
    return later.updated_at if later else None


def last_of_each_series(kind, at):
    """`[(day issued, bytes)]` of the latest document of each series of a kind issued by the moment `at`, if kept."""
    latest = {}
    for row in IssuedDocument.objects.filter(kind=kind, updated_at__lte=at).order_by("updated_at"):
        latest[row.series] = row
    found = [(row.issued_on.isoformat(), content(row)) for row in latest.values()]
    return [(day, each) for day, each in found if each is not None]
