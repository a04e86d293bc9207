"""Pages of a structure: what bad input gets, and what every answer carries."""

import re

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cabinet_rgpd.history.models import Entry
from cabinet_rgpd.mail.models import Message
from cabinet_rgpd.structures import operations, queries
from cabinet_rgpd.structures.models import Party, Structure
from tests import cast

NIR = "1 85 05 78 006 084 91"


def form_of(client, url):
    """The fields of a page's form, as a browser would send them back."""
    form = client.get(url).context["form"]
    values = {}
    for field in form:
        value = field.value()
        if value is not None:
            values[field.html_name] = value.isoformat() if hasattr(value, "isoformat") else value
    return values


def entries(practice):
    with practice.scope():
        return Entry.objects.count()


@pytest.fixture
def alice(clinic, client_of):
    return client_of(clinic.alice)


# -- Making a structure ------------------------------------------------------------------------------------------------


def test_a_structure_is_made_from_a_name(newcomer, client_of):
    client = client_of(newcomer)
    answer = client.post(reverse("structure_new"), {"name": "Cabinet Zeller", "kind": "individual",
                                                    "legal_form": "unknown", "profession": "nurse"})  # fmt: skip
    structure = Structure.objects.get()
    assert answer.status_code == 302 and answer.url == reverse("questionnaire", args=[structure.pk])
    [party] = queries.parties(structure.pk)
    assert (party.name, party.profession) == ("Noa Nouveau", "nurse")


def test_somebody_without_a_structure_is_led_to_make_one(newcomer, client_of):
    assert client_of(newcomer).get("/").url == reverse("structure_new")


# -- Bad input ---------------------------------------------------------------------------------------------------------

STRUCTURE = [
    ("siret", "123 456 789 00011", "SIRET"),
    ("siret", "12345", "14\u00a0chiffres"),
    ("finess", "123456789", "FINESS"),
    ("name", "x" * 161, "160 caractères"),
    ("name", "", "obligatoire"),
    ("address", f"chez le patient {NIR}", "numéro de sécurité sociale"),
    ("email", "pas une adresse", "adresse"),
    ("website", "javascript:alert(1)", "URL"),
    ("time_zone", "Mars/Olympus", "choix"),
    ("kind", "castle", "choix"),
    ("reason", f"patient {NIR}", "numéro de sécurité sociale"),
    ("name", "nul\x00", "nul"),
]
PARTY = [
    ("rpps", "12345678901", "RPPS"),
    ("rpps", "123", "11\u00a0chiffres"),
    ("left_on", "2019-12-31", "Le départ ne peut pas précéder"),
    ("arrived_on", "31/02/2026x", "date"),
    ("name", "x" * 5000, "160 caractères"),
    ("name", f"Mme {NIR}", "numéro de sécurité sociale"),
    ("profession", "wizard", "choix"),
]


def refused(answer, field, told, typed):
    assert answer.status_code == 422
    errors = answer.context["form"].errors
    assert list(errors) == [field], errors
    assert told in str(errors[field])
    assert answer.context["form"][field].value() == typed
    return answer


@pytest.mark.parametrize(("field", "typed", "told"), STRUCTURE)
def test_a_mistake_in_the_details_is_told_beside_its_field_and_the_rest_is_kept(clinic, alice, field, typed, told):
    url, before = clinic.url("structure_edit"), entries(clinic)
    sent = {**form_of(alice, url), "city": "Villeneuve", field: typed}
    answer = refused(alice.post(url, sent), field, told, typed)
    assert 'value="Villeneuve"' in answer.text
    assert f'id="error_1_id_{field}"' in answer.text or f"id_{field}_error" in answer.text
    assert entries(clinic) == before


@pytest.mark.parametrize(("field", "typed", "told"), PARTY)
def test_a_mistake_about_a_party_is_told_beside_its_field(clinic, alice, field, typed, told):
    sent = {"kind": "practitioner", "name": "Elise Estève", "arrived_on": "2020-01-01", field: typed}
    refused(alice.post(clinic.url("party_new"), sent), field, told, typed)
    sent = {**form_of(alice, clinic.url("party_edit", clinic.denis_party.pk)), "arrived_on": "2020-01-01", field: typed}
    refused(alice.post(clinic.url("party_edit", clinic.denis_party.pk), sent), field, told, typed)


def test_only_a_practitioner_has_an_rpps_number(clinic, alice):
    sent = {"kind": "sisa", "name": "SISA", "rpps": "10001234565"}
    answer = alice.post(clinic.url("party_new"), sent)
    assert answer.status_code == 422 and "rpps" in answer.context["form"].errors


def test_identifiers_may_be_typed_with_spaces(clinic, alice):
    url = clinic.url("structure_edit")
    answer = alice.post(url, {**form_of(alice, url), "siret": "732 829 320 00074"})
    assert answer.status_code == 302


def test_a_forged_choice_of_the_neighbour_is_no_choice(clinic, neighbour, alice):
    sent = {"email": "x@exemple.fr", "name": "X", "role": "practitioner", "party": str(neighbour.party.pk)}
    answer = alice.post(clinic.url("member_new"), sent)
    assert answer.status_code == 422 and list(answer.context["form"].errors) == ["party"]
    assert cast.CANARY not in answer.text


@pytest.mark.parametrize("body", ['{"name": "x"}', "[1, 2]", "\x00\x01", ""])
@pytest.mark.parametrize("kind", ["application/json", "text/plain", "application/octet-stream"])
def test_json_where_a_form_is_expected_is_refused_in_french(clinic, alice, body, kind):
    addresses = [clinic.url(name) for name in ("structure_edit", "party_new", "member_new")]
    addresses += [clinic.url("party_edit", clinic.party.pk), clinic.url("member_edit", clinic.members["bob"].pk)]
    for address in [*addresses, reverse("structure_new")]:
        answer = alice.post(address, body, content_type=kind)
        assert answer.status_code == 400 and "Demande illisible" in answer.text


def test_a_broken_form_is_refused_in_french(clinic, alice):
    answer = alice.post(clinic.url("party_new"), b"--x\r\nnonsense", content_type="multipart/form-data; boundary=")
    assert answer.status_code == 400 and "Demande illisible" in answer.text


@pytest.mark.parametrize("key", ["form_key", "lock"])
@pytest.mark.parametrize("value", ["", "nonsense", "\x00", "9" * 5000, "00000000-0000-0000-0000-000000000000"])
def test_a_forged_lock_or_key_is_no_error_of_ours(clinic, alice, key, value):
    url = clinic.url("structure_edit")
    answer = alice.post(url, {**form_of(alice, url), "city": "Ailleurs", key: value})
    assert answer.status_code in (302, 409, 422)


def test_a_page_with_thousands_of_fields_is_refused_in_french(clinic, alice):
    answer = alice.post(clinic.url("party_new"), {f"x{number}": "1" for number in range(3100)})
    assert answer.status_code == 400 and "Demande illisible" in answer.text


# -- Two people, two clicks --------------------------------------------------------------------------------------------


def test_two_people_on_one_record_see_both_texts(clinic, alice):
    url = clinic.url("structure_edit")
    mine = {**form_of(alice, url), "city": "Ma ville"}
    operations.update_structure(
        structure=clinic.structure, lock="1", content={"city": "Sa ville"}, by=clinic.sign("Déménagement")
    )
    answer = alice.post(url, mine)
    assert answer.status_code == 409
    assert "Ma ville" in answer.text and "Sa ville" in answer.text
    assert Structure.objects.get(pk=clinic.structure.pk).city == "Sa ville"
    again = {field.html_name: field.value() or "" for field in answer.context["form"]}
    assert alice.post(url, again).status_code == 302
    assert Structure.objects.get(pk=clinic.structure.pk).city == "Ma ville"


def test_a_form_sent_twice_is_written_once_and_leads_to_the_same_place(clinic, alice):
    sent = {**form_of(alice, clinic.url("party_new")), "kind": "practitioner", "name": "Elise Estève"}
    first = alice.post(clinic.url("party_new"), sent)
    before = entries(clinic)
    second = alice.post(clinic.url("party_new"), sent)
    assert first.status_code == second.status_code == 302 and first.url == second.url == clinic.url("parties")
    assert entries(clinic) == before
    assert Party._base_manager.filter(name="Elise Estève").count() == 1


def test_a_form_refused_once_may_be_corrected_and_sent_again(clinic, alice):
    sent = {**form_of(alice, clinic.url("party_new")), "kind": "practitioner", "name": ""}
    assert alice.post(clinic.url("party_new"), sent).status_code == 422
    assert alice.post(clinic.url("party_new"), {**sent, "name": "Elise Estève"}).status_code == 302


def test_a_change_keeps_its_reason(clinic, alice):
    url = clinic.url("party_edit", clinic.party.pk)
    alice.post(url, {**form_of(alice, url), "name": "SISA des Quais", "reason": "Nouveaux statuts"})
    with clinic.scope():
        assert Party.history.filter(id=clinic.party.pk).latest().history_change_reason == "Nouveaux statuts"


# -- Members -----------------------------------------------------------------------------------------------------------


GUEST = {"email": "remy@exemple.fr", "name": "Remy Renaud", "role": "practitioner", "ends_on": "2099-01-01"}


def test_without_a_mail_server_the_link_is_shown_once(clinic, alice, settings):
    settings.EMAIL_CONFIGURED = False
    page = alice.post(clinic.url("member_new"), {**GUEST, "party": str(clinic.denis_party.pk)})
    assert page.status_code == 200
    link = re.search(r"http://testserver(/invitation/[^<\s\"]+)", page.text)[1]
    assert link not in alice.get(clinic.url("members")).text and not Message.objects.exists()
    remy = Client()
    assert "Maison de santé des Deux Rives" in remy.get(link).text
    answer = remy.post(link, {"name": "Remy Renaud", "password": cast.PASSWORD})
    assert answer.url == clinic.url("overview")
    assert remy.get(clinic.url("parties")).status_code == 200
    assert Client().get(link).status_code == 404


def test_an_invitation_leaves_through_the_outbox_and_the_page_does_not_show_it(clinic, alice):
    page = alice.post(clinic.url("member_new"), GUEST)
    message = Message.objects.get()
    link = re.search(r"http://testserver(/invitation/\S+)", message.text)[1]
    assert message.to == "remy@exemple.fr" and message.structure == clinic.structure and link not in page.text
    remy = Client()
    remy.post(link, {"name": "Remy Renaud", "password": cast.PASSWORD})
    assert remy.get(clinic.url("parties")).status_code == 200


def test_inviting_tells_nothing_of_who_has_an_account(clinic, neighbour, alice):
    pages = []
    for email in ("charlie@exemple.fr", "zzzzzzz@exemple.fr"):
        page = alice.post(clinic.url("member_new"), {**GUEST, "email": email})
        pages.append(re.sub(r'value="[^"]*"', "", page.text.replace(email, "")))
    assert pages[0] == pages[1] and "Charlie" not in alice.get(clinic.url("members")).text


def test_somebody_who_has_an_account_signs_in_to_accept(clinic, neighbour, alice, client_of):
    alice.post(clinic.url("member_new"), {**GUEST, "email": "charlie@exemple.fr"})
    link = re.search(r"http://testserver(/invitation/\S+)", Message.objects.get().text)[1]
    assert "Se connecter pour accepter" in Client().get(link).text
    assert Client().post(link, {"name": "Intrus", "password": cast.PASSWORD}).status_code == 200
    assert "adressée à" in client_of(clinic.bob).post(link).text
    charlie = client_of(neighbour.manager)
    assert charlie.get(clinic.url("parties")).status_code == 404
    assert charlie.post(link).url == clinic.url("overview")
    assert charlie.get(clinic.url("parties")).status_code == 200


def test_an_invitation_is_sent_again_or_withdrawn(clinic, alice):
    alice.post(clinic.url("member_new"), GUEST)
    [invitation] = queries.invitations(clinic.structure.pk)
    assert "Remy Renaud" in alice.get(clinic.url("members")).text
    alice.post(clinic.url("invitation_renew", invitation.pk))
    first, second = Message.objects.order_by("queued_at")
    links = [re.search(r"http://testserver(/invitation/\S+)", each.text)[1] for each in (first, second)]
    assert [Client().get(link).status_code for link in links] == [404, 200]
    alice.post(clinic.url("invitation_withdraw", invitation.pk))
    assert Client().get(links[1]).status_code == 404
    assert queries.invitations(clinic.structure.pk) == []


def test_an_access_is_withdrawn_by_its_button(clinic, alice, client_of):
    bob = client_of(clinic.bob)
    assert alice.post(clinic.url("member_remove", clinic.members["bob"].pk)).status_code == 302
    assert bob.get(clinic.url("parties")).status_code == 404
    assert "terminé le" in alice.get(clinic.url("members")).text


def test_the_last_manager_does_not_withdraw_herself(clinic, alice):
    answer = alice.post(clinic.url("member_remove", clinic.members["alice"].pk), follow=True)
    assert "au moins un gestionnaire" in answer.text


def test_the_last_manager_who_leaves_is_told_why_not(clinic, alice):
    url = clinic.url("member_edit", clinic.members["alice"].pk)
    answer = alice.post(url, {**form_of(alice, url), "role": "reader"})
    assert answer.status_code == 422 and "au moins un gestionnaire" in answer.text


def test_an_access_is_ended_from_its_page(clinic, alice, client_of):
    url, bob = clinic.url("member_edit", clinic.members["bob"].pk), client_of(clinic.bob)
    answer = alice.post(url, {**form_of(alice, url), "ends_on": timezone.localdate().isoformat(), "reason": "Départ"})
    assert answer.status_code == 302
    assert bob.get(clinic.url("parties")).status_code == 404


def test_somebody_added_twice_is_told_so_beside_the_address(clinic, alice):
    answer = alice.post(clinic.url("member_new"), {"email": "BOB@exemple.fr", "name": "Bob", "role": "reader"})
    assert answer.status_code == 422 and list(answer.context["form"].errors) == ["email"]


# -- What every answer carries -----------------------------------------------------------------------------------------


def answers(clinic, client_of):
    alice, bob = client_of(clinic.alice), client_of(clinic.bob)
    return {
        "page": alice.get(clinic.url("parties")), "form": alice.get(clinic.url("structure_edit")),
        "refused": alice.post(clinic.url("party_new"), {}), "forbidden": bob.get(clinic.url("members")),
        "missing": alice.get("/nulle-part/"), "sign-in": Client().get("/compte/login/"),
    }  # fmt: skip


def test_every_answer_closes_the_page_to_the_outside(clinic, client_of):
    for answer in answers(clinic, client_of).values():
        policy = answer.headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy and "unsafe" not in policy and "http" not in policy
        assert "frame-ancestors 'none'" in policy and "form-action 'self'" in policy
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["X-Frame-Options"] == "DENY"
        assert answer.headers["Referrer-Policy"] == "same-origin"
        assert answer.headers["Cross-Origin-Opener-Policy"] == "same-origin"


def test_no_answer_to_somebody_signed_in_is_kept_by_a_cache(clinic, client_of):
    for name, answer in answers(clinic, client_of).items():
        if name != "sign-in":
            assert "no-store" in answer.headers["Cache-Control"], name


def test_no_page_names_a_third_party_address_a_style_or_a_script_of_its_own(clinic, client_of):
    for name, answer in answers(clinic, client_of).items():
        assert not re.search(r"(?:src|href|action)=[\"'](?:https?:)?//", answer.text), name
        assert not re.search(r"<style|\sstyle=|\son[a-z]+=|<script(?![^>]*(?:\ssrc=|application/json))", answer.text), (
            name
        )


def test_the_supervisor_reads_that_the_server_answers_without_signing_in(client, db):
    answer = client.get("/sante/")
    assert (answer.status_code, answer.text) == (200, "ok") and not answer.cookies
