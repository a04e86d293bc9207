"""An old backup was put back: the chain says so itself, and which receipts it can no longer answer (proof.md §2)."""

from django.core.exceptions import ValidationError

from cabinet_rgpd.history import ledger
from cabinet_rgpd.history.models import Head, Restoration


def declare(*, lost_head_seq, by, lost_from=None):
    """Write `ledger.restored`, once an old backup has been put back. Returns the Restoration.

    `lost_head_seq` is the last position known of what was lost, from a receipt held elsewhere; `lost_from` the first
    (by default the one that follows the chain as it was put back). Raises ValidationError when nothing lies between.
    """
    with ledger.write(by) as write:
        first = lost_from or Head.objects.get().seq + 1
        if not 1 <= first <= lost_head_seq:
            raise ValidationError(
                f"La chaîne restaurée finit à la position {first - 1} : la dernière position perdue doit être plus loin."
            )
        content = {"lost_from": first, "lost_head_seq": lost_head_seq}
        return write.create(Restoration, act="ledger.restored", **content)
