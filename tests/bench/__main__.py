"""`make bench`: what a practice waits for, each measure beside a raw baseline of the same run.

Everything runs on 127.0.0.1, in a temporary folder and, on PostgreSQL, in an empty database given by DATABASE_URL. One
table is printed, and kept in var/bench.json. A missed aim is said, and fails nothing.
"""

import datetime as dt
import json
import os
import platform
import shutil
import sys
import tempfile
import time
from pathlib import Path

from tests.bench import documents, history, notices, pages, processes, saves, starts
from tests.bench.figures import Aim, measure
from tests.bench.table import as_data, table
from tests.server import ROOT, running

RESULT = ROOT / "var" / "bench.json"
SERVER_AIM = Aim("p95", "<", 150)


def main():
    if not shutil.which("wrk"):
        sys.exit("wrk is missing: make bench installs it.")
    began = time.monotonic()
    folder = Path(tempfile.mkdtemp(prefix="cabinet-rgpd-bench-"))
    try:
        measures = _run(folder)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    machine = _machine()
    print(table(measures))
    print(f"\n{', '.join(f'{key} {value}' for key, value in machine.items())}; {time.monotonic() - began:.0f} s in all")
    RESULT.parent.mkdir(exist_ok=True)
    now = dt.datetime.now(dt.UTC).isoformat(timespec="seconds")
    told = {"at": now, "machine": machine, "measures": [as_data(each) for each in measures]}
    RESULT.write_text(json.dumps(told, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")


def _run(folder):
    var = str(folder)
    with running(folder=folder):
        _say("data")
        data = processes.asked("data", folder, VAR_DIR=var)
    _say("starts")
    start, bare_memory = starts.measures(folder)
    _say("saves")
    saved = saves.measures(data["saved"], folder)
    _say("history")
    saved += history.measures(data["saved"], folder)
    _say("documents")
    printed = documents.measures(folder / "register.html", folder)
    with running(folder=folder) as product:
        _say("pages")
        with _baseline(folder) as baseline:
            *read, again = _pages(product, baseline, data)
        pages.crowd(product, session=data["sessions"]["large"], paths=data["paths"]["large"])
        used = _memory(product)
        _say("notice")
        with _baseline(folder) as baseline:
            noticed = notices.measures(product, baseline, path=data["notice"])
        used += _memory(product)
    memory = measure(
        "memory of the server", "MB", used, bare_memory, aim=SERVER_AIM, against=starts.BARE_SERVER,
        note="sum of PSS of two workers and their parent, after 8 people at once on the pages, then after the notice",
    )  # fmt: skip
    return [start, *read, *saved, *printed, again, *noticed, memory]


def _baseline(folder):
    return running(folder=folder, DJANGO_SETTINGS_MODULE="tests.bench.settings")


def _memory(server):
    processes.settled(1)
    return [processes.memory(server.process.pid) for _ in range(5)]


def _pages(product, baseline, data):
    found = []
    for name, rounds in (("small", pages.ROUNDS), ("large", pages.ROUNDS), ("document", 20)):
        session = data["sessions"].get(name) or data["sessions"]["small"]
        found += pages.measures(product, baseline, session=session, paths=data["paths"][name], rounds=rounds)
    for name, session in data["desks"].items():
        found[-1:-1] = pages.measures(product, baseline, session=session, paths={name: "/bureau/"})
    found[-1:-1] = [pages.compared(product, sessions=data["desks"], path="/bureau/")]
    return found


def _say(what):
    print(f"… {what}", file=sys.stderr, flush=True)


def _machine():
    scheme = os.environ.get("DATABASE_URL", "sqlite").partition(":")[0]
    return {
        "processors": os.cpu_count(),
        "load before the end": round(os.getloadavg()[0], 1),
        "Python": platform.python_version(),
        "database": scheme,
    }


if __name__ == "__main__":
    main()
