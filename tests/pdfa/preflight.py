"""`make pdfa`: Apache PDFBox's preflight reads every document of the product laid out as PDF/A-1b, and finds nothing.

An opinion from outside, in another language: fonts, colours, metadata, structure of the file. Not of the suite, because it
asks for Java.
"""

import re
import subprocess
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO
from pathlib import Path

import pikepdf

from cabinet_rgpd.documents import rendering
from tests.pdfa import sources

JARS = Path("/usr/share/java")
NEEDED = ("preflight", "pdfbox2", "xmpbox", "fontbox2", "commons-logging", "javax.activation", "jaxb-api")
VARIANT = "pdf/a-1b"


def test_preflight_finds_nothing_to_say_of_any_document(clinic, client_of, monkeypatch, tmp_path):
    written = sources.written(clinic, client_of, monkeypatch)
    with ThreadPoolExecutor(rendering.AT_ONCE) as together:
        made = together.map(lambda html: rendering.render_pdf(html, variant=VARIANT), written.values())
        for name, content in zip(written, made, strict=True):
            (tmp_path / f"{name}.pdf").write_bytes(understood(content))
    (tmp_path / "broken.pdf").write_bytes(rendering.render_pdf("<html lang='fr'><title>T</title><p>UA seul</p>"))
    verdicts = preflight(tmp_path)
    assert verdicts.pop("broken") != []
    assert {name: each for name, each in verdicts.items() if each} == {}
    assert set(verdicts) == set(written)


def preflight(folder):
    """`{name: what preflight finds}` of the PDF files of a folder, in one Java process a file."""
    path = ":".join(str(JARS / f"{name}.jar") for name in NEEDED)
    # Our documents bear a day without an hour, which it reads as midnight here in one place and in UTC in the other.
    command = ["java", "-Duser.timezone=UTC", "-cp", path, "org.apache.pdfbox.preflight.Validator_A1b"]
    found = {}
    for file in sorted(folder.glob("*.pdf")):
        done = subprocess.run([*command, file], capture_output=True, text=True, check=False)
        first, *faults = [line for line in done.stdout.splitlines() if line.strip()] or [done.stderr]
        found[file.stem] = [] if first.endswith("is a valid PDF/A-1b file") else faults or [first]
    return found


def understood(content):
    """The same document, its metadata said again as preflight reads them: namespaces declared on each description.

    Declared once for all, as they come, they are as good to any reader of XML but to this one. The bytes laid out are kept:
    the metadata are replaced as a later revision of the file does.
    """
    with pikepdf.open(BytesIO(content)) as pdf:
        number, size, root = pdf.Root.Metadata.objgen[0], int(pdf.trailer.Size), pdf.Root.objgen[0]
        info, key = pdf.trailer.Info.objgen[0], bytes(pdf.trailer.ID[0]).hex().encode()
        metadata = pdf.Root.Metadata.read_bytes()
    declared = b" ".join(re.findall(rb"xmlns:\w+=\"[^\"]+\"", re.search(rb"<rdf:RDF[^>]*>", metadata)[0]))
    metadata = metadata.replace(b"<rdf:Description ", b"<rdf:Description " + declared + b" ")
    before = int(re.findall(rb"startxref\s+(\d+)", content)[-1])
    start = len(content) + 1
    head = b"%d 0 obj\n<</Type /Metadata /Subtype /XML /Length %d>>\nstream\n" % (number, len(metadata))
    body = head + metadata + b"\nendstream\nendobj\n"
    table = b"xref\n%d 1\n%010d 00000 n \ntrailer\n" % (number, start)
    trailer = b"<</Size %d /Root %d 0 R /Info %d 0 R /ID [<%s> <%s>] /Prev %d>>\n" % (
        size,
        root,
        info,
        key,
        key,
        before,
    )
    return content + b"\n" + body + table + trailer + b"startxref\n%d\n%%%%EOF\n" % (start + len(body))
