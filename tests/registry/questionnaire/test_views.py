"""The whole path as a browser takes it: one question per screen, the proposal, the register."""

from pathlib import Path

import pytest
import yaml

from registry.activities import queries as activities
from registry.activities.models import ProcessingActivity
from registry.law import typical
from registry.questionnaire import queries, rules
from registry.questionnaire.models import QuestionnaireDraft
from tests import cast

PROFILES = Path(__file__).parent / "profiles"
QUESTIONS = {question.key: question for question in typical.questions()}


def answers_of(name):
    return yaml.safe_load((PROFILES / f"{name}.yaml").read_text(encoding="utf-8"))["answers"]


def posted(question, answers):
    """What a browser sends for a question."""
    sent = {}
    for field in (question, *question.extra):
        value = answers.get(field.key)
        if field.kind == "multiple":
            sent[field.key] = value or ["none"]
        elif field.kind == "yes_no":
            sent[field.key] = {True: "yes", False: "no", None: "unknown"}[value]
        elif value is None:
            sent |= {f"{field.key}_unknown": "on"} if field.kind == "number" else {}
        else:
            sent[field.key] = str(value)
    return sent


def walk(client, practice, answers):
    """Answer every question from the start page to the proposal; returns the keys asked."""
    page = client.get(practice.url("questionnaire"))
    url, asked = page.context["first"], []
    url = practice.url("question", url)
    while url != practice.url("proposal"):
        key = url.rstrip("/").rpartition("/")[2]
        asked.append(key)
        assert client.get(url).status_code == 200
        answer = client.post(url, posted(QUESTIONS[key], answers))
        assert answer.status_code == 302, answer.text
        url = answer.url
    return asked


def answered(practice, answers):
    """The working paper of someone who has answered everything."""
    QuestionnaireDraft.objects.create(structure_id=practice.structure.pk, answers=answers)


def boxes(client, practice):
    """What the proposal page would send as it stands."""
    page = client.get(practice.url("proposal"))
    shown = page.context["sheets"]
    return {
        "shown": [each.sheet.key for each in shown],
        "accepted": [each.sheet.key for each in shown if each.ticked],
        "form_key": str(page.context["form"]["form_key"].value()),
    }


@pytest.fixture
def solo(db):
    return cast.practice(manager=cast.account("Anne Arnaud"), name="Cabinet Arnaud", kind="individual")


@pytest.fixture
def group(db):
    return cast.practice(manager=cast.account("Gilles Garnier"), name="Cabinet des Tilleuls", kind="group")


@pytest.fixture
def client(group, client_of):
    return client_of(group.manager)


def test_a_gp_alone_writes_a_register_from_the_start_page(solo, client_of):
    client, answers = client_of(solo.manager), answers_of("gp_alone_no_staff")
    asked = walk(client, solo, answers)
    assert asked == [question.key for question in rules.questions_for(answers)]
    assert "shared_software" not in asked and "coordination" not in asked
    done = client.post(solo.url("proposal"), boxes(client, solo), follow=True)
    assert "8\u00a0fiches écrites dans votre registre" in done.text
    with solo.scope():
        assert len(activities.register()) == 8
        assert queries.accepted_answers() == answers


def test_a_group_writes_a_register_of_more_than_ten_sheets(group, client):
    answers = answers_of("group_shared_software")
    assert len(walk(client, group, answers)) == 16
    client.post(group.url("proposal"), boxes(client, group))
    with group.scope():
        assert len(activities.register()) == 19
        assert queries.accepted_answers() == answers


def test_the_start_page_says_how_long_it_takes_and_where_to_begin(group, client):
    page = client.get(group.url("questionnaire"))
    assert "moins de dix minutes" in page.text
    assert group.url("question", "professions") in page.text


def test_the_first_visit_suggests_what_the_structure_said_already(solo, client_of):
    client = client_of(solo.manager)
    (part,) = client.get(solo.url("question", "professions")).context["parts"]()
    assert [choice.value for choice in part.choices if choice.checked] == ["gp"]
    (part,) = client.get(solo.url("question", "setting")).context["parts"]()
    assert [choice.value for choice in part.choices if choice.checked] == ["solo"]
    with solo.scope():
        assert queries.draft_answers() == {}


def test_a_question_shows_its_place_its_reason_and_the_way_back(group, client):
    page = client.get(group.url("question", "setting"))
    assert "Question 2 sur 16" in page.text
    assert "Pourquoi" in page.text and QUESTIONS["setting"].why in page.text
    assert group.url("question", "professions") in page.text


def test_the_questionnaire_resumes_at_the_first_question_without_an_answer(group, client):
    client.post(group.url("question", "professions"), {"professions": ["gp"]})
    assert client.get(group.url("questionnaire")).url == group.url("question", "setting")
    assert client.get(group.url("proposal")).url == group.url("question", "setting")


def test_a_question_that_is_not_asked_leads_back_and_an_unknown_one_nowhere(solo, client_of):
    client = client_of(solo.manager)
    assert client.get(solo.url("question", "shared_software")).url == solo.url("questionnaire")
    assert client.get(solo.url("question", "weather")).status_code == 404


def test_the_proposal_without_any_answer_leads_to_the_start(group, client):
    assert client.get(group.url("proposal")).url == group.url("questionnaire")


@pytest.mark.parametrize(
    ("key", "sent", "complaint"),
    [
        ("staff", {}, "Cochez au moins une réponse, ou"),
        ("staff", {"staff": ["none", "secretary"]}, "ne va pas avec une autre réponse"),
        ("staff", {"staff": ["butler"]}, "pas de celles qui sont proposées"),
        ("professions", {}, "Cochez au moins une réponse."),
        ("professions", {"professions": ["none"]}, "pas de celles qui sont proposées"),
        ("setting", {}, "Choisissez une réponse."),
        ("setting", {"setting": "castle"}, "pas de celles qui sont proposées"),
        ("shared_software", {}, "Choisissez une réponse."),
        ("patients", {}, "Donnez un nombre, ou cochez"),
        ("patients", {"patients": "beaucoup"}, "Donnez un nombre entier"),
        ("patients", {"patients": "-3"}, "ne peut pas être négatif"),
        ("patients", {"patients": "9" * 19}, "dépasse 500 000"),
        ("patients", {"patients": "9" * 9000}, "Donnez un nombre entier"),
        ("patients", {"patients": "12", "patients_unknown": "on"}, "gardez l’un ou l’autre"),
        ("patients", {"patients": "12", "patients_basis": "guess"}, "pas de celles qui sont proposées"),
        ("patients", {"patients": "12", "patients_period": "x" * 200}, "trop long"),
        ("patients", {"patients": "12", "patients_counted_by": "255081416802538"}, "numéro de sécurité sociale"),
    ],
)
def test_a_wrong_answer_is_said_beside_its_field_and_nothing_is_kept(group, client, key, sent, complaint):
    page = client.post(group.url("question", key), sent)
    assert page.status_code == 422
    assert complaint in page.text and f'id="error_{key}' in page.text
    with group.scope():
        assert queries.draft_answers() == {}


def test_what_was_typed_stays_on_the_page_with_its_error(group, client):
    sent = {"patients": "onze mille", "patients_basis": "estimate", "patients_counted_by": "Gilles"}
    page = client.post(group.url("question", "patients"), sent)
    assert 'value="onze mille"' in page.text and 'value="Gilles"' in page.text
    basis = next(part for part in page.context["parts"]() if part.key == "patients_basis")
    assert [choice.value for choice in basis.choices if choice.checked] == ["estimate"]


@pytest.mark.parametrize("typed", ["11 200", "11\u00a0200", "11\u202f200", "11.200", "11200"])
def test_a_number_is_read_as_people_write_it(group, client, typed):
    client.post(group.url("question", "patients"), {"patients": typed})
    with group.scope():
        assert queries.draft_answers()["patients"] == 11_200


def test_not_knowing_is_an_answer(group, client):
    client.post(group.url("question", "patients"), {"patients_unknown": "on"})
    client.post(group.url("question", "shared_software"), {"shared_software": "unknown"})
    with group.scope():
        draft = queries.draft_answers()
    assert draft["patients"] is None and draft["shared_software"] is None
    unsure = next(part for part in client.get(group.url("question", "patients")).context["parts"]() if part.main).unsure
    assert unsure.checked


@pytest.mark.parametrize("route", ["question", "proposal"])
def test_json_where_a_form_is_expected_is_refused_politely(group, client, route):
    answered(group, answers_of("group_shared_software"))
    url = group.url(route, *(["staff"] if route == "question" else []))
    page = client.post(url, {"staff": ["secretary"]}, content_type="application/json")
    assert page.status_code in (400, 422)
    with group.scope():
        assert not ProcessingActivity.objects.exists()


def test_the_proposal_says_why_on_which_texts_and_for_how_long(group, client):
    answered(group, answers_of("group_shared_software"))
    page = client.get(group.url("proposal"))
    assert "Votre registre, en 19\u00a0fiches" in page.text and "Créer mon registre" in page.text
    assert "Vous avez indiqué une profession qui suit des patients" in page.text
    assert "CSP, art. R4127-45" in page.text
    assert "20\u00a0ans" in page.text
    assert "à valider" in page.text
    assert "Un délégué à la protection des données est obligatoire (RGPD, art.\u00a037.1.c)" in page.text


def test_sending_the_proposal_twice_writes_one_register(group, client):
    answered(group, answers_of("group_shared_software"))
    sent = boxes(client, group)
    first, second = (client.post(group.url("proposal"), sent) for _ in range(2))
    assert first.url == second.url == group.url("activities")
    with group.scope():
        assert ProcessingActivity.objects.count() == 19


def test_an_outdated_proposal_is_shown_again_up_to_date(group, client):
    answered(group, answers_of("group_shared_software"))
    sent = boxes(client, group)
    client.post(group.url("question", "premises"), {"premises": ["none"]})
    page = client.post(group.url("proposal"), sent)
    assert page.status_code == 422 and "ont changé entre-temps" in page.text
    with group.scope():
        assert not ProcessingActivity.objects.exists()


def test_a_forged_box_writes_nothing(group, client):
    answered(group, answers_of("group_shared_software"))
    sent = boxes(client, group)
    page = client.post(group.url("proposal"), sent | {"accepted": [*sent["accepted"], "nuclear_medicine"]})
    assert page.status_code == 422
    with group.scope():
        assert not ProcessingActivity.objects.exists()


def test_an_unticked_sheet_is_not_written_and_comes_back_unticked(group, client):
    answered(group, answers_of("group_shared_software"))
    sent = boxes(client, group)
    sent["accepted"].remove("cctv")
    client.post(group.url("proposal"), sent)
    page = client.get(group.url("proposal"))
    (again,) = page.context["sheets"]
    assert (again.sheet.key, again.ticked) == ("cctv", False)
    assert "écartée la dernière fois" in page.text and "Ajouter au registre" in page.text


def test_a_register_that_holds_everything_is_told_so(group, client):
    answered(group, answers_of("group_shared_software"))
    client.post(group.url("proposal"), boxes(client, group))
    page = client.get(group.url("proposal"))
    assert "Rien de nouveau" in page.text and group.url("activities") in page.text
    assert "Garder mes réponses" not in page.text


def test_answering_again_starts_from_the_answers_and_offers_only_what_changed(group, client):
    answered(group, answers_of("group_shared_software"))
    client.post(group.url("proposal"), boxes(client, group))
    page = client.get(group.url("questionnaire"))
    assert "Vos réponses au questionnaire" in page.text and "11\u00a0200" in page.text
    done = client.post(group.url("question", "premises"), {"premises": ["call_recording"]})
    assert done.url == group.url("proposal")
    page = client.get(group.url("proposal"))
    (added,) = page.context["sheets"]
    assert added.completes.name == "Accueil, téléphone et rendez-vous"
    assert f"Complète votre fiche {added.completes.reference}" in page.text
    assert "Ce que vos réponses n’appellent plus" in page.text and "Vidéosurveillance" in page.text
    done = client.post(group.url("proposal"), boxes(client, group), follow=True)
    assert "1\u00a0fiche complétée." in done.text


def test_answers_that_bring_nothing_new_can_be_kept(group, client):
    answered(group, answers_of("group_shared_software"))
    client.post(group.url("proposal"), boxes(client, group))
    client.post(group.url("question", "patients"), {"patients": "9800"})
    page = client.get(group.url("proposal"))
    assert "Garder mes réponses" in page.text
    done = client.post(group.url("proposal"), boxes(client, group), follow=True)
    assert "Vos réponses sont gardées." in done.text
    with group.scope():
        assert queries.accepted_answers()["patients"] == 9800 and queries.draft_answers() == {}


@pytest.mark.parametrize(("route", "arguments"), [("questionnaire", []), ("question", ["staff"]), ("proposal", [])])
def test_whoever_does_not_plan_the_register_stays_outside(clinic, neighbour, client_of, route, arguments):
    url = clinic.url(route, *arguments)
    for person in (clinic.bob, clinic.denis, clinic.camille):
        for method in ("get", "post"):
            assert getattr(client_of(person), method)(url).status_code == 403
    assert client_of(neighbour.manager).get(url).status_code == 404
    assert client_of(clinic.sophie).get(url).status_code in (200, 302)


def test_the_proposal_asks_as_little_of_the_database_for_twenty_sheets_as_for_eight(
    group, solo, client_of, django_assert_max_num_queries
):
    for practice, name in ((solo, "gp_alone_no_staff"), (group, "group_shared_software")):
        answered(practice, answers_of(name))
        client = client_of(practice.manager)
        with django_assert_max_num_queries(16):
            assert client.get(practice.url("proposal")).status_code == 200
