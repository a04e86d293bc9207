"""Writing by delegation: closed without the controller's word, under the delegate's name, validated apart."""

import datetime as dt
import subprocess

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cabinet_rgpd.structures import operations as structures
from registry.activities import operations as activities
from registry.journal import operations as journal
from registry.opinions import operations, queries
from registry.opinions.delegation import authorship
from registry.security import operations as security
from registry.suppliers import operations as suppliers
from tests import cast


def written(clinic, row, who="camille", **content):
    by = clinic.sign("Relecture", actor=clinic.account(who))
    return activities.update_activity(activity=row, lock=str(row.version), content=content, by=by)


def validated(clinic, row):
    with clinic.scope():
        return operations.give(
            root=row, seen=row.version, kind="validation", stance="", text="", member=clinic.members["alice"],
            by=clinic.sign(), on=cast.TODAY,
        )  # fmt: skip


def test_without_the_controller_s_word_the_dpo_edits_nothing(clinic, client_of, activity):
    row, client = activity(clinic), client_of(clinic.camille)
    url = clinic.url("activity_part", row.pk, "purposes")
    assert client.get(url).status_code == 403
    granted = cast.delegation(clinic)
    assert client.get(url).status_code == 200
    assert client.get(clinic.url("measure", "backups")).status_code == 200
    structures.revoke_delegation(delegation=granted, by=clinic.sign("Fin"))
    assert client.get(url).status_code == 403


@pytest.mark.parametrize(("extent", "permitted"), [("register", False), ("measures", True)])
def test_the_extent_says_what_is_open(clinic, client_of, extent, permitted):
    cast.delegation(clinic, extent=extent)
    status = client_of(clinic.camille).get(clinic.url("journal_new", "note")).status_code
    assert (status == 200) is permitted
    assert client_of(clinic.camille).get(clinic.url("structure_edit")).status_code == 403


def test_a_delegation_ends_on_its_day(clinic, client_of, activity):
    row = activity(clinic)
    yesterday = timezone.now() - dt.timedelta(days=1)
    structures.grant_delegation(
        member=clinic.members["camille"], extent="register", ends_on=timezone.localdate(), motive="Reprise",
        by=clinic.sign(at=yesterday),
    )  # fmt: skip
    url = clinic.url("activity_part", row.pk, "purposes")
    assert client_of(clinic.camille).get(url).status_code == 403


def test_only_a_dpo_receives_a_delegation_and_one_at_a_time(clinic):
    content = {"extent": "register", "ends_on": None, "motive": "Essai", "by": clinic.sign()}
    with pytest.raises(ValidationError, match="au délégué"):
        structures.grant_delegation(member=clinic.members["bob"], **content)
    cast.delegation(clinic)
    with pytest.raises(ValidationError, match="déjà accordée"):
        structures.grant_delegation(member=clinic.members["camille"], **content)


def test_what_a_delegate_writes_waits_then_is_validated_by_another_name(clinic, activity):
    row = activity(clinic)
    cast.delegation(clinic)
    row = written(clinic, row, name="Nom de la déléguée")
    with clinic.scope():
        [(kind, root, found)] = queries.waiting()
        assert (root.pk, found.version, found.author, found.waits) == (row.pk, 2, "Camille Carlier", True)
        with pytest.raises(ValidationError, match="vous-même"):
            operations.give(
                root=row, seen=2, kind="visa", stance="", text="", member=clinic.members["camille"],
                by=clinic.sign(actor=clinic.camille), on=cast.TODAY,
            )  # fmt: skip
    validated(clinic, row)
    with clinic.scope():
        assert queries.waiting() == []
        assert queries.authorships()[row.obj].validated_by == "Alice Amblard"
    row.refresh_from_db()
    row = written(clinic, row, name="Encore un autre nom")
    with clinic.scope():
        assert len(queries.waiting()) == 1  # a validation speaks of the version it was given on


def test_what_she_wrote_before_any_delegation_does_not_wait(clinic, activity):
    row = activity(clinic)
    row = written(clinic, row, name="Écrit autrefois")
    cast.delegation(clinic)
    with clinic.scope():
        assert queries.authorships() == {}


def test_a_text_stays_to_validate_when_the_delegation_is_over(clinic, activity):
    row = activity(clinic)
    granted = cast.delegation(clinic)
    written(clinic, row, name="Nom de la déléguée")
    structures.revoke_delegation(delegation=granted, by=clinic.sign("Fin"))
    with clinic.scope():
        assert len(queries.waiting()) == 1


T = dt.datetime(2026, 11, 23, tzinfo=dt.UTC)


@pytest.mark.parametrize(
    ("hands", "waits"),
    [
        (["alice"], None), (["alice", "camille"], True), (["alice", "camille", "sophie"], True),
        (["alice", "camille", "alice"], None), (["alice", "camille", "alice", "camille"], True),
    ],
)  # fmt: skip
def test_a_later_text_of_a_manager_is_his_own_and_of_no_other(hands, waits):
    lines = tuple((number, who, T) for number, who in enumerate(hands, start=1))
    found = authorship(lines, since={"camille": T}, managers={"alice"}, names={}, validations=())
    assert (found and found.waits) is waits


def test_the_screen_the_list_and_the_paper_say_who_wrote_and_who_validated(clinic, client_of, activity):
    row = activity(clinic)
    cast.delegation(clinic)
    row = written(clinic, row, name="Nom de la déléguée")
    alice = client_of(clinic.alice)

    def told():
        pages = [
            alice.get(clinic.url("activity", row.pk)).text,
            alice.get(clinic.url("opinions", "activity", row.pk)).text,
        ]
        for url in (clinic.url("activity_pdf", row.pk), clinic.url("register_pdf")):
            pdf = alice.get(url).content
            pages.append(
                subprocess.run(["pdftotext", "-", "-"], input=pdf, capture_output=True, check=True).stdout.decode()
            )
        return [" ".join(page.replace("\u00a0", " ").split()) for page in pages]

    assert all(
        "écrite par Camille Carlier, par délégation" in page and "attend la validation" in page for page in told()
    )
    assert "Nom de la déléguée" in alice.get(clinic.url("validations")).text
    validated(clinic, row)
    assert all("validée par Alice Amblard" in page for page in told())


def changed_by_the_delegate(clinic, count):
    """Sheets that the delegate wrote, one version each."""
    return [written(clinic, cast.activity(clinic, name=f"Fiche {n}"), name=f"Récrite {n}") for n in range(count)]


def test_the_list_says_what_the_delegate_changed_since_what_the_controller_answers_for(clinic, activity):
    row = activity(clinic, name="Nom du responsable")
    cast.delegation(clinic)
    row = written(clinic, row, name="Nom de la déléguée")
    row = written(clinic, row, name="Nom relu par la déléguée")
    with clinic.scope():
        [found] = queries.to_validate()
    assert [(each.before, each.after) for each in found.changes] == [("Nom du responsable", "Nom relu par la déléguée")]
    validated(clinic, row)
    row.refresh_from_db()
    written(clinic, row, name="Encore un autre nom")
    with clinic.scope():
        [found] = queries.to_validate()
    assert [each.before for each in found.changes] == ["Nom relu par la déléguée"]


def test_everything_is_validated_at_once_and_what_changed_since_it_was_read_is_not(clinic, client_of):
    cast.delegation(clinic)
    rows = changed_by_the_delegate(clinic, 3)
    alice, url = client_of(clinic.alice), clinic.url("validate")
    page = alice.get(clinic.url("validations"))
    assert "Valider les 3 textes" in page.text
    shown = [each.key for each in page.context["waiting"]]
    written(clinic, rows[0], name="Récrite depuis")
    alice.post(url, {"shown": shown, "to": "all"})
    with clinic.scope():
        assert [each.row.pk for each in queries.to_validate()] == [rows[0].pk]
        assert queries.authorship(rows[1]).validated_by == "Alice Amblard"
    page = alice.get(clinic.url("validations"))
    assert "a changé depuis que vous l’avez lu" in page.text
    alice.post(url, {"records": [each.key for each in page.context["waiting"]]})
    with clinic.scope():
        assert queries.to_validate() == []


@pytest.mark.parametrize("who", ["camille", "bob", "denis", "sophie"])
def test_nobody_but_the_controller_validates(clinic, client_of, who):
    cast.delegation(clinic)
    changed_by_the_delegate(clinic, 1)
    with clinic.scope():
        [found] = queries.to_validate()
    assert client_of(clinic.account(who)).post(clinic.url("validate"), {"records": [found.key]}).status_code == 403
    with clinic.scope():
        assert len(queries.to_validate()) == 1
    assert "Valider ce qui est coché" not in client_of(clinic.account(who)).get(clinic.url("validations")).text


def test_a_manager_does_not_validate_what_he_wrote_himself(clinic):
    cast.delegation(clinic)
    changed_by_the_delegate(clinic, 1)
    with clinic.scope():
        found = queries.to_validate()
        with pytest.raises(ValidationError, match="vous-même"):
            operations.validate(
                waiting=found, member=clinic.members["camille"], by=clinic.sign(actor=clinic.camille), on=cast.TODAY
            )


def test_the_list_asks_as_much_for_three_texts_as_for_twelve(clinic, client_of):
    cast.delegation(clinic)
    alice, counts = client_of(clinic.alice), []
    for more in (3, 9):
        changed_by_the_delegate(clinic, more)
        alice.get(clinic.url("validations"))
        with CaptureQueriesContext(connection) as captured:
            alice.get(clinic.url("validations"))
        counts.append(len(captured))
    assert counts[0] == counts[1]


def test_every_screen_and_paper_where_a_delegate_writes_says_so(clinic, client_of):
    cast.delegation(clinic, extent="measures")
    by = clinic.sign("Relecture", actor=clinic.camille)
    supplier, measure, line = cast.supplier(clinic), cast.measure(clinic), cast.journal_entry(clinic)
    with clinic.scope():
        suppliers.update_supplier(supplier=supplier, lock=supplier.lock_token, content={"note": "Relu"}, by=by)
        content = {"state": "partial", "note": "Une nuit sur deux", "answered_on": cast.TODAY}
        security.answer(key="backups", row=measure, lock=measure.lock_token, content=content, on=cast.TODAY, by=by)
        journal.note(
            row=line, lock=line.lock_token, content={"content": "Relu", "happened_on": cast.TODAY}, on=cast.TODAY, by=by
        )
        told = {"insurer": "Mutuelle fictive"}
        journal.keep_insurance(lock="", content=told, by=by)
    alice = client_of(clinic.alice)
    pages = [("supplier", supplier.pk), ("measure", "backups"), ("journal_entry", line.pk), ("insurance",)]
    for name, *arguments in pages:
        page = " ".join(alice.get(clinic.url(name, *arguments)).text.split())
        assert "écrite par Camille Carlier, par délégation" in page, name
        assert "Lire et valider" in page
    for name in ("measures_pdf", "journal_pdf"):
        pdf = alice.get(clinic.url(name)).content
        text = subprocess.run(["pdftotext", "-", "-"], input=pdf, capture_output=True, check=True).stdout.decode()
        assert "par délégation" in " ".join(text.split()), name


def test_the_manager_grants_and_takes_back_on_the_screen_with_a_reason(clinic, client_of):
    alice, camille = client_of(clinic.alice), client_of(clinic.camille)
    page = alice.get(clinic.url("delegation_grant"))
    assert "Camille Carlier" in page.text and "Bob Bertin" not in page.text
    sent = {
        "member": clinic.members["camille"].pk,
        "extent": "measures",
        "ends_on": "",
        "motive": "Reprise du registre",
    }
    assert alice.post(clinic.url("delegation_grant"), sent).status_code == 302
    text = camille.get(clinic.url("delegation")).text
    assert "Reprise du registre" in text and "Retirer la délégation" not in text
    with clinic.scope():
        from cabinet_rgpd.structures.models import Delegation

        row = Delegation.objects.get()
    alice.post(clinic.url("delegation_revoke", row.pk), {"reason": "Fin de mission"})
    assert "Auparavant" in camille.get(clinic.url("delegation")).text
    assert "Fin de mission" in alice.get(clinic.url("record_timeline", "delegation", row.pk)).text
