"""Writes of the notices: prepared, changed, published. An edition is stored as bytes and never rendered again."""

import hashlib
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import IntegrityError

from cabinet_rgpd.documents import operations as issued
from cabinet_rgpd.documents.rendering import AT_ONCE
from cabinet_rgpd.history import ledger
from patients_info import documents, queries, serving
from patients_info.audiences import PATIENTS
from patients_info.differences import changes
from patients_info.models import Notice, PublishedNotice
from patients_info.translation import FRENCH

_TAKEN = "Cette adresse est déjà prise. Ajoutez par exemple le nom de votre commune."


@dataclass(frozen=True)
class Page:
    """An edition in one language, as rendered. `pdf` is empty where the documents cannot set this language."""

    language: str
    title: str
    html: str
    pdf: bytes = b""

    @property
    def fingerprints(self):
        return {"html_sha256": _sha256(self.html.encode()), "pdf_sha256": _sha256(self.pdf) if self.pdf else ""}


def rendered(edition, *, pdf):
    """The pages of a `documents.Edition`, French first, each with its PDF where the documents can set its language.

    `pdf` lays out one document (`cabinet_rgpd.documents.answers.rendered`), as many at once as the renderer allows: call
    it outside any transaction.
    """
    editions = edition.in_every_language()
    with ThreadPoolExecutor(AT_ONCE) as pool:
        laid_out = [pool.submit(pdf, documents.pdf_source(each)) if each.spoken.pdf else None for each in editions]
        return [
            Page(each.language, documents.title(each), documents.fragment(each), done.result() if done else b"")
            for each, done in zip(editions, laid_out, strict=True)
        ]


def prepare_notice(*, content, by, audience=PATIENTS.code):
    """Make the notice of an audience from its settings. Raises ValidationError, on `slug` when it is taken."""
    try:
        with ledger.write(by) as write:
            existing = queries.notice(audience)
            if existing is not None:
                raise ledger.Stale(existing)
            _check_slug(content.get("slug"))
            return write.create(Notice, audience=audience, language=FRENCH, **content)
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


def publish_notice(*, notice, lock, pages, content, receipt, by, on):
    """Store an edition and put it in force. `pages` (French first) were rendered from `content` before this transaction.

    Raises Stale when the notice was changed meanwhile, ValidationError when the register was, or when the edition in
    force says the same already. The seal commits to the bytes by their SHA-256.
    """
    french, *others = pages
    if french.language != FRENCH or [each.language for each in others] != [
        each["code"] for each in content["languages"]
    ]:
        raise ValueError("the pages are not those of the content")
    packed = [serving.packed(title=page.title, html=page.html, language=page.language) for page in pages]
    with ledger.write(by) as write:
        notice = write.take(notice, lock)
        if queries.content_now(by.structure_id, notice, on).as_data() != content:
            raise ValidationError(
                "Le registre a changé. Rien n’a été publié\u00a0: relisez l’aperçu, puis recommencez."
            )
        if queries.said(notice) == content:
            raise ValidationError("La notice publiée dit déjà la même chose\u00a0: rien à publier.")
        edition, told = notice.edition + 1, changes(said, content) if (said := queries.said(notice)) else ()
        write.apply(
            notice,
            {
                "published": {
                    "content": content,
                    "receipt": f"{receipt.seq}:{receipt.hash}",
                    **french.fingerprints,
                    "translations": [{"code": each.language, **each.fingerprints} for each in others],
                },
                "published_on": on,
                "edition": edition,
                "template": content["text"],
            },
            act="notice.published",
        )
        for page in (each for each in pages if each.pdf):
            series = f"notice:{notice.pk}" + ("" if page.language == FRENCH else f":{page.language}")
            issued.keep(write, content=page.pdf, kind="notice", series=series, title=page.title, receipt=receipt, on=on)
        PublishedNotice.objects.bulk_create(
            PublishedNotice(
                structure_id=by.structure_id, audience=notice.audience, language=page.language, slug=notice.slug,
                edition=edition, published_on=on, title=page.title, html=page.html, pdf=page.pdf,
                pdf_sha256=page.fingerprints["pdf_sha256"], receipt_seq=receipt.seq, receipt_hash=receipt.hash,
                changes=list(told), frame=ready.frame, page_sha256=ready.sha256, brotli=ready.brotli, gzip=ready.gzip,
            )
            for page, ready in zip(pages, packed, strict=True)
        )  # fmt: skip
    return notice


def record_display(*, notice, lock, place, since, by, party=None):
    """Keep where and since when the edition in force is displayed: for all, or for one party alone.

    Raises ValidationError before the first publication.
    """
    with ledger.write(by) as write:
        notice = write.take(notice, lock)
        if not notice.edition:
            raise ValidationError("La notice n’est pas encore publiée\u00a0: il n’y a rien à afficher.")
        row = {"place": place, "party": party, "since": since, "edition": notice.edition}
        write.apply(notice, {"displays": [*_displays(notice), row]}, act="notice.displayed")
    return notice


def end_display(*, notice, lock, display_id, on, by):
    """Say that it is no longer displayed there. Raises LookupError when the notice has no such place."""
    with ledger.write(by) as write:
        notice = write.take(notice, lock)
        rows = _displays(notice)
        if display_id not in {row["id"] for row in rows}:
            raise LookupError(display_id)
        ended = [{**row, "until": row["until"] or on} if row["id"] == display_id else row for row in rows]
        write.apply(notice, {"displays": ended})
    return notice


def _displays(notice):
    return list(notice.displays.order_by("position").values("id", "place", "party", "since", "until", "edition"))


def _sha256(content):
    return hashlib.sha256(content).hexdigest()
