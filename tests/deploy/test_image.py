"""The self-hosted installation, tried without a container engine: its files agree with the commands that the suite runs."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from tests.server import ROOT, running

COMPOSE = yaml.safe_load((ROOT / "docker-compose.yml").read_text(encoding="utf-8"))
DOCKERFILE = (ROOT / "Dockerfile").read_text(encoding="utf-8")
SERVICES = COMPOSE["services"]


def instruction(name):
    return json.loads(re.search(rf"{name} (\[.*\])", DOCKERFILE)[1])


def test_the_image_starts_as_make_run_does():
    assert instruction(r"\nCMD") == ["python", "manage.py", "serve"]
    assert "manage.py serve" in (ROOT / "Makefile").read_text(encoding="utf-8")


def test_the_image_runs_as_a_user_of_its_own_with_hashed_dependencies():
    assert re.search(r"^USER cabinet$", DOCKERFILE, re.MULTILINE)
    assert "--require-hashes --requirement requirements.lock" in DOCKERFILE


def test_the_image_holds_no_data_no_secret_and_no_test():
    ignored = (ROOT / ".dockerignore").read_text(encoding="utf-8").split()
    assert {".git", ".env", "var", "tests"} <= set(ignored)


def test_the_installation_is_app_scheduler_database_and_front():
    assert set(SERVICES) == {"app", "scheduler", "db", "front"}
    assert SERVICES["scheduler"]["command"] == ["python", "manage.py", "scheduler"]
    assert "ports" not in SERVICES["app"]
    assert "ports" not in SERVICES["db"]
    assert "healthcheck" in SERVICES["db"]
    assert set(COMPOSE["volumes"]) == {"data", "database", "certificates"}


def test_a_missing_secret_stops_the_start_and_none_has_a_default():
    environment = SERVICES["app"]["environment"]
    assert "${POSTGRES_PASSWORD:?" in environment["DATABASE_URL"]
    assert environment["PUBLIC_URL"].startswith("${PUBLIC_URL:?")
    assert SERVICES["db"]["environment"]["POSTGRES_PASSWORD"].startswith("${POSTGRES_PASSWORD:?")
    example = (ROOT / "deploy" / "env.example").read_text(encoding="utf-8")
    assert all(line.endswith("=") for line in example.splitlines() if line and not line.startswith("#"))


def test_every_variable_of_the_compose_file_is_one_that_the_readme_explains():
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    french = (ROOT / "README.fr.md").read_text(encoding="utf-8")
    for name in set(SERVICES["app"]["environment"]) - {"FORWARDED_ALLOW_IPS"}:
        assert f"`{name}`" in readme
        assert f"`{name}`" in french


@pytest.fixture(scope="module")
def server():
    with running(public=False) as started:
        yield started


def test_the_health_check_of_the_image_says_when_the_server_answers(server):
    command = [sys.executable, str(ROOT / "deploy" / "healthcheck.py")]
    bind = {"BIND": f"0.0.0.0:{server.address.rpartition(':')[2]}"}
    assert subprocess.run(command, env={**server.environment, **bind}, check=False).returncode == 0
    nowhere = {"BIND": "0.0.0.0:1"}
    failed = subprocess.run(command, env={**server.environment, **nowhere}, capture_output=True, check=False)
    assert failed.returncode == 1


def test_the_scheduler_runs_every_task_beside_the_server(server):
    assert server.manage("scheduler", "--once") == ""


def test_the_start_keeps_its_folder_and_its_secret_to_itself(server):
    assert Path(server.folder).stat().st_mode & 0o077 == 0
    assert (Path(server.folder) / "secret_key").stat().st_mode & 0o077 == 0


@pytest.mark.parametrize(
    ("variable", "value"),
    [
        ("SECRET_KEY", "changeme-changeme-changeme-changeme-changeme"),
        ("SECRET_KEY", "short"),
        ("PUBLIC_URL", "registre.example"),
    ],
)
def test_the_start_refuses_what_is_wrong(server, variable, value):
    settings = {**server.environment, variable: value}
    command = [sys.executable, "manage.py", "check"]
    refused = subprocess.run(command, cwd=ROOT, env=settings, capture_output=True, text=True, check=False)
    assert refused.returncode != 0
    assert variable in refused.stderr


def test_the_start_refuses_a_default_database_password_behind_https(server):
    settings = {**server.environment, "PUBLIC_URL": "https://registre.example"}
    settings["DATABASE_URL"] = "postgres://cabinet:cabinet@127.0.0.1:1/cabinet"
    command = [sys.executable, "manage.py", "check"]
    refused = subprocess.run(command, cwd=ROOT, env=settings, capture_output=True, text=True, check=False)
    assert "default password" in refused.stderr
