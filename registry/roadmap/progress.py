"""The last twelve months: how much of the register was filled, how many measures were in place. Pure; a figure of what is
written, which says nothing of whether all is well.
"""

import datetime as dt
from dataclasses import dataclass

from cabinet_rgpd.lib.calendar import add_months
from cabinet_rgpd.lib.french import MONTHS
from registry.activities import rules

MONTHS_SHOWN = 12
#: The drawing, in pixels down; across, lengths are per cent.
HEIGHT, BOTTOM, TALLEST = 190, 150, 120


@dataclass(frozen=True)
class Month:
    """The end of one month (or today): sheets in force, those to which nothing is missing, measures in place."""

    on: dt.date
    sheets: int
    complete: int
    measures: int

    @property
    def label(self):
        return f"{MONTHS[self.on.month - 1][:4]}."


@dataclass(frozen=True)
class Bar:
    x: str
    width: str
    y: int
    height: int
    full_y: int
    full_height: int
    label_x: str
    label: str


@dataclass(frozen=True)
class Curve:
    title: str
    bars: tuple[Bar, ...]
    height: int = HEIGHT
    bottom: int = BOTTOM


def days(today: dt.date) -> tuple[dt.date, ...]:
    """The last days of the last eleven months, then today."""
    first = today.replace(day=1)
    ends = [add_months(first, -back) - dt.timedelta(days=1) for back in range(MONTHS_SHOWN - 2, -1, -1)]
    return (*ends, today)


def month(on: dt.date, activities, measures: dict) -> Month:
    """What stood on a day: `activities` are the sheets in force, `measures` counts by state."""
    complete = sum(not rules.findings(each) for each in activities)
    return Month(on, len(activities), complete, measures.get("in_place", 0))


def curve(months: tuple[Month, ...]) -> Curve | None:
    """Two bars in one for each month: the sheets in force, and those to which nothing is missing."""
    most = max((each.sheets for each in months), default=0)
    if not most:
        return None
    step = 100 / len(months)
    bars = tuple(_bar(each, place, step, most) for place, each in enumerate(months))
    last = months[-1]
    title = f"Au fil des mois\u00a0: {last.sheets} fiches en vigueur aujourd’hui, dont {last.complete} sans point à compléter."
    return Curve(title, bars)


def _bar(each, place, step, most):
    tall, full = round(TALLEST * each.sheets / most), round(TALLEST * each.complete / most)
    return Bar(
        x=_percent(place * step + step * 0.15), width=_percent(step * 0.7), y=BOTTOM - tall, height=tall,
        full_y=BOTTOM - full, full_height=full, label_x=_percent(place * step + step / 2), label=each.label,
    )  # fmt: skip


def _percent(number):
    return f"{number:.2f}".rstrip("0").rstrip(".") + "%"
