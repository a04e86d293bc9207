import datetime as dt
import uuid
from dataclasses import replace

import pytest

from cabinet_rgpd.structures import operations as structures
from registry.law import dated
from registry.law.dated import Reference
from registry.law.vocabulary import Force
from registry.retention import operations, readings
from registry.retention.records import RetentionRecord

ON = dt.date(2026, 11, 23)


def copied(key, /, **content):
    """The rule of a structure that took up a legal value."""
    parameter = dated.get(f"retention.{key}")
    fields = readings.content_of(parameter, parameter.on(ON)) | content
    return RetentionRecord(id=uuid.uuid4(), version=1, **fields)


@pytest.mark.parametrize("parameter", dated.all_parameters("retention"), ids=lambda parameter: parameter.name)
def test_every_rule_as_copied_stands_as_its_reference(parameter):
    rule = copied(parameter.name)
    reading = readings.read(rule, on=ON)
    assert not reading.departs
    assert reading.newer is None
    assert reading.value == parameter.on(ON)
    assert all(source.title for source in reading.sources)


@pytest.mark.parametrize("parameter", dated.all_parameters("retention"), ids=lambda parameter: parameter.name)
def test_no_rule_is_said_compulsory_without_its_text(parameter):
    words = readings.read(copied(parameter.name), on=ON).force_words
    if parameter.force == Force.OBLIGATION:
        assert words == f"obligatoire ({parameter.on(ON).references[0].title})"
    else:
        assert "obligatoire" not in words


def test_a_rule_of_the_structure_that_names_no_text_is_never_said_compulsory():
    assert readings.force_in_words("obligation", ()) == "usage"
    assert readings.force_in_words("obligation", (Reference("CSS, art. R161-47"),)) == "obligatoire (CSS, art. R161-47)"


@pytest.mark.parametrize("field", readings.TERMS)
def test_a_rule_changed_in_any_of_its_terms_departs_from_its_reference(field):
    assert readings.read(copied("patient_file", **{field: "Autre chose"}), on=ON).departs


def test_another_name_for_the_data_is_no_departure():
    assert not readings.read(copied("patient_file", name="Dossiers papier"), on=ON).departs


def test_sources_that_disagree_are_shown_with_both_texts():
    [first, second] = readings.read(copied("fse_duplicates"), on=ON).conflicts
    assert len(first.references) == 2
    assert "trois ans" in second.text


def test_a_rule_for_another_legal_form_says_so_and_one_for_everybody_does_not():
    assert readings.read(copied("accounting_bnc"), on=ON, legal_form="sel").other_form
    assert not readings.read(copied("accounting_bnc"), on=ON, legal_form="bnc").other_form
    assert not readings.read(copied("accounting_bnc"), on=ON, legal_form="unknown").other_form
    assert not readings.read(copied("patient_file"), on=ON, legal_form="sel").other_form


def test_a_later_value_of_the_law_is_seen_by_a_rule_that_copied_an_earlier_one(monkeypatch):
    parameter = dated.get("retention.patient_file")
    later = replace(parameter.values[0], since=dt.date(2026, 11, 1), text="10 ans, puis suppression.")
    rule = copied("patient_file")
    changed = replace(parameter, values=(*parameter.values, later))
    monkeypatch.setattr(dated, "get", lambda key: changed)
    assert readings.read(rule, on=ON).newer == later
    assert readings.read(rule, on=dt.date(2026, 10, 31)).newer is None


def test_a_rule_whose_legal_value_is_no_longer_described_is_still_read():
    reading = readings.read(copied("patient_file", parameter="retention.forgotten"), on=ON)
    assert (reading.value, reading.departs) == (None, False)


def test_the_catalogue_offers_the_accounting_rule_of_the_legal_form():
    def keys(legal_form):
        return {each.parameter.name for each in readings.offers((), on=ON, legal_form=legal_form)}

    assert {"accounting_bnc", "accounting_merchant"} & keys("bnc") == {"accounting_bnc"}
    assert {"accounting_bnc", "accounting_merchant"} & keys("sel") == {"accounting_merchant"}
    assert {"accounting_bnc", "accounting_merchant"} <= keys("unknown")


def test_the_catalogue_offers_dosimetry_to_the_professions_it_concerns():
    def names(*professions):
        found = readings.offers((), on=ON, legal_form="bnc", professions=frozenset(professions))
        return {each.parameter.name for each in found}

    assert "staff_dosimetry" in names("dentist", "nurse")
    assert "staff_dosimetry" not in names("nurse")
    assert "staff_dosimetry" in names()


def test_the_catalogue_leaves_out_what_is_taken():
    taken = {parameter.key for parameter in dated.all_parameters("retention")}
    assert readings.offers(taken, on=ON, legal_form="bnc") == ()


def test_the_catalogue_offers_nothing_of_a_day_before_its_law():
    assert readings.offers((), on=dt.date(1990, 1, 1), legal_form="bnc") == ()


def test_a_pharmacist_is_told_that_the_guidance_of_medical_practices_leaves_him_out(in_scope, client_of):
    structures.add_party(
        content={"kind": "practitioner", "name": "Paule Officine", "profession": "pharmacist"}, by=in_scope.sign()
    )
    operations.adopt_parameter(key="retention.patient_file", by=in_scope.sign(), on=ON)
    page = client_of(in_scope.bob).get(in_scope.url("retention"))
    assert "ne vise pas cette profession" in page.text and "pharmacien" in page.text


def test_a_practice_of_pharmacists_is_not_offered_what_leaves_it_out():
    keys = {
        offer.parameter.key
        for offer in readings.offers((), on=ON, legal_form="bnc", professions=frozenset({"pharmacist"}))
    }
    assert "retention.patient_file" not in keys and "retention.payroll" in keys
