import subprocess
from io import BytesIO

import pikepdf
import pytest

from registry.past import queries as past
from tests import cast


def words(pdf):
    read = subprocess.run(["pdftotext", "-layout", "-", "-"], input=pdf, capture_output=True, check=True)
    return " ".join(read.stdout.decode().replace("\u00a0", " ").split())


DECISION = {
    "outcome": "carry_out", "justification": "", "due_on": "2099-01-01", "review_on": "2099-06-01", "lock": "",
    "criteria": ["sensitive", "vulnerable", "large_scale"],
}  # fmt: skip


def test_the_list_puts_what_is_to_decide_first(large, activity, client_of):
    activity(large, name="Site internet", family="management", persons=[], data_categories=[], purposes=[])
    activity(large, name="Dossier du patient")
    text = client_of(large.bob).get(large.url("dpia")).text
    assert text.index("Dossier du patient") < text.index("Site internet")
    assert "1\u00a0décision à prendre" in text
    assert "est obligatoire (RGPD, art.\u00a035.3.b)" in text


def test_a_practitioner_alone_reads_one_sentence(db, answer, activity, client_of):
    alone = cast.practice(manager=cast.account("Gilles Garnier"), name="Cabinet Garnier", kind="individual")
    answer(alone, setting="solo", professions=["gp"], patients=1_450)
    sheet = activity(alone)
    client = client_of(alone.manager)
    assert "Aucun texte ne demande d’analyse d’impact pour vos activités." in client.get(alone.url("dpia")).text
    text = client.get(alone.url("dpia_activity", sheet.pk)).text
    assert "Aucun texte ne demande d’analyse d’impact." in text
    assert '<details class="why-law">' in text
    assert "2019-118" in text


def test_before_the_answers_the_page_asks_what_it_misses(clinic, activity, client_of):
    sheet = activity(clinic)
    client = client_of(clinic.alice)
    assert "Il manque une réponse pour se prononcer" in client.get(clinic.url("dpia_activity", sheet.pk)).text
    assert client.get(clinic.url("dpia_decide", sheet.pk)).url == clinic.url("dpia_activity", sheet.pk)


def test_what_is_ticked_makes_the_answer_before_anything_is_saved(large, activity, client_of):
    sheet = activity(large, name="Caméra", family="management", persons=[], data_categories=[], purposes=[])
    client, url = client_of(large.alice), large.url("dpia_decide", sheet.pk)
    assert "Aucun texte ne demande d’analyse d’impact" in client.get(url).text
    page = client.post(url, {"criteria": ["monitoring", "vulnerable"], "revoir": "1", "justification": "Mes raisons."})
    assert page.status_code == 200
    assert "en principe à mener" in page.text
    assert "Mes raisons." in page.text
    refused = client.post(
        url, {**DECISION, "outcome": "do_not", "due_on": "", "criteria": ["monitoring", "vulnerable"]}
    )
    assert refused.status_code == 422
    assert list(refused.context["form"].errors) == ["justification"]


def test_from_the_decision_to_the_finished_assessment(large, activity, client_of):
    sheet = activity(large)
    client = client_of(large.alice)
    assert client.post(large.url("dpia_decide", sheet.pk), DECISION).status_code == 302
    page = client.get(large.url("dpia_write", sheet.pk))
    assert "Soigner et suivre les patients" in page.context["form"]["description"].value()
    content = {
        "description": "Un dossier.", "necessity": "Le nécessaire.", "measures": "Des comptes.", "residual": "acceptable",
        "views": "Recueillis à l’accueil.", "link": "https://exemple.fr/pia", "lock": "1", "reason": "analyse menée",
        "completed_on": page.wsgi_request.today.isoformat(),
        **{f"{fear}_{name}": "limited" for fear in ("access", "change", "loss") for name in ("severity", "likelihood")},
    }  # fmt: skip
    refused = client.post(large.url("dpia_write", sheet.pk), {**content, "loss_severity": ""})
    assert refused.status_code == 422
    assert list(refused.context["form"].errors) == ["completed_on"]
    assert client.post(large.url("dpia_write", sheet.pk), content).status_code == 302
    text = client.get(large.url("dpia_activity", sheet.pk)).text
    for expected in ("Recueillis à l’accueil.", "gravité limitée", "https://exemple.fr/pia", "Terminée"):
        assert expected in text
    on_sheet = client.get(large.url("activity", sheet.pk)).text
    assert "analyse terminée le" in on_sheet
    assert "elle manque encore" not in on_sheet


def test_the_sheet_says_that_an_assessment_lacks(large, activity, client_of):
    sheet = activity(large)
    assert "elle manque encore" in client_of(large.bob).get(large.url("activity", sheet.pk)).text


def test_a_changed_activity_asks_to_look_again(large, activity, client_of):
    sheet = activity(large)
    cast.assessment(large, sheet, assessed={"software": ["Ancien logiciel"]})
    text = client_of(large.bob).get(large.url("dpia_activity", sheet.pk)).text
    assert "L’activité a changé sur des points qui comptent" in text
    assert "Ancien logiciel" in text


def test_the_papers_say_the_decision_and_the_content_and_are_tagged(large, activity, client_of):
    sheet = activity(large)
    cast.assessment(large, sheet, link="https://exemple.fr/pia", dpo_opinion="Avis favorable.", consulted_on=cast.TODAY)
    client = client_of(large.bob)
    decision = words(client.get(large.url("dpia_decision_pdf", sheet.pk)).content)
    assert "Mener une analyse d’impact" in decision and "Le dossier de chaque patient." not in decision
    pdf = client.get(large.url("dpia_pdf", sheet.pk)).content
    whole = words(pdf)
    for expected in ("Le dossier de chaque patient.", "Avis favorable.", "18 janvier 2027", "Ce qui manque encore"):
        assert expected in whole
    with pikepdf.open(BytesIO(pdf)) as opened:
        assert str(opened.docinfo["/Title"]).startswith("Analyse d’impact — A-01")
        assert opened.Root.MarkInfo.Marked


@pytest.mark.parametrize("day", ["2001-01-01", "0001-01-01", "demain"])
def test_a_day_without_a_decision_has_no_paper(large, activity, client_of, day):
    sheet = activity(large)
    cast.assessment(large, sheet)
    assert client_of(large.bob).get(large.url("dpia_decision_pdf", sheet.pk), {"jour": day}).status_code == 404


def test_the_register_of_a_past_day_holds_its_assessments(large, activity, client_of):
    sheet = activity(large)
    cast.assessment(large, sheet)
    with large.scope():
        [stood] = past.as_it_stood(cast.timezone.localdate(), large.structure.tz).assessments
    assert (stood.activity_id, stood.outcome) == (sheet.pk, "carry_out")
    assert "mener une analyse d’impact" in client_of(large.bob).get(large.url("past")).text


@pytest.mark.parametrize("first_name", ["bob", "denis", "sophie", "camille"])
def test_only_the_manager_decides(large, activity, client_of, first_name):
    sheet = activity(large)
    client = client_of(large.account(first_name))
    assert client.get(large.url("dpia_activity", sheet.pk)).status_code == 200
    assert client.post(large.url("dpia_decide", sheet.pk), DECISION).status_code == 403
