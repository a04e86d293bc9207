"""The retention strips: bars of current use and archive on a scale of years, ready to be drawn as SVG. Pure.

Across, lengths are percentages of the drawing, so that it stretches while its letters do not; down, they are pixels.
They are texts, with a dot, since a template in French would write a decimal comma. The event that a period runs from
stands on one line for every rule; what is used until an event that has no date is drawn on the left of that line.
"""

import datetime as dt
import textwrap
from dataclasses import dataclass

from cabinet_rgpd.lib.french import date_in_words
from registry.law.dated import DatedValue
from registry.retention import readings, rules

NBSP = "\u00a0"
#: Where the event stands, and the width of the smallest bar, in per cent of the drawing.
EVENT, SMALLEST = 5.0, 0.8
#: Heights in pixels: a line of a label, a bar, the space under it, the axis, a line of the legend.
LINE, BAR, GAP, AXIS, LEGEND_LINE = 17, 13, 13, 26, 20
#: Letters of a label on one line, at the width of a phone.
LETTERS = 42
#: A course: the years drawn of what has no end, those below which days are named, the marks that a phone holds.
OPEN_YEARS, SHORT_YEARS, TICKS = 10, 3, 7


@dataclass(frozen=True)
class Kind:
    """What a piece of a bar says: its class on a screen, its colours on paper, its name in the legend."""

    name: str
    label: str
    fill: str
    stroke: str = "none"
    dashes: str = "none"


KINDS = (
    Kind("until", "Jusqu’à l’événement", "#7fa9ac"),
    Kind("active", "Usage courant", "#0f5c63"),
    Kind("archive", "Archive", "#cfe3e1", stroke="#6f9fa1"),
    Kind("open", "Sans terme fixé", "none", stroke="#0f5c63", dashes="3 3"),
)
_BY_NAME = {kind.name: kind for kind in KINDS}


@dataclass(frozen=True)
class Segment:
    """A piece of a bar; `x` and `width` are per cent."""

    kind: Kind
    x: str
    width: str


@dataclass(frozen=True)
class Bar:
    """A rule: its label in lines (each with its `y`), its sentence, its segments at `y` pixels."""

    lines: tuple[tuple[int, str], ...]
    text: str
    y: int
    segments: tuple[Segment, ...]


@dataclass(frozen=True)
class Tick:
    """A line of the scale, at `x` per cent; `anchor` is that of its label in SVG."""

    x: str
    label: str
    anchor: str


@dataclass(frozen=True)
class Sign:
    """An entry of the legend, `x` in per cent, `text_x` beside the sign, `y` in pixels."""

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
    axis_y: int
    bars: tuple[Bar, ...]
    ticks: tuple[Tick, ...]
    legend: tuple[Sign, ...]
    bar_height: int = BAR


def pictures(rules_followed, *, per_picture: int = 100) -> tuple[Picture, ...]:
    """The strips of the rules (RetentionRecords) that stand as their legal value, longest first, on one scale.

    A rule that the structure wrote or changed is words, not figures: it is not drawn. A picture holds at most
    `per_picture` bars, so that a page of paper holds it.
    """
    drawn = [(rule.name, value) for rule in rules_followed if (value := _drawable(rule)) is not None]
    drawn.sort(key=lambda row: (not rules.strip(row[1]).open_ended, -rules.strip(row[1]).total_months, row[0]))
    years = _rounded(rules.scale(tuple(value for _, value in drawn)))
    slices = [drawn[start : start + per_picture] for start in range(0, len(drawn), per_picture)]
    return tuple(_picture(f"strips-{number}", rows, years) for number, rows in enumerate(slices, start=1))


def course(outcome) -> Picture | None:
    """The life of one file on a calendar (a `outcomes.Outcome`), or None when it has no length."""
    start, end = outcome.start, outcome.delete_on
    if start is None or (end is not None and end <= start):
        return None
    active = max(outcome.active_until or start, start)
    shown = end or dt.date(max(active, start).year + OPEN_YEARS, 12, 31)
    pieces = [("active", start, min(active, shown)), ("archive", active, end or active), ("open", active, shown)]
    if end is not None:
        pieces.pop()
    elif outcome.suspended or outcome.kept:
        pieces = [pieces[0], pieces[2]]
    days = (shown - start).days

    def place(day):
        return EVENT + (day - start).days / days * (100 - 2 * EVENT)

    segments = tuple(
        Segment(_BY_NAME[name], _percent(place(first)), _percent(max(SMALLEST, place(last) - place(first))))
        for name, first, last in pieces
        if last > first
    )
    words = ", ".join(
        f"{_BY_NAME[name].label.lower()} du {date_in_words(first)}"
        + ("" if name == "open" else f" au {date_in_words(last)}")
        for name, first, last in pieces
        if last > first
    )
    label = f"{date_in_words(start)} → {date_in_words(end) if end else 'sans terme'}"
    y = 4 + LINE
    axis_y = y + 1 + BAR + 8
    kinds = [kind for kind in KINDS if kind in {segment.kind for segment in segments}]
    legend = _legend(kinds, axis_y + AXIS + 14)
    return Picture(
        ident="course",
        title=f"Frise du dossier{NBSP}: {words}.",
        height=legend[-1].y + 8,
        axis_y=axis_y,
        bars=(Bar(((y - 4, label),), words, y + 1, segments),),
        ticks=_calendar_ticks(start, shown, place),
        legend=legend,
    )


def _calendar_ticks(start, end, place):
    """The first of January of round years; of a short course, its first and last days."""
    years = end.year - start.year
    if years < SHORT_YEARS:
        return (
            Tick(_percent(place(start)), date_in_words(start), "start"),
            Tick(_percent(place(end)), date_in_words(end), "end"),
        )
    step = next(step for step in (1, 2, 5, 10, 20, 50, 100) if years / step <= TICKS)
    marks = range(start.year + 1 + (-(start.year + 1)) % step, end.year + 1, step)
    return tuple(Tick(_percent(place(dt.date(year, 1, 1))), str(year), "middle") for year in marks)


def not_drawn(rules_followed) -> int:
    """How many rules a picture leaves out."""
    return sum(_drawable(rule) is None for rule in rules_followed)


def _drawable(rule) -> DatedValue | None:
    value = readings.value_copied(rule)
    return None if value is None or readings.departs(rule, value) else value


def _picture(ident, rows, years):
    bars, y = [], 4
    words = " ".join(f"{label}{NBSP}: {value.text}" for label, value in rows)
    for label, value in rows:
        lines = []
        for line in textwrap.wrap(label, LETTERS):
            y += LINE
            lines.append((y - 4, line))
        bars.append(Bar(tuple(lines), value.text, y + 1, _segments(rules.strip(value), 12 * years)))
        y += BAR + GAP
    axis_y = y - GAP + 8
    used = {segment.kind for bar in bars for segment in bar.segments}
    legend = _legend([kind for kind in KINDS if kind in used], axis_y + AXIS + 14)
    bottom = legend[-1].y + 8 if legend else axis_y + AXIS
    return Picture(
        ident=ident,
        title=f"Frise des durées de conservation{NBSP}: {words}",
        height=bottom,
        axis_y=axis_y,
        bars=tuple(bars),
        ticks=_ticks(years),
        legend=legend,
    )


def _segments(strip, months):
    def width(length):
        return max(SMALLEST, length / months * (100 - EVENT)) if length else 0

    segments, x = [], EVENT
    if strip.active_until_event:
        segments.append(Segment(_BY_NAME["until"], _percent(0), _percent(EVENT - 0.4)))
    for kind, length in (("active", strip.active_months), ("archive", strip.archive_months)):
        if length:
            segments.append(Segment(_BY_NAME[kind], _percent(x), _percent(min(width(length), 100 - x))))
            x += width(length)
    if strip.open_ended and x < 99:
        segments.append(Segment(_BY_NAME["open"], _percent(x), _percent(99.7 - x)))
    return tuple(segments)


def _ticks(years):
    step = _step(years)
    marks = range(0, years + 1, step)
    return tuple(
        Tick(
            _percent(EVENT + year / years * (100 - EVENT)),
            f"{year}{NBSP}{'an' if year < 2 else 'ans'}" if year == years else str(year),
            "end" if year == years else "middle",
        )
        for year in marks
    )


def _legend(kinds, y):
    """Two signs on a line."""
    return tuple(
        Sign(kind, _percent(50 * (place % 2)), _percent(50 * (place % 2) + 7), y + LEGEND_LINE * (place // 2))
        for place, kind in enumerate(kinds)
    )


def _rounded(years):
    step = _step(years)
    return -(-years // step) * step


def _step(years):
    return 1 if years <= 6 else 5 if years <= 30 else 10


def _percent(number):
    return f"{number:.2f}".rstrip("0").rstrip(".") + "%"
