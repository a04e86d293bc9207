"""Render one document and tell what it took: `python -m tests.bench.render ours|alone FILE.html FOLDER`.

A process of its own, and a small one: the peak that it reports is that of the one child it waited for.
"""

import json
import resource
import subprocess
import sys
import time
from pathlib import Path

from cabinet_rgpd.documents import rendering
from cabinet_rgpd.documents.cache import rendered


def main(how, source, folder):
    html = Path(source).read_text(encoding="utf-8")
    began = time.perf_counter()
    pdf = rendered(html, directory=Path(folder)) if how == "ours" else _alone(html)
    spent = time.perf_counter() - began
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    peak, busy = used.ru_maxrss * 1024 / 1e6, used.ru_utime + used.ru_stime
    again = time.perf_counter()
    if how == "ours":
        rendered(html, directory=Path(folder))
    again = time.perf_counter() - again
    Path(folder, f"{how}.pdf").write_bytes(pdf)
    print(json.dumps({"seconds": spent, "again": again * 1000, "peak": peak, "busy": busy}))


def _alone(html):
    command = [sys.executable, "-m", "tests.bench.weasyprint_alone"]
    done = subprocess.run(command, input=html.encode(), capture_output=True, env=rendering._environment(), check=True)
    return done.stdout


if __name__ == "__main__":
    main(*sys.argv[1:4])
