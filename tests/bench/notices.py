"""The public notice under wrk, beside a fixed body of its size; a few seconds each, turn by turn."""

import json
import subprocess
from pathlib import Path
from urllib.parse import urlsplit

from tests.bench.figures import Aim, measure
from tests.bench.pages import Browser

ROUNDS = 5
WARM_UP = 1
SECONDS = 2
CONNECTIONS = 8
SCRIPT = Path(__file__).with_name("wrk.lua")
AGAINST = "fixed body of the same size behind the same middleware, signed out"


def measures(product, baseline, *, path):
    """Requests a second and p95 of the latency, at the same time on all connections."""
    size = Browser(product.address).get(path)[1]
    plain = f"/mesure/publique/{size}/"
    Browser(baseline.address).get(plain)
    told = [(_wrk(product, path), _wrk(baseline, plain)) for _ in range(WARM_UP + ROUNDS)][WARM_UP:]
    errors = sum(each["errors"] for pair in told for each in pair)
    note = f"{size / 1000:.0f} kB, {CONNECTIONS} connections" + (f", {errors} connections cut" if errors else "")
    rate, latency = ([[side[key] for side in sides] for sides in zip(*told, strict=True)] for key in ("rate", "p95"))
    return [
        measure("public notice, requests", "/s", *rate, against=AGAINST, aim=Aim("ratio", ">", 0.5), note=note),
        measure("public notice, p95 of the latency", "ms", *latency, against=AGAINST),
    ]


def _wrk(server, path):
    address = f"http://127.0.0.1:{urlsplit(server.address).port}{path}"
    command = ["wrk", "-t1", f"-c{CONNECTIONS}", f"-d{SECONDS}s", "-s", str(SCRIPT), address]
    done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=SECONDS + 30)
    told = json.loads(done.stdout.splitlines()[-1])
    if told["refused"]:
        raise RuntimeError(f"{path} answered {told['refused']} times otherwise than 200")
    return told
