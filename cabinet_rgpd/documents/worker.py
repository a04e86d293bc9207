"""The process that renders one document: HTML on standard input, PDF on standard output.

Started by `rendering.render_pdf`, never by hand. It imports neither Django nor anything of the register,
limits its own memory and time before reading anything, opens no connection and starts no program. On failure
it writes one line `code<TAB>detail` on standard error and ends with status 3.
"""

import argparse
import contextlib
import io
import logging
import os
import resource
import sys
import warnings

from . import archival, assets, fonts, marking
from .glyphs import printable

FAILED = 3
FORBIDDEN_EVENTS = ("socket.connect", "socket.getaddrinfo", "socket.bind", "subprocess.Popen", "os.system", "os.exec")
TEXT_ATTRIBUTES = frozenset({"alt", "title", "content", "label", "value"})
BASE_CSS = (
    '@font-face {{ font-family: "{family}"; font-style: normal;'
    " src: url(asset:fonts/source-sans-3.ttf) format('truetype') }}"
    '@font-face {{ font-family: "{family}"; font-style: italic;'
    " src: url(asset:fonts/source-sans-3-italic.ttf) format('truetype') }}"
    'html {{ font-family: "{family}" }} img {{ image-rendering: crisp-edges }}'
)
#: The layout takes a letter from it when the font that a style names lacks that letter.
ARABIC_CSS = '@font-face {{ font-family: "{family}"; src: url(asset:fonts/noto-sans-arabic.ttf) format("truetype") }}'


class Failure(Exception):
    """(code, detail): the codes are the keys of `rendering.MESSAGES`."""


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--variant", default="pdf/ua-1")
    parser.add_argument("--attachments", action="store_true", help="what is read is archival.packed")
    parser.add_argument("--seconds", type=int, default=60)
    parser.add_argument("--megabytes", type=int, default=2048)
    options = parser.parse_args(arguments)
    _limit(options.seconds, options.megabytes)
    # A library that prints must not write into the PDF: standard output becomes standard error.
    out = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    try:
        source, files = sys.stdin.buffer.read(), []
        if options.attachments:
            source, files = archival.unpacked(source)
        pdf = render(source.decode("utf-8"), variant=options.variant, files=files)
    except Failure as failure:
        code, detail = failure.args
    except MemoryError:
        code, detail = "memory", "out of memory"
    except RecursionError:
        code, detail = "content", "elements nested too deeply"
    except Exception as error:
        code, detail = "failed", f"{type(error).__name__}: {error}"
    else:
        with out:
            out.write(pdf)
        return 0
    sys.stderr.write(f"{code}\t{' '.join(str(detail).split())[:1000]}\n")
    return FAILED


def render(html: str, *, variant: str, files=()) -> bytes:
    """Return the PDF of `html` with `files` (archival.Attachment) inside; raises Failure(code, detail)."""
    # The machine's fonts are hidden on purpose (fonts.conf).
    warnings.filterwarnings("ignore", message="No fonts configured in FontConfig")
    try:
        import weasyprint
        from weasyprint.text.fonts import FontConfiguration
        from weasyprint.urls import FatalURLFetchingError
    except (ImportError, OSError) as error:
        raise Failure("libraries", error) from None
    sys.addaudithook(_refuse)
    complaints = _listen()
    fetcher = _fetcher()
    try:
        document = weasyprint.HTML(string=html, url_fetcher=fetcher)
        letters = _make_printable(document.etree_element)
        configuration = FontConfiguration()
        css = BASE_CSS.format(family=fonts.FAMILY)
        if not fonts.arabic_alone().isdisjoint(letters):
            css += ARABIC_CSS.format(family=fonts.ARABIC_FAMILY)
        told = marking.tell(document.etree_element.get("lang", ""), fonts.arabic_alone())
        finishers = [told, archival.finish] if variant == archival.VARIANT else [told]
        base = weasyprint.CSS(string=css, url_fetcher=fetcher, font_config=configuration)
        pdf = document.write_pdf(
            stylesheets=[base],
            font_config=configuration,
            pdf_variant=variant,
            finisher=lambda *made: [finish(*made) for finish in finishers],
            attachments=[_attachment(weasyprint, each) for each in files],
            presentational_hints=False,
            optimize_images=True,
            dpi=200,
        )
    except FatalURLFetchingError as error:
        raise Failure("refused", f"{error}: {error.__cause__}") from None
    # Trap: inside a drawing the refusal is swallowed and comes out as a drawing that fails.
    if fetcher.refused:
        raise Failure("refused", " | ".join(fetcher.refused))
    if complaints:
        raise Failure("content", " | ".join(complaints))
    return pdf


def _attachment(weasyprint, file):
    return weasyprint.Attachment(
        file_obj=io.BytesIO(file.content),
        name=file.name,
        description=file.description,
        relationship=file.relationship,
        created=archival.WHEN,
        modified=archival.WHEN,
    )


def _limit(seconds: int, megabytes: int) -> None:
    size = megabytes * 1024 * 1024
    for kind, value in (
        (resource.RLIMIT_AS, size),
        (resource.RLIMIT_CPU, seconds),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_NOFILE, 128),
        (resource.RLIMIT_FSIZE, 256 * 1024 * 1024),
    ):
        # A stricter limit set by the host stays; macOS refuses RLIMIT_AS, the clock of the parent remains.
        with contextlib.suppress(ValueError, OSError):
            hard = resource.getrlimit(kind)[1]
            bound = value if hard == resource.RLIM_INFINITY else min(value, hard)
            resource.setrlimit(kind, (bound, bound))


def _refuse(event: str, arguments: tuple) -> None:
    if event in FORBIDDEN_EVENTS:
        raise PermissionError(f"{event} is refused while a document is rendered")


def _listen() -> list[str]:
    complaints: list[str] = []

    class Collector(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            if record.levelno >= logging.ERROR:
                complaints.append(record.getMessage())
            else:
                sys.stderr.write(f"warning\t{record.getMessage()}\n")

    logger = logging.getLogger("weasyprint")
    logger.handlers[:] = [Collector(level=logging.WARNING)]
    logger.propagate = False
    return complaints


def _fetcher():
    from weasyprint.urls import URLFetcher, URLFetcherResponse

    class OursAlone(URLFetcher):
        def __init__(self) -> None:
            super().__init__(allowed_protocols=("data",), allow_redirects=False, fail_on_errors=True)
            self.refused: list[str] = []

        def fetch(self, url: str, headers=None):
            scheme, _, name = url.partition(":")
            try:
                if scheme.lower() != assets.SCHEME:
                    return super().fetch(url, headers)
                path, media_type = assets.find(name)
                return URLFetcherResponse(url, path.read_bytes(), {"Content-Type": media_type})
            except (ValueError, OSError):
                self.refused.append(url[:200])
                raise

    return OursAlone()


def _make_printable(root) -> set[int]:
    """Replace what no font can draw; return the code points that remain."""
    covered, letters = fonts.covered(), set()
    if root.get("dir") == "rtl":
        covered |= fonts.DIRECTION_MARKS

    def drawn(text: str) -> str:
        text = printable(text, covered)
        letters.update(map(ord, set(text)))
        return text

    for element in root.iter():
        if not isinstance(element.tag, str):
            continue
        if element.text:
            element.text = drawn(element.text)
        if element.tail:
            element.tail = drawn(element.tail)
        for name, value in element.attrib.items():
            if name in TEXT_ATTRIBUTES or name.startswith(("data-", "aria-")):
                element.set(name, drawn(value))
    return letters


if __name__ == "__main__":
    sys.exit(main())
