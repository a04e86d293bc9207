"""Reads: the notice of the structure in scope, what it would say today, and the edition that patients read."""

from dataclasses import dataclass

from django.db import connection
from django.utils.text import slugify

from cabinet_rgpd.structures import queries as structures
from patients_info import rules
from patients_info.models import Notice, PublishedNotice
from patients_info.records import Contact, DpoContact, NoticeContent, Settings
from registry.activities import queries as activities
from registry.dpo import queries as dpo

AUDIENCE, LANGUAGE = "patients", "fr"


@dataclass(frozen=True)
class Public:
    """The edition in force, as it was stored."""

    title: str
    html: str


def notice():
    """The row of the notice, or None before it is prepared."""
    return Notice.objects.filter(audience=AUDIENCE, language=LANGUAGE).first()


def content_today(structure, notice, on) -> NoticeContent:
    """What the notice says from the register as it stands. Eight queries, whatever its size."""
    settings = Settings()
    if notice is not None:
        settings = Settings(notice.rights_contact, notice.rights_email, notice.rights_phone, notice.introduction)
    return rules.content(
        structure=Contact(structure.name, structure.full_address, structure.phone, structure.email),
        activities=activities.register(),
        dpo=_dpo(on),
        settings=settings,
        on=on,
    )


def content_now(structure_id, notice, on) -> NoticeContent:
    """The same with the structure read afresh, for the check inside a publication."""
    return content_today(structures.structure(structure_id), notice, on)


def _dpo(on):
    contact = dpo.contact(on)
    return DpoContact(contact.name, contact.organisation, contact.email, contact.phone) if contact else None


def said(notice):
    """What the edition in force says, as data; None before the first one."""
    return notice.published["content"] if notice is not None and notice.published else None


def free_slug(structure):
    """A public address from the name of the structure, then its town, then a number; never one that is taken."""
    name = slugify(structure.name)[:60].strip("-") or "cabinet"
    town = f"{name}-{slugify(structure.city)}"[:70].strip("-")
    taken = set(
        Notice._base_manager.filter(slug__startswith=name[:60]).values_list("slug", flat=True)
    )  # addresses are public: those of all structures count
    candidates = (name, town, *(f"{name}-{number}" for number in range(2, 10_000)))
    return next(slug for slug in candidates if slug not in taken)


def slug_is_taken(slug, notice=None):
    """Whether another notice, of whatever structure, has this address."""
    rows = Notice._base_manager.filter(slug=slug)
    return rows.exclude(pk=notice.pk).exists() if notice is not None else rows.exists()


def published(notice):
    """The stored edition in force: its day, its receipt and its fingerprint; None before the first one."""
    rows = PublishedNotice.objects.filter(structure_id=notice.structure_id).order_by("-edition")
    return rows.defer("html", "pdf").first()


def public_page(slug):
    """The page in force at a public address, or None. One query, outside any scope."""
    row = _row(_PAGE_IN_FORCE, slug)
    return Public(*row) if row else None


def public_pdf(slug):
    """The bytes of the PDF in force at a public address, or None. One query, outside any scope."""
    row = _row(_PDF_IN_FORCE, slug)
    return bytes(row[0]) if row else None


# Plain SQL: building these through the ORM cost more than all the rest of a page that waiting rooms share.
_PAGE_IN_FORCE = "SELECT title, html FROM patients_info_publishednotice WHERE slug = %s ORDER BY edition DESC LIMIT 1"
_PDF_IN_FORCE = "SELECT pdf FROM patients_info_publishednotice WHERE slug = %s ORDER BY edition DESC LIMIT 1"


def _row(query, slug):
    with connection.cursor() as cursor:
        cursor.execute(query, [slug])
        return cursor.fetchone()
