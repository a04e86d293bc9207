"""PDFs remembered by the fingerprint of their content: a second request costs a file read.

Only previews and copies go through here; what was issued is kept elsewhere and read back, never rendered again.
"""

import contextlib
import os
import secrets
from pathlib import Path

from .rendering import VARIANT, fingerprint, render_pdf


def rendered(html: str, *, directory: Path, variant: str = VARIANT) -> bytes:
    """Return the PDF of `html`, from `directory` when the same content was rendered before.

    Files are named by their fingerprint, readable by the owner alone (they hold the register) and written
    beside then renamed, so that a reader never sees half a PDF. Raises `rendering.RenderError`; a directory
    that cannot be written is no reason to refuse the document.
    """
    directory = Path(directory)
    path = directory / f"{fingerprint(html, variant=variant)}.pdf"
    known = _read(path)
    if known is not None:
        return known
    pdf = render_pdf(html, variant=variant)
    with contextlib.suppress(OSError):
        _write(path, pdf)
    return pdf


def prune(directory: Path, max_bytes: int) -> int:
    """Remove the files used longest ago until `directory` holds at most `max_bytes`; return the bytes removed."""
    entries = []
    for path in Path(directory).glob("*.pdf*"):
        with contextlib.suppress(FileNotFoundError):
            status = path.stat()
            entries.append((status.st_mtime_ns, status.st_size, path))
    excess = sum(size for _, size, _ in entries) - max_bytes
    removed = 0
    for _, size, path in sorted(entries):
        if removed >= excess:
            break
        path.unlink(missing_ok=True)
        removed += size
    return removed


def _read(path: Path) -> bytes | None:
    try:
        content = path.read_bytes()
    except OSError:
        return None
    if not content.startswith(b"%PDF-"):
        return None
    with contextlib.suppress(OSError):
        os.utime(path)  # the date of last use, which `prune` goes by
    return content


def _write(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    beside = path.with_name(f"{path.name}.{secrets.token_hex(6)}")
    descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
        os.replace(beside, path)
    except BaseException:
        beside.unlink(missing_ok=True)
        raise
