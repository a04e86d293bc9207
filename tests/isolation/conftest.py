"""Three structures furnished alike, the neighbour's every text a canary, and a count of what the walk asked."""

import json
import time
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client

from tests import cast, test_routes
from tests.isolation.canaries import plant

REPORT = "walk.json"
TALLY = {"requests": 0, "seconds": 0.0}


@pytest.fixture(autouse=True)
def _counted(monkeypatch):
    ask, began = Client.request, time.monotonic()

    def counting(self, **request):
        TALLY["requests"] += 1
        return ask(self, **request)

    monkeypatch.setattr(Client, "request", counting)
    yield
    TALLY["seconds"] = round(TALLY["seconds"] + time.monotonic() - began, 1)
    Path(settings.VAR_DIR, REPORT).write_text(json.dumps(TALLY), encoding="ascii")


@pytest.fixture
def world(clinic, neighbour, newcomer):
    """A and B furnished alike; every actor signed in; every text of B holds its canary."""
    made = test_routes.made_world(clinic, neighbour, newcomer)
    made.planted.update(plant(neighbour.structure.pk))
    return made


@pytest.fixture
def third(world):
    """C, whose DPO is A's DPO too, furnished like the others."""
    return test_routes.furnish(cast.other_client_of(world.mine.practice.camille))


def pytest_terminal_summary(terminalreporter):
    """What the walk asked, in one line that may be quoted; the same stands in `walk.json`."""
    if TALLY["requests"]:
        terminalreporter.write_line(
            f"The walk of isolation.md: {TALLY['requests']} requests in {TALLY['seconds']:.0f} s ({REPORT})."
        )
