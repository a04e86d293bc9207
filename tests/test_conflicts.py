"""Two people on one record, on every page that edits one: the second is told, sees both texts, and loses nothing."""

import pytest

from tests import cast

pytestmark = pytest.mark.django_db


def fields(page):
    """What a browser would send back from the form of a page."""
    form = page.context["form"]
    data = {name: form[name].value() for name in form.fields}
    return {name: value for name, value in data.items() if value is not None and value is not False}


def prepared(clinic, alice, route):
    """The address of an editing page, on a record that exists."""
    if route == "party_edit":
        return clinic.url(route, clinic.party.pk)
    if route == "member_edit":
        return clinic.url(route, clinic.members["sophie"].pk)
    if route == "supplier_edit":
        return clinic.url(route, cast.supplier(clinic).pk)
    if route == "retention_edit":
        return clinic.url(route, cast.retention_rule(clinic, force="practice").pk)
    if route == "dpia_write":
        sheet = cast.activity(clinic)
        cast.assessment(clinic, sheet)
        return clinic.url(route, sheet.pk)
    if route == "incident_part":
        return clinic.url(route, cast.breach(clinic).pk, "measures")
    if route in ("incident_decide", "incident_close"):
        return clinic.url(route, cast.breach(clinic).pk)
    if route == "request_edit":
        return clinic.url(route, cast.asked(clinic).pk)
    url = clinic.url(route, *(["patients"] if route == "notice_edit" else []))
    if route in ("dpo_mission", "dpo_interests"):
        cast.delegate(clinic)
    if route == "dpo_contact":
        contact = {"name": "Camille Carlier", "email": "dpo@exemple.fr", "since": "2026-01-01"}
        alice.post(url, contact | {"form_key": ""})
    if route == "notice_edit":
        alice.post(url, {"slug": "deux-rives", "rights_contact": "L’accueil"})
    return url


@pytest.mark.parametrize(
    ("route", "field", "theirs", "ours"),
    [
        ("incident_part", "consequences", "Leurs suites", "Nos suites"),
        ("incident_decide", "cnil_reason", "Leur motif", "Notre motif"),
        ("request_edit", "scope", "Leur objet", "Notre objet"),
        ("structure_edit", "city", "Leur ville", "Notre ville"),
        ("party_edit", "name", "Leur nom", "Notre nom"),
        ("member_edit", "ends_on", "2031-01-01", "2032-01-01"),
        ("supplier_edit", "name", "Leur prestataire", "Notre prestataire"),
        ("retention_edit", "name", "Leurs données", "Nos données"),
        ("dpo_contact", "name", "Leur déléguée", "Notre déléguée"),
        ("dpo_mission", "representative", "Leur gérante", "Notre gérant"),
        ("dpo_interests", "checked_note", "Leur précision", "Notre précision"),
        ("dpia_write", "necessity", "Leur nécessité", "Notre nécessité"),
        ("dpia_write", "access_impacts", "Leur conséquence", "Notre conséquence"),
        ("notice_edit", "rights_contact", "Leur accueil", "Notre accueil"),
    ],
)
def test_the_second_person_sees_both_texts_and_may_keep_hers(clinic, client_of, route, field, theirs, ours):
    alice = client_of(clinic.alice)
    url = prepared(clinic, alice, route)
    first, second = fields(alice.get(url)), fields(alice.get(url))
    assert alice.post(url, first | {field: theirs}).status_code == 302
    page = alice.post(url, second | {field: ours})
    assert page.status_code == 409
    assert theirs in page.text
    assert ours in page.text
    form = page.context["form"]
    again = second | {field: ours, "lock": form.data["lock"], "form_key": form.data["form_key"]}
    assert alice.post(url, again).status_code == 302
    assert fields(alice.get(url))[field] in (ours, form.fields[field].clean(ours))
