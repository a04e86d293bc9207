"""The last words of a document: the receipt, by which anyone checks later what was written when it was made."""

import uuid

from django import template
from django.conf import settings
from django.urls import reverse

from cabinet_rgpd.documents import issuing, qr

register = template.Library()


@register.inclusion_tag("components/issue.html", takes_context=True)
def issue_form(context, url, label, also=issuing.PERMISSION):
    """The button that hands the document at `url` over; nothing for who holds neither the permission nor `also`."""
    may = context["request"].may
    return {
        "may_issue": may(issuing.PERMISSION) or may(also),
        "csrf_token": context.get("csrf_token"),
        "url": url,
        "label": label,
        "key": uuid.uuid4(),
    }


@register.inclusion_tag("documents/receipt.html")
def receipt_section(receipt, evening=None, brief=False):
    """The last section of a PDF (proof.md §4). `evening`: the day at whose end the receipt stood, for a past document.

    `brief` is for what must hold on one page: the same receipt and code, one sentence beside them.
    """
    address = f"{settings.PUBLIC_URL}{reverse('verifier')}" if settings.PUBLIC_URL else ""
    said = f"{receipt.seq}:{receipt.hash}"
    return {
        "receipt": receipt,
        "evening": evening,
        "brief": brief,
        "address": address,
        "code": qr.drawing(
            f"{address}?recu={said}" if address else said, label=f"Code à scanner\u00a0: reçu, position {receipt.seq}"
        ),
    }
