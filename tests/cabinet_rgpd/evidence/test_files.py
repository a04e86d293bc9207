"""What a file is, before it is kept: hostile and honest ones."""

import io
import struct
import zipfile

import pytest

from cabinet_rgpd.evidence import files

PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 20
ODT = "application/vnd.oasis.opendocument.text"


def packed(*members, method=zipfile.ZIP_DEFLATED):
    """An archive of `(name, content)`; a member given as a third value is stored without compression."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as archive:
        for name, content, *stored in members:
            archive.writestr(name, content, zipfile.ZIP_STORED if stored else None)
    return buffer.getvalue()


def docx(*more):
    return packed(("[Content_Types].xml", "<Types/>"), ("word/document.xml", "<w/>"), *more)


def odt(mimetype=ODT):
    return packed(("mimetype", mimetype, "stored"), ("content.xml", "<office/>"))


@pytest.mark.parametrize(
    ("name", "content", "kind"),
    [
        ("Contrat signé.pdf", b"%PDF-1.7\n...", "pdf"),
        ("journal.txt", "Restauration du 3 mars, réussie\r\n".encode(), "text"),
        ("ancien.txt", "Procès-verbal réussi".encode("cp1252"), "text"),
        ("charte.docx", docx(), "docx"),
        ("suivi.xlsx", packed(("[Content_Types].xml", "<Types/>"), ("xl/workbook.xml", "<x/>")), "xlsx"),
        ("charte.odt", odt(), "odt"),
        ("suivi.ods", odt("application/vnd.oasis.opendocument.spreadsheet"), "ods"),
    ],
)
def test_a_file_that_is_what_it_says_is_kept_as_it_came(name, content, kind):
    examined = files.examine(name, content)
    assert (examined.kind.key, examined.content, examined.size) == (kind, content, len(content))
    assert len(examined.sha256) == 64


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("programme.exe", b"MZ", "n’est pas accepté"),
        ("page.html", b"<script>", "n’est pas accepté"),
        ("dessin.svg", b"<svg/>", "n’est pas accepté"),
        ("sans extension", b"%PDF-", "n’est pas accepté"),
        ("contrat.pdf.exe", b"%PDF-", "n’est pas accepté"),
        ("vide.pdf", b"", "vide"),
        ("faux.pdf", b"<html>", "n’en est pas un"),
        ("faux.png", b"GIF89a", "n’en est pas un"),
        ("faux.jpg", PNG, "n’en est pas un"),
        ("faux.txt", b"\x00\x01\x02", "n’en est pas un"),
        ("faux.docx", b"PK\x03\x04 tronqu\xe9", "abîmé"),
        ("classeur.docx", packed(("[Content_Types].xml", ""), ("xl/workbook.xml", "")), "n’en est pas un"),
        ("archive.docx", packed(("notes.txt", "bonjour")), "n’en est pas un"),
        ("macro.docx", docx(("word/vbaProject.bin", "x")), "macros"),
        ("macro.odt", packed(("mimetype", ODT, "s"), ("Basic/Standard/Module1.xml", "x")), "macros"),
        ("evade.docx", docx(("../../etc/passwd", "x")), "abîmé"),
        ("faux.odt", odt("application/zip"), "n’en est pas un"),
        ("bombe.docx", docx(("word/media/zeros", b"\0" * 60_000_000)), "démesuré"),
        ("ratio.docx", docx(("word/media/zeros", b"\0" * 5_000_000)), "démesuré"),
        ("foule.docx", docx(*[(f"word/{number}", "x") for number in range(1001)]), "démesuré"),
        ("patient.txt", b"NIR 1 80 01 75 123 456 60", "numéro de sécurité sociale"),
        ("180017512345660.pdf", b"%PDF-", "numéro de sécurité sociale"),
    ],
)
def test_a_file_that_is_not_what_it_says_or_may_harm_is_refused_in_french(name, content, words):
    with pytest.raises(files.RefusedFile, match=words):
        files.examine(name, content)


def test_a_password_protected_archive_is_refused():
    content = bytearray(docx())
    central = content.rindex(b"PK\x01\x02")
    content[central + 8 : central + 10] = struct.pack("<H", 1)
    with pytest.raises(files.RefusedFile, match="mot de passe"):
        files.examine("secret.docx", bytes(content))


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("C:\\Users\\Alice\\Contrat.pdf", "Contrat.pdf"),
        ("../../etc/contrat.pdf", "contrat.pdf"),
        ("con\r\ntrat\x00\u202efdp.pdf", "contratfdp.pdf"),
        ("x" * 300 + ".pdf", "x" * 116 + ".pdf"),
    ],
)
def test_a_name_keeps_its_last_part_and_its_extension(given, kept):
    assert files.clean_name(given) == kept


@pytest.mark.parametrize(
    ("size", "words"),
    [(999, "999\u00a0octets"), (312_400, "312\u00a0Ko"), (4_240_000, "4,2\u00a0Mo"), (10_000_000, "10\u00a0Mo")],
)
def test_a_size_is_said_in_words(size, words):
    assert files.size_in_words(size) == words
