"""`make lighthouse`: the HTML checker on every public page, then Lighthouse on each as a mid-range telephone would load it.

Accessibility, best practices and search are held to 100, performance to 98 (mobile settings: slow 4G, a slowed processor).
Figures go to the screen and to var/lighthouse.json; an aim missed or a fault of HTML ends with status 1.
"""

import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import urllib.error
import urllib.request
from pathlib import Path

from tests.public_site import published
from tests.server import CHROMIUM, CHROMIUM_FLAGS, ROOT

HERE = Path(__file__).parent
CHECKER = HERE / "node_modules" / "vnu-jar" / "build" / "dist" / "vnu.jar"
LIGHTHOUSE = HERE / "node_modules" / "lighthouse" / "cli" / "index.js"
FIGURES = ROOT / "var" / "lighthouse.json"
AIMS = {"performance": 98, "accessibility": 100, "best-practices": 100, "seo": 100}
#: The speed of a page varies with what else the machine does: a page below the aim is measured again, the median counts.
RUNS = 3
SECONDS = 180
#: Chromium now and then loses the trace of a page on a busy machine: the measure is then made again.
TRIES = 3


class Unmeasured(RuntimeError):
    """A page that no try could measure."""


def main():
    with published() as site:
        faults = html_faults(site)
        print(faults or f"HTML : {len(site.pages)} pages, aucune faute", flush=True)
        figures = {}
        for name in site.pages:
            if name == "unknown":  # an error on purpose: nothing to find by searching
                continue
            try:
                figures[name] = scores(site.address(name))
            except Unmeasured as lost:  # the others are still worth measuring; this one counts as missed
                figures[name] = dict.fromkeys(AIMS, 0)
                print(f"    {lost}", flush=True)
            print(f"{name:24}" + "  ".join(f"{key} {value}" for key, value in figures[name].items()), flush=True)
    missed = [name for name, found in figures.items() if any(found[key] < aim for key, aim in AIMS.items())]
    FIGURES.parent.mkdir(exist_ok=True)
    FIGURES.write_text(json.dumps(figures, indent=2))
    lowest = "  ".join(f"{key} {min(found[key] for found in figures.values())}" for key in AIMS)
    print(f"{len(figures)} pages, au plus bas : {lowest}")
    print(f"Manqué : {', '.join(missed)}" if missed else "Toutes les cibles sont tenues.")
    return 1 if missed or faults else 0


def html_faults(site):
    """What the HTML checker says of the bytes as they are sent: errors and warnings; blank when it has nothing to say."""
    with tempfile.TemporaryDirectory() as folder:
        for name, path in site.pages.items():
            Path(folder, f"{name.replace(' ', '-')}.html").write_bytes(_read(site.server.address + path))
        command = ["java", "-jar", str(CHECKER), "--Werror", "--format", "gnu", "--skip-non-html", folder]
        done = subprocess.run(command, capture_output=True, text=True, timeout=SECONDS)
    if done.returncode and not done.stderr:
        raise RuntimeError(f"the HTML checker did not run: {done.stdout}")
    return done.stderr.strip()


def _read(address):
    try:
        with urllib.request.urlopen(address) as answer:
            return answer.read()
    except urllib.error.HTTPError as refused:
        return refused.read()


def scores(address):
    """`{category: 0 to 100}`, the median of the runs that were needed."""
    runs = []
    while len(runs) < RUNS:
        runs.append(_run(address))
        if len(runs) == 1 and all(runs[0][key] >= aim for key, aim in AIMS.items()):
            break
    return {key: round(statistics.median(run[key] for run in runs)) for key in AIMS}


def _run(address):
    report = _report(address)
    found = {key: round(100 * report["categories"][key]["score"]) for key in AIMS}
    for key in (each for each in AIMS if found[each] < AIMS[each]):
        for ref in report["categories"][key]["auditRefs"]:
            audit = report["audits"][ref["id"]]
            if ref["weight"] and audit["score"] is not None and audit["score"] < 1:
                print(f"    {key} : {audit['title']} ({audit.get('displayValue', audit['score'])})", flush=True)
    return found


def _report(address):
    flags = " ".join(["--headless=new", *CHROMIUM_FLAGS])
    command = [
        shutil.which("node") or "node", str(LIGHTHOUSE), address, "--quiet", "--output=json", "--output-path=stdout",
        "--locale=fr", f"--only-categories={','.join(AIMS)}", f"--chrome-flags={flags}",
    ]  # fmt: skip
    settings = {**os.environ, "CHROME_PATH": CHROMIUM}
    complaint = ""
    for _ in range(TRIES):
        try:
            done = subprocess.run(command, capture_output=True, text=True, timeout=SECONDS, env=settings)
        except subprocess.TimeoutExpired:
            complaint = f"nothing after {SECONDS} s"
            continue
        if done.returncode == 0:
            return json.loads(done.stdout)
        complaint = done.stderr[-2000:]
    raise Unmeasured(f"Lighthouse stopped {TRIES} times: {complaint}")


if __name__ == "__main__":
    sys.exit(main())
