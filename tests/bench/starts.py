"""From launching `manage.py serve` on an installed machine to the first page; the same for a bare WSGI application."""

import contextlib
import http.client
import sys
import time

from tests.bench import processes
from tests.bench.figures import measure
from tests.server import free_port

STARTS = 5
LIMIT_SECONDS = 60
LOOK_EVERY_SECONDS = 0.01
BARE_SERVER = "gunicorn with a bare WSGI application, same workers"
BARE = [
    "-m", "gunicorn", "tests.bench.bare:application", "--preload", "--no-control-socket", "--workers", "2",
    "--worker-class", "gthread", "--threads", "4", "--log-level", "warning", "--bind",
]  # fmt: skip


def measures(folder):
    """The start, and the memory of the bare application for whoever needs a baseline: `(measure, samples)`."""
    product, bare, bare_memory = [], [], []
    for _ in range(STARTS):
        product.append(_first_page(["manage.py", "serve", "--bind"], "/compte/login/", folder)[0])
        seconds, used = _first_page(BARE, "/", folder)
        bare.append(seconds)
        bare_memory.append(used)
    start = measure("first page after the start", "s", product, bare, against=BARE_SERVER)
    return start, bare_memory


def _first_page(command, path, folder):
    port = free_port()
    began = time.perf_counter()
    with processes.process(
        [sys.executable, *command, f"127.0.0.1:{port}"], log=folder / "start.log", VAR_DIR=str(folder), PUBLIC_URL=""
    ) as server:
        while time.perf_counter() - began < LIMIT_SECONDS and server.poll() is None:
            if _answers(port, path):
                seconds = time.perf_counter() - began
                processes.settled()
                return seconds, processes.memory(server.pid)
            time.sleep(LOOK_EVERY_SECONDS)
    raise RuntimeError(f"No first page:\n{(folder / 'start.log').read_text()[-3000:]}")


def _answers(port, path):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    with contextlib.suppress(OSError, http.client.HTTPException), contextlib.closing(connection):
        connection.request("GET", path)
        return connection.getresponse().status == 200
    return False
