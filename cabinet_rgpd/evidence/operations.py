"""Writes of the evidence: a file is attached, or taken off the list; its bytes and its seal stay."""

from django.conf import settings
from django.core.exceptions import ValidationError

from cabinet_rgpd.evidence import files, queries
from cabinet_rgpd.evidence.models import Evidence, EvidenceContent
from cabinet_rgpd.history import ledger


def attach(*, root, file, note="", on, by):
    """Attach an `ExaminedFile` to a record and return the row. Raises ValidationError, PermissionDenied."""
    with ledger.write(by) as write:
        return add(write, root=root, file=file, note=note, on=on)


def add(write, *, root, file, note="", on):
    """The same inside the write of a subject. Refused beside the field `upload`: a file there already, no room left."""
    if root.is_draft or not root.EVIDENCE_PERMISSION:
        raise ValidationError({"upload": "Aucune pièce ne se joint à cette fiche."})
    fingerprint = file.sha256
    if Evidence.objects.filter(about=root.obj, sha256=fingerprint, withdrawn_on__isnull=True).exists():
        raise ValidationError({"upload": "Ce fichier est déjà joint à cette fiche."})
    if queries.space_used() + file.size > settings.EVIDENCE_QUOTA_BYTES:
        raise ValidationError(
            {
                "upload": f"Les pièces de la structure occupent déjà presque {files.size_in_words(settings.EVIDENCE_QUOTA_BYTES)}, "
                "la place qui leur est réservée. Gardez ce fichier ailleurs et notez où."
            }
        )
    row = write.create(
        Evidence, about=root.obj, title=str(root)[:300], name=file.name, kind=file.kind.key, size=file.size,
        sha256=fingerprint, note=note, added_on=on,
    )  # fmt: skip
    EvidenceContent(evidence=row, structure_id=write.structure_id, content=file.content).save(force_insert=True)
    return row


def withdraw(*, evidence, lock, on, by):
    """Take a file off the list of its record. What was shown once stays in the history. Raises Stale, PermissionDenied."""
    with ledger.write(by) as write:
        row = write.take(evidence, lock)
        write.apply(row, {"withdrawn_on": row.withdrawn_on or on}, act="evidence.archived")
    return row
