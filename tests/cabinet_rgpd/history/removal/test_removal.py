"""A text removed is nowhere any more, and the chain still verifies, for us and for third parties."""

import datetime as dt
import io
import json
import zipfile
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from cabinet_rgpd.evidence import queries as evidence
from cabinet_rgpd.history import export, memory, verification
from cabinet_rgpd.history.models import Entry, Payload
from cabinet_rgpd.history.removal import listed, operations, places, queries, scrubbing
from cabinet_rgpd.history.removal.door import opened
from cabinet_rgpd.history.removal.models import Door, Redaction, RemovalRequest
from cabinet_rgpd.history.removal.words import Words
from cabinet_rgpd.jobs import tasks
from cabinet_rgpd.mail import operations as mail
from cabinet_rgpd.structures import operations as structures
from registry.activities import operations as activities
from tests import cast
from tests.cabinet_rgpd.history import chains
from tests.cabinet_rgpd.history.test_second_verifier import asked_of_the_second

NAME = "Gaspard Zéphirin"
WORDS = Words(NAME)
LATER = dt.timedelta(hours=73)


@pytest.fixture(autouse=True)
def _own_folder(settings, tmp_path):
    settings.VAR_DIR = tmp_path


def fill(clinic):
    """The name in live rows, past versions, a reason, a label, a draft, a message and a file."""
    sheet = cast.activity(clinic, name=f"Suivi de {NAME}", reason=f"Saisi pour {NAME}")
    activities.update_activity(activity=sheet, lock="1", content={"name": "Suivi des patients"}, by=clinic.sign())
    cast.activity(clinic, state="draft", name=f"Brouillon {NAME.upper()}")
    structures.update_party(party=clinic.denis_party, lock="1", content={"name": NAME}, by=clinic.sign())
    supplier = cast.supplier(clinic, note=f"ligne\n{NAME} « appelé »")
    cast.evidence(clinic, supplier, name="note.pdf", content=f"%PDF-1.7 {NAME}".encode())
    with clinic.scope():
        mail.queue(
            structure_id=clinic.structure.pk, to="bob@exemple.fr", subject="Sujet", text=f"Bonjour {NAME}", key="essai",
            at=timezone.now(),
        )  # fmt: skip
    return sheet, supplier


@pytest.fixture
def typed(clinic):
    return clinic, *fill(clinic)


def ask(clinic, by=None, **content):
    with clinic.scope():
        content = {"words": NAME, "reason": "Identité d’un patient", "files": (), **content}
        return operations.ask(**content, by=by or clinic.sign())


def confirm(clinic, request, by=None):
    with clinic.scope():
        return operations.confirm(request=request, by=by or clinic.sign(actor=clinic.camille))


def everywhere(clinic):
    """The texts of the structure that still hold the name."""
    return [text for text in places.every_text(clinic.structure.pk) if WORDS.are_in(text)]


# -- What is removed ---------------------------------------------------------------------------------------------------


def test_the_search_says_where_the_words_stand(typed):
    clinic, *_ = typed
    found = queries.search(clinic.structure.pk, NAME)
    counted = {(kind, what): count for kind, what, count in found.rows}
    assert counted["Registre d’aujourd’hui", "responsable"] == 1
    assert counted["Autre", "message"] == 1
    assert any(kind == "Version gardée" for kind, _ in counted)
    assert found.entries >= 3 and [each.plainly for each in found.files] == [True]
    assert not found.is_empty and queries.search(clinic.structure.pk, "Personne d’autre").is_empty


def test_the_words_are_nowhere_any_more_and_the_chain_verifies(typed):
    clinic, sheet, supplier = typed
    with clinic.scope():
        held = [seq for seq, _ in places.entries(clinic.structure.pk, WORDS)]
    redaction = confirm(clinic, ask(clinic))
    assert everywhere(clinic) == [] and redaction.seqs == held
    assert not RemovalRequest._base_manager.exclude(words="").exists()
    entry = Entry._base_manager.filter(structure=clinic.structure).latest("seq")
    body = json.loads(entry.payload.body)
    assert entry.act == "text.redacted"
    assert body == {"reason": "Identité d’un patient", "schema": 1, "second": str(clinic.camille.pk), "seqs": held}
    report = verification.verify(clinic.structure.pk)
    assert report.is_ok and list(report.removed) == held
    with clinic.scope():
        assert [version.state["name"] for version in memory.versions(sheet)] == [
            "Suivi des patients",
            "Suivi de [retiré]",
        ]
        assert memory.versions(sheet)[1].reason == "Saisi pour [retiré]"
        [row] = evidence.of(supplier.obj)
        assert evidence.content(row.id) is None and row.sha256


def test_third_parties_answer_that_bodies_were_removed_and_that_the_chain_holds(typed):
    clinic, *_ = typed
    receipt = Entry._base_manager.filter(structure=clinic.structure).latest("seq")
    redaction = confirm(clinic, ask(clinic))
    with zipfile.ZipFile(io.BytesIO(export.make(by=clinic.sign()).content)) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    held = [(receipt.seq, receipt.hash)]
    faults, notes = chains.verifier.verify(files, held)
    assert faults == [] and f"corps retiré\u00a0: position {redaction.seqs[0]}" in notes
    [verdict] = asked_of_the_second([(files, held, [])])
    assert (verdict["first"], verdict["state"], verdict["held"], verdict["removed"]) == (
        None,
        True,
        ["OK"],
        redaction.seqs,
    )
    assert NAME.encode() not in b"".join(files.values())


def test_life_goes_on_after_a_removal(typed):
    clinic, sheet, _ = typed
    confirm(clinic, ask(clinic))
    structures.update_party(party=clinic.denis_party, lock="2", content={"name": "Denis Delorme"}, by=clinic.sign())
    activities.update_activity(activity=sheet, lock="2", content={"description": "Autre"}, by=clinic.sign())
    assert verification.verify(clinic.structure.pk).is_ok


def test_the_neighbour_keeps_his_words(typed, neighbour):
    clinic, *_ = typed
    cast.supplier(neighbour, note=NAME)
    confirm(clinic, ask(clinic))
    assert queries.search(neighbour.structure.pk, NAME).entries == 1
    assert verification.verify(neighbour.structure.pk).is_ok


def test_words_that_were_never_sealed_are_removed_all_the_same(clinic):
    cast.activity(clinic, state="draft", name=NAME)
    redaction = confirm(clinic, ask(clinic))
    assert redaction.seqs == [] and everywhere(clinic) == []
    assert verification.verify(clinic.structure.pk).is_ok


def test_the_files_that_were_chosen_are_destroyed_and_their_fingerprints_stay(clinic):
    supplier = cast.supplier(clinic)
    cast.evidence(clinic, supplier, name="illisible.pdf", content=b"%PDF-1.7 autre")
    [file] = queries.search(clinic.structure.pk, NAME).files
    confirm(clinic, ask(clinic, files=[file.key]))
    with clinic.scope():
        [row] = evidence.of(supplier.obj)
        assert evidence.content(row.id) is None and len(row.sha256) == 64


# -- Who, when, why ----------------------------------------------------------------------------------------------------


def test_alone_one_waits_three_days(typed):
    clinic, *_ = typed
    request = ask(clinic)
    with pytest.raises(ValidationError, match="soixante-douze"):
        confirm(clinic, request, clinic.sign())
    assert everywhere(clinic)
    redaction = confirm(clinic, request, clinic.sign(at=timezone.now() + LATER))
    assert redaction.second is None and everywhere(clinic) == []


def test_a_request_is_settled_once(typed):
    clinic, *_ = typed
    request = ask(clinic)
    with pytest.raises(ValidationError, match="déjà demandé"):
        ask(clinic)
    confirm(clinic, request)
    for act in (operations.confirm, operations.withdraw):
        with clinic.scope(), pytest.raises(ValidationError, match="déjà été traitée"):
            act(request=request, by=clinic.sign(actor=clinic.camille))


def test_a_request_given_up_removes_nothing_and_forgets_the_words(typed):
    clinic, *_ = typed
    request = ask(clinic)
    with clinic.scope():
        operations.withdraw(request=request, by=clinic.sign())
    assert everywhere(clinic) and RemovalRequest._base_manager.get().words == ""


@pytest.mark.parametrize(
    "content",
    [
        {"words": " x "},
        {"words": "[retiré]"},
        {"reason": " "},
        {"reason": f"Le nom {NAME}"},
        {"reason": "1 85 05 78 006 084 91"},
    ],
)
def test_what_cannot_be_asked_is_refused(clinic, content):
    with pytest.raises(ValidationError):
        ask(clinic, **content)


# -- The door ----------------------------------------------------------------------------------------------------------


def is_refused(sql):
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql)
    except IntegrityError as error:
        return "append-only" in str(error)
    return False


BLANK = "UPDATE ledger_payload SET body = NULL, salt = NULL"
PAST = "UPDATE registry_historicalsupplier SET note = ''"
NEVER = [
    "UPDATE history_entry SET act = 'x.y'", "DELETE FROM history_entry", "DELETE FROM ledger_payload",
    "DELETE FROM registry_historicalsupplier", "UPDATE ledger_payload SET body = 'x'",
]  # fmt: skip


def test_the_triggers_let_this_door_alone_through(typed):
    connection.check_constraints()
    assert all(is_refused(sql) for sql in (BLANK, PAST, *NEVER))
    with opened():
        assert all(is_refused(sql) for sql in NEVER)
        assert not is_refused(PAST) and not is_refused(BLANK)
    assert not Door.objects.exists() and is_refused(PAST)
    assert not Payload._base_manager.exclude(body=None).exists()


# -- An old backup -----------------------------------------------------------------------------------------------------


def test_a_removal_is_applied_again_when_an_old_backup_is_put_back(typed, capsys):
    clinic, *_ = typed
    with transaction.atomic():
        confirm(clinic, ask(clinic))
        transaction.set_rollback(True)  # the database of before; the list stays
    assert everywhere(clinic) and not Redaction._base_manager.exists()
    call_command("reapply_removals")
    assert "1" in capsys.readouterr().out
    assert everywhere(clinic) == [] and Redaction._base_manager.get().second == clinic.camille.pk
    assert verification.verify(clinic.structure.pk).is_ok
    entries = Entry._base_manager.count()
    call_command("reapply_removals")
    assert Entry._base_manager.count() == entries


def test_a_removal_of_a_structure_that_is_not_here_is_left_alone(db, clinic):
    listed.add(removal_id=cast.a_random_id(), structure_id=cast.a_random_id(), words=NAME, second=None)
    assert operations.reapply(timezone.now()) == 0


# -- The files of the installation -------------------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_no_file_of_the_installation_holds_the_words(clinic, settings):
    fill(clinic)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("ANALYZE")
    rendered = settings.VAR_DIR / "cache" / "documents" / "x.pdf"
    rendered.parent.mkdir(parents=True)
    rendered.write_bytes(f"%PDF-1.7 {NAME}".encode())
    assert len(files_with_the_words(settings.VAR_DIR)) > 1
    confirm(clinic, ask(clinic))
    assert files_with_the_words(settings.VAR_DIR) == []
    assert verification.verify(clinic.structure.pk).is_ok


#: What another transaction may be doing: it holds a table, or is merely older.
OBSTACLES = {
    "sqlite": ["SELECT count(*) FROM structures_structure"],
    "postgresql": ["SELECT count(*) FROM structures_structure", "SELECT pg_current_xact_id()"],
}


@pytest.mark.django_db(transaction=True)
def test_a_database_too_busy_to_be_packed_is_packed_later(settings, monkeypatch):
    due = settings.VAR_DIR / "packing-due"
    for obstacle in OBSTACLES[connection.vendor]:
        other = connection.get_new_connection(connection.get_connection_params())
        other.execute("BEGIN")
        other.execute(obstacle).fetchone()
        with monkeypatch.context() as hurried:
            hurried.setattr(scrubbing, "PATIENCE_SECONDS", 0)
            scrubbing.scrub()
        assert due.exists()
        other.close()
        tasks.pack_after_removals()
        assert not due.exists()


def files_with_the_words(folder):
    """Of the database, and of everything under the folder of the installation."""
    files = [*files_of_the_database(), *(each for each in folder.rglob("*") if each.is_file())]
    spellings = [spelling.encode() for spelling in (NAME, NAME.upper(), NAME.lower())]
    return [file for file in files if any(each in file.read_bytes() for each in spellings)]


def files_of_the_database():
    """SQLite: the file with its journal. PostgreSQL: the tables on disk; its write-ahead log is its administrator's."""
    if connection.vendor == "sqlite":
        database = Path(connection.settings_dict["NAME"])
        return list(database.parent.glob(f"{database.name}*"))
    with connection.cursor() as cursor:
        cursor.execute("CHECKPOINT")
        cursor.execute("SHOW data_directory")
        home = Path(cursor.fetchone()[0])
        cursor.execute("SELECT oid FROM pg_database WHERE datname = current_database()")
        tables = home / "base" / str(cursor.fetchone()[0])
    return [each for each in tables.iterdir() if each.is_file()]


# -- Pages -------------------------------------------------------------------------------------------------------------


def test_a_manager_looks_then_asks_and_the_dpo_confirms(typed, client_of):
    clinic, *_ = typed
    alice, url = client_of(clinic.alice), clinic.url("removal_new")
    page = alice.post(url, {"words": NAME, "step": "search"})
    assert page.status_code == 200 and "Version gardée" in page.text and "note.pdf" in page.text
    answer = alice.post(url, {"words": NAME, "reason": "Identité d’un patient", "step": "ask"})
    assert answer.status_code == 302
    assert (
        "soixante-douze"
        in alice.post(clinic.url("removal_confirm", RemovalRequest._base_manager.get().pk), follow=True).text
    )
    camille = client_of(clinic.camille)
    assert "Confirmer le retrait" in camille.get(clinic.url("removals")).text
    page = camille.post(clinic.url("removal_confirm", RemovalRequest._base_manager.get().pk), follow=True).text
    assert "Texte retiré partout" in page and everywhere(clinic) == []
    assert NAME not in client_of(clinic.alice).get(clinic.url("timeline")).text


def test_a_refused_request_says_why_and_removes_nothing(typed, client_of):
    clinic, *_ = typed
    answer = client_of(clinic.alice).post(clinic.url("removal_new"), {"words": NAME, "reason": "", "step": "ask"})
    assert answer.status_code == 422 and "Dites pourquoi" in answer.text and "Version gardée" in answer.text
    assert not RemovalRequest._base_manager.exists()


def test_a_manager_gives_a_request_up(typed, client_of):
    clinic, *_ = typed
    request = ask(clinic)
    page = client_of(clinic.alice).post(clinic.url("removal_withdraw", request.pk), follow=True).text
    assert "rien n’a été retiré" in page
    assert client_of(clinic.alice).post(clinic.url("removal_withdraw", cast.a_random_id())).status_code == 404
