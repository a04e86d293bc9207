"""`make faults`: a hundred writers killed at random points, on SQLite then on PostgreSQL. Exit status 1 on any loss."""

import secrets
import sys
import tempfile
import time

from tests import postgres
from tests.faults.killing import Lost, ground

KILLS = 100


def main():
    seed = secrets.randbits(32)
    print(f"seed {seed}", flush=True)
    with tempfile.TemporaryDirectory(prefix="cabinet-rgpd-faults-") as folder:
        kill("SQLite", {"VAR_DIR": folder}, seed)
    with tempfile.TemporaryDirectory(prefix="cabinet-rgpd-faults-") as folder, postgres.server() as url:
        kill("PostgreSQL", {"VAR_DIR": folder, "DATABASE_URL": url}, seed)


def kill(engine, environment, seed):
    began = time.monotonic()
    field = ground(environment, seed)
    for number in range(1, KILLS + 1):
        field.kill_one()
        if number % 10 == 0:
            print(f"{engine}: {number} writers killed, {len(field.acknowledged)} writes acknowledged", flush=True)
    entries = field.check()
    print(f"{engine}: {KILLS} kills in {time.monotonic() - began:.0f} s, {len(field.acknowledged)} acknowledged writes")
    print(f"{engine}: none lost; the chain of {entries} entries verifies", flush=True)


if __name__ == "__main__":
    try:
        main()
    except Lost as loss:
        sys.exit(f"LOST: {loss}")
