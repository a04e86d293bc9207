"""A real server for the journey, the pictures and the measures: `manage.py serve`, in a folder of its own."""

import contextlib
import os
import re
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from dataclasses import dataclass
from pathlib import Path

import psycopg
from psycopg import sql

ROOT = Path(__file__).resolve().parent.parent
START_SECONDS = 120
CHROMIUM = "/usr/bin/chromium"
CHROMIUM_FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--disable-dev-shm-usage",
]  # fmt: skip


@dataclass(frozen=True)
class Server:
    """`address` has no final slash; `setup_path` is the path of the set-up link, if the installation is new."""

    address: str
    setup_path: str
    process: subprocess.Popen
    folder: Path
    environment: dict

    def manage(self, *arguments):
        """Run a command of the product on this installation and return what it printed."""
        command = [sys.executable, "manage.py", *arguments]
        done = subprocess.run(command, cwd=ROOT, env=self.environment, capture_output=True, text=True, check=True)
        return done.stdout


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextlib.contextmanager
def running(*, folder=None, public=True, commands=(), **environment):
    """Start the product on a free port, yield a Server, stop it. `commands` are run before the start.

    Without `folder`, the installation is new: a folder of its own and, where DATABASE_URL names a PostgreSQL server, a
    database of its own.
    """
    own = folder is None
    folder = Path(folder or tempfile.mkdtemp(prefix="cabinet-rgpd-server-"))
    port = free_port()
    address = f"http://localhost:{port}"
    kept = {name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"}
    settings = {**kept, "VAR_DIR": str(folder), "PUBLIC_URL": address if public else "", **environment}
    if own and "DATABASE_URL" in kept:
        settings["DATABASE_URL"] = _new_database(kept["DATABASE_URL"])
    log = (folder / "server.log").open("w+") if folder.exists() else None
    try:
        for command in commands:
            subprocess.run([sys.executable, "manage.py", *command], cwd=ROOT, env=settings, check=True)
        process = subprocess.Popen(
            [sys.executable, "manage.py", "serve", "--bind", f"127.0.0.1:{port}"],
            cwd=ROOT, env=settings, stdout=log, stderr=subprocess.STDOUT, start_new_session=True,
        )  # fmt: skip
        try:
            _wait(f"http://127.0.0.1:{port}", process, log)
            log.seek(0)
            link = re.search(r"/installation/\S+", log.read())
            yield Server(address, link[0] if link else "", process, folder, settings)
        finally:
            os.killpg(process.pid, signal.SIGTERM)
            process.wait(20)
    finally:
        log.close()
        if own:
            shutil.rmtree(folder, ignore_errors=True)


def _new_database(url):
    """An empty database beside the one of `url`, so that installations started at once have one each; its address."""
    name = f"server_{secrets.token_hex(6)}"
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
    return url.rpartition("/")[0] + f"/{name}"


def _wait(address, process, log):
    end = time.monotonic() + START_SECONDS
    while time.monotonic() < end:
        if process.poll() is not None:
            log.seek(0)
            raise RuntimeError(f"The server stopped:\n{log.read()}")
        with contextlib.suppress(OSError), urllib.request.urlopen(f"{address}/sante/", timeout=2) as answer:
            if answer.status == 200:
                return
        time.sleep(0.1)
    log.seek(0)
    raise RuntimeError(f"The server did not start in time:\n{log.read()}")
