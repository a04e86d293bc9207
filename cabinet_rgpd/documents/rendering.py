"""HTML in, PDF bytes out, through a worker process that cannot reach the network nor outlive its limits."""

import contextlib
import hashlib
import logging
import os
import signal
import subprocess
import sys
import threading
from importlib import metadata
from pathlib import Path

from . import archival, assets

VARIANT = "pdf/ua-1"
VERSION = "1"
LARGEST_HTML = 16 * 1024 * 1024
SECONDS = 90
MEGABYTES = 2048
AT_ONCE = 2
FULL = 0.8  # of the memory allowed: a worker that waits beyond it waits for memory

MESSAGES = {
    "libraries": (
        "Ce serveur ne peut pas encore produire de PDF\u00a0: il lui manque les bibliothèques système de mise en page "
        "(sous Debian et Ubuntu, les paquets libpangoft2-1.0-0 et libharfbuzz-subset0). "
        "Demandez à la personne qui l’administre de les installer. Rien n’a été perdu."
    ),
    "refused": "Le document n’a pas été produit\u00a0: il renvoie à un fichier extérieur, ce qui n’est pas permis.",
    "content": "Le document n’a pas été produit\u00a0: son modèle contient une erreur. Rien n’a été perdu.",
    "memory": "Le document n’a pas été produit\u00a0: il est trop volumineux. Rien n’a été perdu.",
    "time": "Le document n’a pas été produit\u00a0: sa mise en page a pris trop de temps. Rien n’a été perdu.",
    "busy": "Plusieurs documents sont en cours de production. Réessayez dans une minute.",
    "failed": "Le document n’a pas été produit, à la suite d’une erreur imprévue. Rien n’a été perdu.",
}

_logger = logging.getLogger(__name__)
_slots = threading.BoundedSemaphore(AT_ONCE)


class RenderError(Exception):
    """No PDF. `str(error)` is a French sentence for the screen, `code` a key of MESSAGES, `detail` for the log."""

    def __init__(self, code: str, detail: str = "") -> None:
        super().__init__(MESSAGES[code])
        self.code = code
        self.detail = detail


class Crash(RenderError):
    """The process fell in a native library."""


def render_pdf(
    html: str, *, variant: str = VARIANT, attachments=(), seconds: float = SECONDS, megabytes: int = MEGABYTES
) -> bytes:
    """Return the PDF of a whole HTML document (tagged PDF/UA-1 unless told otherwise).

    With `archival.VARIANT` it is PDF/A-3a and PDF/UA-1, and may hold `attachments` (archival.Attachment).

    The document loads nothing but `asset:` (see `assets.find`) and `data:` addresses; anything else, a missing
    anchor or a missing language ends in RenderError. `seconds` bounds both the processor time and the clock
    (a queue of at most the same length comes before), `megabytes` the address space of the worker. The same HTML gives
    the same bytes. Slow (0.7 s and more): call it outside any transaction, or through `cache.rendered`.
    """
    source = html.encode("utf-8", errors="replace")
    if len(source) > LARGEST_HTML:
        raise RenderError("memory", f"{len(source)} bytes of HTML")
    if not _slots.acquire(timeout=seconds):
        raise RenderError("busy")
    try:
        command = _command(variant, seconds, megabytes)
        if attachments:
            command, source = [*command, "--attachments"], archival.packed(source, attachments)
        try:
            return _run(command, source, seconds, megabytes)
        except Crash:  # a native library fell, which a second try nearly always survives
            return _run(command, source, seconds, megabytes)
    finally:
        _slots.release()


def fingerprint(html: str, *, variant: str = VARIANT) -> str:
    """64 hexadecimal characters that change when the bytes of the PDF may change: content, style, font, software."""
    recipe = "\n".join(
        (VERSION, metadata.version("weasyprint"), metadata.version("pydyf"), assets.digest(), variant, "")
    )
    return hashlib.sha256(recipe.encode() + html.encode("utf-8", errors="replace")).hexdigest()


def _command(variant: str, seconds: float, megabytes: int) -> list[str]:
    limits = [f"--seconds={max(1, round(seconds))}", f"--megabytes={megabytes}"]
    return [sys.executable, "-m", "cabinet_rgpd.documents.worker", f"--variant={variant}", *limits]


def _environment() -> dict[str, str]:
    kept = ("PATH", "TMPDIR", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH", "DYLD_FALLBACK_LIBRARY_PATH", "SYSTEMROOT")
    return {
        **{name: os.environ[name] for name in kept if name in os.environ},
        "LANG": "C.UTF-8",
        "TZ": "UTC",
        "PYTHONUTF8": "1",
        "PYTHONHASHSEED": "0",
        "PYTHONPATH": str(assets.ROOT),
        "FONTCONFIG_FILE": str(Path(__file__).with_name("fonts.conf")),
        # Without it the embedded subset of a variable font carries the hour of rendering.
        "SOURCE_DATE_EPOCH": "1577836800",
    }


def _run(command: list[str], source: bytes, seconds: float, megabytes: int) -> bytes:
    process = subprocess.Popen(
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        cwd=assets.ROOT,
        env=_environment(),
        start_new_session=True,
    )
    try:
        pdf, complaint = process.communicate(source, timeout=seconds)
    except subprocess.TimeoutExpired:
        code = "memory" if _peak(process.pid) > FULL * megabytes * 1024 else "time"
        raise _logged(RenderError(code, f"killed after {seconds} s")) from None
    finally:
        if process.poll() is None:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.communicate()
    if process.returncode == 0 and pdf.startswith(b"%PDF-"):
        return pdf
    raise _logged(_error(process.returncode, complaint.decode("utf-8", errors="replace")))


def _peak(pid: int) -> int:
    """The largest address space that a process took, in KiB; 0 where the system does not tell.

    A native library that is refused memory now and then waits for ever instead of failing: such a worker ends by the
    clock, and what it lacked was memory.
    """
    with contextlib.suppress(OSError, ValueError):
        for line in Path(f"/proc/{pid}/status").read_text().splitlines():
            if line.startswith("VmPeak:"):
                return int(line.split()[1])
    return 0


def _error(status: int, complaint: str) -> RenderError:
    lines = complaint.strip().splitlines()
    code, _, detail = (lines[-1] if lines else "").partition("\t")
    if status in (-signal.SIGXCPU, -signal.SIGKILL):
        return RenderError("time", f"ended by signal {-status}")
    if code in MESSAGES:
        return RenderError(code, detail)
    if status in (-signal.SIGSEGV, -signal.SIGBUS):
        return Crash("memory", f"ended by signal {-status}")
    if "MemoryError" in complaint or "memory" in complaint or "bad_alloc" in complaint or status < 0:
        return RenderError("memory", f"status {status}: {complaint[-500:]}")
    return RenderError("failed", f"status {status}: {complaint[-500:]}")


def _logged(error: RenderError) -> RenderError:
    # The detail may quote the document: one line, bounded, no line break that could forge a log entry.
    _logger.warning("no PDF: %s: %s", error.code, " ".join(error.detail.split())[:300])
    return error
