"""Codes to scan, as inline drawings: the same in a page and in a PDF."""

import segno
from django.utils.safestring import mark_safe


def drawing(text: str, *, label: str) -> str:
    """An inline SVG that carries its own text equivalent, `label`."""
    code = segno.make(text, error="m", micro=False)
    return mark_safe(code.svg_inline(border=2, dark="#1c2a33", light="#ffffff", title=label, omitsize=True))
