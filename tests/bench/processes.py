"""Processes of a measure: started in a session of their own, watched, stopped by their own group."""

import contextlib
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

from tests.server import ROOT

PATIENCE = 600


@contextlib.contextmanager
def process(command, *, log, **environment):
    """Run `command` in the repository; stop its whole group on leaving. Gives the Popen."""
    settings = {name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"}
    with Path(log).open("w") as out:
        started = subprocess.Popen(
            command, cwd=ROOT, env={**settings, **environment}, stdout=out, stderr=out, start_new_session=True
        )
    try:
        yield started
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(started.pid, signal.SIGTERM)
        try:
            started.wait(20)
        except subprocess.TimeoutExpired:
            os.killpg(started.pid, signal.SIGKILL)
            started.wait()


def asked(module, *arguments, **environment):
    """Run `python -m tests.bench.<module>` and return the JSON of its last line. Raises RuntimeError with its complaint."""
    settings = {**os.environ, "DJANGO_SETTINGS_MODULE": "cabinet_rgpd.settings", **environment}
    command = [sys.executable, "-m", f"tests.bench.{module}", *map(str, arguments)]
    done = subprocess.run(command, cwd=ROOT, env=settings, capture_output=True, text=True, timeout=PATIENCE)
    if done.returncode:
        raise RuntimeError(f"tests.bench.{module} ended with status {done.returncode}:\n{done.stderr[-3000:]}")
    return json.loads(done.stdout.splitlines()[-1])


def settled(seconds=0.3):
    """Let what was just started or stopped come to rest."""
    time.sleep(seconds)


def memory(pid):
    """Megabytes (10^6 bytes) of a process and its descendants: the sum of PSS, so that shared pages count once."""
    return sum(_pss(each) for each in _tree(pid)) * 1024 / 1e6


def _pss(pid):
    with contextlib.suppress(OSError):
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1])
    return 0


def _tree(pid):
    found, waiting = [], [pid]
    while waiting:
        found.append(waiting.pop())
        for tasks in Path(f"/proc/{found[-1]}/task").glob("*/children"):
            with contextlib.suppress(OSError):
                waiting += [int(each) for each in tasks.read_text().split()]
    return found
