"""The font of the house, Source Sans 3, and the one that draws Arabic, Noto Sans Arabic (SIL Open Font License).

Both come from their Python packages. The PDF takes the variable fonts as they are, the second one only where a document has
letters for it; the web takes a subset of the first, made once by `build`, and leaves Arabic to the reader's own machine.
"""

import os
import secrets
from functools import cache
from importlib import metadata, resources
from pathlib import Path

FAMILY = "Source Sans 3"
PACKAGE = "fontpkg-source-sans-3"
ARABIC_FAMILY = "Noto Sans Arabic"
ARABIC_PACKAGE = "fontpkg-noto-sans-arabic"
WEB_NAME = "source-sans-3.woff2"
WEB_WEIGHTS = (400, 700)
WEB_RECIPE = "1"

# Arabic as the notices write it, with its presentation forms; what else the second font draws, the first one does too.
ARABIC_RANGES = ((0x0600, 0x06FF), (0x0750, 0x077F), (0xFB50, 0xFDFF), (0xFE70, 0xFEFC))
#: They draw nothing: they keep a number in its place within a line that runs from right to left.
DIRECTION_MARKS = frozenset({0x200E, 0x200F})

# French and its neighbours, editor's punctuation, arrows, ticks and boxes of forms.
WEB_RANGES = (
    (0x0020, 0x007E),
    (0x00A0, 0x0131),
    (0x0139, 0x017F),
    (0x0218, 0x021B),
    (0x02C6, 0x02DD),
    (0x2009, 0x2015),
    (0x2018, 0x2026),
    (0x202F, 0x203A),
    (0x2070, 0x2089),
    (0x20AC, 0x20AC),
    (0x2116, 0x2122),
    (0x2190, 0x2193),
    (0x2212, 0x2212),
    (0x2248, 0x2265),
    (0x25A0, 0x25CF),
    (0x2610, 0x2611),
    (0x2713, 0x2717),
)


def pdf_font(*, italic: bool = False) -> Path:
    """The variable TrueType file (axis `wght` 200–900) that documents embed a subset of."""
    name = "SourceSans3-Italic[wght].ttf" if italic else "SourceSans3[wght].ttf"
    return Path(str(resources.files("fontpkg_source_sans_3"))) / "files" / name


def arabic_font() -> Path:
    """The variable TrueType file (axes `wdth`, `wght` 100–900) that documents with Arabic letters embed a subset of."""
    return Path(str(resources.files("fontpkg_noto_sans_arabic"))) / "files" / "NotoSansArabic[wdth,wght].ttf"


def version() -> str:
    """Version of the font of the house."""
    return metadata.version(PACKAGE)


def versions() -> str:
    """Versions of the installed fonts, part of the fingerprint of every document."""
    return f"{version()} {metadata.version(ARABIC_PACKAGE)}"


@cache
def covered() -> frozenset[int]:
    """Code points that documents draw, with one font or the other."""
    return _points(pdf_font()) | arabic_alone()


@cache
def arabic_alone() -> frozenset[int]:
    """Those that the font of the house lacks: a document that holds one of them loads the second font."""
    arabic = {point for first, last in ARABIC_RANGES for point in range(first, last + 1)}
    return (_points(arabic_font()) & arabic) - _points(pdf_font())


@cache
def _points(path: Path) -> frozenset[int]:
    from fontTools.ttLib import TTFont

    with TTFont(path, lazy=True) as font:
        return frozenset(font.getBestCmap())


def build(directory: Path) -> Path:
    """Make `source-sans-3.woff2` in `directory` (about 50 KiB) and return its path.

    The subset keeps the weight axis from 400 to 700 and the characters of French texts. When the file
    of this font version and recipe is already there, nothing is done (under a millisecond). Safe to run
    from several processes at once: each writes beside, then renames.
    """
    target = Path(directory) / WEB_NAME
    stamp = target.with_name(f".{WEB_NAME}.recipe")
    recipe = f"{PACKAGE} {version()} recipe {WEB_RECIPE}\n"
    if target.is_file() and stamp.is_file() and stamp.read_text() == recipe:
        return target
    target.parent.mkdir(parents=True, exist_ok=True)
    _replace(target, _web_subset())
    _replace(stamp, recipe.encode())
    return target


def _web_subset() -> bytes:
    from io import BytesIO

    from fontTools.subset import Options, Subsetter
    from fontTools.ttLib import TTFont
    from fontTools.varLib.instancer import instantiateVariableFont

    font = TTFont(pdf_font(), recalcTimestamp=False)
    options = Options(layout_features=["ccmp", "kern", "liga", "locl", "mark", "mkmk", "pnum", "tnum"], hinting=False)
    options.name_IDs = [0, 1, 2, 3, 4, 5, 6, 13, 14]
    options.notdef_outline = True
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=[point for first, last in WEB_RANGES for point in range(first, last + 1)])
    subsetter.subset(font)
    # Trap: the other way round, the subsetter looks for variations that the instancer has dropped.
    instantiateVariableFont(font, {"wght": WEB_WEIGHTS}, inplace=True)
    font.flavor = "woff2"
    out = BytesIO()
    font.save(out)
    return out.getvalue()


def _replace(path: Path, content: bytes) -> None:
    beside = path.with_name(f".{path.name}.{secrets.token_hex(6)}")
    beside.write_bytes(content)
    os.replace(beside, path)
