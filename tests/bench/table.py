"""The measures as one table to read and as data to keep."""

HEADINGS = ("measure", "median", "p5–p95", "n", "baseline", "ratio", "aim", "met")
_RIGHT = {1, 2, 3, 4, 5}


def table(measures) -> str:
    """One line a measure, in columns; then what each baseline is."""
    lines = [HEADINGS, *map(_cells, measures)]
    widths = [max(len(line[column]) for line in lines) for column in range(len(HEADINGS))]
    text = ["  ".join(_padded(cell, widths, column) for column, cell in enumerate(line)).rstrip() for line in lines]
    text.insert(1, "  ".join("-" * width for width in widths))
    notes = dict.fromkeys(f"  {each.against}: {_family(each.name)}" for each in measures if each.against)
    notes |= dict.fromkeys(f"  {each.name}: {each.note}" for each in measures if each.note)
    return "\n".join([*text, "", "Baselines and notes:", *notes])


def as_data(each) -> dict:
    """A measure as plain data."""
    return {
        "name": each.name,
        "unit": each.unit,
        **_spread(each.figure),
        "baseline": {"what": each.against, **_spread(each.baseline)} if each.baseline else None,
        "ratio": each.ratio,
        "aim": str(each.aim) if each.aim else None,
        "met": each.met,
        "note": each.note,
    }


def _spread(figure):
    return {"median": figure.median, "p5": figure.p5, "p95": figure.p95, "n": figure.n}


def _cells(each):
    return (
        each.name,
        f"{number(each.figure.median)} {each.unit}",
        f"{number(each.figure.p5)}–{number(each.figure.p95)}",
        str(each.figure.n),
        f"{number(each.baseline.median)} {each.unit}" if each.baseline else "",
        f"{each.ratio:.2f}" if each.baseline else "",
        str(each.aim) if each.aim else "",
        {True: "yes", False: "NO", None: ""}[each.met],
    )


def number(value) -> str:
    """Three significant digits, never an exponent."""
    if value >= 100:
        return f"{value:.0f}"
    return f"{value:.1f}" if value >= 10 else f"{value:.2f}"


def _padded(cell, widths, column):
    return cell.rjust(widths[column]) if column in _RIGHT else cell.ljust(widths[column])


def _family(name):
    return name.partition(",")[0]
