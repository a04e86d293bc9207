"""The calculator on screen: it answers, it explains, it keeps nothing."""

import pytest
from django.apps import apps

from cabinet_rgpd.history import queries as history
from registry.retention import operations
from tests import cast

DATES = {"last_entry": "2019-05-04", "last_care": "2019-05-04", "never_shorten": "on"}


def rows():
    return {model.__name__: model._base_manager.count() for model in apps.get_models() if model.__name__ != "Session"}


@pytest.fixture
def bob(clinic, client_of):
    return client_of(clinic.bob)


def test_a_reader_gives_dates_and_reads_the_day_the_reasons_and_the_texts(clinic, bob):
    page = bob.post(clinic.url("calculator_rule", "patient_file"), DATES)
    assert page.status_code == 200
    assert "mercredi 4 mai 2039" in page.text and "samedi 4 mai 2024" in page.text
    assert "Comment on y arrive" in page.text and "2020-081" in page.text
    assert "<svg" in page.text and "archive du 4 mai 2024 au 4 mai 2039" in page.text


def test_what_is_typed_is_stored_nowhere_and_never_in_an_address(clinic, bob):
    url = clinic.url("calculator_rule", "patient_file")
    bob.get(url)
    before = rows()
    page = bob.post(url, DATES)
    assert rows() == before
    assert "2019-05-04" not in page.text.replace('value="2019-05-04"', "")
    assert 'method="post"' in page.text
    assert "no-store" in page["Cache-Control"]


def test_dates_in_an_address_are_not_read(clinic, bob):
    page = bob.get(clinic.url("calculator_rule", "patient_file"), DATES)
    assert "Le résultat" not in page.text and "2019-05-04" not in page.text


@pytest.mark.parametrize(
    ("dates", "told"),
    [
        ({}, "Indiquez ce jour"),
        ({"last_entry": "hier", "last_care": "2019-05-04"}, "12/03/2026"),
        ({"last_entry": "0001-01-01", "last_care": "9999-12-31"}, "12/03/2026"),
        ({**DATES, "claim_end": "2020-01-01"}, "Indiquez quand ce recours"),
        ({**DATES, "claim": "2021-01-01", "claim_end": "2020-01-01"}, "ne peut pas précéder"),
    ],
)
def test_dates_that_cannot_be_are_told_beside_their_field(clinic, bob, dates, told):
    page = bob.post(clinic.url("calculator_rule", "patient_file"), dates)
    assert page.status_code == 422 and told in page.text


def test_an_open_claim_gives_no_day(clinic, bob):
    page = bob.post(clinic.url("calculator_rule", "patient_file"), {**DATES, "claim": "2021-01-01"})
    assert "aucune tant que le recours est ouvert" in page.text and "À examiner" not in page.text


def test_a_rule_unknown_or_that_is_only_a_particular_case_is_not_found(clinic, bob):
    for rule in ("nothing", "patient_file_death", "patient_file_claim"):
        assert bob.get(clinic.url("calculator_rule", rule)).status_code == 404


def test_every_rule_of_the_catalogue_has_its_page(clinic, bob):
    page = bob.get(clinic.url("calculator"))
    bases = [*(basis for basis, _ in page.context["followed"]), *page.context["others"]]
    assert len(bases) >= 45
    for basis in bases:
        assert bob.get(clinic.url("calculator_rule", basis.parameter.name)).status_code == 200


def test_a_day_gives_the_files_to_examine_and_never_says_they_may_go(clinic, bob):
    with clinic.scope():
        operations.adopt_parameter(key="retention.patient_file", by=clinic.sign(), on=cast.TODAY)
    page = bob.get(clinic.url("calculator"), {"au": "2027-01-01"})
    text = page.text.replace("\u00a0", " ")
    assert "Au 1er janvier 2027" in text and "1er janvier 2007 ou avant" in text and "1er janvier 2022 ou avant" in text
    assert "naissance est postérieure au 1er janvier 1999" in text
    assert "peuvent partir" not in text


def test_a_day_that_is_none_is_told(clinic, bob):
    assert bob.get(clinic.url("calculator"), {"au": "demain"}).status_code == 422


def test_the_calculation_follows_the_reference_when_the_rule_was_rewritten_and_says_so(clinic, bob):
    with clinic.scope():
        rule = operations.adopt_parameter(key="retention.appointments", by=clinic.sign(), on=cast.TODAY)
        operations.update_rule(rule=rule, lock="1", content={"text": "Six mois."}, by=clinic.sign())
    page = bob.get(clinic.url("calculator_rule", "appointments"))
    assert "Six mois." in page.text and "suit la règle de référence" in page.text


def test_shortening_is_a_choice_that_says_why(clinic, client_of):
    sophie, url = client_of(clinic.sophie), clinic.url("retention_choices")
    assert sophie.post(url, {}).status_code == 422
    seq = _seq(clinic)
    page = sophie.post(url, {"justification": "Avis de notre assureur."})
    assert page.status_code == 302 and _seq(clinic) == seq + 1
    shown = sophie.get(clinic.url("calculator_rule", "patient_file"))
    assert shown.context["form"]["never_shorten"].value() is False
    answer = sophie.post(
        clinic.url("calculator_rule", "patient_file"),
        {"last_entry": "2020-05-01", "last_care": "2020-05-01", "death": "2022-06-15"},
    )
    assert "mardi 15 juin 2032" in answer.text


def test_until_then_nothing_is_shortened(clinic, bob):
    assert bob.get(clinic.url("calculator_rule", "patient_file")).context["form"]["never_shorten"].value() is True


def _seq(clinic):
    with clinic.scope():
        return history.receipt().seq
