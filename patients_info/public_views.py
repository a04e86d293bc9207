"""What people read: published bytes only, no session, no cookie."""

from django.http import HttpResponse
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.safestring import mark_safe

from cabinet_rgpd.documents import answers
from cabinet_rgpd.documents.rendering import RenderError, fingerprint
from cabinet_rgpd.structures.access import public_view
from patients_info import documents, endings, queries, serving
from patients_info.translation import FRENCH


@public_view
def notice_public(request, slug, language=FRENCH):
    coding = serving.coding_for(request.headers.get("Accept-Encoding", ""))
    page = queries.public_page(slug, timezone.localdate(), language, coding, above=lambda: _ended(slug, language))
    if page is None:
        return _unknown(slug)
    response = HttpResponse(page.content)
    if page.coding:
        response.headers["Content-Encoding"] = page.coding
    response.headers["Vary"] = "Accept-Encoding"
    return _public(request, response, page.etag)


@public_view
def notice_public_pdf(request, slug, language=FRENCH):
    found = queries.public_pdf(slug, language)
    if found is None:
        return _unknown(slug)
    fingerprint, content = found
    if ended := _ended(slug, language):
        fingerprint, content = _with_head(slug, ended, language) or found
    return _public(request, answers.pdf(content, f"notice-{slug}.pdf"), serving.etag(fingerprint))


def _with_head(slug, ended, language):
    """(fingerprint, bytes) of the notice with who may still be reached at its head; None when it cannot be laid out."""
    source = endings.pdf_source(slug, ended, language)
    try:
        return (fingerprint(source), answers.rendered(source)) if source else None
    except RenderError:
        return None


@public_view
def notice_editions(request, slug):
    """Every edition that this address served, the latest first, with what changed."""
    found = queries.public_editions(slug)
    if found is None:
        return _unknown(slug)
    title, editions = found
    body = render_to_string("patients_info/editions.html", {"editions": editions, "slug": slug})
    return _page(request, f"{title}, éditions", _ended(slug) + body)


@public_view
def notice_edition(request, slug, number):
    """An earlier edition, as it was read."""
    found = queries.public_edition(slug, number)
    if found is None:
        return _unknown(slug)
    title, html, published_on = found
    context = {
        "slug": slug,
        "number": number,
        "published_on": published_on,
        "html": mark_safe(documents.as_earlier(html)),
    }
    body = _ended(slug) + render_to_string("patients_info/edition.html", context)
    return _page(request, f"{title}, édition {number}", body)


@public_view
def notice_edition_pdf(request, slug, number):
    found = queries.public_edition_pdf(slug, number)
    if found is None:
        return _unknown(slug)
    fingerprint, content = found
    return _public(request, answers.pdf(content, f"notice-{slug}-{number}.pdf"), serving.etag(fingerprint))


def _ended(slug, language=FRENCH):
    """Who may still be reached once the practice has ended, in the language of the page; blank before the end."""
    return endings.above(slug, timezone.localdate(), language)


def _page(request, title, body):
    content = documents.whole_page(title=title, body=body).encode()
    return _public(request, HttpResponse(content), documents.etag(content))


def _public(request, response, etag):
    response.headers["Cache-Control"] = "public, max-age=300, must-revalidate"
    response.headers["ETag"] = etag
    return get_conditional_response(request, etag=etag, response=response)


def _unknown(slug):
    """404; or 410 where a notice stood until its structure was deleted, without saying whose."""
    title, template, status = "Notice introuvable", "patients_info/missing.html", 404
    if queries.was_deleted(slug):
        title, template, status = "Notice retirée", "patients_info/gone.html", 410
    return HttpResponse(documents.whole_page(title=title, body=render_to_string(template)), status=status)
