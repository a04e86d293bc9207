"""A PDF as an answer."""

from dataclasses import dataclass

from django.conf import settings
from django.http import HttpResponse
from django.utils.cache import get_conditional_response
from django.utils.text import slugify

from cabinet_rgpd.documents import cache, workbooks
from cabinet_rgpd.documents.rendering import RenderError, fingerprint
from cabinet_rgpd.structures import errors


def rendered(html):
    """The bytes of a document, rendered or remembered. Raises RenderError."""
    return cache.rendered(html, directory=settings.VAR_DIR / "cache" / "documents")


@dataclass(frozen=True)
class Wanted:
    """What a view would have answered, given to `issuing.issuable` instead of being rendered."""

    html: str
    name: str
    receipt: object | None


def document(request, html, name, *, receipt=None):
    """A copy of a document: 304 to whom has it already, a page that says what happened when it cannot be rendered.

    `receipt` is the one printed in it, for a document that may be handed over (`issuing.issuable`).
    """
    if getattr(request, "handing_over", False):
        return Wanted(html, name, receipt)
    tag = f'"{fingerprint(html)}"'
    response = get_conditional_response(request, etag=tag)
    if response is None:
        try:
            response = pdf(rendered(html), name)
        except RenderError as error:
            return errors.page(request, 503, "Le document n’est pas disponible", str(error))
    response["ETag"] = tag
    response["Cache-Control"] = "private, no-store"
    return response


def pdf(content, name):
    """The bytes shown in the browser, under a file name. No policy is sent along: a viewer is no page of ours."""
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{name}"'
    response._csp_exempt = True  # browsers run their own viewer, which the policy of our pages would stop
    return response


def workbook(tables, name, *, title):
    """A spreadsheet (`workbooks.Table`) to keep, under a file name."""
    response = HttpResponse(workbooks.workbook(tables, title=title), content_type=workbooks.CONTENT_TYPE)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "private, no-store"
    return response


def file_name(kind, owner, day, *, ending="pdf"):
    """« registre-cabinet-des-tilleuls-2026-11-23.pdf »; `day` is a date."""
    words = "-".join(part for part in (kind, slugify(owner)[:60].strip("-"), day.isoformat()) if part)
    return f"{words}.{ending}"
