"""The public notice under wrk, beside a fixed body of its size; a few seconds each, turn by turn."""

import json
import subprocess
import time
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlsplit

from tests.bench.figures import Aim, measure
from tests.bench.pages import Browser

ROUNDS = 5
WARM_UP = 1
SECONDS = 2
CONNECTIONS = 8
#: The calm of many waiting rooms: requests a second, for how long, over how many connections.
PACE = 200
PACED_SECONDS = 5
READERS = 8
SCRIPT = Path(__file__).with_name("wrk.lua")
AGAINST = "fixed body of the same size behind the same middleware, signed out"


def measures(product, baseline, *, path):
    """Requests a second and p95 of the latency, at the same time on all connections."""
    size = _sent(product, path)
    plain = f"/mesure/publique/{size}/"
    Browser(baseline.address).get(plain)
    told = [(_wrk(product, path), _wrk(baseline, plain)) for _ in range(WARM_UP + ROUNDS)][WARM_UP:]
    errors = sum(each["errors"] for pair in told for each in pair)
    note = f"{size / 1000:.0f} kB, {CONNECTIONS} connections" + (f", {errors} connections cut" if errors else "")
    rate, latency = ([[side[key] for side in sides] for sides in zip(*told, strict=True)] for key in ("rate", "p95"))
    return [
        measure("public notice, requests", "/s", *rate, against=AGAINST, aim=Aim("median", ">", 1500), note=note),
        measure("public notice, p95 of the latency", "ms", *latency, against=AGAINST),
        _calm(product, baseline, path, plain),
    ]


def _calm(product, baseline, path, plain):
    """Latencies when requests come at a steady pace, each waiting for nobody."""
    told, beside = ([_paced(side, each) for _ in range(2)][1] for side, each in ((product, path), (baseline, plain)))
    return measure(
        f"public notice at {PACE} requests/s", "ms", told, beside, against=AGAINST, aim=Aim("p95", "<", 20),
        note=f"open loop, {PACED_SECONDS} s, {READERS} readers",
    )  # fmt: skip


def _paced(server, path):
    """Milliseconds from the moment a request is due to its last byte, so that a queue is not hidden."""
    port, began = urlsplit(server.address).port, time.perf_counter() + 0.1

    def read(reader):
        connection, found = HTTPConnection("127.0.0.1", port, timeout=30), []
        for turn in range(PACE * PACED_SECONDS // READERS):
            due = began + (turn * READERS + reader) / PACE
            time.sleep(max(0.0, due - time.perf_counter()))
            connection.request("GET", path, headers={"Accept-Encoding": "br"})
            answer = connection.getresponse()
            answer.read()
            if answer.status != 200:
                raise RuntimeError(f"{path} answered {answer.status}")
            found.append((time.perf_counter() - due) * 1000)
        connection.close()
        return found

    with ThreadPoolExecutor(READERS) as readers:
        return [each for found in readers.map(read, range(READERS)) for each in found]


def _sent(server, path):
    """Bytes of the body as a telephone gets it."""
    connection = HTTPConnection("127.0.0.1", urlsplit(server.address).port, timeout=30)
    connection.request("GET", path, headers={"Accept-Encoding": "br"})
    size = len(connection.getresponse().read())
    connection.close()
    return size


def _wrk(server, path):
    address = f"http://127.0.0.1:{urlsplit(server.address).port}{path}"
    command = [
        "wrk",
        "-t1",
        "-H",
        "Accept-Encoding: br",
        f"-c{CONNECTIONS}",
        f"-d{SECONDS}s",
        "-s",
        str(SCRIPT),
        address,
    ]
    done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=SECONDS + 30)
    told = json.loads(done.stdout.splitlines()[-1])
    if told["refused"]:
        raise RuntimeError(f"{path} answered {told['refused']} times otherwise than 200")
    return told
