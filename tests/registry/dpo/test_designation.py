"""The designation: who, free of conflicts or not, what the CNIL is told, what is due, what the papers say."""

import datetime as dt
import subprocess
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
from django.core.exceptions import ValidationError

from cabinet_rgpd.history import memory
from patients_info import queries as notices
from registry.dpo import cnil, interests, operations, queries, terms
from registry.dpo.interests import Question
from registry.dpo.records import DecisionRecord, DesignationRecord
from registry.law import dated
from registry.past import queries as past
from tests import cast

ON = dt.date(2026, 11, 23)
HERE = Path(__file__).parent / "cases"
INTERESTS = dated.load_yaml(HERE / "interests.yaml")
TERMS = dated.load_yaml(HERE / "terms.yaml")
DECIDES = {Question.CONTROLLER, Question.MANAGER, Question.IT, Question.HR, Question.MARKETING}
SOUND = {str(question): answer for question, answer in interests.SOUND.items()}


def words(pdf):
    read = subprocess.run(["pdftotext", "-layout", "-", "-"], input=pdf, capture_output=True, check=True)
    return " ".join(read.stdout.decode().replace("\u00a0", " ").split())


def same(question):
    return "yes" if SOUND[question] == "no" else "no"


# -- Conflicts of interest ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("case", INTERESTS, ids=[case["name"] for case in INTERESTS])
def test_the_review_of_a_person_is_the_expected_one(case):
    answers = {**(SOUND if case.get("otherwise_sound") else {}), **case["answers"]}
    review = interests.review(answers, on=case["on"])
    assert review.code == case["expected"]["code"]
    assert [str(each.question) for each in review.concerns] == case["expected"].get("concerns", [])
    assert len(review.missing) == case["expected"].get("missing", 0)
    titles = " ".join(reference.title for each in review.concerns for reference in each.references)
    assert all(
        text.replace(" ", "\u00a0") in titles.replace(" ", "\u00a0") for text in case["expected"].get("references", [])
    )


def test_every_question_has_its_text_of_law_and_its_sound_answer():
    for question in Question:
        assert dated.get(interests.LAW[question]).on(ON).references
        [concern] = interests.review({**SOUND, str(question): same(question)}, on=ON).concerns
        assert concern.text.endswith(".")
        assert concern.is_conflict == (question in DECIDES)


def test_the_answers_are_kept_on_a_day_and_taken_up_later(in_scope):
    row = cast.delegate(in_scope)
    operations.check_interests(
        designation=row, answers={"it": "yes"}, note="Voir l’éditeur.", lock="1", by=in_scope.sign(), on=ON
    )
    later = dt.date(2026, 12, 1)
    row = operations.check_interests(designation=row, answers=SOUND, note="", lock="2", by=in_scope.sign(), on=later)
    kept = queries.designation()
    assert (dict(kept.answers), kept.checked_on, kept.version) == (SOUND, later, 3)
    assert len(memory.versions(row)[1].state["checks"]) == 1


def test_another_person_starts_from_nothing_and_the_one_before_stays_in_the_history(in_scope):
    row = cast.delegate(in_scope)
    mission = {"means": "Un jour par mois", "cnil_number": "DPO-12345", "declared_on": ON}
    row = operations.set_mission(designation=row, content=mission, lock="1", by=in_scope.sign())
    operations.check_interests(designation=row, answers=SOUND, note="", lock="2", by=in_scope.sign(), on=ON)
    content = {"name": "Paul Fictif", "email": "paul@exemple.fr", "since": ON}
    row = operations.set_contact(content=content, lock="3", by=in_scope.sign(), another_person=True)
    now = queries.designation()
    assert (now.name, now.means, now.cnil_number, now.declared_on, now.answers) == ("Paul Fictif", "", "", None, ())
    before = memory.versions(row)[1].state
    assert (before["name"], before["cnil_number"], len(before["checks"])) == ("Camille Carlier", "DPO-12345", 9)


@pytest.mark.parametrize("number", ["12345", "DPO 12345", "dpo-1", "DPO-", "DPO-1\n", "DPO-1234567890"])
def test_a_number_that_the_cnil_does_not_write_is_refused(in_scope, number):
    row = cast.delegate(in_scope)
    with pytest.raises(ValidationError):
        operations.set_mission(designation=row, content={"cnil_number": number}, lock="1", by=in_scope.sign())


def test_an_end_is_told_to_the_cnil_once_there_is_an_end(in_scope):
    row = cast.delegate(in_scope)
    with pytest.raises(ValidationError) as refusal:
        operations.set_mission(designation=row, content={"end_declared_on": ON}, lock="1", by=in_scope.sign())
    assert list(refusal.value.message_dict) == ["end_declared_on"]


# -- What is due -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("case", TERMS, ids=[case["name"] for case in TERMS])
def test_what_is_due_about_the_dpo(case):
    decision = designation = None
    if "decision" in case:
        decision = DecisionRecord(
            id=cast.a_random_id(), version=1, decided_on=ON, figures=(), answer="required", reasons=(),
            outcome="designate", outcome_label="Désigner", **case["decision"],
        )  # fmt: skip
    if "designation" in case:
        designation = DesignationRecord(id=cast.a_random_id(), version=1, name="Claire Fictive", **case["designation"])
    found = terms.deadlines(decision, designation, case["on"])
    told = [{"on": each.on, "route": each.route, "overdue": each.overdue(None, case["on"])} for each in found]
    assert told == case["expected"]


def test_deadlines_are_read_from_what_is_written(in_scope):
    cast.delegate(in_scope, until=dt.date(2027, 3, 31))
    [end] = queries.deadlines(ON)
    assert (end.on, end.route) == (dt.date(2027, 3, 31), "dpo_mission")
    assert end.key == queries.deadlines(dt.date(2027, 5, 1))[0].key


# -- What the CNIL's form asks for -------------------------------------------------------------------------------------


def test_the_form_of_the_cnil_is_ready_to_copy(clinic, client_of):
    row = cast.delegate(clinic, postal_address="2 rue Fictive, 49000 Villefictive")
    with clinic.scope():
        mission = {"representative": "Alice Amblard", "representative_role": "Gérante", "headcount": 14}
        operations.set_mission(designation=row, content=mission, lock="1", by=clinic.sign())
        groups = cnil.groups(clinic.structure, queries.designation())
    assert cnil.missing(groups) == ("Numéro SIREN (l’organisme)",)
    text = client_of(clinic.bob).get(clinic.url("dpo_cnil")).text
    for value in (
        "Maison de santé des Deux Rives",
        "Alice Amblard",
        "Gérante",
        "14",
        "Carlier Conseil",
        "Personne morale",
    ):
        assert f'<span class="copied">{value}</span>' in text
    assert "<script" not in text.split("<main")[1].split("</main>")[0]


def test_the_siren_is_the_beginning_of_the_siret(clinic):
    clinic.structure.siret = "732 829 320 00074"
    cast.delegate(clinic)
    with clinic.scope():
        groups = cnil.groups(clinic.structure, queries.designation())
    assert groups[0].lines[0].value == "732829320"


# -- The pages and the papers ------------------------------------------------------------------------------------------


def test_the_manager_checks_and_records_the_mission_from_the_pages(clinic, client_of):
    cast.delegate(clinic)
    client = client_of(clinic.alice)
    answers = {**SOUND, "manager": "yes", "checked_note": "La gérante ne vote pas.", "lock": "1"}
    assert client.post(clinic.url("dpo_interests"), answers).status_code == 302
    mission = {"means": "Un jour par mois", "cnil_number": "DPO-98765", "declared_on": "2026-02-01", "lock": "2"}
    assert client.post(clinic.url("dpo_mission"), mission).status_code == 302
    text = client.get(clinic.url("dpo")).text
    for expected in ("1\u00a0point à traiter", "La gérante ne vote pas.", "DPO-98765", "C-453/21", "lettre en PDF"):
        assert expected in text


def test_before_a_person_is_named_the_pages_lead_back(clinic, client_of):
    client = client_of(clinic.alice)
    for route in ("dpo_mission", "dpo_interests", "dpo_cnil"):
        assert client.get(clinic.url(route)).url == clinic.url("dpo")
    for route in ("dpo_decision_pdf", "dpo_letter_pdf"):
        assert client.get(clinic.url(route)).status_code == 404


def test_the_mission_letter_says_the_mission_and_is_tagged(clinic, client_of):
    row = cast.delegate(clinic)
    with clinic.scope():
        operations.set_mission(designation=row, content={"means": "Un jour par mois."}, lock="1", by=clinic.sign())
        operations.check_interests(designation=row, answers=SOUND, note="", lock="2", by=clinic.sign(), on=ON)
    answer = client_of(clinic.bob).get(clinic.url("dpo_letter_pdf"))
    text = words(answer.content)
    for expected in (
        "Camille Carlier",
        "Un jour par mois.",
        "RGPD, art. 39",
        "aucun n’a été relevé",
        "1er janvier 2026",
    ):
        assert expected in text
    with pikepdf.open(BytesIO(answer.content)) as pdf:
        assert pdf.docinfo["/Title"] == "Lettre de mission du délégué à la protection des données"
        assert pdf.Root.MarkInfo.Marked
        assert len(pdf.pages) <= 2


def test_the_decision_on_paper_keeps_its_figures_and_reads_as_of_a_past_day(clinic, client_of):
    cast.delegate(clinic)
    client, url = client_of(clinic.bob), clinic.url("dpo_decision_pdf")
    text = words(client.get(url).content)
    for expected in ("Désigner un délégué à la protection des données", "Type de structure groupe", "Un motif."):
        assert expected in text
    assert client.get(url, {"jour": "2020-01-01"}).status_code == 404
    assert client.get(url, {"jour": "nonsense"}).status_code == 404


def test_the_decision_of_a_past_evening_is_the_one_of_that_evening(in_scope):
    cast.delegate(in_scope)
    first = queries.decision()
    assert queries.decision_at(cast.timezone.now()) == first
    assert queries.decision_at(cast.timezone.now() - dt.timedelta(days=2)) is None


def test_the_contact_flows_into_the_register_the_covers_the_notice_and_out_of_them(clinic, activity, client_of):
    activity(clinic)
    row = cast.delegate(clinic)
    client = client_of(clinic.bob)
    pdf = words(client.get(clinic.url("register_pdf")).content)
    sheet = activity(clinic, name="Autre fiche")
    alone = words(client.get(clinic.url("activity_pdf", sheet.pk)).content)
    with clinic.scope():
        told = notices.content_today(clinic.structure, notices.notice(), ON).dpo
        stood = past.as_it_stood(cast.timezone.localdate(), clinic.structure.tz).dpo_contact
    assert "dpo@carlier.exemple.fr" in pdf.split("Sommaire")[0]
    assert "dpo@carlier.exemple.fr" in alone
    assert (told.name, told.email, told.phone) == ("Camille Carlier", "dpo@carlier.exemple.fr", "02 00 00 00 09")
    assert (stood.name, stood.kind) == ("Camille Carlier", "external")
    with clinic.scope():
        operations.set_contact(content={"until": dt.date(2026, 6, 30)}, lock=row.lock_token, by=clinic.sign())
        assert notices.content_today(clinic.structure, notices.notice(), ON).dpo is None
    assert "dpo@carlier.exemple.fr" not in words(client.get(clinic.url("register_pdf")).content)
