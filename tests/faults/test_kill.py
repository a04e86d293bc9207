"""A writer that dies in the middle leaves a whole chain, and everything that it was told is written."""

import os
import uuid

import psycopg
import pytest
from django.db import connection

from tests.faults.killing import Lost, ground

KILLS = 5


@pytest.fixture
def database(tmp_path):
    """The environment of a database of its own, on the engine of this run."""
    environment = {"VAR_DIR": str(tmp_path)}
    if connection.vendor == "sqlite":
        yield environment
        return
    url, name = os.environ["DATABASE_URL"], f"faults_{uuid.uuid4().hex}"
    with psycopg.connect(url, autocommit=True) as server:
        server.execute(f'CREATE DATABASE "{name}"')
        yield environment | {"DATABASE_URL": f"{url.rpartition('/')[0]}/{name}"}
        server.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def test_no_acknowledged_write_is_lost_when_writers_are_killed(database):
    field = ground(database, seed=uuid.uuid4().int)
    for _ in range(KILLS):
        field.kill_one()
    assert field.check() > len(field.acknowledged) >= KILLS


def test_a_write_acknowledged_and_not_kept_is_told(database):
    field = ground(database, seed=1)
    field.acknowledged["999"] = "0" * 64
    with pytest.raises(Lost, match="999"):
        field.check()
