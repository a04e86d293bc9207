"""Asking for a file: approved from its preview, made in the background."""

from django.core.exceptions import ValidationError

from registry.inspection import queries
from registry.inspection.models import InspectionFile


def ask(*, structure, account, day, approved, handed_to, at, on, key=None):
    """Write down that a file is wanted, as it was previewed. Returns its row.

    `approved` is the fingerprint of the preview: raises ValidationError when the content has changed since. `key` becomes
    the UUID of the row: the same form sent twice asks for one file.
    """
    asked = queries.file(key) if key else None
    if asked is not None:
        return asked
    moment = queries.moment_of(day, structure.tz, at)
    if queries.fingerprint(queries.document(moment, day, on)) != approved:
        raise ValidationError("Le registre a changé depuis cet aperçu. Relisez-le, puis approuvez de nouveau.")
    row = InspectionFile(
        structure_id=structure.pk, as_of=day, approved=approved, handed_to=handed_to, asked_by=account, asked_at=at
    )
    row.id = key or row.id
    row.save(force_insert=True)
    return row
