"""Pages asked for one after the other over one connection, each beside a fixed body of its size."""

import http.client
import time
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import urlsplit

from tests.bench.figures import Aim, measure

ROUNDS = 120
WARM_UP = 8
AGAINST = "fixed body of the same size behind the same middleware, signed in"
AIMS = {
    "desk, 500 structures": Aim("p95", "<", 60),
    "list, 200 activities": Aim("p95", "<", 60),
    "sheet, 200 activities": Aim("p95", "<", 50),
}


class Browser:
    """One signed-in connection that stays open."""

    def __init__(self, address, session=""):
        self.connection = http.client.HTTPConnection("127.0.0.1", urlsplit(address).port, timeout=60)
        self.headers = {"Cookie": f"__Host-session={session}"} if session else {}

    def get(self, path):
        """Return (milliseconds, bytes of the body). Raises RuntimeError unless the answer is 200."""
        began = time.perf_counter()
        self.connection.request("GET", path, headers=self.headers)
        answer = self.connection.getresponse()
        body = answer.read()
        spent = (time.perf_counter() - began) * 1000
        if answer.status != 200:
            raise RuntimeError(f"{path} answered {answer.status}: {body[:300]!r}")
        return spent, len(body)


def measures(product, baseline, *, session, paths, rounds=ROUNDS, against=AGAINST):
    """One measure for each of `paths` (`{name: path}`); a round asks for every page and for every baseline once."""
    ours, plain = Browser(product.address, session), Browser(baseline.address, session)
    sizes = {name: [ours.get(path) for _ in range(WARM_UP)][-1][1] for name, path in paths.items()}
    times = {name: ([], []) for name in paths}
    for number in range(-WARM_UP, rounds):
        for name, path in paths.items():
            found = ours.get(path)[0], plain.get(f"/mesure/{sizes[name]}/")[0]
            if number >= 0:
                for samples, spent in zip(times[name], found, strict=True):
                    samples.append(spent)
    return [
        measure(name, "ms", *times[name], against=against, aim=AIMS.get(name), note=f"{sizes[name] / 1000:.0f} kB")
        for name in paths
    ]


def compared(product, *, sessions, path, rounds=ROUNDS):
    """The same page for two accounts, asked for in turn: `sessions` is `{name: session}`, the one of reference first."""
    browsers = [Browser(product.address, session) for session in sessions.values()]
    times = ([], [])
    for number in range(-WARM_UP, rounds):
        for browser, samples in zip(browsers, times, strict=True):
            spent, _ = browser.get(path)
            if number >= 0:
                samples.append(spent)
    (less, more), name = times, " beside ".join(reversed(sessions))
    return measure(name, "ms", more, less, against="the same page of the other account", aim=Aim("ratio", "<", 2))


def crowd(product, *, session, paths, people=8, rounds=8):
    """Several people at once on the same pages: what fills the memory of a server."""

    def read(_):
        browser = Browser(product.address, session)
        for path in [*paths.values()] * rounds:
            browser.get(path)

    with ThreadPoolExecutor(people) as pool:
        list(pool.map(read, range(people)))
