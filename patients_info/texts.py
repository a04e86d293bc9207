"""The dated texts of a notice: one template for each version, in force from the day that names it.

`templates/patients_info/notice/<audience>/<language>/<YYYY-MM-DD>.html`; the poster's words stand beside, in `poster/`.
A new wording is a new file: the earlier ones stay, because notices were published with them.
"""

import datetime as dt
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent / "templates"
FOLDER = "patients_info/notice"


@dataclass(frozen=True, order=True)
class Text:
    """A version of the words. `name` is what a publication keeps of it."""

    in_force_from: dt.date
    folder: str

    @property
    def name(self):
        return self.in_force_from.isoformat()

    @property
    def template(self):
        return f"{self.folder}/{self.name}.html"

    @property
    def poster(self):
        return f"{self.folder}/poster/{self.name}.html"


@cache
def versions(audience="patients", language="fr"):
    """Every version, the earliest first. Raises LookupError when the audience has no text in this language."""
    folder = f"{FOLDER}/{audience}/{language}"
    found = sorted(Text(dt.date.fromisoformat(path.stem), folder) for path in (ROOT / folder).glob("*.html"))
    if not found:
        raise LookupError(f"no text of a notice under {folder}")
    return tuple(found)


def in_force(on, audience="patients", language="fr"):
    """The version in force on a day; before the first one, the first one."""
    every = versions(audience, language)
    return max((text for text in every if text.in_force_from <= on), default=every[0])


def named(name, audience="patients", language="fr"):
    """The version that a publication names. Raises LookupError."""
    for text in versions(audience, language):
        if text.name == name:
            return text
    raise LookupError(f"no text of a notice is called {name}")
