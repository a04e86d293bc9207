"""The pages of the register: what they show, what they refuse, and what they never lose."""

import json
import re
import uuid

import pytest

from cabinet_rgpd.history.models import Entry
from registry.activities import operations, queries
from registry.activities.parts import PARTS

pytestmark = pytest.mark.django_db
NIR = "1 84 12 76 451 089 46"


@pytest.fixture
def alice(clinic, client_of):
    return client_of(clinic.alice)


@pytest.fixture
def made(clinic, activity):
    return activity(clinic)


def part_url(clinic, made, part):
    return clinic.url("activity_part", made.pk, part)


def posted(client, url, part="purposes", **changes):
    """What a browser would send back from the form at `url`, with some fields changed."""
    form = client.get(url).context["form"]
    data = {name: form[name].value() for name in form.fields}
    if form.lines is not None:
        for each in [form.lines.management_form, *form.lines]:
            data |= {each.add_prefix(name): each[name].value() for name in each.fields}
    data |= changes
    return {name: value for name, value in data.items() if value is not None and value is not False}


def test_an_empty_register_teaches(alice, clinic):
    page = alice.get(clinic.url("activities"))
    assert "Votre registre est encore vide" in page.text
    assert clinic.url("questionnaire") in page.text


def test_a_sheet_shows_its_law_its_findings_and_its_history(alice, clinic, activity):
    made = activity(clinic, transfer_stance="unknown")
    page = alice.get(clinic.url("activity", made.pk)).text
    assert "RGPD, art. 6, 9 et 30.1.b" in page
    assert "On ne sait pas encore si des données sortent" in page
    assert "Version 1" in page
    assert "conforme" not in page.lower()


@pytest.mark.parametrize("part", [part.key for part in PARTS])
def test_every_part_opens_and_saves_unchanged_without_a_new_version(alice, clinic, made, part):
    url = part_url(clinic, made, part)
    answer = alice.post(url, posted(alice, url, part))
    assert answer.status_code == 302, answer.context and answer.context["form"].errors
    with clinic.scope():
        assert queries.row(made.pk).version == 1


def test_an_edit_keeps_its_author_and_its_reason(alice, clinic, made):
    url = part_url(clinic, made, "identity")
    alice.post(url, posted(alice, url, name="Dossiers", reason="changement de logiciel"))
    page = alice.get(clinic.url("activity", made.pk)).text
    assert "changement de logiciel" in page
    assert "Alice Amblard" in page
    assert "Dossiers" in page


def test_a_line_more_saves_nothing_and_loses_nothing(alice, clinic, made):
    url = part_url(clinic, made, "purposes")
    page = alice.post(url, posted(alice, url, ajouter="1", **{"lignes-0-name": "Texte en cours"}))
    assert page.status_code == 200
    assert "Texte en cours" in page.text
    assert "Finalité 2" in page.text
    with clinic.scope():
        assert queries.sheet(made.pk).purposes[0].name == "Soigner et suivre les patients"


def test_a_line_is_added_and_another_removed(alice, clinic, made):
    url = part_url(clinic, made, "recipients")
    data = posted(alice, url) | {
        "lignes-TOTAL_FORMS": "2", "lignes-0-DELETE": "on", "lignes-1-kind": "partner", "lignes-1-name": "Laboratoire",
    }  # fmt: skip
    assert alice.post(url, data).status_code == 302
    with clinic.scope():
        assert [each.name for each in queries.sheet(made.pk).recipients] == ["Laboratoire"]


def test_two_people_on_one_part_get_both_texts_and_may_keep_theirs(alice, clinic, made):
    url = part_url(clinic, made, "purposes")
    mine = posted(alice, url, **{"lignes-0-name": "Ma finalité"})
    theirs = posted(alice, url, **{"lignes-0-name": "Leur finalité"})
    assert alice.post(url, theirs).status_code == 302
    page = alice.post(url, mine)
    assert page.status_code == 409
    assert "Ma finalité" in page.text
    assert "Leur finalité" in page.text
    form = page.context["form"]
    again = mine | {"lock": form.data["lock"], "form_key": form.data["form_key"]}
    assert alice.post(url, again).status_code == 302
    with clinic.scope():
        assert queries.sheet(made.pk).purposes[0].name == "Ma finalité"


@pytest.mark.parametrize("part", [part.key for part in PARTS if part.fields])
def test_two_people_on_the_fields_of_any_part_are_told(alice, clinic, made, part):
    url = part_url(clinic, made, part)
    mine = posted(alice, url, part)
    with clinic.scope():
        operations.update_activity(activity=made, lock="1", content={"name": "Entre-temps"}, by=clinic.sign())
    page = alice.post(url, mine)
    assert page.status_code == 409
    assert "Quelqu’un a modifié cette fiche" in page.text


def test_the_same_form_twice_is_one_version(alice, clinic, made):
    url = part_url(clinic, made, "identity")
    data = posted(alice, url, name="Une fois")
    first, second = alice.post(url, data), alice.post(url, data)
    assert first.url == second.url
    with clinic.scope():
        assert queries.row(made.pk).version == 2


def test_the_same_new_sheet_twice_is_one_sheet(alice, clinic):
    data = {"name": "Fiche", "form_key": str(uuid.uuid4())}
    first, second = (alice.post(clinic.url("activity_new"), data) for _ in range(2))
    assert first.url == second.url
    with clinic.scope():
        assert len(queries.everything()) == 1


@pytest.mark.parametrize(
    ("part", "changes", "message"),
    [
        ("identity", {"name": "x" * 161}, "160 caractères"),
        ("identity", {"description": f"Le patient {NIR}"}, "numéro de sécurité sociale"),
        ("identity", {"name": ""}, "obligatoire"),
        ("identity", {"started_on": "31/31/2026"}, "date valide"),
        ("information", {"reviewed_on": "2026-11-23", "next_review_on": "2026-01-01"}, "ne peut pas précéder"),
        ("people", {"persons": ["martians"]}, "martians"),
        ("purposes", {"lignes-0-name": f"Pour {NIR}"}, "numéro de sécurité sociale"),
        ("purposes", {"lignes-0-legal_basis": "6.1.z"}, "6.1.z"),
        ("responsibles", {"lignes-0-party": str(uuid.uuid4())}, "choix valide"),
        ("data", {"lignes-0-retention_rule": "not-a-uuid"}, "not-a-uuid"),
        ("transfers", {"lignes-0-recipient": "Éditeur", "lignes-0-link": "javascript:alert(1)"}, "URL valide"),
    ],
)
def test_bad_input_gets_a_clear_error_and_nothing_typed_is_lost(alice, clinic, made, part, changes, message):
    url = part_url(clinic, made, part)
    page = alice.post(url, posted(alice, url, part, **changes))
    assert page.status_code == 422
    assert message in page.text
    for value in changes.values():
        if isinstance(value, str) and "javascript" not in value and value:
            assert value[:150] in page.text or value == "not-a-uuid"


@pytest.mark.parametrize("body", ["{}", json.dumps({"lock": 1}), "lignes-TOTAL_FORMS=abc", "\x00"])
def test_a_body_of_the_wrong_kind_is_no_error_of_ours(alice, clinic, made, body):
    url = part_url(clinic, made, "purposes")
    assert alice.post(url, body, content_type="application/json").status_code in (400, 409, 422)
    assert alice.post(url, {"lignes-TOTAL_FORMS": body, "lock": "1"}).status_code in (400, 409, 422)


def test_a_forged_line_id_of_another_sheet_takes_nothing_from_it(alice, clinic, made, activity):
    other = activity(clinic)
    with clinic.scope():
        stolen = queries.children(other, "purposes")[0].pk
    url = part_url(clinic, made, "purposes")
    alice.post(url, posted(alice, url, **{"lignes-0-id": str(stolen), "lignes-0-name": "Forgée"}))
    with clinic.scope():
        assert queries.sheet(other.pk).purposes[0].name == "Soigner et suivre les patients"


def test_an_unknown_part_or_sheet_is_nowhere(alice, clinic, made):
    assert alice.get(part_url(clinic, made, "nonsense")).status_code == 404
    assert alice.get(clinic.url("activity", uuid.uuid4())).status_code == 404


def test_a_reader_reads_and_a_practitioner_edits_his_own(client_of, clinic, made, activity):
    assert client_of(clinic.bob).get(part_url(clinic, made, "identity")).status_code == 403
    denis = client_of(clinic.denis)
    assert "Modifier" not in denis.get(clinic.url("activity", made.pk)).text
    url = part_url(clinic, made, "identity")
    assert denis.get(url).status_code == 403
    whole = posted(client_of(clinic.alice), url, name="Pas à lui")
    assert denis.post(url, whole).status_code == 403
    his = activity(clinic, responsibles=[{"party": clinic.denis_party, "role": "controller"}])
    url = part_url(clinic, his, "identity")
    assert denis.post(url, posted(denis, url, name="À lui")).status_code == 302


def test_the_buttons_of_a_sheet_want_a_post(alice, clinic, made):
    for route in ("activity_archive", "activity_duplicate", "review_confirm", "activity_discard"):
        assert alice.get(clinic.url(route, made.pk)).status_code == 405


def test_an_old_version_is_put_back_as_a_new_one(alice, clinic, made):
    with clinic.scope():
        operations.update_activity(activity=made, lock="1", content={"name": "Autre"}, by=clinic.sign())
    url = clinic.url("version_restore", "activity", made.pk, 1)
    alice.post(url, {"lock": "2", "reason": "erreur"})
    with clinic.scope():
        row = queries.row(made.pk)
        assert (row.name, row.version) == ("Suivi des patients", 3)
        assert Entry.objects.get(obj=row.obj, ver=3).act == "activity.updated"
    assert "Version 1 rétablie : erreur" in alice.get(clinic.url("activity", made.pk)).text


def test_the_list_and_the_sheet_ask_as_many_queries_for_five_as_for_fifty(
    alice, clinic, activity, django_assert_max_num_queries
):
    made = activity(clinic)
    with django_assert_max_num_queries(16):
        alice.get(clinic.url("activities"))
    with django_assert_max_num_queries(35):
        alice.get(clinic.url("activity", made.pk))
    shared = {"data_categories": [], "processors": []}
    for _ in range(12):
        activity(clinic, **shared)
    with django_assert_max_num_queries(16):
        alice.get(clinic.url("activities"))
    with django_assert_max_num_queries(35):
        alice.get(clinic.url("activity", made.pk))


def test_the_fragment_that_htmx_takes_is_the_part_of_the_page(alice, clinic, made):
    """One URL, one answer: htmx selects the section out of the same page."""
    url = part_url(clinic, made, "purposes")
    page, fragment = alice.get(url), alice.get(url, headers={"HX-Request": "true"})
    assert '<section id="part-purposes">' in page.text
    keys = re.compile(r'(csrfmiddlewaretoken|form_key)" value="[^"]*"')
    assert keys.sub("", page.text) == keys.sub("", fragment.text)


def test_the_sheet_shows_the_section_that_its_part_edits(alice, clinic, made):
    page = alice.get(clinic.url("activity", made.pk)).text
    for part in PARTS:
        assert page.count(f'<section id="part-{part.key}">') == 1
        assert f'data-hx-target="#part-{part.key}"' in page
