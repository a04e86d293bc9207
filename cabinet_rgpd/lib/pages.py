"""Long lists, one page at a time."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Page:
    """One page of lines; `total` counts all that match, `number` starts at one."""

    lines: tuple
    total: int
    number: int
    pages: int

    @property
    def before(self):
        return self.number - 1 or None

    @property
    def after(self):
        return self.number + 1 if self.number < self.pages else None


def bounded(number, total, size):
    """`(the page nearest to `number` that exists, how many there are)` for `total` lines in pages of `size`."""
    pages = max(1, -(-total // size))
    return min(max(1, number), pages), pages


def cut(lines, number, size, total=None):
    """One page of a list, or of a query whose `total` was counted."""
    total = len(lines) if total is None else total
    number, pages = bounded(number, total, size)
    return Page(tuple(lines[(number - 1) * size : number * size]), total, number, pages)


def asked(text):
    """The number of a page as an address names it; the first one for anything else."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 7 else 1
