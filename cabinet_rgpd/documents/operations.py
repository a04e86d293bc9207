"""Handing a document over: rendered outside any transaction, then checked, kept and sealed in one (proof.md §4)."""

import hashlib

from django.core.exceptions import ValidationError

from cabinet_rgpd.documents.models import IssuedBytes, IssuedDocument
from cabinet_rgpd.history import ledger


def issue(*, html, again, render, kind, series, title, receipt, on, by, handed_to=""):
    """Render a document, keep its bytes and seal them. Returns its row.

    `render(html)` gives the bytes; `again()` makes the HTML anew inside the transaction, with the same receipt, and must
    say the same. Raises ValidationError when the content changed meanwhile, and what `render` raises.
    """
    content = render(html)
    with ledger.write(by) as write:
        if again() != html:
            raise ValidationError("Le registre a changé pendant la préparation. Rien n’a été remis\u00a0: recommencez.")
        return keep(
            write, content=content, kind=kind, series=series, title=title, receipt=receipt, on=on, handed_to=handed_to
        )


def keep(write, *, content, kind, series, title, receipt, on, handed_to=""):
    """Keep bytes inside a write under way, as `document.issued`; bytes that were issued already keep their first entry."""
    sha256 = hashlib.sha256(content).hexdigest()
    known = IssuedDocument.objects.filter(sha256=sha256, series=series, handed_to=handed_to).first()
    if known is not None:
        return known
    row = write.create(
        IssuedDocument,
        act="document.issued",
        kind=kind,
        series=series,
        title=title[:200],
        issued_on=on,
        handed_to=handed_to,
        sha256=sha256,
        size=len(content),
        receipt=f"{receipt.seq}:{receipt.hash}",
    )
    IssuedBytes.objects.create(document=row, structure_id=write.structure_id, content=content)
    return row


def destroy_bytes(*, structure_id, document_ids):
    """Destroy the bytes of documents that show a text which is being removed; the rows and their fingerprints stay."""
    IssuedBytes.objects.filter(structure_id=structure_id, document_id__in=document_ids).update(content=None)
