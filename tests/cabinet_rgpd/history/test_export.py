"""The archive that is handed over, verified as a third party would: another process, the standard library alone."""

import hashlib
import io
import json
import random
import subprocess
import sys
import zipfile

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from cabinet_rgpd.history import export, ledger, triggers, verification
from cabinet_rgpd.history.models import Entry, Export, Head
from cabinet_rgpd.lib import canonical
from tests import cast
from tests.cabinet_rgpd.history import chains
from tests.patients_info.notices import PDF, prepare, publish

FILES = ["ledger.jsonl", "state.json", "receipts.json", "verify.py", "LISEZMOI.txt"]


@pytest.fixture
def busy(clinic):
    """A structure whose texts are hard to write, with a draft, a party renamed since, and a notice published."""
    for number, text in enumerate(each for each in chains.TEXTS if "\x00" not in each and "\r" not in each):
        cast.activity(clinic, name=f"{number} {text}".strip(), reason=text)
    cast.activity(clinic, state="draft", name="Brouillon à ne pas remettre")
    publish(clinic, prepare(clinic))
    with ledger.write(clinic.sign()) as write:
        write.apply(write.take(clinic.party), {"name": "SISA des Deux Quais"})
    return clinic


def contents(proof):
    with zipfile.ZipFile(io.BytesIO(proof.content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def run_verifier(path, *arguments):
    command = [sys.executable, "-I", "-S", chains.VERIFIER, path, *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False, encoding="utf-8")


@pytest.fixture
def handed(busy, tmp_path):
    """The archive on the disk of a third party, beside what was handed over."""
    proof = export.make(by=busy.sign())
    path = tmp_path / "proof.zip"
    path.write_bytes(proof.content)
    return path, proof


# -- What it holds -----------------------------------------------------------------------------------------------------


def test_the_archive_holds_the_files_of_the_format_and_no_other(busy):
    files = contents(export.make(by=busy.sign()))
    assert list(files) == FILES
    assert files["verify.py"] == chains.VERIFIER.read_bytes()


def test_the_last_line_is_the_export_itself(busy):
    proof = export.make(by=busy.sign())
    lines = contents(proof)["ledger.jsonl"].split(b"\n")
    last = canonical.parse_canonical(lines[-2])
    assert lines[-1] == b"" and last["header"]["act"] == "export.made"
    assert (last["header"]["seq"], last["hash"]) == (proof.seq, proof.hash)
    assert last["body"]["entries"] == len(lines) - 1 == proof.seq
    head = Head._base_manager.get(structure=busy.structure)
    assert (head.seq, head.hash) == (proof.seq, proof.hash)
    assert verification.verify(busy.structure.pk).is_ok


def test_each_line_is_canonical_and_is_the_entry(busy):
    lines = contents(export.make(by=busy.sign()))["ledger.jsonl"].split(b"\n")[:-1]
    entries = Entry._base_manager.filter(structure=busy.structure).select_related("payload").order_by("seq")
    for data, entry in zip(lines, entries, strict=True):
        line = canonical.parse_canonical(data)
        assert set(line) == {"body", "hash", "header", "salt"}
        assert (line["hash"], line["salt"]) == (entry.hash, entry.payload.salt)
        assert line["body"] == json.loads(entry.payload.body)


def test_the_state_is_every_record_sealed_and_no_draft(busy):
    files = contents(export.make(by=busy.sign()))
    state = canonical.parse_canonical(files["state.json"], free_top_keys=True)
    lines = [json.loads(data) for data in files["ledger.jsonl"].split(b"\n")[:-1]]
    assert state == {line["header"]["obj"]: line["body"] for line in lines}
    assert b"Brouillon" not in files["state.json"]


def test_the_state_comes_from_the_live_rows(busy):
    triggers.drop()
    with connection.cursor() as cursor:
        cursor.execute("UPDATE registry_supplier SET country = 'Ailleurs'")
    files = contents(export.make(by=busy.sign()))
    assert "Ailleurs" in files["state.json"].decode() and "Ailleurs" not in files["ledger.jsonl"].decode()
    assert any("l’état vivant" in fault for fault in chains.verifier.verify(files)[0])


def test_the_receipts_known_are_those_of_exports_notices_and_documents(busy):
    first, second = export.make(by=busy.sign()), export.make(by=busy.sign())
    known = canonical.parse_canonical(contents(second)["receipts.json"])
    assert [each["kind"] for each in known] == ["notice", "document", "export", "export"]
    assert [(each["seq"], each["hash"]) for each in known[2:]] == [(each.seq, each.hash) for each in (first, second)]
    assert Export._base_manager.count() == 2


def test_an_export_of_one_structure_says_nothing_of_another(busy, neighbour):
    assert cast.CANARY.encode() not in b"".join(contents(export.make(by=busy.sign())).values())


def test_what_cannot_be_written_in_the_format_is_not_exported_and_leaves_no_entry(busy):
    triggers.drop()
    with connection.cursor() as cursor:
        cursor.execute("UPDATE registry_processingactivity SET persons = '[1.5]'")
    before = Head._base_manager.get(structure=busy.structure).seq
    with pytest.raises(export.NotExportable):
        export.make(by=busy.sign())
    assert Head._base_manager.get(structure=busy.structure).seq == before


# -- What a third party answers ----------------------------------------------------------------------------------------


def test_a_third_party_answers_ok(handed):
    path, proof = handed
    answer = run_verifier(path, "--receipt", f"{proof.seq}:{proof.hash}")
    assert (answer.returncode, answer.stderr) == (0, "")
    assert answer.stdout == f"OK\u00a0: position {proof.seq}, empreinte {proof.hash}\n"


def test_the_verifier_of_the_archive_runs_alone(handed, tmp_path):
    path, proof = handed
    with zipfile.ZipFile(path) as archive:
        archive.extract("verify.py", tmp_path)
    command = [sys.executable, "-I", "-S", tmp_path / "verify.py", path]
    assert subprocess.run(command, capture_output=True, check=False, cwd="/").returncode == 0


def test_an_older_receipt_stays_true(busy, tmp_path):
    with busy.scope():
        head = Head.objects.get()
    cast.activity(busy)
    path = tmp_path / "proof.zip"
    path.write_bytes(export.make(by=busy.sign()).content)
    groups = " ".join(head.hash[place : place + 8] for place in range(0, 64, 8))
    assert run_verifier(path, "--receipt", f"{head.seq}:{groups}").returncode == 0


def test_a_receipt_of_another_chain_is_told(handed):
    path, proof = handed
    beyond = run_verifier(path, "--receipt", f"{proof.seq + 1}:{'a' * 64}")
    other = run_verifier(path, "--receipt", f"{proof.seq}:{'a' * 64}")
    assert beyond.returncode == other.returncode == 1
    assert beyond.stdout.startswith("TRONQUÉ") and other.stdout.startswith("DIVERGENT")
    assert run_verifier(path, "--receipt", "12:abc").returncode == 2


def test_a_published_document_is_recognised(handed, tmp_path):
    path, _ = handed
    for name, data, status in [("notice.pdf", PDF, 0), ("autre.pdf", PDF + b"\n", 1)]:
        document = tmp_path / name
        document.write_bytes(data)
        answer = run_verifier(path, "--document", document)
        assert answer.returncode == status
        assert ("est scellé à la position" if status == 0 else "aucune écriture ne parle") in answer.stdout


def test_a_file_that_was_attached_is_recognised(busy, tmp_path):
    contract = b"%PDF-1.7 le contrat"
    cast.evidence(busy, cast.supplier(busy), content=contract)
    path, document = tmp_path / "proof.zip", tmp_path / "contrat.pdf"
    path.write_bytes(export.make(by=busy.sign()).content)
    for data, status in [(contract, 0), (contract + b" et un ajout", 1)]:
        document.write_bytes(data)
        assert run_verifier(path, "--document", document).returncode == status


def test_the_fingerprint_of_an_attached_file_stands_in_a_body(busy):
    cast.evidence(busy, cast.supplier(busy), content=b"%PDF-1.7 le contrat")
    lines = [json.loads(line) for line in contents(export.make(by=busy.sign()))["ledger.jsonl"].split(b"\n") if line]
    [attached] = [line["body"] for line in lines if line["header"]["act"] == "evidence.created"]
    assert attached["sha256"] == hashlib.sha256(b"%PDF-1.7 le contrat").hexdigest()


def test_the_leaflet_of_the_archive_tells_what_it_holds_and_how_to_check_a_file(busy):
    files = contents(export.make(by=busy.sign()))
    said = " ".join(files["LISEZMOI.txt"].decode("utf-8").replace("\u00a0", " ").split())
    for words in [
        "Prenez verify.py dans la version publiée du logiciel plutôt que dans cette archive", "--receipt", "--document",
        "sha256sum", "evidence.created", "document.issued", "notice.published", "OK", "TRONQUÉ", "DIVERGENT",
        "EXPLIQUÉ, NON PROUVÉ", "corps retiré", "anchors/", *(each for each in FILES if each != "LISEZMOI.txt"),
    ]:  # fmt: skip
        assert words in said, words
    spoken = files["verify.py"].decode("utf-8").replace("\u00a0", " ")
    assert all(word in spoken for word in ("TRONQUÉ", "DIVERGENT", "EXPLIQUÉ, NON PROUVÉ", "corps retiré"))


@pytest.mark.parametrize("data", [b"", b"PK", b"x" * 100])
def test_what_is_no_archive_is_a_fault(tmp_path, data):
    path = tmp_path / "proof.zip"
    path.write_bytes(data)
    answer = run_verifier(path)
    assert (answer.returncode, answer.stderr) == (1, "")
    assert len(answer.stdout.splitlines()) == 1
    assert run_verifier(tmp_path / "absent.zip").returncode == 1


def test_a_register_changed_by_raw_sql_is_found_by_a_third_party(busy, tmp_path):
    triggers.drop()
    with connection.cursor() as cursor:
        cursor.execute("UPDATE registry_activityprocessor SET kind = 'hosting'")
    path = tmp_path / "proof.zip"
    path.write_bytes(export.make(by=busy.sign()).content)
    answer = run_verifier(path)
    assert answer.returncode == 1 and "l’état vivant n’est pas le dernier corps scellé" in answer.stdout


def test_a_bit_turned_in_the_archive_is_found_or_touches_none_of_its_content(handed, tmp_path):
    """Some bits of an archive carry nothing (dates of files): a few hundred are turned, drawn over its whole length."""
    path, _ = handed
    data, whole = path.read_bytes(), contents(handed[1])
    rng, turned_path, found = random.Random(1), tmp_path / "turned.zip", 0
    for _ in range(200):
        turned = bytearray(data)
        turned[rng.randrange(len(data))] ^= 1 << rng.randrange(8)
        turned_path.write_bytes(turned)
        try:
            files = chains.verifier.contents(turned_path)
        except Exception:
            found += 1
            continue
        if chains.verifier.verify(files)[0]:
            found += 1
        else:
            assert all(files[name] == whole[name] for name in FILES[:3])
    assert found > 100


# -- The command -------------------------------------------------------------------------------------------------------


def test_the_command_writes_an_archive_that_verifies(busy, tmp_path):
    out, path = io.StringIO(), tmp_path / "proof.zip"
    call_command("export_proof", "--structure", str(busy.structure.pk), "--output", str(path), stdout=out)
    assert run_verifier(path).returncode == 0
    entry = Entry._base_manager.filter(structure=busy.structure).latest("seq")
    assert (entry.act, entry.actor) == ("export.made", "system")
    assert out.getvalue() == f"{path}\u00a0: position {entry.seq}, empreinte {entry.hash}\n"


def test_the_command_overwrites_nothing_and_writes_no_entry_for_nothing(busy, tmp_path):
    path, before = tmp_path / "proof.zip", Head._base_manager.get(structure=busy.structure).seq
    path.write_text("déjà là")
    for structure, output in [
        (busy.structure.pk, path), (busy.structure.pk, tmp_path / "absent" / "proof.zip"),
        (cast.a_random_id(), tmp_path / "neuf.zip"),
    ]:  # fmt: skip
        with pytest.raises(CommandError):
            call_command("export_proof", "--structure", str(structure), "--output", str(output))
    triggers.drop()
    with connection.cursor() as cursor:
        cursor.execute("UPDATE registry_processingactivity SET persons = '[1.5]'")
    with pytest.raises(CommandError, match="manage.py verify"):
        call_command("export_proof", "--structure", str(busy.structure.pk), "--output", str(tmp_path / "neuf.zip"))
    assert path.read_text() == "déjà là" and not (tmp_path / "neuf.zip").exists()
    assert Head._base_manager.get(structure=busy.structure).seq == before
