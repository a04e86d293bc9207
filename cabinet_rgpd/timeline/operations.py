"""Putting an old version back: a new version, never a rewrite."""

from django.core.exceptions import ValidationError

from cabinet_rgpd.history import ledger, memory


def restore(*, root, lock, number, by):
    """Give a record the content of its version `number` again. Raises Stale, ValidationError, PermissionDenied."""
    old = memory.version_of(root, number)
    if old is None:
        raise ValidationError("Cette version n’existe pas.")
    reason = f"Version {number} rétablie" + (f" : {by.reason}" if by.reason else "")
    with ledger.write(by.because(reason)) as write:
        root = write.take(root, lock)
        kept = root.KEPT_ON_RESTORE
        write.apply(root, {name: value for name, value in old.state.items() if name not in kept})
    return root
