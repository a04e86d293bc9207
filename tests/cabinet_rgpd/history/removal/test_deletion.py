"""A structure deleted: no word of it anywhere, its chain still verifies, its people are out, its neighbours untouched."""

import datetime as dt
import io
import json
import zipfile

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management import call_command
from django.db import connection, transaction
from django.test import Client
from django.utils import timezone

from cabinet_rgpd.history import export, verification
from cabinet_rgpd.history.ledger import Signature
from cabinet_rgpd.history.models import Entry, Head, Payload
from cabinet_rgpd.history.removal import operations, places, queries, whole
from cabinet_rgpd.history.removal.models import Redaction, RemovalRequest, State
from cabinet_rgpd.mail.models import Message
from cabinet_rgpd.structures import queries as structures
from cabinet_rgpd.structures.models import Account, Membership
from tests import cast
from tests.cabinet_rgpd.history import chains
from tests.cabinet_rgpd.history.removal.test_removal import files_of_the_database
from tests.cabinet_rgpd.history.test_second_verifier import asked_of_the_second
from tests.isolation.canaries import plant
from tests.test_routes import furnish

LATER = dt.timedelta(hours=73)
REASON = "Cessation d’activité au 31 octobre"


@pytest.fixture(autouse=True)
def _own_folder(settings, tmp_path):
    settings.VAR_DIR = tmp_path


@pytest.fixture
def furnished(clinic):
    """The clinic with one object of each kind that an address may name."""
    furnish(clinic)
    return clinic


def ask(practice, by=None, reason=REASON):
    with practice.scope():
        return operations.ask_deletion(
            name=practice.structure.name, reason=reason, by=by or practice.sign(), announce=lambda request: None
        )


def confirm(practice, request=None, by=None):
    request = request or ask(practice)
    with practice.scope():
        return operations.confirm_deletion(request=request, by=by or practice.sign(at=timezone.now() + LATER))


def rows_of_others(practice):
    """Every row of other structures, table by table."""
    found = {}
    for model in [*places.models_of_a_structure(), Entry, Payload]:
        rows = model._base_manager.exclude(structure_id=practice.structure.pk).order_by("pk")
        found[model._meta.label] = list(rows.values_list())
    return found


# -- What goes, and what stays -----------------------------------------------------------------------------------------


def test_every_text_goes_and_the_chain_verifies(furnished):
    head = Head._base_manager.get(structure=furnished.structure)
    redaction = confirm(furnished)
    assert redaction.seqs == list(range(1, head.seq + 1))
    body = json.loads(Entry._base_manager.filter(structure=furnished.structure).latest("seq").payload.body)
    assert body == {"reason": REASON, "schema": 1, "second": None, "seqs": redaction.seqs}
    report = verification.verify(furnished.structure.pk)
    assert report.is_ok and list(report.removed) == redaction.seqs
    said = {text for text in places.every_text(furnished.structure.pk) if text}
    assert {each for each in said if not is_a_fingerprint(each)} <= {REASON, "[retiré]"}


def is_a_fingerprint(text):
    return all(each in "0123456789abcdef" for each in text)


def test_what_is_not_tracked_is_deleted_and_no_byte_is_left(furnished):
    confirm(furnished)
    kept = {"history.Head", "history.Entry", "history.Payload"}
    for model in places.models_of_a_structure():
        rows = places.rows(model, furnished.structure.pk)
        if not issubclass(getattr(model, "instance_type", model), whole.TrackedModel):
            assert model._meta.label in kept or not rows.exists(), model
        for field in places.byte_fields(model):
            assert not any(bytes(each or b"") for each in rows.values_list(field.attname, flat=True))
    assert not RemovalRequest._base_manager.exists()


def test_the_neighbour_is_untouched(furnished, neighbour):
    furnish(neighbour)
    before = rows_of_others(furnished)
    confirm(furnished)
    assert rows_of_others(furnished) == before and verification.verify(neighbour.structure.pk).is_ok


def test_a_receipt_held_elsewhere_still_verifies_the_chain(furnished):
    receipt = Entry._base_manager.filter(structure=furnished.structure).latest("seq")
    redaction = confirm(furnished)
    made = export.make(by=Signature(structure_id=furnished.structure.pk, actor=None, at=timezone.now()))
    with zipfile.ZipFile(io.BytesIO(made.content)) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    faults, notes = chains.verifier.verify(files, [(receipt.seq, receipt.hash)])
    assert faults == [] and f"corps retiré\u00a0: position {redaction.seqs[-1]}" in notes
    faults, _ = chains.verifier.verify(files, [(receipt.seq, "0" * 64)])
    assert faults
    [verdict] = asked_of_the_second([(files, [(receipt.seq, receipt.hash)], [])])
    assert (verdict["first"], verdict["state"], verdict["held"]) == (None, True, ["OK"])
    assert verdict["removed"] == redaction.seqs


def test_the_command_says_that_a_structure_was_deleted(furnished, capsys):
    confirm(furnished)
    call_command("verify", structure=furnished.structure.pk)
    said = capsys.readouterr().out
    assert f"{furnished.structure.pk} (structure supprimée)\u00a0: OK" in said and "corps retirés" in said


def test_who_was_on_her_way_in_writes_nothing(furnished):
    confirm(furnished)
    entries = Entry._base_manager.count()
    with pytest.raises(PermissionDenied):
        cast.supplier(furnished, name="Écrit trop tard")
    assert Entry._base_manager.count() == entries


# -- Its people --------------------------------------------------------------------------------------------------------


def test_its_members_reach_it_no_more(furnished, client_of):
    clients = [client_of(each) for each in (furnished.alice, furnished.bob, furnished.camille)]
    confirm(furnished)
    for client in clients:
        assert client.get(furnished.url("overview")).status_code in (302, 404)
        assert client.get(furnished.url("overview"), follow=True).status_code in (200, 404)
    assert not any(row.is_active_on(dt.date(2020, 1, 1)) for row in Membership._base_manager.filter(ends_on=None))
    assert structures.all_structures() == []


def test_a_person_at_home_nowhere_else_is_forgotten_and_the_others_stay(furnished, other_client):
    alice, camille = furnished.alice, furnished.camille
    confirm(furnished)
    alice.refresh_from_db()
    assert (alice.name, alice.is_active, alice.has_usable_password()) == ("[retiré]", False, False)
    assert alice.email == f"{alice.pk}@retire.invalid"
    camille.refresh_from_db()
    assert camille.is_active and camille.name != "[retiré]" and camille.has_usable_password()
    assert structures.membership_of(camille, other_client.structure.pk).is_active_on(cast.TODAY)


def test_an_installation_that_nobody_may_enter_is_claimed_again(furnished):
    confirm(furnished)
    assert Account.objects.exists() and not structures.any_account()


# -- Who, when, why ----------------------------------------------------------------------------------------------------


def test_alone_one_waits_three_days_and_a_second_person_does_not(furnished):
    request = ask(furnished)
    with pytest.raises(ValidationError, match="soixante-douze"):
        confirm(furnished, request, furnished.sign())
    assert confirm(furnished, request, furnished.sign(actor=furnished.bob)).second == furnished.bob.pk


def test_a_deletion_is_asked_once_with_a_reason_that_does_not_name_the_structure(clinic):
    for reason in (" ", f"Fin de {clinic.structure.name}", "1 85 05 78 006 084 91"):
        with pytest.raises(ValidationError):
            ask(clinic, reason=reason)
    ask(clinic)
    with pytest.raises(ValidationError, match="déjà demandée"):
        ask(clinic)


def test_a_deletion_given_up_changes_nothing(clinic):
    request = ask(clinic)
    with clinic.scope():
        assert queries.deletion() == request and queries.requests() == []
        operations.withdraw(request=request, by=clinic.sign())
        assert queries.deletion() is None
    assert RemovalRequest._base_manager.get().state == State.WITHDRAWN
    with clinic.scope(), pytest.raises(ValidationError, match="déjà été traitée"):
        operations.confirm_deletion(request=request, by=clinic.sign())


# -- An old backup -----------------------------------------------------------------------------------------------------


def test_a_deletion_is_applied_again_when_an_old_backup_is_put_back(furnished):
    with transaction.atomic():
        confirm(furnished)
        transaction.set_rollback(True)  # the database of before; the list stays
    assert not Redaction._base_manager.exists() and Head._base_manager.get().closed_at is None
    call_command("reapply_removals")
    assert Head._base_manager.get().closed_at and verification.verify(furnished.structure.pk).is_ok
    assert not Account.objects.filter(is_active=True).exists()
    entries = Entry._base_manager.count()
    call_command("reapply_removals")
    assert Entry._base_manager.count() == entries


# -- The files of the installation -------------------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_no_file_of_the_installation_holds_a_word_of_it(clinic, settings):
    furnish(clinic)
    plant(clinic.structure.pk)
    for row in (clinic.alice, clinic.bob):
        Account.objects.filter(pk=row.pk).update(name=f"{cast.CANARY} {row.name}")
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("ANALYZE")
    assert files_with_a_word(settings.VAR_DIR)
    confirm(clinic)
    assert files_with_a_word(settings.VAR_DIR) == []
    assert verification.verify(clinic.structure.pk).is_ok


def files_with_a_word(folder):
    files = [*files_of_the_database(), *(each for each in folder.rglob("*") if each.is_file())]
    words = (cast.CANARY, "Maison de santé", "alice@exemple.fr", "Denis Delorme")
    return [(file.name, word) for file in files for word in words if word.encode() in file.read_bytes()]


# -- Public pages ------------------------------------------------------------------------------------------------------


def test_a_public_address_says_that_the_notice_is_no_longer_there(furnished):
    client = Client()
    assert client.get("/n/notice-rives/").status_code == 200
    confirm(furnished)
    for end in ("", "notice.pdf", "editions/", "editions/1/", "en/"):
        answer = client.get(f"/n/notice-rives/{end}")
        assert answer.status_code == 410 and "n’est plus publiée" in answer.text
    assert client.get("/n/une-autre/").status_code == 404


# -- Pages -------------------------------------------------------------------------------------------------------------


def test_two_managers_delete_the_structure_and_the_last_page_gives_a_receipt(clinic, client_of, other_client, settings):
    settings.EMAIL_CONFIGURED = True
    cast.add_member(clinic, cast.account("Élise Étienne", "elise@exemple.fr"), "manager")
    alice, elise = client_of(clinic.alice), client_of(Account.objects.get(email="elise@exemple.fr"))
    url = clinic.url("structure_deletion")
    page = alice.get(url).text
    assert "Ce qui reste" in page and "proof.zip" in page and "Alice Amblard" in page and "Camille" not in page
    assert alice.post(url, {"reason": ""}).status_code == 422
    assert alice.post(url, {"reason": REASON}, follow=True).status_code == 200
    told = Message.objects.filter(structure=clinic.structure)
    assert sorted(told.values_list("to", flat=True)) == ["camille@exemple.fr", "elise@exemple.fr"]
    assert all(REASON in each.text and url in each.text for each in told)
    refused = alice.post(clinic.url("structure_deletion_confirm"), follow=True).text
    assert "soixante-douze" in refused and "vous-même, à partir du" in refused
    answer = elise.post(clinic.url("structure_deletion_confirm"))
    last = Entry._base_manager.filter(structure=clinic.structure).latest("seq")
    assert f"Position {last.seq}" in answer.text and "vous êtes déconnecté" in answer.text
    assert answer.headers["Cache-Control"] == "no-store, private" and "Deux Rives" not in answer.text
    assert elise.get(url).status_code == alice.get(url).status_code == 302  # to the sign-in
    assert client_of(clinic.camille).get(url).status_code == 404


def test_a_manager_who_has_another_structure_stays_signed_in(clinic, client_of):
    other = cast.practice(manager=clinic.alice, name="Cabinet du Pont", kind="group", legal_form="bnc")
    request = ask(clinic)
    RemovalRequest._base_manager.filter(pk=request.pk).update(asked_at=timezone.now() - LATER)
    alice = client_of(clinic.alice)
    answer = alice.post(clinic.url("structure_deletion_confirm"))
    assert "Aller à vos autres structures" in answer.text
    assert alice.get(other.url("overview")).status_code == 200
    assert alice.get(clinic.url("overview")).status_code == 404


def test_a_manager_gives_the_deletion_up(clinic, client_of):
    timeline, notice = clinic.url("timeline"), "La suppression de cette structure est demandée"
    alice, bob = client_of(clinic.alice), client_of(clinic.bob)
    assert notice not in bob.get(timeline).text
    ask(clinic)
    assert notice in bob.get(timeline).text and "confirmer ou abandonner" not in bob.get(timeline).text
    assert "confirmer ou abandonner" in alice.get(timeline).text
    assert "rien n’a été supprimé" in alice.post(clinic.url("structure_deletion_withdraw"), follow=True).text
    assert alice.post(clinic.url("structure_deletion_withdraw")).status_code == 404
    assert alice.post(clinic.url("structure_deletion_confirm")).status_code == 404
