"""What a measure is: samples, their median and spread, the ratio to a baseline of the same run, and aims."""

import operator
import statistics
from collections.abc import Iterable
from dataclasses import dataclass

_SIGNS = {"<": operator.lt, "≤": operator.le, ">": operator.gt}


def quantile(samples: Iterable[float], share: float) -> float:
    """The value below which `share` (0 to 1) of the samples lie, interpolated. Raises ValueError when there is none."""
    ordered = sorted(samples)
    if not ordered:
        raise ValueError("no sample")
    place = share * (len(ordered) - 1)
    low = int(place)
    high = min(low + 1, len(ordered) - 1)
    return ordered[low] + (ordered[high] - ordered[low]) * (place - low)


@dataclass(frozen=True)
class Figure:
    """Samples of one thing, all in the same unit."""

    samples: tuple[float, ...]

    @property
    def median(self) -> float:
        return statistics.median(self.samples)

    @property
    def p5(self) -> float:
        return quantile(self.samples, 0.05)

    @property
    def p95(self) -> float:
        return quantile(self.samples, 0.95)

    @property
    def n(self) -> int:
        return len(self.samples)


@dataclass(frozen=True)
class Aim:
    """« p95 < 60 »: `of` is median, p95 or ratio; `sign` is <, ≤ or >."""

    of: str
    sign: str
    value: float

    def __str__(self) -> str:
        return f"{self.of} {self.sign} {self.value:g}"


@dataclass(frozen=True, kw_only=True)
class Measure:
    """One line of the table. `against` says in words what the baseline is."""

    name: str
    unit: str
    figure: Figure
    baseline: Figure | None = None
    against: str = ""
    aim: Aim | None = None
    note: str = ""

    @property
    def ratio(self) -> float | None:
        return self.figure.median / self.baseline.median if self.baseline else None

    @property
    def met(self) -> bool | None:
        """Whether the aim is met; None without one."""
        if self.aim is None:
            return None
        value = self.ratio if self.aim.of == "ratio" else getattr(self.figure, self.aim.of)
        return _SIGNS[self.aim.sign](value, self.aim.value)


def measure(name, unit, samples, baseline=None, **others) -> Measure:
    """A measure from plain lists of samples."""
    raw = Figure(tuple(baseline)) if baseline else None
    return Measure(name=name, unit=unit, figure=Figure(tuple(samples)), baseline=raw, **others)
