"""The result over time: a column a month, as high as the measures answered. Pure; lengths across are per cent, down pixels."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from cabinet_rgpd.lib.french import MONTHS
from registry.law.vocabulary import MeasureState

NBSP = "\u00a0"
#: Pixels: the height of the tallest column, the room above for its figure, that below for the months, a line of the legend.
TALLEST, ABOVE, BELOW, LEGEND_LINE = 150, 20, 24, 22
LETTERS = "JFMAMJJASOND"
#: In em; letters of the months are about as wide.
WIDTH_OF_A_DIGIT = 0.5


@dataclass(frozen=True)
class Kind:
    """What a piece of a column says: its class on a screen, its colours on paper, its name in the legend."""

    state: str
    name: str
    label: str
    fill: str
    stroke: str = "none"
    dashes: str = "none"


#: From the foot of a column up.
KINDS = (
    Kind(MeasureState.IN_PLACE.value, "active", "En place", "#0f5c63"),
    Kind(MeasureState.PARTIAL.value, "archive", "Partielle", "#cfe3e1", stroke="#6f9fa1"),
    Kind(MeasureState.ABSENT.value, "open", "Absente", "none", stroke="#0f5c63", dashes="3 3"),
)


@dataclass(frozen=True)
class Piece:
    kind: Kind
    y: int
    height: int


@dataclass(frozen=True)
class Column:
    """`x` and `width` are per cent; `middle` is where its letters stand; `figure` the measures in place, at `figure_y`.

    `shift` brings the figure around the middle, in em. Trap: a text anchored there becomes a transparent group in a PDF,
    which PDF/A-1 refuses.
    """

    x: str
    width: str
    middle: str
    letter: str
    figure: str
    figure_y: int
    shift: str
    text: str
    pieces: tuple[Piece, ...]


@dataclass(frozen=True)
class Sign:
    kind: Kind
    x: str
    text_x: str
    y: int


@dataclass(frozen=True)
class Picture:
    """A drawing of `height` pixels, as wide as its place. `title` says it in words, `ident` names it in a page."""

    ident: str
    title: str
    height: int
    foot: int
    letters_y: int
    columns: tuple[Column, ...]
    legend: tuple[Sign, ...]


def result_over_time(points: Sequence[tuple[dt.date, dict[str, int]]]) -> Picture | None:
    """The picture of `[(day, {state: measures})]`, or None when nothing was ever answered."""
    most = max((_total(counts) for _, counts in points), default=0)
    if not most:
        return None
    share = 100 / len(points)
    columns = tuple(_column(day, counts, place * share, share, most) for place, (day, counts) in enumerate(points))
    foot = ABOVE + TALLEST
    legend_y = foot + BELOW + LEGEND_LINE
    return Picture(
        ident="security-over-time",
        title="Les mesures de sécurité dans le temps" + NBSP + ": " + " ".join(column.text for column in columns),
        height=legend_y + 8,
        foot=foot,
        letters_y=foot + 18,
        columns=columns,
        legend=tuple(
            Sign(kind, _percent(34 * place), _percent(34 * place + 6), legend_y) for place, kind in enumerate(KINDS)
        ),
    )


def _column(day, counts, x, share, most):
    pieces, y = [], ABOVE + TALLEST
    for kind in KINDS:
        height = round(TALLEST * counts.get(kind.state, 0) / most)
        if height:
            y -= height
            pieces.append(Piece(kind, y, height))
    done = counts.get(KINDS[0].state, 0)
    words = ", ".join(f"{counts.get(kind.state, 0)}{NBSP}{kind.label.lower()}" for kind in KINDS)
    return Column(
        x=_percent(x + share * 0.14),
        width=_percent(share * 0.72),
        middle=_percent(x + share / 2),
        letter=LETTERS[day.month - 1],
        figure=str(done) if _total(counts) else "",
        figure_y=y - 5,
        shift=f"{-WIDTH_OF_A_DIGIT * len(str(done)) / 2:.2f}",
        text=f"{MONTHS[day.month - 1]} {day.year}, {words}.",
        pieces=tuple(pieces),
    )


def _total(counts):
    return sum(counts.get(kind.state, 0) for kind in KINDS)


def _percent(number):
    return f"{number:.2f}".rstrip("0").rstrip(".") + "%"
