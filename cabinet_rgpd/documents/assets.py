"""What a document may load: our style sheets, drawings and fonts, under the private scheme `asset:`."""

import hashlib
from pathlib import Path

from . import fonts

ROOT = Path(__file__).resolve().parent.parent.parent
DIRECTORY = ROOT / "static" / "documents"
SCHEME = "asset"
TYPES = {
    ".css": "text/css",
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".ttf": "font/ttf",
}


class RefusedAsset(ValueError):
    """The address is not one of ours."""


def find(name: str) -> tuple[Path, str]:
    """Return (file, media type) for what follows `asset:`; raises RefusedAsset.

    `fonts/source-sans-3.ttf`, `fonts/source-sans-3-italic.ttf` and `fonts/noto-sans-arabic.ttf` are the fonts of the
    documents; any other name is a file of static/documents with a known extension, never outside it.
    """
    if name in ("fonts/source-sans-3.ttf", "fonts/source-sans-3-italic.ttf"):
        return fonts.pdf_font(italic="italic" in name), TYPES[".ttf"]
    if name == "fonts/noto-sans-arabic.ttf":
        return fonts.arabic_font(), TYPES[".ttf"]
    path = (DIRECTORY / name).resolve()
    if not path.is_relative_to(DIRECTORY.resolve()) or path.suffix not in TYPES or not path.is_file():
        raise RefusedAsset(f"not an asset of a document: {name[:200]}")
    return path, TYPES[path.suffix]


def digest() -> str:
    """SHA-256 over every file of static/documents and the versions of the fonts: part of a document's fingerprint."""
    total = hashlib.sha256(fonts.versions().encode())
    for path in sorted(DIRECTORY.rglob("*")):
        if path.is_file() and path.suffix in TYPES:
            content = hashlib.sha256(path.read_bytes()).digest()
            total.update(path.relative_to(DIRECTORY).as_posix().encode() + b"\0" + content)
    return total.hexdigest()
