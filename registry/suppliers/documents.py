"""The letter that asks a supplier for what is missing, and the checklist of its contract. Pure."""

import datetime as dt
from dataclasses import dataclass

from registry.suppliers.files import SupplierFile
from registry.suppliers.points import Point, points


@dataclass(frozen=True, kw_only=True)
class RequestLetter:
    """`asks` end « Nous vous demandons… »; `by` is the person who prepares the letter."""

    structure: object
    file: SupplierFile
    asks: tuple[str, ...]
    by: str
    on: dt.date
    receipt: object


@dataclass(frozen=True, kw_only=True)
class Checklist:
    structure: object
    file: SupplierFile
    points: tuple[Point, ...]
    on: dt.date
    receipt: object


def request_letter(*, structure, file, by, on, receipt) -> RequestLetter:
    """Each thing is asked for once."""
    asks = dict.fromkeys(point.ask for point in points(file, on) if point.ask)
    return RequestLetter(structure=structure, file=file, asks=tuple(asks), by=by, on=on, receipt=receipt)


def checklist(*, structure, file, on, receipt) -> Checklist:
    return Checklist(structure=structure, file=file, points=points(file, on), on=on, receipt=receipt)
