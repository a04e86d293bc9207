"""What a notice says, as frozen facts: codes and the structure's own words. The fixed words stand in the dated texts.

Everything here turns into plain JSON (`NoticeContent.as_data`), is sealed with the publication and compared later.
"""

import datetime as dt
import uuid
from dataclasses import asdict, dataclass

from cabinet_rgpd.lib.terms import Term


class PublishedPart(Term):
    """What a publication keeps, as the history names it (its sentences are compared by `differences`)."""

    CONTENT = "content", "ce que dit la notice"
    TRANSLATIONS = "translations", "les empreintes des traductions"
    RECEIPT = "receipt", "le reçu imprimé"
    HTML = "html_sha256", "l’empreinte de la page"
    PDF = "pdf_sha256", "l’empreinte du PDF"


@dataclass(frozen=True)
class Contact:
    """How to reach the structure, or who answers about rights. Blank where nothing was said."""

    name: str
    address: str = ""
    phone: str = ""
    email: str = ""


@dataclass(frozen=True)
class Settings:
    """What the structure adds to its notice: who answers about rights, and a word of welcome."""

    rights_contact: str = ""
    rights_email: str = ""
    rights_phone: str = ""
    introduction: str = ""
    languages: tuple[str, ...] = ()


@dataclass(frozen=True)
class DpoContact:
    name: str
    organisation: str = ""
    email: str = ""
    phone: str = ""
    address: str = ""


@dataclass(frozen=True)
class AgreementLine:
    """The essence of an agreement between joint controllers (GDPR art. 26.2), in the structure's own words."""

    names: tuple[str, ...]
    essence: str
    contact_point: str = ""


@dataclass(frozen=True)
class Controller:
    """`role` is a value of `vocabulary.Role`; processors are no controllers and never stand here."""

    name: str
    role: str


@dataclass(frozen=True)
class PurposeLine:
    """`reference` is the text that founds the basis, blank when the register names none that can be cited."""

    name: str
    basis: str
    reference: str
    interest: str
    article_9: str


@dataclass(frozen=True)
class DataLine:
    """`retention` is the rule of the structure in one sentence, `end` what happens then when it does not say so."""

    description: str
    kind: str
    retention: str
    end: str = ""


@dataclass(frozen=True)
class RecipientLine:
    name: str
    kind: str


@dataclass(frozen=True)
class ProcessorLine:
    """A supplier, or the kind of one (`name` blank). `hosts`: it may keep health data, so HDS is said (CSP L1111-8)."""

    kind: str
    name: str
    country: str
    hds: str
    hosts: bool


@dataclass(frozen=True)
class TransferLine:
    recipient: str
    country: str
    safeguard: str
    link: str


@dataclass(frozen=True)
class LanguageLine:
    """A language in which the notice is told beside French, and the name of its dated text."""

    code: str
    text: str


@dataclass(frozen=True)
class RightLine:
    """A right that applies, as a code; `purposes` names those it is about, empty when it is about all of them."""

    code: str
    purposes: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Section:
    """One use of the data of an audience, as the register describes it. `sensitive`: data of art. 9 are among them."""

    id: str
    name: str
    description: str
    controllers: tuple[Controller, ...]
    purposes: tuple[PurposeLine, ...]
    data: tuple[DataLine, ...]
    source: str
    recipients: tuple[RecipientLine, ...]
    processors: tuple[ProcessorLine, ...]
    stance: str
    transfers: tuple[TransferLine, ...]
    rights: tuple[RightLine, ...]
    sensitive: bool


@dataclass(frozen=True, kw_only=True)
class NoticeContent:
    """All that a notice says to an audience, whatever the language it is read in.

    `text` names the dated French text, which prevails; `topics` the subjects on which it has something to say;
    `protections` are sentences about the security measures in place.
    """

    audience: str
    text: str
    structure: Contact
    dpo: DpoContact | None
    rights: Contact
    introduction: str
    controllers: tuple[Controller, ...]
    sections: tuple[Section, ...]
    topics: tuple[str, ...]
    file_retention: str
    agreements: tuple[AgreementLine, ...] = ()
    protections: tuple[str, ...] = ()
    languages: tuple[LanguageLine, ...] = ()

    def as_data(self):
        """The same as JSON: dictionaries, lists and texts only."""
        return _plain(asdict(self))


@dataclass(frozen=True)
class Item:
    """One line of the checklist of art. 13 and 14.

    `state`: "present", "missing" or "not_applicable". A `blocking` item that is missing forbids publication. `field`
    says where it is filled: "structure", "notice", "dpo", "activities", or a part of the sheet `activity`.
    """

    code: str
    label: str
    article: str
    state: str
    detail: str = ""
    blocking: bool = False
    field: str = ""
    activity: str = ""

    @property
    def blocks(self):
        return self.blocking and self.state == "missing"


def _plain(value):
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(item) for item in value]
    return str(value) if isinstance(value, str) else value


@dataclass(frozen=True)
class EditionRecord:
    """An edition that was published: the day it tells, the moment it was sealed, the fingerprint of its PDF ("" if none)."""

    number: int
    published_on: dt.date
    sealed_at: dt.datetime
    pdf_sha256: str


@dataclass(frozen=True)
class DisplayRecord:
    """Where an edition was put up or handed out, from a day to another (None: still); `party`: at whose place alone."""

    place: str
    since: dt.date
    until: dt.date | None
    edition: int
    party: str = ""


@dataclass(frozen=True)
class NoticeRecord:
    """The notice of an audience as it stood: its editions, the latest first, and where they were displayed."""

    id: uuid.UUID
    label: str
    slug: str
    edition: int
    languages: tuple[str, ...]
    editions: tuple[EditionRecord, ...]
    displays: tuple[DisplayRecord, ...]

    @property
    def obj(self):
        return f"notice:{self.id}"
