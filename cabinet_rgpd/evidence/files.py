"""Looking at a file before it is kept: what it says it is, what it is, how large. Nothing is ever unpacked or run.

A photo alone is opened, to be written again without what it tells of its place, device and author (`photos`); every
other file is kept as it came. Everything here is pure: bytes and a name come in, an `ExaminedFile` or a refusal in French comes out.
"""

import hashlib
import io
import re
import unicodedata
import zipfile
from dataclasses import dataclass

from cabinet_rgpd.evidence import photos
from cabinet_rgpd.lib import identifiers

NBSP = "\u00a0"
#: What an archive (DOCX, XLSX, ODT, ODS are archives) may declare: its content is never unpacked here, but someone will.
MEMBERS, UNPACKED, RATIO = 1000, 50_000_000, 100
NAME_LENGTH = 120
#: What an office document contains when it can run a program of its own.
MACROS = ("vbaproject.bin", "basic/", "scripts/")
_OFFICE_XML = "[Content_Types].xml"


class RefusedFile(ValueError):
    """The file is not kept; the message says why, in French, and what to do."""


@dataclass(frozen=True)
class Kind:
    """A kind of file that is kept: its extensions, its name in French, what it is served as."""

    key: str
    extensions: tuple[str, ...]
    label: str
    media_type: str


KINDS = (
    Kind("pdf", ("pdf",), "PDF", "application/pdf"),
    Kind("png", ("png",), "image PNG", "image/png"),
    Kind("jpeg", ("jpg", "jpeg"), "image JPEG", "image/jpeg"),
    Kind("webp", ("webp",), "image WebP", "image/webp"),
    Kind("text", ("txt",), "texte", "text/plain"),
    Kind("docx", ("docx",), "document Word",
         "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    Kind("xlsx", ("xlsx",), "classeur Excel", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    Kind("odt", ("odt",), "document OpenDocument", "application/vnd.oasis.opendocument.text"),
    Kind("ods", ("ods",), "classeur OpenDocument", "application/vnd.oasis.opendocument.spreadsheet"),
)  # fmt: skip
BY_KEY = {kind.key: kind for kind in KINDS}
BY_EXTENSION = {extension: kind for kind in KINDS for extension in kind.extensions}
#: What telephones call their photos, and few other machines open.
TELEPHONE = ("heic", "heif")
ACCEPT = ",".join(f".{extension}" for extension in BY_EXTENSION)
ACCEPTED_IN_WORDS = "PDF, image PNG, JPEG ou WebP, texte, document ou classeur Word, Excel ou OpenDocument"


@dataclass(frozen=True)
class ExaminedFile:
    """A file that may be kept: `content` is what will be, for a photo not what was sent. `sha256` is of it, in hex."""

    name: str
    kind: Kind
    content: bytes

    @property
    def size(self):
        return len(self.content)

    @property
    def sha256(self):
        return hashlib.sha256(self.content).hexdigest()


def examine(name: str, content: bytes) -> ExaminedFile:
    """The file as it may be kept. Raises RefusedFile."""
    name = clean_name(name)
    kind = BY_EXTENSION.get(_extension(name))
    if kind is None and _extension(name) in TELEPHONE:
        raise RefusedFile(
            "Ce format de photo de téléphone (HEIC) n’est pas accepté, car il ne s’ouvre pas partout. Enregistrez la photo en "
            "JPEG, ou envoyez-la depuis le téléphone, qui la convertit."
        )
    if kind is None:
        raise RefusedFile(f"Ce type de fichier n’est pas accepté. Choisissez un fichier {ACCEPTED_IN_WORDS}.")
    if not content:
        raise RefusedFile("Ce fichier est vide.")
    if identifiers.find_nir(name):
        raise RefusedFile("Le nom du fichier contient un numéro de sécurité sociale. Renommez-le avant de le joindre.")
    _CHECKS[kind.key](content, kind)
    if kind.key in photos.FORMATS:
        content = _bare(content, kind)
    return ExaminedFile(name, kind, content)


def _bare(content, kind):
    try:
        return photos.bare(content, kind.key)
    except photos.TooLarge:
        raise RefusedFile(
            f"Cette image est démesurée (plus de {photos.POINTS // 1_000_000}{NBSP}millions de points). Réduisez-la, puis "
            "joignez-la."
        ) from None
    except photos.Animated:
        raise RefusedFile("Cette image est animée. Joignez une image fixe.") from None
    except photos.Unreadable:
        raise RefusedFile(_UNREADABLE) from None


def clean_name(name: str) -> str:
    """The last part of a path, without control characters, of bounded length, its extension kept."""
    name = unicodedata.normalize("NFC", re.split(r"[\\/]", name)[-1])
    name = "".join(letter for letter in name if unicodedata.category(letter)[0] != "C").strip(" .")
    stem, dot, extension = name.rpartition(".")
    if not dot:
        return name[:NAME_LENGTH]
    return f"{stem[: NAME_LENGTH - len(extension) - 1]}.{extension}"


def size_in_words(size: int) -> str:
    """« 312 Ko », « 4,2 Mo »."""
    if size < 1000:
        return f"{size}{NBSP}octets"
    if size < 1_000_000:
        return f"{round(size / 1000)}{NBSP}Ko"
    return f"{size / 1_000_000:.1f}{NBSP}Mo".replace(".", ",").replace(",0", "")


def _extension(name):
    return name.rpartition(".")[2].lower() if "." in name else ""


def _starts_with(*signatures):
    def check(content, kind):
        if not content.startswith(signatures):
            raise RefusedFile(
                f"Ce fichier porte l’extension d’un {kind.label} mais n’en est pas un. Ouvrez-le, enregistrez-le de nouveau au "
                "bon format, puis joignez-le."
            )

    return check


def _is_webp(content, kind):
    _starts_with(b"RIFF")(content, kind)
    _starts_with(b"WEBP")(content[8:], kind)


def _is_text(content, kind):
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("cp1252", errors="replace")
    if any(unicodedata.category(letter) == "Cc" and letter not in "\t\r\n\f" for letter in text):
        raise RefusedFile("Ce fichier porte l’extension d’un texte mais n’en est pas un.")
    if identifiers.find_nir(text):
        raise RefusedFile(
            "Ce texte contient un numéro de sécurité sociale. Les pièces montrent ce que fait la structure, jamais une "
            "personne soignée\u00a0: retirez ce numéro, puis joignez de nouveau le fichier."
        )


def _is_office_xml(folder):
    def check(content, kind):
        names = _members(content, kind)
        if _OFFICE_XML not in names or not any(name.startswith(folder) for name in names):
            raise RefusedFile(f"Ce fichier porte l’extension d’un {kind.label} mais n’en est pas un.")

    return check


def _is_open_document(content, kind):
    _members(content, kind)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        first = archive.infolist()[0]
        declared = first.filename == "mimetype" and first.compress_type == zipfile.ZIP_STORED and first.file_size < 100
        try:
            if not declared or archive.read(first) != kind.media_type.encode():
                raise RefusedFile(f"Ce fichier porte l’extension d’un {kind.label} mais n’en est pas un.")
        except zipfile.BadZipFile:
            raise RefusedFile(_UNREADABLE) from None


_UNREADABLE = "Ce fichier est abîmé\u00a0: il ne s’ouvre pas. Enregistrez-le de nouveau, puis joignez-le."


def _members(content, kind):
    """The names inside an archive, from its index alone. Raises RefusedFile beyond the bounds."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            members = archive.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        raise RefusedFile(_UNREADABLE) from None
    unpacked = sum(member.file_size for member in members)
    if not members or len(members) > MEMBERS or unpacked > UNPACKED or unpacked > RATIO * len(content):
        raise RefusedFile(
            "Ce fichier n’est pas accepté\u00a0: une fois décompressé il serait démesuré. Enregistrez-le en PDF, puis joignez-le."
        )
    if any(member.flag_bits & 1 for member in members):
        raise RefusedFile("Ce fichier est protégé par un mot de passe\u00a0: retirez-le, ou joignez un PDF.")
    names = [member.filename for member in members]
    if any(name.startswith(("/", "\\")) or ".." in re.split(r"[\\/]", name) for name in names):
        raise RefusedFile(_UNREADABLE)
    if any(macro in name.lower() for name in names for macro in MACROS):
        raise RefusedFile("Ce document contient des macros (un programme). Enregistrez-le en PDF, puis joignez-le.")
    return names


_CHECKS = {
    "pdf": _starts_with(b"%PDF-"),
    "png": _starts_with(b"\x89PNG\r\n\x1a\n"),
    "jpeg": _starts_with(b"\xff\xd8\xff"),
    "webp": _is_webp,
    "text": _is_text,
    "docx": _is_office_xml("word/"),
    "xlsx": _is_office_xml("xl/"),
    "odt": _is_open_document,
    "ods": _is_open_document,
}
