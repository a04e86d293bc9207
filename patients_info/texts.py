"""The dated texts of a notice: one template for each version, in force from the day that names it.

`templates/patients_info/notice/<audience>/<language>/<YYYY-MM-DD>.html`. A text of an audience extends the common one
of its language, `notice/common/<language>/<YYYY-MM-DD>.html`, unless it stands alone; the poster's words stand beside,
in `poster/`. A new wording is a new file: the earlier ones stay, because notices were published with them.
"""

import datetime as dt
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent / "templates"
FOLDER = "patients_info/notice"
COMMON = "common"


@dataclass(frozen=True)
class Text:
    """The words for an audience in a language, from a day on. `name` is what a publication keeps of it.

    `own` and `common` are the days of the two files that make it.
    """

    audience: str
    language: str
    own: dt.date
    common: dt.date

    @property
    def name(self):
        return max(self.own, self.common).isoformat()

    @property
    def template(self):
        return f"{FOLDER}/{self.audience}/{self.language}/{self.own}.html"

    @property
    def frame(self):
        """The common text that the own one extends."""
        return f"{FOLDER}/{COMMON}/{self.language}/{self.common}.html"

    @property
    def uses(self):
        """The words about each use, which belong to the common text."""
        return f"{FOLDER}/{COMMON}/{self.language}/{self.common}/uses.html"

    @property
    def poster(self):
        return f"{FOLDER}/{self.audience}/{self.language}/poster/{self.own}.html"


@cache
def days(audience, language):
    """The days of the versions of an audience (or of `COMMON`), the earliest first; empty when there is none."""
    return tuple(
        sorted(dt.date.fromisoformat(path.stem) for path in (ROOT / FOLDER / audience / language).glob("*.html"))
    )


def exists(audience, language):
    """Whether this audience has a text in this language, with the common one that it rests on."""
    return bool(days(audience, language) and days(COMMON, language))


def in_force(on, audience="patients", language="fr"):
    """The text in force on a day; before the first version, the first one. Raises LookupError when there is none."""
    if not exists(audience, language):
        raise LookupError(f"no text of a notice for {audience} in {language}")
    own, common = (_latest(days(name, language), on) for name in (audience, COMMON))
    return Text(audience, language, own, common)


def _latest(found, on):
    return max((day for day in found if day <= on), default=found[0])
