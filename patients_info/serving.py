"""Public pages as bytes, compressed once: at publication, and again by a process whose frame has changed since.

A page is today's frame (its style sheet has today's address) around the text that was published.
"""

import gzip
import hashlib
from dataclasses import dataclass
from functools import lru_cache

import brotli

from patients_info import documents

#: Codings in the order of preference, each with its column.
CODINGS = {"br": "brotli", "gzip": "gzip"}


@dataclass(frozen=True)
class Packed:
    """A page ready to be sent. `frame` tells the frame it was made with; `sha256` is that of the page before coding."""

    frame: str
    sha256: str
    brotli: bytes
    gzip: bytes


def packed(*, title: str, html: str, language: str) -> Packed:
    """The page of an edition, compressed as far as it goes (about 0.1 s)."""
    page = whole(title, html, language)
    return Packed(
        frame_now(language),
        hashlib.sha256(page).hexdigest(),
        brotli.compress(page, quality=11),
        gzip.compress(page, 9, mtime=0),
    )


def whole(title: str, html: str, language: str) -> bytes:
    return documents.whole_page(title=title, body=html, language=language).encode()


@lru_cache(maxsize=64)
def frame_now(language: str) -> str:
    """The fingerprint of the frame that pages in this language have today."""
    return hashlib.sha256(whole("", "", language)).hexdigest()[:40]


@lru_cache(maxsize=256)
def repacked(title: str, html: str, language: str, coding: str) -> tuple[str, bytes]:
    """(fingerprint, bytes) of a page whose stored form has a frame of earlier days. Kept by the process."""
    page = whole(title, html, language)
    fingerprint = hashlib.sha256(page).hexdigest()
    coded = {"br": lambda: brotli.compress(page, quality=5), "gzip": lambda: gzip.compress(page, 6, mtime=0)}
    return fingerprint, coded[coding]() if coding else page


@lru_cache(maxsize=256)
def coding_for(accepted: str) -> str:
    """The coding to answer an Accept-Encoding with: "br", "gzip", or "" for the page as it is (RFC 9110, 12.5.3)."""
    weights = {}
    for part in accepted.lower().split(","):
        name, _, weight = part.partition(";")
        weights[name.strip()] = _weight(weight)
    anything = weights.get("*", 0.0)
    ranked = [(weights.get(name, anything), name) for name in CODINGS]
    best = max(weight for weight, _ in ranked)
    return next(name for weight, name in ranked if weight == best) if best > 0 else ""


def _weight(text):
    _, equals, value = text.partition("q=")
    if not equals:
        return 1.0
    try:
        return float(value.strip())
    except ValueError:
        return 0.0


def etag(fingerprint: str, coding: str = "") -> str:
    """A strong one: each coding is a representation of its own."""
    return f'"{fingerprint[:40]}{f"-{coding}" if coding else ""}"'
