"""Reads of the time stamps: of the structure in scope, and of the installation."""

from dataclasses import dataclass

from django.conf import settings

from cabinet_rgpd.history.anchors import tree
from cabinet_rgpd.history.anchors.configuration import WARN_AFTER
from cabinet_rgpd.history.anchors.models import Anchor, Stamp, StampTrouble
from cabinet_rgpd.history.models import Entry
from cabinet_rgpd.lib import canonical

COMMAND = "openssl ts -verify -data anchors/{day}.txt -in anchors/{day}.tsr -CAfile AUTORITÉ.pem"


@dataclass(frozen=True)
class Standing:
    """Where the time stamps of a structure stand. `last` is its last Anchor, `late_since` a moment or None."""

    is_on: bool
    last: Anchor | None
    late_since: object = None
    reason: str = ""


def standing(now):
    """The state of time stamping for the structure in scope."""
    last = Anchor.objects.order_by("-day").first()
    trouble = StampTrouble.objects.first()
    is_late = trouble is not None and now - trouble.since >= WARN_AFTER
    if settings.TIMESTAMP_AUTHORITY is None:
        return Standing(False, last)
    return Standing(True, last, trouble.since if is_late else None, trouble.reason if is_late else "")


def files():
    """The files of `anchors/` for the structure in scope: what was stamped, the token, the way to the root."""
    found, stamps = {}, {stamp.day: stamp for stamp in Stamp.objects.all()}
    for anchor in Anchor.objects.order_by("day"):
        if (stamp := stamps.get(anchor.day)) is None:
            continue
        name = f"anchors/{anchor.day}"
        way = {"hash": anchor.hash, "index": anchor.index, "path": anchor.path, "seq": anchor.seq}
        found |= {
            f"{name}.txt": bytes(stamp.text),
            f"{name}.tsr": bytes(stamp.token),
            f"{name}.json": canonical.canon(way),
        }
    return found


def days():
    """The days that the time stamps of the structure in scope cover, the earliest first."""
    return list(Anchor.objects.order_by("day").values_list("day", flat=True))


def faults():
    """What does not hold in the time stamps of the structure in scope: a sentence for each, in French."""
    if not (anchors := list(Anchor.objects.order_by("day"))):
        return
    hashes = dict(Entry.objects.filter(seq__in=[each.seq for each in anchors]).values_list("seq", "hash"))
    texts = {stamp.day: bytes(stamp.text) for stamp in Stamp.objects.filter(day__in=[each.day for each in anchors])}
    for anchor in anchors:
        siblings = [bytes.fromhex(each) for each in anchor.path]
        root = tree.root_of(bytes.fromhex(anchor.hash), anchor.index, anchor.size, siblings)
        if root is None or root.hex() != anchor.root:
            yield f"Horodatage du {anchor.day} : le chemin ne mène pas à la racine."
        if hashes.get(anchor.seq) != anchor.hash:
            yield f"Horodatage du {anchor.day} : la chaîne porte une autre empreinte à la position {anchor.seq}."
        if texts.get(anchor.day) != f"{anchor.day} {anchor.size} {anchor.root}\n".encode("ascii"):
            yield f"Horodatage du {anchor.day} : ce qui a été horodaté manque, ou dit autre chose."
