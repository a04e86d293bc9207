"""The command that measures public pages goes on to its end, whatever one page does."""

import json
import subprocess
from contextlib import contextmanager
from types import SimpleNamespace

import pytest

from tests.lighthouse import __main__ as lighthouse

GOOD = {"categories": {key: {"score": 1, "auditRefs": []} for key in lighthouse.AIMS}, "audits": {}}


@pytest.fixture
def runs(monkeypatch):
    """What each run answers in turn: a report, a status of failure, or nothing at all."""
    waiting = []

    def run(command, **others):
        answer = waiting.pop(0)
        if answer is None:
            raise subprocess.TimeoutExpired(command, 1)
        return SimpleNamespace(returncode=int(answer is not GOOD), stdout=json.dumps(GOOD), stderr="trace lost")

    monkeypatch.setattr(subprocess, "run", run)
    return waiting


def test_a_run_that_is_lost_is_made_again(runs):
    runs += [1, None, GOOD]
    assert lighthouse.scores("http://localhost/") == dict.fromkeys(lighthouse.AIMS, 100)
    assert runs == []


def test_a_page_that_no_run_can_measure_is_missed_and_the_others_are_told(runs, monkeypatch, tmp_path, capsys):
    site = SimpleNamespace(pages={"patients": "/", "staff": "/e/", "unknown": "/n/"}, address=lambda name: name)

    @contextmanager
    def published():
        yield site

    monkeypatch.setattr(lighthouse, "published", published)
    monkeypatch.setattr(lighthouse, "html_faults", lambda site: "")
    monkeypatch.setattr(lighthouse, "FIGURES", tmp_path / "figures.json")
    runs += [1] * lighthouse.TRIES + [GOOD]
    assert lighthouse.main() == 1
    assert json.loads((tmp_path / "figures.json").read_text())["staff"]["seo"] == 100
    assert "Manqué : patients\n" in capsys.readouterr().out
