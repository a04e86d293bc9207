"""The register of twenty activities as a PDF: time, peak memory, pages, and the same document asked for again."""

from pathlib import Path

import pikepdf

from tests.bench import processes
from tests.bench.figures import Aim, measure

ROUNDS = 5
ALONE = "WeasyPrint alone on the same HTML, fonts and options, in a process of its own, import included"


def measures(html, folder):
    """Measures of the document whose HTML is in the file `html`. A cache that starts empty, each time."""
    found = {"ours": [], "alone": []}
    for number in range(-1, ROUNDS):
        for how, samples in found.items():
            place = Path(folder, f"{how}-{number}")
            place.mkdir()
            told = processes.asked("render", how, html, place)
            if number >= 0:
                samples.append(told)
    keys = ("seconds", "busy", "again", "peak")
    ours, alone = ({key: [told[key] for told in found[how]] for key in keys} for how in found)
    pages, alone_pages = (_pages(Path(folder, f"{how}-0", f"{how}.pdf")) for how in found)
    name, once = "register PDF, 20 activities", [1000 * each for each in alone["seconds"]]
    return [
        measure(name, "s", ours["seconds"], alone["seconds"], against=ALONE, aim=Aim("ratio", "≤", 1.2)),
        measure("register PDF, processor time", "s", ours["busy"], alone["busy"], against=ALONE),
        measure("register PDF, peak memory of its process", "MB", ours["peak"], alone["peak"], against=ALONE),
        measure("register PDF, pages", "pages", [pages], [alone_pages], against=ALONE),
        measure("register PDF, the same again", "ms", ours["again"], once, against=ALONE),
    ]


def _pages(path):
    with pikepdf.open(path) as pdf:
        return len(pdf.pages)
