"""Writes of the notice: prepared, changed, published. An edition is stored as bytes and never rendered again."""

import hashlib

from django.core.exceptions import ValidationError
from django.db import IntegrityError

from cabinet_rgpd.documents import operations as issued
from cabinet_rgpd.history import ledger
from patients_info import queries
from patients_info.models import Notice, PublishedNotice

_TAKEN = "Cette adresse est déjà prise. Ajoutez par exemple le nom de votre commune."


def prepare_notice(*, content, by):
    """Make the notice of the structure from its settings. Raises ValidationError, on `slug` when it is taken."""
    try:
        with ledger.write(by) as write:
            existing = queries.notice()
            if existing is not None:
                raise ledger.Stale(existing)
            _check_slug(content.get("slug"))
            return write.create(Notice, audience=queries.AUDIENCE, language=queries.LANGUAGE, **content)
    except IntegrityError:
        raise ValidationError({"slug": _TAKEN}) from None


def update_notice(*, notice, lock, content, by):
    """Change the settings. The address stays once a notice was published: posters lead to it."""
    try:
        with ledger.write(by) as write:
            notice = write.take(notice, lock)
            slug = content.get("slug", notice.slug)
            if notice.edition and slug != notice.slug:
                raise ValidationError({"slug": "L’adresse ne change plus après la première publication."})
            _check_slug(slug, notice)
            write.apply(notice, content)
    except IntegrityError:
        raise ValidationError({"slug": _TAKEN}) from None
    return notice


def _check_slug(slug, notice=None):
    if slug and queries.slug_is_taken(slug, notice):
        raise ValidationError({"slug": _TAKEN})


def publish_notice(*, notice, lock, title, html, pdf, content, receipt, by, on):
    """Store an edition and put it in force. `html` and `pdf` were rendered from `content` before this transaction.

    Raises Stale when the notice was changed meanwhile, ValidationError when the register was, or when the edition in
    force says the same already. The seal commits to the bytes by their SHA-256.
    """
    fingerprints = {"html_sha256": _sha256(html.encode()), "pdf_sha256": _sha256(pdf)}
    with ledger.write(by) as write:
        notice = write.take(notice, lock)
        if queries.content_now(by.structure_id, notice, on).as_data() != content:
            raise ValidationError("Le registre a changé. Rien n’a été publié : relisez l’aperçu, puis recommencez.")
        if queries.said(notice) == content:
            raise ValidationError("La notice publiée dit déjà la même chose : rien à publier.")
        edition = notice.edition + 1
        write.apply(
            notice,
            {
                "published": {"content": content, "receipt": f"{receipt.seq}:{receipt.hash}", **fingerprints},
                "published_on": on,
                "edition": edition,
                "template": content["text"],
            },
            act="notice.published",
        )
        issued.keep(
            write, content=pdf, kind="notice", series=f"notice:{notice.pk}", title=title, receipt=receipt, on=on
        )
        PublishedNotice.objects.create(
            structure_id=by.structure_id, slug=notice.slug, edition=edition, published_on=on, title=title, html=html,
            pdf=pdf, pdf_sha256=fingerprints["pdf_sha256"], receipt_seq=receipt.seq, receipt_hash=receipt.hash,
        )  # fmt: skip
    return notice


def _sha256(content):
    return hashlib.sha256(content).hexdigest()
