"""The start: prepares, prints the set-up link of a new installation only, hands over to the server."""

import os
import re
import stat
import sys
from pathlib import Path

import pytest
from django.core.management import call_command
from django.test import Client

from cabinet_rgpd.jobs import preparation
from cabinet_rgpd.jobs.management.commands import serve
from cabinet_rgpd.structures.models import AccessLink
from tests import cast


@pytest.fixture
def started(db, monkeypatch, capsys):
    """`started(*arguments)` runs the command up to the server; gives what it printed and what it would run."""
    calls = []
    monkeypatch.setattr(serve, "prepare", lambda: calls.append("prepared"))
    monkeypatch.setattr(serve.os, "chdir", lambda folder: None)
    monkeypatch.setattr(serve.os, "execv", lambda program, arguments: calls.append((program, arguments)))

    def run(*arguments):
        calls.clear()
        call_command("serve", *arguments)
        assert calls[0] == "prepared"
        return capsys.readouterr().out, calls[1]

    return run


def link_in(printed):
    found = re.search(r"http\S+/installation/\S+/", printed)
    return found and found[0]


def test_a_new_installation_prints_a_link_that_claims_it(started):
    printed, _ = started("--bind", "127.0.0.1:8123")
    link = link_in(printed)
    assert link.startswith("http://localhost:8123/")
    assert Client().get(link.removeprefix("http://localhost:8123")).status_code == 200


def test_each_start_ends_the_link_of_the_start_before(started):
    first = link_in(started()[0])
    second = link_in(started()[0])
    answers = [Client().get(link.removeprefix("http://localhost:8000")).status_code for link in (first, second)]
    assert answers == [404, 200] and AccessLink.objects.count() == 1


def test_an_installation_in_use_prints_no_link(started):
    cast.account("Alice Amblard")
    printed, _ = started()
    assert "Cabinet RGPD" in printed and link_in(printed) is None and not AccessLink.objects.exists()


def test_the_public_address_is_printed_when_there_is_one(started, settings):
    settings.PUBLIC_URL = "https://registre.exemple.fr"
    assert link_in(started()[0]).startswith("https://registre.exemple.fr/installation/")


def test_the_server_is_a_production_one_on_this_machine_alone(started):
    program, arguments = started()[1]
    assert program == sys.executable and arguments[1:4] == ["-m", "gunicorn", "cabinet_rgpd.wsgi"]
    assert arguments[arguments.index("--bind") + 1] == "127.0.0.1:8000"
    program, arguments = started("--bind", "0.0.0.0:9000", "--workers", "5")[1]
    assert arguments[arguments.index("--bind") + 1] == "0.0.0.0:9000"
    assert arguments[arguments.index("--workers") + 1] == "5"


def test_what_stops_the_preparation_stops_the_start(started, monkeypatch):
    def fail():
        raise RuntimeError("no fonts")

    monkeypatch.setattr(serve, "prepare", fail)
    with pytest.raises(RuntimeError):
        call_command("serve")


# -- Preparation -------------------------------------------------------------------------------------------------------


@pytest.fixture
def folders(settings, tmp_path, monkeypatch):
    """An installation of its own, with one static file and no fonts to draw."""
    settings.VAR_DIR = tmp_path / "var"
    settings.ASSETS_DIR, settings.STATIC_ROOT = settings.VAR_DIR / "assets", settings.VAR_DIR / "static"
    settings.ASSETS_DIR.mkdir(parents=True)
    (settings.ASSETS_DIR / "plain.css").write_text("body{}")
    settings.STATICFILES_DIRS = [settings.ASSETS_DIR]
    settings.STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder"]
    monkeypatch.setattr(preparation.fonts, "build", lambda folder: Path(folder).mkdir(exist_ok=True))
    return settings


def test_the_data_folder_is_closed_to_others(db, folders):
    os.chmod(folders.VAR_DIR, 0o755)
    preparation.prepare()
    assert stat.S_IMODE(folders.VAR_DIR.stat().st_mode) == 0o700


def test_static_files_are_collected_once_and_again_when_they_change(folders, monkeypatch):
    runs = []
    collect = preparation.call_command
    monkeypatch.setattr(
        preparation, "call_command", lambda *args, **kwargs: (runs.append(args), collect(*args, **kwargs))
    )
    preparation.collect_static()
    preparation.collect_static()
    assert len(runs) == 1 and (folders.STATIC_ROOT / "plain.css").exists()
    (folders.ASSETS_DIR / "plain.css").write_text("body{margin:0}")
    preparation.collect_static()
    assert len(runs) == 2 and "margin" in (folders.STATIC_ROOT / "plain.css").read_text()


def test_a_start_is_refused_when_a_check_fails(db, folders, monkeypatch):
    monkeypatch.setattr("cabinet_rgpd.structures.checks.routes", lambda: [("oublie/", "forgotten", None)])
    with pytest.raises(Exception, match="does not declare who may enter"):
        preparation.prepare()
