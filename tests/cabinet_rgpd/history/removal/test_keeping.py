"""The history follows its own retention rule: what was replaced long ago loses its words, and the chain verifies."""

import datetime as dt

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction
from django.utils import timezone

from cabinet_rgpd.history import memory, verification
from cabinet_rgpd.history.models import Entry, Payload
from cabinet_rgpd.history.removal import keeping
from cabinet_rgpd.history.removal import operations as removals
from tests import cast
from tests.registry.past import lives

OLD = lives.at("2019-03-01T09:00")


@pytest.fixture(autouse=True)
def _own_folder(settings, tmp_path):
    settings.VAR_DIR = tmp_path


@pytest.fixture
def old(db):
    """A supplier renamed in 2019 and again this year."""
    manager = cast.account("Ada Ancien")
    practice = cast.practice(manager=manager, at=lives.at("2018-01-09T08:00"), name="Cabinet du Marronnier")
    supplier = lives.supplier(practice, lives.at("2018-02-01T08:00"), name="Premier SAS")
    lives.changed(practice, supplier, OLD, name="Deuxième SAS")
    lives.changed(practice, supplier, lives.at("2026-03-01T09:00"), name="Troisième SAS")
    return practice, supplier


def test_what_was_replaced_before_a_moment_loses_its_words(old):
    practice, supplier = old
    redaction = keeping.erase_replaced(before=OLD + dt.timedelta(days=1), by=practice.sign("Durée échue"))
    gone = Entry._base_manager.get(obj=supplier.obj, ver=1)
    assert redaction.seqs == [gone.seq] and gone.payload.body is None
    with practice.scope():
        assert [version.state["name"] for version in memory.versions(supplier)] == [
            "Troisième SAS", "Deuxième SAS", "[retiré]",
        ]  # fmt: skip
    report = verification.verify(practice.structure.pk)
    assert report.is_ok and report.removed == (gone.seq,)


def test_nothing_old_leaves_no_entry(old):
    practice, _ = old
    before = Entry._base_manager.count()
    assert keeping.erase_replaced(before=OLD - dt.timedelta(days=900), by=practice.sign()) is None
    assert Entry._base_manager.count() == before


def test_the_rule_is_applied_again_when_an_old_backup_is_put_back(old):
    practice, supplier = old
    with transaction.atomic():
        keeping.erase_replaced(before=OLD + dt.timedelta(days=1), by=practice.sign("Durée échue"))
        transaction.set_rollback(True)  # the database of before; the list stays
    gone = Entry._base_manager.get(obj=supplier.obj, ver=1)
    assert gone.payload.body is not None
    assert removals.reapply(timezone.now()) == 1
    assert Payload._base_manager.get(entry=gone).body is None
    assert verification.verify(practice.structure.pk).is_ok
    assert removals.reapply(timezone.now()) == 0


def test_the_command_follows_the_parameter(old, capsys):
    practice, _ = old
    call_command("erase_old_versions", structure=practice.structure.pk)
    assert "5\u00a0ans\u00a0: 1" in capsys.readouterr().out
    assert verification.verify(practice.structure.pk).is_ok
    call_command("erase_old_versions", structure=practice.structure.pk)
    assert "5\u00a0ans\u00a0: 0" in capsys.readouterr().out
    with pytest.raises(CommandError, match="Aucune structure"):
        call_command("erase_old_versions", structure=cast.a_random_id())
