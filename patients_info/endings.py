"""What stands above a notice once the practice, or one of its practitioners, has ended: who may still be reached.

A text of today over what was published: the edition itself, its bytes and its seal stay as they are.
"""

from django.template.loader import render_to_string

from cabinet_rgpd.history.queries import Receipt
from patients_info import documents, queries, translation
from patients_info.models import Notice
from patients_info.translation import FRENCH, Language
from registry.closing import queries as closing
from registry.closing.records import PublicContact


def above(slug, today, language=FRENCH) -> str:
    """The block in the language of the page, as HTML; blank before the end, or for an unknown language."""
    contacts = closing.public_contacts(queries.structures_at(slug), today)
    if not contacts:
        return ""
    try:
        spoken = translation.language(language)
    except LookupError:
        return ""
    context = {"language": spoken, "contacts": [(each, _heading(each, spoken)) for each in contacts]}
    return str(render_to_string("patients_info/ended.html", context))


def pdf_source(slug, ended: str, language=FRENCH) -> str:
    """The edition in force as an A4 document with the block `ended` at its head; blank when nothing was published."""
    stored = queries.in_force_at(slug, language)
    row = Notice._base_manager.filter(slug=slug).first()
    if stored is None or row is None or not row.published:
        return ""
    edition = documents.Edition(
        content=row.published["content"], number=stored.edition, effective_on=stored.published_on,
        receipt=Receipt(stored.receipt_seq, stored.receipt_hash), language=language,
    )  # fmt: skip
    return documents.pdf_source(edition, above=ended)


def _heading(contact: PublicContact, spoken: Language) -> str:
    words = spoken.words["ended_practitioner" if contact.who else "ended_structure"]
    return words.format(who=contact.who, day=spoken.day(contact.ends_on))
