"""The pages of the measures, from an empty screen to a document."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from cabinet_rgpd.evidence import queries as evidence
from cabinet_rgpd.history import past
from registry.security import operations, queries
from tests import cast

TODAY = timezone.localdate
YESTERDAY = dt.timedelta(days=1)


def fields(**content):
    day = TODAY().isoformat()
    return {"state": "in_place", "note": "", "answered_on": day, "next_check_on": "", "planned_on": "", **content}


TEST = {
    "done_on": "2026-03-03",
    "what": "La base du 2 mars",
    "minutes": "50",
    "by": "l’informaticien",
    "result": "success",
    "note": "",
}


def test_the_empty_page_asks_the_twelve_and_proposes_the_first_three(clinic, client_of):
    text = client_of(clinic.alice).get(clinic.url("measures")).text
    assert "Commencer les douze" in text
    assert "0\u00a0réponse sur 12" in text
    assert text.count("À répondre") == 3
    assert "<svg" not in text


def test_an_answer_is_dated_signed_and_checked_again_in_a_year(clinic, client_of):
    client, url = client_of(clinic.sophie), clinic.url("measure", "antivirus")
    assert client.post(url, fields(note="Celui du système")).url == clinic.url("measures")
    with clinic.scope():
        [answer] = queries.answers()
    assert (answer.state, answer.note, answer.answered_on) == ("in_place", "Celui du système", TODAY())
    assert answer.next_check_on.year == TODAY().year + 1
    text = client.get(url).text
    assert "inscrit le" in text and "par Sophie Sorel" in text


def test_before_absent_is_kept_the_page_says_so_and_offers_a_date(clinic, client_of):
    client, url = client_of(clinic.alice), clinic.url("measure", "firewall")
    assert "sera gardée dans l’historique" in client.get(url).text
    answer = client.post(url, fields(state="absent"))
    assert answer.status_code == 422
    assert "avec votre nom et la date" in answer.text
    assert 'type="checkbox" name="acknowledged"' in answer.text
    offered = answer.context["form"]["planned_on"].value()
    assert offered > TODAY().isoformat()
    with clinic.scope():
        assert queries.answers() == ()
    assert client.post(url, fields(state="absent", planned_on=offered, responsible="la gérante")).status_code == 302
    text = client.get(clinic.url("measures_plan")).text
    assert "la gérante" in text and "Un pare-feu protège" in text


def test_absent_without_a_date_is_kept_by_who_insists(clinic, client_of):
    client, url = client_of(clinic.alice), clinic.url("measure", "firewall")
    assert client.post(url, fields(state="absent", acknowledged="on")).status_code == 302
    assert "à dater" in client.get(clinic.url("measures_plan")).text


def test_a_file_that_shows_it_comes_with_the_answer(clinic, client_of):
    client, url = client_of(clinic.alice), clinic.url("measure", "alarm")
    client.post(url, fields(upload=SimpleUploadedFile("rapport.pdf", b"%PDF-1.7 rapport")))
    with clinic.scope():
        [answer] = queries.answers()
        assert [each.name for each in evidence.of(answer.obj)] == ["rapport.pdf"]
    assert "rapport.pdf" in client.get(url).text
    bad = client.post(url, fields(lock="1", note="gardée", upload=SimpleUploadedFile("faux.pdf", b"MZ")))
    assert bad.status_code == 422 and "n’en est pas un" in bad.text and "gardée" in bad.text


def test_a_place_may_have_its_own_answer_and_the_least_advanced_counts(clinic, client_of):
    client = client_of(clinic.alice)
    client.post(clinic.url("measure", "alarm"), fields())
    new = clinic.url("measure_site_new", "alarm")
    assert client.post(new, fields(site="")).status_code == 422
    client.post(new, fields(site="Annexe", state="partial"))
    again = client.post(new, fields(site="Annexe"))
    assert again.status_code == 422 and "Une réponse existe déjà" in again.text
    with clinic.scope():
        annex = next(each for each in queries.answers() if each.site)
    assert "Annexe" in client.get(clinic.url("measure", "alarm")).text
    assert client.get(clinic.url("measure_site", "alarm", annex.id)).status_code == 200
    assert client.get(clinic.url("measure_site", "firewall", annex.id)).status_code == 404


def test_a_day_to_come_is_no_finding(clinic, client_of):
    tomorrow = (TODAY() + YESTERDAY).isoformat()
    answer = client_of(clinic.alice).post(clinic.url("measure", "alarm"), fields(answered_on=tomorrow))
    assert answer.status_code == 422
    assert "dans l’avenir" in answer.text


def test_two_people_on_one_answer_are_told(clinic, client_of):
    client, url = client_of(clinic.alice), clinic.url("measure", "alarm")
    client.post(url, fields(note="d’abord"))
    client.post(url, fields(note="leur texte", lock="1"))
    answer = client.post(url, fields(note="notre texte", lock="1"))
    assert answer.status_code == 409
    assert "leur texte" in answer.text and "notre texte" in answer.text


def test_a_reader_reads_a_measure_and_answers_none(clinic, client_of):
    cast.measure(clinic, "alarm", note="Vérifiée en mars")
    for person in (clinic.bob, clinic.denis, clinic.camille):
        client, url = client_of(person), clinic.url("measure", "alarm")
        text = client.get(url).text
        assert "Vérifiée en mars" in text and "<textarea" not in text
        assert client.post(url, fields()).status_code == 403
        assert "En une heure" in client.get(clinic.url("measure", "firewall")).text


def test_a_measure_that_is_none_is_not_found(clinic, client_of):
    assert client_of(clinic.alice).get(clinic.url("measure", "nonsense")).status_code == 404


def test_a_test_of_restoration_is_noted_and_tells_where_the_measure_stands(clinic, client_of):
    client, url = client_of(clinic.alice), clinic.url("restore_test_new")
    answer = client.post(url, TEST)
    assert answer.url == clinic.url("measure", "restore_test")
    text = client.get(answer.url).text
    assert "La base du 2 mars" in text and "50\u00a0minutes" in text
    client.post(url, {**TEST, "done_on": "2026-05-03", "result": "failure", "note": "la bande était vide"})
    with clinic.scope():
        [measure] = queries.answers()
        assert [each.result for each in measure.tests] == ["failure", "success"]
        assert (measure.state, measure.version) == ("partial", 2)


def test_an_older_test_noted_late_changes_nothing_to_where_the_measure_stands(in_scope):
    content = {"done_on": dt.date(2026, 5, 3), "what": "Base", "minutes": 5, "by": "x", "result": "success", "note": ""}
    operations.note_restore_test(content=content, on=cast.TODAY, by=in_scope.sign())
    older = {**content, "done_on": dt.date(2026, 1, 3), "result": "failure"}
    operations.note_restore_test(content=older, on=cast.TODAY, by=in_scope.sign())
    [measure] = queries.answers()
    assert measure.state == "in_place" and len(measure.tests) == 2


def test_a_test_to_come_is_refused(in_scope):
    content = {
        "done_on": cast.TODAY + YESTERDAY,
        "what": "Base",
        "minutes": 5,
        "by": "x",
        "result": "success",
        "note": "",
    }
    with pytest.raises(ValidationError, match="une fois fait"):
        operations.note_restore_test(content=content, on=cast.TODAY, by=in_scope.sign())


def test_what_is_due_is_a_deadline_with_its_page(in_scope):
    cast.measure(in_scope, "firewall", next_check_on=dt.date(2027, 1, 1))
    cast.measure(in_scope, "alarm", state="absent", planned_on=dt.date(2026, 12, 1))
    content = {"done_on": dt.date(2026, 5, 3), "what": "Base", "minutes": 5, "by": "x", "result": "success", "note": ""}
    operations.note_restore_test(content=content, on=cast.TODAY, by=in_scope.sign())
    found = {each.on: each for each in queries.deadlines(cast.TODAY)}
    assert set(found) == {dt.date(2027, 1, 1), dt.date(2026, 12, 1), dt.date(2026, 11, 3)}
    for each in found.values():
        assert in_scope.url(each.route, *each.arguments)
        assert each.why


def test_the_result_over_time_is_read_off_the_history(in_scope):
    tz, today = in_scope.structure.tz, TODAY()
    row = cast.measure(in_scope, "firewall")
    points = queries.over_time(today, tz)
    assert len(points) == 13 and points[-1] == (today, {"in_place": 1}) and points[0][1] == {}
    content = {"state": "absent", "answered_on": today, "planned_on": today}
    operations.answer(key="firewall", row=row, lock="1", content=content, on=today, by=in_scope.sign())
    assert queries.over_time(today, tz)[-1][1] == {"absent": 1}


def test_the_answers_stood_as_they_stood(in_scope):
    row = cast.measure(in_scope, "firewall")
    before = past.Past(timezone.now())
    content = {"state": "absent", "answered_on": TODAY()}
    operations.answer(key="firewall", row=row, lock="1", content=content, on=TODAY(), by=in_scope.sign())
    assert [each.state for each in queries.stood(before)] == ["in_place"]
    assert [each.state for each in queries.stood(past.Past(timezone.now()))] == ["absent"]
