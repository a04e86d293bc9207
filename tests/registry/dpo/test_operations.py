import datetime as dt

import pytest
from django.core.exceptions import ValidationError

from cabinet_rgpd.history import memory
from cabinet_rgpd.history import queries as history
from cabinet_rgpd.history.ledger import Stale
from registry.dpo import decisions, operations, queries, rules

ON = dt.date(2026, 11, 23)
NEXT_YEAR = dt.date(2027, 11, 23)
LARGE = {"setting": "msp", "shared_software": True, "patients": 12_000, "patients_basis": "distinct_patients"}
DESIGNATED = {"outcome": "designate", "justification": "", "review_on": NEXT_YEAR}
REFUSED = {"outcome": "do_not", "justification": "", "review_on": NEXT_YEAR}
CONTACT = {
    "name": "Camille Carlier", "organisation": "Carlier Conseil", "email": "dpo@carlier.exemple.fr",
    "phone": "02 00 00 00 09", "since": dt.date(2026, 1, 1), "until": None,
}  # fmt: skip


def decide(clinic, content, *, lock="", on=ON, rests_on=None):
    if rests_on is None:
        situation = queries.situation(clinic.structure, on=on)
        code = rules.decide(situation.facts, on=on).code
        rests_on = decisions.fingerprint(decisions.figures(situation), code)
    return operations.decide(
        structure=clinic.structure, content=content, lock=lock, rests_on=rests_on, by=clinic.sign("décision"), on=on
    )


def test_a_decision_freezes_its_figures_its_answer_and_its_reasons(in_scope, answer):
    answer(in_scope, **LARGE)
    before = history.receipt().seq
    decide(in_scope, DESIGNATED)
    assert history.receipt().seq == before + 1
    answer(in_scope, **{**LARGE, "patients": 300})
    record = queries.decision()
    assert (record.answer, record.decided_on, record.review_on) == ("required", ON, NEXT_YEAR)
    assert dict(record.figures)["Patients par an"] == "12\u202f000\u00a0patients"
    assert dict(record.figures)["Comptés d’après"] == "patients différents comptés par le logiciel"
    texts = [each["title"] for reason in record.reasons for each in reason["references"]]
    assert "RGPD, art.\u00a037.1.c" in texts
    assert record.designates
    assert record.outcome_label == "Désigner un délégué à la protection des données"


def test_a_later_decision_is_a_new_version_and_the_first_one_is_kept(in_scope, answer):
    answer(in_scope, **LARGE)
    decide(in_scope, DESIGNATED)
    answer(in_scope, **{**LARGE, "patients": 300})
    later = dt.date(2027, 3, 1)
    row = decide(in_scope, {**REFUSED, "justification": "Peu de patients."}, lock="1", on=later)
    assert row.version == 2
    newest, first = sorted(memory.versions(row), key=lambda version: -version.number)
    assert (first.state["answer"], newest.state["answer"]) == ("required", "to_document")
    assert "Patients par an\u00a0: 12\u202f000\u00a0patients" in first.state["facts"]
    assert newest.state["decided_on"] == "2027-03-01"


@pytest.mark.parametrize(
    ("answers", "content"),
    [
        (LARGE, REFUSED),
        ({**LARGE, "patients": 900}, REFUSED),
        ({**LARGE, "patients": 900}, DESIGNATED),
    ],
)
def test_a_departure_without_its_reason_is_refused_beside_the_field(in_scope, answer, answers, content):
    answer(in_scope, **answers)
    with pytest.raises(ValidationError) as refusal:
        decide(in_scope, content)
    assert list(refusal.value.message_dict) == ["justification"]
    assert queries.decision() is None
    decide(in_scope, {**content, "justification": "Un délégué mutualisé est à l’étude."})
    assert queries.decision().justification == "Un délégué mutualisé est à l’étude."


def test_nothing_is_decided_while_an_answer_is_missing(in_scope):
    with pytest.raises(ValidationError, match="Il manque une réponse"):
        decide(in_scope, DESIGNATED)


def test_a_decision_never_rests_on_figures_that_its_author_did_not_see(in_scope, answer):
    answer(in_scope, **LARGE)
    with pytest.raises(ValidationError, match="ont changé"):
        decide(in_scope, DESIGNATED, rests_on="other figures")


def test_a_decision_is_reviewed_on_a_day_to_come(in_scope, answer):
    answer(in_scope, **LARGE)
    with pytest.raises(ValidationError) as refusal:
        decide(in_scope, {**DESIGNATED, "review_on": ON})
    assert list(refusal.value.message_dict) == ["review_on"]


def test_two_people_deciding_at_once_are_noticed(in_scope, answer):
    answer(in_scope, **LARGE)
    decide(in_scope, DESIGNATED)
    with pytest.raises(Stale):
        decide(in_scope, DESIGNATED, lock="")


def test_the_contact_is_one_record_with_its_versions(in_scope):
    row = operations.set_contact(content=CONTACT, lock="", by=in_scope.sign())
    again = operations.set_contact(content={**CONTACT, "phone": ""}, lock="1", by=in_scope.sign("ligne fermée"))
    assert (again.pk, again.version) == (row.pk, 2)
    with pytest.raises(Stale):
        operations.set_contact(content=CONTACT, lock="1", by=in_scope.sign())


def test_a_contact_that_ends_before_it_starts_is_refused(in_scope):
    with pytest.raises(ValidationError, match="La fin ne peut pas précéder le début"):
        operations.set_contact(content={**CONTACT, "until": dt.date(2025, 1, 1)}, lock="", by=in_scope.sign())


@pytest.mark.parametrize(
    ("on", "until", "active"),
    [
        (dt.date(2025, 12, 31), None, False),
        (dt.date(2026, 1, 1), None, True),
        (dt.date(2030, 1, 1), None, True),
        (dt.date(2026, 6, 30), dt.date(2026, 6, 30), True),
        (dt.date(2026, 7, 1), dt.date(2026, 6, 30), False),
    ],
)
def test_the_contact_is_the_one_in_office_that_day(in_scope, on, until, active):
    operations.set_contact(content={**CONTACT, "until": until}, lock="", by=in_scope.sign())
    contact = queries.contact(on)
    assert (contact is not None) is active
    if active:
        assert (contact.name, contact.email) == ("Camille Carlier", "dpo@carlier.exemple.fr")


def test_nobody_is_in_office_where_nobody_was_named(in_scope):
    assert queries.contact(ON) is None
