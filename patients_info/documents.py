"""The notice and its poster as pages and as PDF sources: a dated text, a frozen content, a receipt. No SQL."""

import datetime as dt
import hashlib
import re
from dataclasses import dataclass, replace
from functools import lru_cache
from html import unescape
from html.parser import HTMLParser

from django.template.loader import render_to_string
from django.utils.html import escape, format_html
from django.utils.safestring import mark_safe

from cabinet_rgpd.documents import qr
from cabinet_rgpd.history.queries import Receipt
from patients_info import texts, translation
from patients_info.translation import FRENCH, Language

#: Beyond this number of characters of its own words, a poster is set smaller so as to hold on one page.
CROWDED = 420
_TAGS = re.compile(r"(<style>.*?</style>|<[^>]*>)", re.DOTALL)
_HELD_BEFORE = re.compile(r" ([:;?»])")
_HELD_AFTER = re.compile(r"(«|\bart\.|\bn°) ")
_LANGUAGES = re.compile(r'<nav class="languages".*?</nav>', re.DOTALL)
_SAYS = re.compile(r'data-says="([^"]+)"')
_TITLE, _BODY = "\ue000title\ue000", "\ue000body\ue000"


@dataclass(frozen=True, kw_only=True)
class Edition:
    """What a page or a PDF of the notice is made from. `content`: `NoticeContent.as_data()`."""

    content: dict
    number: int
    effective_on: dt.date
    receipt: Receipt
    draft: bool = False
    language: str = FRENCH

    @property
    def text(self):
        """The words in this language that are in force on the day of the edition."""
        audience = self.content.get("audience", "patients")
        return texts.in_force(self.effective_on, audience, self.language)

    def in_every_language(self):
        """The same edition in French, then in each language of its content."""
        codes = (FRENCH, *(each["code"] for each in self.content["languages"]))
        return [replace(self, language=code) for code in codes]

    @property
    def spoken(self) -> Language:
        return translation.language(self.language)

    @property
    def on_paper(self):
        """The languages of this edition, French aside, that the font of the documents can set."""
        spoken = [translation.language(each["code"]) for each in self.content.get("languages", ())]
        return tuple(each for each in spoken if each.pdf)

    @property
    def others(self):
        """`[(language, address)]` of the same edition in the other languages, relative to this page."""
        here = "" if self.language == FRENCH else "../"
        codes = (FRENCH, *(each["code"] for each in self.content.get("languages", ())))
        return [
            (translation.language(code), (here or "./") if code == FRENCH else f"{here}{code}/")
            for code in codes if code != self.language
        ]  # fmt: skip


def title(edition: Edition) -> str:
    return unescape(_render(edition, "title", "screen")).strip()


def fragment(edition: Edition) -> str:
    """The notice as patients read it on a screen, without its frame: what is stored, and served as it stands."""
    lines = (line.strip() for line in _render(edition, "screen", "screen").splitlines())
    return _anchored("\n".join(line for line in lines if line))


def places(html: str) -> dict[str, tuple[str, str]]:
    """Where each item of art. 13 and 14 stands in a fragment: `{item: (anchor, heading it stands under)}`."""
    reader = _Places()
    reader.feed(html)
    return reader.found


class _Places(HTMLParser):
    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.found, self._heading, self._waiting, self._inside = {}, "", [], False

    def handle_starttag(self, tag, attrs):
        attributes = dict(attrs)
        if tag == "h2":
            self._heading, self._inside = "", True
        items = [each for each in attributes.get("data-says", "").split() if each not in self.found]
        for item in items:
            self.found[item] = (attributes.get("id", ""), self._heading)
        self._waiting += items if tag == "h2" else []

    def handle_data(self, data):
        if self._inside:
            self._heading = f"{self._heading} {data.strip()}".strip()

    def handle_endtag(self, tag):
        if tag == "h2":
            self.found |= {item: (self.found[item][0], self._heading) for item in self._waiting}
            self._waiting, self._inside = [], False


def _anchored(html):
    """The first element that says an item gets an anchor of its name, so that the checklist can lead to it."""
    told = set()

    def anchor(match):
        items = match[1].split()
        if told.issuperset(items):
            return match[0]
        first = next(item for item in items if item not in told)
        told.update(items)
        return f'{match[0]} id="dit-{first}"'

    return _SAYS.sub(anchor, html)


def pdf_source(edition: Edition, *, above: str = "") -> str:
    """The same as an A4 document. `above`: HTML of today that stands at its head, such as who may still be reached."""
    return _render(edition, "document", "pdf", above)


def _render(edition, frame, medium, above=""):
    text = edition.text
    context = {
        "frame": f"patients_info/frames/{frame}.html",
        "common": text.frame,
        "uses": text.uses,
        "medium": medium,
        "language": edition.spoken,
        "others": edition.others,
        "content": edition.content,
        "edition": edition.number,
        "effective_on": edition.effective_on,
        "receipt": edition.receipt,
        "draft": edition.draft,
        "above": mark_safe(above),
    }
    html = render_to_string(text.template, context)
    return typeset(html) if edition.spoken.typography == "french" else html


def poster_source(edition: Edition, *, address: str) -> str:
    """The A4 poster. `address`: where the notice is read; blank when the installation has no public address."""
    context = {
        "content": edition.content,
        "crowded": len(_own_words(edition.content)) > CROWDED,
        "effective_on": edition.effective_on,
        "edition": edition.number,
        "receipt": edition.receipt,
        "address": address,
        "qr": qr_code(address) if address else "",
    }
    return typeset(render_to_string(edition.text.poster, context))


#: One side of paper for any audience: beyond these numbers of characters, its words are set smaller, then smaller again.
#: Lines written from right to left are set further apart, and count for more.
SHEET_CROWDED = {"A4": (1000, 1400), "A5": (1000, 1400)}
SIZES = ("A4", "A5")


def sheet_source(edition: Edition, *, address: str, size: str) -> str:
    """The essential and the way to the whole, on one side of paper: a poster (A4) or a leaflet (A5).

    In the language of the edition; only for those that the documents can set (`Language.pdf`).
    """
    heading = unescape(_render(edition, "heading", "paper")).strip()
    essential = _render(edition, "essential", "paper")
    content = edition.content
    spoken = edition.spoken
    people = [content["rights"], content["dpo"] or {"name": "", "email": ""}]
    told = [
        heading, *_TAGS.sub("", essential).split(), content["structure"]["name"], address,
        *(each[name] for each in people for name in ("name", "email")),
    ]  # fmt: skip
    spread = 1.25 if spoken.direction == "rtl" else 1
    day, number = spoken.day(edition.effective_on), edition.number
    context = {
        "content": content,
        "language": spoken,
        "words": spoken.words,
        "size": size,
        "heading": heading,
        "essential": mark_safe(essential),
        "density": sum(len(" ".join(told)) * spread > most for most in SHEET_CROWDED[size]),
        "effective_on": edition.effective_on,
        "footer": format_html(
            spoken.words["sheet_footer"],
            day=day,
            number=number,
            receipt=format_html('<span dir="ltr">{}</span>', edition.receipt.short),
        ),
        "address": address,
        "qr": qr_code(address) if address else "",
        "languages": [language for language, _ in edition.others if language.pdf],
    }
    html = render_to_string("patients_info/sheet.html", context)
    return typeset(html) if spoken.typography == "french" else html


def _own_words(content):
    """The structure's own words on a poster, whose length decides how large it can be set."""
    people = [content["structure"], content["rights"], *content["controllers"], content["dpo"] or {"name": ""}]
    return " ".join([*(each["name"] for each in people + content["sections"][:6]), content["rights"]["email"]])


def typeset(html: str) -> str:
    """Hold by a non-breaking space what a French editor never parts; whatever stands inside a tag is left alone."""
    parts = _TAGS.split(html)
    for place in range(0, len(parts), 2):
        parts[place] = held(parts[place])
    return "".join(parts)


def held(text: str) -> str:
    """The same for a text without tags."""
    return _HELD_AFTER.sub("\\1\u00a0", _HELD_BEFORE.sub("\u00a0\\1", text))


def qr_code(address: str) -> str:
    """An inline SVG that carries its own text equivalent."""
    return qr.drawing(address, label=f"Code à scanner\u00a0: {address}")


def whole_page(*, title: str, body: str, language: str = FRENCH) -> str:
    """A public page: today's frame around a text stored earlier."""
    head, foot = _frame(language)
    return "".join((escape(title).join(head), body, foot))


def as_earlier(html: str) -> str:
    """An earlier edition under an address of its own: its PDF is beside it, and its translations are no longer served."""
    html = _LANGUAGES.sub("", html, count=1)
    return html.replace('<a href="editions/">', '<a href="../">')


def preview_page(*, title: str, body: str, back: str, language: str = FRENCH) -> str:
    """The page as it will be read, with a line that says it is a preview."""
    return _framed(language, title=title, body=mark_safe(body), back=back)


@lru_cache(maxsize=32)
def _frame(language):
    """The frame, cut where the title and the text go: rendering it again for each reader would say the same."""
    before, _, after = _framed(language, title=_TITLE, body=_BODY, back="").partition(_BODY)
    return before.split(_TITLE), after


def _framed(code, **parts):
    language = translation.language(code)
    description = language.words["description"].format(title=parts["title"])
    return render_to_string("patients_info/public.html", {"language": language, "description": description, **parts})


def etag(content: bytes) -> str:
    """A strong one."""
    return f'"{hashlib.sha256(content).hexdigest()[:40]}"'
