"""Reads: the notices of the structure in scope, what they would say today, and the editions that are read outside."""

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass

from django.db import connection
from django.utils.text import slugify

from cabinet_rgpd.history import aggregates, claims
from cabinet_rgpd.history.removal import listed
from cabinet_rgpd.isolation.scope import structure_in_scope
from cabinet_rgpd.structures import queries as structures
from patients_info import rules, serving, terms, translation
from patients_info.audiences import AUDIENCES, PATIENTS, Audience
from patients_info.differences import differs
from patients_info.models import Notice, NoticeDisplay, PublishedNotice
from patients_info.records import (
    Contact,
    DisplayRecord,
    DpoContact,
    EditionRecord,
    NoticeContent,
    NoticeRecord,
    Settings,
)
from patients_info.translation import FRENCH
from registry.activities import queries as activities
from registry.closing import queries as closing
from registry.dpo import queries as dpo
from registry.responsibilities import queries as responsibilities
from registry.security import queries as security


@dataclass(frozen=True)
class Public:
    """The edition in force as it is sent. `coding` is "" for a page that is not compressed."""

    etag: str
    coding: str
    content: bytes


@dataclass(frozen=True)
class PublicEdition:
    """`changes`: what changed since the edition before, as sentences."""

    number: int
    published_on: dt.date
    changes: list


@dataclass(frozen=True)
class Standing:
    """Where the notice of an audience stands. `notice` is None before it is prepared."""

    audience: Audience
    notice: Notice | None
    content: NoticeContent
    differences: tuple[str, ...]

    @property
    def concerned(self):
        """Whether the register says anything about this audience."""
        return bool(self.content.sections)

    @property
    def published(self):
        return said(self.notice) is not None


def notice(audience=PATIENTS.code):
    """The row of the notice of an audience, or None before it is prepared."""
    return Notice.objects.filter(audience=audience).first()


def stood(then):
    """The notice of each audience as it stood at the moment of a `history.past.Past` (NoticeRecord), in their order."""
    displays, editions = defaultdict(list), defaultdict(dict)
    names = then.names(aggregates.roots()["party"])
    for each in sorted(then.instances(NoticeDisplay), key=lambda line: (line.since, line.position, str(line.id))):
        displays[each.notice_id].append(
            DisplayRecord(each.place, each.since, each.until, each.edition, names.get(each.party_id, ""))
        )
    for row in Notice.history.filter(history_date__lte=then.at, edition__gt=0).order_by("history_date", "history_id"):
        printed = (row.published or {}).get("pdf_sha256", "")
        # The first row of an edition is its publication; later ones change the settings of the notice.
        editions[row.id].setdefault(
            row.edition, EditionRecord(row.edition, row.published_on, row.history_date, printed)
        )
    found = [
        NoticeRecord(
            id=each.id, label=AUDIENCES[each.audience].label, slug=each.slug, edition=each.edition,
            languages=tuple(_language(code) for code in each.languages),
            editions=tuple(editions[each.id][number] for number in sorted(editions[each.id], reverse=True)),
            displays=tuple(displays[each.id]),
        )
        for each in sorted(then.instances(Notice), key=lambda row: list(AUDIENCES).index(row.audience))
    ]  # fmt: skip
    return tuple(found)


def _language(code):
    return translation.language(code).french_name if code in translation.codes() else code


def content_today(structure, notice, on, audience: Audience = PATIENTS) -> NoticeContent:
    """What a notice says from the register as it stands. The number of queries is the same whatever its size.

    `audience` counts before the notice is prepared; afterwards its own does.
    """
    return _content(structure, notice, on, audience, _facts(on))


def content_now(structure_id, notice, on) -> NoticeContent:
    """The same with the structure read afresh, for the check inside a publication."""
    return content_today(structures.structure(structure_id), notice, on)


def standings(structure, on) -> tuple[Standing, ...]:
    """Every audience in order, whether the register says anything about it or not, in as many queries as one notice."""
    rows = {row.audience: row for row in Notice.objects.all()}
    facts = _facts(on)
    found = []
    for audience in AUDIENCES.values():
        row = rows.get(audience.code)
        content = _content(structure, row, on, audience, facts)
        published = said(row)
        found.append(
            Standing(audience, row, content, differs(published, content.as_data()) if published is not None else ())
        )
    return tuple(found)


def _facts(on):
    """What the rooms of the register say on a day, for a notice of whatever audience."""
    return {
        "activities": activities.register(),
        "dpo": _dpo(on),
        "essences": responsibilities.essences(),
        "protections": security.said_to_patients(),
    }


def _content(structure, notice, on, audience, facts):
    settings = Settings()
    if notice is not None:
        audience = AUDIENCES[notice.audience]
        offered = {each.code for each in translation.offered(audience.code)}
        settings = Settings(
            notice.rights_contact, notice.rights_email, notice.rights_phone, notice.introduction,
            tuple(code for code in notice.languages if code in offered),
        )  # fmt: skip
    return rules.content(
        structure=Contact(structure.name, structure.full_address, structure.phone, structure.email),
        settings=settings,
        on=on,
        audience=audience,
        **facts,
    )


def _dpo(on):
    contact = dpo.contact(on)
    if contact is None:
        return None
    return DpoContact(contact.name, contact.organisation, contact.email, contact.phone, contact.postal_address)


def said(notice):
    """What the edition in force says, as data; None before the first one."""
    return notice.published["content"] if notice is not None and notice.published else None


def free_slug(structure, audience: Audience = PATIENTS):
    """A public address from the name of the structure, then its town, then a number; never one that is taken."""
    end = f"-{audience.suffix}" if audience.suffix else ""
    name = slugify(structure.name)[:56].strip("-") or "cabinet"
    town = f"{name}-{slugify(structure.city)}"[:66].strip("-")
    taken = set(
        Notice._base_manager.filter(slug__startswith=name[:56]).values_list("slug", flat=True)
    )  # addresses are public: those of all structures count
    candidates = (name, town, *(f"{name}-{number}" for number in range(2, 10_000)))
    return next(f"{slug}{end}" for slug in candidates if f"{slug}{end}" not in taken)


def slug_is_taken(slug, notice=None):
    """Whether another notice, of whatever structure, has this address."""
    rows = Notice._base_manager.filter(slug=slug)
    return rows.exclude(pk=notice.pk).exists() if notice is not None else rows.exists()


def published(notice):
    """The stored edition in force, in French: its day, its receipt and its fingerprint; None before the first one."""
    rows = PublishedNotice.objects.filter(
        structure_id=notice.structure_id, audience=notice.audience, language=FRENCH
    ).order_by("-edition")
    return rows.defer("html", "pdf").first()


def displays(notice):
    """Where editions were displayed, the latest first."""
    rows = notice.displays.select_related("party").order_by("-since", "-position") if notice is not None else ()
    return tuple(claims.dated(NoticeDisplay, rows))


def display_in_force():
    """`(whether the patients' notice is published, {party key: since when its edition in force is displayed})`; two queries.

    Under None, what is displayed for all.
    """
    row = notice()
    if row is None or not row.edition:
        return False, {}
    shown = row.displays.filter(until__isnull=True, edition=row.edition).order_by("-since")
    return True, dict(shown.values_list("party_id", "since"))


def deadlines(today):
    """What is due about the notices (cabinet_rgpd.lib.deadlines.Deadline). As many queries whatever the register."""
    structure = structures.structure(structure_in_scope())
    shown = set(NoticeDisplay.objects.filter(until__isnull=True).values_list("notice_id", "edition"))
    return tuple(due for each in standings(structure, today) for due in terms.deadlines(each, shown, today))


# -- Outside any structure: what people read --------------------------------------------------------------------------


def was_deleted(slug):
    """Whether an address was that of a structure since deleted: a fingerprint stands in its place (history.removal.whole)."""
    return Notice._base_manager.filter(slug=listed.mark(slug)).exists()


def structures_at(slug):
    """The structure whose notice stands at a public address, as a query to be used within another."""
    return PublishedNotice.objects.filter(slug=slug).values("structure_id")


def public_page(slug, today, language=FRENCH, coding="", above=lambda: ""):
    """The page in force at a public address, or None. One query, outside any scope.

    `above` gives a text of today that stands before what was published; it is asked for only when the practice, or one
    of its practitioners, has ended by `today`.
    """
    if coding:
        row = _row(_CODED[coding], today.isoformat(), slug, language)
        if row is None:
            return None
        if not row[0] and row[1] == serving.frame_now(language):
            return Public(serving.etag(row[2], coding), coding, bytes(row[3]))
    row = _row(_PAGE_IN_FORCE, today.isoformat(), slug, language)
    if row is None:
        return None
    ended, title, html = row
    fingerprint, content = serving.repacked(title, (above() if ended else "") + html, language, coding)
    return Public(serving.etag(fingerprint, coding), coding, content)


def public_pdf(slug, language=FRENCH):
    """(fingerprint, bytes) of the PDF in force at a public address, or None. One query, outside any scope."""
    row = _row(_PDF_IN_FORCE, slug, language)
    return (row[0], bytes(row[1])) if row and row[1] else None


def in_force_at(slug, language=FRENCH):
    """The stored edition in force at a public address (edition, day, receipt), or None. One query, outside any scope."""
    rows = PublishedNotice.objects.filter(slug=slug, language=language).order_by("-edition")
    return rows.only("edition", "published_on", "receipt_seq", "receipt_hash").first()


def public_editions(slug):
    """`(title, editions)` of an address, the latest first, in French; None before the first one. One query."""
    rows = PublishedNotice.objects.filter(slug=slug, language=FRENCH).order_by("-edition")
    rows = list(rows.values_list("edition", "published_on", "changes", "title"))
    return (rows[0][3], tuple(PublicEdition(*row[:3]) for row in rows)) if rows else None


def public_edition(slug, number):
    """The title, text and day of one edition at a public address, or None. One query."""
    rows = PublishedNotice.objects.filter(slug=slug, language=FRENCH, edition=number)
    return rows.values_list("title", "html", "published_on").first()


def public_edition_pdf(slug, number):
    """(fingerprint, bytes) of the PDF of one edition, or None. One query."""
    row = (
        PublishedNotice.objects.filter(slug=slug, language=FRENCH, edition=number)
        .values_list("pdf_sha256", "pdf")
        .first()
    )
    return (row[0], bytes(row[1])) if row and row[1] else None


# Plain SQL: building these through the ORM cost more than all the rest of a page that waiting rooms share. A language
# that the edition in force no longer has is not served from an earlier one.
_IN_FORCE = (
    " FROM patients_info_publishednotice AS page WHERE slug = %s AND language = %s"
    " AND edition = (SELECT MAX(edition) FROM patients_info_publishednotice AS other WHERE other.slug = page.slug)"
)
_PAGE_IN_FORCE = f"SELECT {closing.SOMEONE_ENDED}, title, html{_IN_FORCE}"
_PDF_IN_FORCE = "SELECT pdf_sha256, pdf" + _IN_FORCE
_CODED = {
    coding: f"SELECT {closing.SOMEONE_ENDED}, frame, page_sha256, {column}{_IN_FORCE}"
    for coding, column in serving.CODINGS.items()
}


def _row(query, *values):
    with connection.cursor() as cursor:
        cursor.execute(query, values)
        return cursor.fetchone()
