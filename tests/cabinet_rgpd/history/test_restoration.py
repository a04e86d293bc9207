"""An old backup put back: receipts tell, and the chain then says so itself."""

import io
import zipfile

import pytest
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.db import transaction

from cabinet_rgpd.history import export, restoration, verification
from cabinet_rgpd.history.models import Entry
from tests import cast
from tests.cabinet_rgpd.history import chains
from tests.cabinet_rgpd.history.test_export import run_verifier


def receipt_of(practice):
    with practice.scope():
        return verification._head(practice.structure.pk)


def answers(practice, receipt):
    """What a third party is told about a receipt that she holds."""
    content = export.make(by=practice.sign()).content
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        faults, _ = chains.verifier.verify({name: archive.read(name) for name in archive.namelist()}, [receipt])
    return faults


@pytest.fixture
def restored(clinic):
    """A structure whose last two writings went with an old backup; gives it with the receipt held elsewhere."""
    cast.supplier(clinic)
    with transaction.atomic():
        cast.supplier(clinic, name="Perdu SAS")
        cast.supplier(clinic, name="Perdu aussi SAS")
        receipt = receipt_of(clinic)
        transaction.set_rollback(True)
    return clinic, receipt


def test_a_receipt_shows_that_an_old_backup_was_put_back(restored):
    clinic, receipt = restored
    [fault] = answers(clinic, receipt)
    assert fault.startswith("TRONQUÉ")
    cast.supplier(clinic, name="Écrit depuis SAS")
    [fault] = answers(clinic, receipt)
    assert fault.startswith("DIVERGENT")
    assert verification.verify(clinic.structure.pk).is_ok  # nothing of ours can tell: the receipt does


def test_the_chain_says_what_the_restoration_lost(restored):
    clinic, receipt = restored
    made = restoration.declare(lost_head_seq=receipt[0], by=clinic.sign("Disque remplacé"))
    assert (made.lost_from, made.lost_head_seq) == (receipt[0] - 1, receipt[0])
    assert Entry._base_manager.latest("pk").act == "ledger.restored"
    assert verification.verify(clinic.structure.pk).is_ok
    [fault] = answers(clinic, receipt)
    assert fault.startswith("EXPLIQUÉ, NON PROUVÉ")


def test_what_is_explained_and_not_proven_is_an_error_for_whoever_runs_the_verifier(restored, tmp_path):
    clinic, receipt = restored
    restoration.declare(lost_head_seq=receipt[0], by=clinic.sign("Disque remplacé"))
    path = tmp_path / "proof.zip"
    path.write_bytes(export.make(by=clinic.sign()).content)
    answer = run_verifier(path, "--receipt", "{}:{}".format(*receipt))
    assert answer.returncode == 1 and answer.stdout.startswith("EXPLIQUÉ, NON PROUVÉ")
    assert len(answer.stdout.splitlines()) == 1


def test_nothing_is_declared_lost_that_stands_in_the_chain(clinic):
    with pytest.raises(ValidationError, match="plus loin"):
        restoration.declare(lost_head_seq=receipt_of(clinic)[0], by=clinic.sign())
    with pytest.raises(ValidationError):
        restoration.declare(lost_head_seq=5, lost_from=9, by=clinic.sign())


def test_the_command_declares_it(restored, capsys, client_of):
    clinic, receipt = restored
    call_command("declare_restoration", structure=clinic.structure.pk, lost_head=receipt[0])
    assert "perdues" in capsys.readouterr().out
    assert "sauvegarde restaurée" in client_of(clinic.bob).get(clinic.url("timeline")).text
    with pytest.raises(CommandError):
        call_command("declare_restoration", structure=clinic.structure.pk, lost_head=1)
    with pytest.raises(CommandError, match="Aucune structure"):
        call_command("declare_restoration", structure=cast.a_random_id(), lost_head=99)
