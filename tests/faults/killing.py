"""Writers killed without warning (kill −9) at random points, on a database of their own."""

import json
import os
import random
import subprocess
import sys
import time
from dataclasses import dataclass

from tests.server import ROOT

#: A writer is killed after at most this many acknowledged writes, and at most so many seconds later.
WRITES, LATER = 25, 0.03


class Lost(AssertionError):
    """An acknowledged write that the database does not hold, or a chain that no longer verifies."""


@dataclass
class Ground:
    """Where writers die: the environment of their process, the structure they write in, what they were told is kept."""

    environment: dict
    ids: tuple
    acknowledged: dict
    rng: random.Random

    def kill_one(self):
        """Start a writer, kill it at a random point, keep what it acknowledged. Raises Lost on what came before."""
        with _started(self.environment, "write", *self.ids) as process:
            try:
                self.compare(json.loads(process.stdout.readline()))
                for _ in range(self.rng.randrange(1, WRITES)):
                    self._acknowledge(process.stdout.readline())
                time.sleep(self.rng.uniform(0, LATER))
            finally:
                process.kill()
            for line in process.stdout.read().splitlines(keepends=True):
                self._acknowledge(line)

    def check(self):
        """Raise Lost unless the chain verifies and holds each acknowledged entry; return how many entries it has."""
        process = _started(self.environment, "check", self.ids[0])
        told = json.loads(process.communicate()[0])
        self.compare(told)
        return len(told["entries"])

    def compare(self, told):
        lost = {seq: each for seq, each in self.acknowledged.items() if told["entries"].get(seq) != each}
        if lost or told["faults"]:
            raise Lost(f"lost: {lost}; faults: {told['faults']}")

    def _acknowledge(self, line):
        if not line.endswith(b"\n"):
            raise Lost("a writer stopped by itself")
        seq, fingerprint = line.decode().split()
        self.acknowledged[seq] = fingerprint


def ground(environment, seed):
    """A new database, migrated, with one structure; `environment` says where (VAR_DIR, DATABASE_URL)."""
    kept = {name: value for name, value in os.environ.items() if name not in ("DJANGO_SETTINGS_MODULE", "DATABASE_URL")}
    environment = {**kept, "DJANGO_SETTINGS_MODULE": "cabinet_rgpd.settings", **environment}
    migrate = [sys.executable, "manage.py", "migrate", "--verbosity", "0"]
    subprocess.run(migrate, cwd=ROOT, env=environment, check=True)
    made = _started(environment, "make").communicate()[0].decode().split()
    return Ground(environment, tuple(made), {}, random.Random(seed))


def _started(environment, *arguments):
    command = [sys.executable, "-m", "tests.faults.writer", *arguments]
    return subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, start_new_session=True)
