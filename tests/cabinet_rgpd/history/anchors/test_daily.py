"""Time stamps against an authority of this machine: honest, down, slow, wrong, expired. Failures change nothing for people."""

import contextlib
import datetime as dt
import io
import logging
import subprocess
import zipfile

import environ
import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command
from django.db import connection
from django.utils import timezone
from rfc3161_client import HashAlgorithm, TimestampRequestBuilder

from cabinet_rgpd.history import export, triggers, verification
from cabinet_rgpd.history.anchors import authority, configuration, daily, queries
from cabinet_rgpd.history.anchors.models import Anchor, Stamp, StampTrouble
from cabinet_rgpd.history.models import Entry
from cabinet_rgpd.jobs import tasks
from tests import cast
from tests.cabinet_rgpd.history import chains
from tests.cabinet_rgpd.history.anchors import local_authority
from tests.cabinet_rgpd.history.test_second_verifier import asked_of_the_second

DAY = dt.timedelta(days=1)


@pytest.fixture(scope="module")
def listening(tmp_path_factory):
    with local_authority.running(tmp_path_factory.mktemp("authority")) as local:
        yield local


@pytest.fixture
def local(listening, settings):
    """The authority, honest, and the product that asks it."""
    listening.signer, listening.policy, listening.status = "tsa", local_authority.POLICY, 200
    listening.answer, listening.slow, listening.requests = None, 0, []
    settings.TIMESTAMP_AUTHORITY = configuration.Authority(
        url=listening.url, roots=listening.folder / "ca.pem", policy=local_authority.POLICY, timeout=2
    )
    return listening


def change(settings, **changes):
    settings.TIMESTAMP_AUTHORITY = configuration.Authority(**{**vars(settings.TIMESTAMP_AUTHORITY), **changes})


def stored():
    return Stamp.objects.count(), Anchor._base_manager.count(), Entry._base_manager.count()


# -- An honest authority -----------------------------------------------------------------------------------------------


def test_one_stamp_covers_every_chain_and_each_chain_says_so(clinic, neighbour, local):
    stamp = daily.run(timezone.now())
    assert len(stamp.leaves) == 2 and stamp.leaves == sorted(stamp.leaves)
    assert bytes(stamp.text) == daily.text_of(stamp.day, stamp.leaves)
    for practice in (clinic, neighbour):
        last = Entry._base_manager.filter(structure=practice.structure).latest("seq")
        assert (last.act, last.actor) == ("anchor.recorded", "system")
        with practice.scope():
            anchor = Anchor.objects.get()
            assert (anchor.seq, anchor.hash) == (last.seq - 1, last.prev)
            assert list(queries.faults()) == []
        assert verification.verify(practice.structure.pk).faults == ()


def test_a_day_is_stamped_once_and_a_quiet_chain_says_nothing_new(clinic, neighbour, local, monkeypatch):
    monkeypatch.setattr(authority, "CLOCK_TOLERANCE", 9 * DAY)
    now = timezone.now()
    for _ in range(2):
        daily.run(now)
    assert len(local.requests) == 1 and stored()[:2] == (1, 2)
    daily.run(now + DAY)
    assert stored()[:2] == (2, 2)
    cast.supplier(clinic)
    daily.run(now + 2 * DAY)
    assert stored()[:2] == (3, 3)
    assert Anchor._base_manager.order_by("-day").first().structure_id == clinic.structure.pk


def test_a_stamp_whose_entries_were_cut_short_is_taken_up_again(clinic, neighbour, local, monkeypatch):
    written = daily.ledger.write
    monkeypatch.setattr(daily.ledger, "write", lambda by: contextlib.nullcontext(1 / 0))
    with pytest.raises(ZeroDivisionError):
        daily.run(timezone.now())
    monkeypatch.setattr(daily.ledger, "write", written)
    assert stored()[:2] == (1, 0)
    daily.run(timezone.now())
    assert stored()[:2] == (1, 2) and len(local.requests) == 1


def test_the_archive_holds_the_stamp_and_openssl_believes_it(clinic, local, tmp_path):
    daily.run(timezone.now())
    made = export.make(by=clinic.sign())
    with zipfile.ZipFile(io.BytesIO(made.content)) as archive:
        archive.extractall(tmp_path)
        files = {name: archive.read(name) for name in archive.namelist()}
    faults, notes = chains.verifier.verify(files)
    assert faults == []
    [command] = [note for note in notes if note.startswith("openssl ts -verify")]
    command = command.replace("AUTORITÉ.pem", str(local.folder / "ca.pem")).split()
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert "Verification: OK" in done.stdout + done.stderr
    text = tmp_path / "anchors" / f"{timezone.now().astimezone(dt.UTC).date()}.txt"
    text.write_bytes(text.read_bytes().replace(b" 1 ", b" 2 "))
    assert subprocess.run(command, cwd=tmp_path, capture_output=True, check=False).returncode != 0


def test_the_command_checks_the_way_to_the_root_and_says_how_to_check_the_token(clinic, local, capsys):
    daily.run(timezone.now())
    call_command("verify")
    assert "openssl ts -verify -data anchors/" in capsys.readouterr().out
    triggers.drop()
    with connection.cursor() as cursor:
        cursor.execute("UPDATE history_stamp SET text = %s", [b"2026-01-01 1 00\n"])
    [fault] = verification.verify(clinic.structure.pk).faults
    assert "ce qui a été horodaté manque, ou dit autre chose" in fault


def test_the_second_verifier_accepts_the_anchors_of_an_archive(clinic, neighbour, local):
    daily.run(timezone.now())
    with zipfile.ZipFile(io.BytesIO(export.make(by=clinic.sign()).content)) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    [verdict] = asked_of_the_second([(files, [], [])])
    assert verdict["first"] is None and verdict["anchors"] and verdict["state"] and verdict["receipts"]


# -- Every other kind --------------------------------------------------------------------------------------------------


def down(local, settings):
    change(settings, url="http://127.0.0.1:9/")


def slow(local, settings):
    local.slow = 0.05
    change(settings, timeout=0.4)


def failing(local, settings):
    local.status = 503


def talkative(local, settings):
    local.answer = lambda query: b"x" * 200_000


def babbling(local, settings):
    local.answer = lambda query: b"<html>"


def silent(local, settings):
    local.answer = lambda query: b""


def stamping_something_else(local, settings):
    other = TimestampRequestBuilder(data=b"autre", hash_algorithm=HashAlgorithm.SHA256).build().as_bytes()
    local.answer = lambda query: local.signed(other)


def answering_again_what_it_said(local, settings):
    """The right imprint and another nonce: yesterday's token, sent again."""
    text = daily.text_of(timezone.now().astimezone(dt.UTC).date(), daily._heads())
    before = local.signed(TimestampRequestBuilder(data=text, hash_algorithm=HashAlgorithm.SHA256).build().as_bytes())
    local.answer = lambda query: before


def refusing(local, settings):
    local.answer = lambda query: local.signed(query[:-3])


def under_another_policy(local, settings):
    local.policy = "1.2.3.4.9"


def of_another_house(local, settings):
    other = local_authority.certificates(local.folder / "other", "tsa")
    change(settings, roots=other / "ca.pem")


def with_a_certificate_of_another_use(local, settings):
    local_authority.certificates(local.folder, "server", extensions="server")
    local.answer = lambda query: local.signed(query)
    local.signer = "server"


def expired(local, settings):
    local_authority.certificates(local.folder, "expired", days=-1)
    local.signer = "expired"


def with_a_clock_of_its_own(local, settings):
    settings.TIMESTAMP_TEST_NOW = timezone.now() - DAY


KINDS = [
    down, slow, failing, talkative, babbling, silent, stamping_something_else, answering_again_what_it_said, refusing,
    under_another_policy, of_another_house, with_a_certificate_of_another_use, expired, with_a_clock_of_its_own,
]  # fmt: skip


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_an_authority_that_cannot_be_believed_changes_nothing(clinic, local, settings, kind, caplog):
    before, now = stored(), timezone.now()
    kind(local, settings)
    assert daily.run(getattr(settings, "TIMESTAMP_TEST_NOW", now)) is None
    assert stored() == before
    trouble = StampTrouble.objects.get()
    assert trouble.reason and trouble.reason in caplog.text
    assert verification.verify(clinic.structure.pk).is_ok


def test_after_two_days_the_page_and_the_log_say_so_until_it_works_again(clinic, local, settings, caplog, client_of):
    first, good = timezone.now() - dt.timedelta(hours=49), settings.TIMESTAMP_AUTHORITY
    down(local, settings)
    daily.run(first)
    with clinic.scope():
        assert queries.standing(first + dt.timedelta(hours=47)).late_since is None
    assert not [each for each in caplog.records if each.levelno >= logging.ERROR]
    daily.run(timezone.now())
    assert [each for each in caplog.records if each.levelno >= logging.ERROR]
    page = client_of(clinic.bob).get(clinic.url("proof"))
    assert page.status_code == 200 and "Aucun horodatage n’a pu être obtenu depuis" in page.text
    settings.TIMESTAMP_AUTHORITY = good
    daily.run(timezone.now())
    assert "Aucun horodatage n’a pu être obtenu depuis" not in client_of(clinic.bob).get(clinic.url("proof")).text
    assert not StampTrouble.objects.exists()


# -- Configuration -----------------------------------------------------------------------------------------------------


def test_without_an_address_nothing_is_asked(clinic, listening, settings):
    settings.TIMESTAMP_AUTHORITY = None
    listening.requests = []
    tasks.stamp_the_day()
    assert listening.requests == [] and stored()[:2] == (0, 0)


def test_the_task_of_the_scheduler_stamps(clinic, local):
    tasks.stamp_the_day()
    assert stored()[:2] == (1, 1)


def test_a_qualified_service_is_a_matter_of_configuration(clinic, local, settings, client_of):
    change(settings, is_qualified=True)
    daily.run(timezone.now())
    assert Anchor._base_manager.get().is_qualified
    assert "horodaté qualifié" in client_of(clinic.bob).get(clinic.url("proof")).text


def environment(**variables):
    env = environ.Env()
    env.ENVIRON = variables
    return env


@pytest.mark.parametrize(
    "variables",
    [
        {"TIMESTAMP_URL": "ftp://exemple.fr", "TIMESTAMP_CA": "ca.pem"}, {"TIMESTAMP_URL": "https://", "TIMESTAMP_CA": "ca.pem"},
        {"TIMESTAMP_URL": "https://exemple.fr"}, {"TIMESTAMP_URL": "https://exemple.fr", "TIMESTAMP_CA": "/nulle/part"},
        {"TIMESTAMP_URL": "https://exemple.fr", "TIMESTAMP_CA": __file__},
    ],
)  # fmt: skip
def test_what_cannot_work_stops_the_start(variables):
    with pytest.raises(ImproperlyConfigured):
        configuration.authority(environment(**variables))


def test_the_environment_names_the_authority(listening):
    assert configuration.authority(environment()) is None
    roots = listening.folder / "ca.pem"
    found = configuration.authority(
        environment(TIMESTAMP_URL="https://exemple.fr/tsa", TIMESTAMP_CA=str(roots), TIMESTAMP_QUALIFIED="true")
    )
    assert (found.url, found.roots, found.policy, found.is_qualified) == ("https://exemple.fr/tsa", roots, "", True)
