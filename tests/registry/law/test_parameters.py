import re
from datetime import date
from itertools import chain

import pytest
from django.core.management import CommandError, call_command

from registry.law import dated
from registry.law.dated import InvalidParameter, NoValueInForce, Reference, UnknownParameter
from registry.law.vocabulary import Fate, Force, Mark, TriggerEvent

SUBJECTS = sorted(path.name for path in dated.PARAMETERS.iterdir() if path.is_dir())
EVERYTHING = tuple(chain.from_iterable(dated.all_parameters(subject) for subject in SUBJECTS))
RETENTION = dated.all_parameters("retention")

EXPECTED_RETENTION = set(
    re.findall(
        r"\w+",
        """
patient_file patient_file_minor patient_file_death patient_file_claim clinical_images lab_results prescriptions
teleconsultation transfusion dmp device_traceability appointments fse_duplicates accounting_bnc accounting_merchant
tax_vouchers suppliers payroll staff_file staff_register applicants cctv access_logs call_recordings access_badges
cookies identity_copy vaccination_list rights_requests rights_identity breaches register_versions processor_contracts
dpia training consents research backups secure_mailbox ai_audio referral_search associates students complaints
coordination_indicators guest_wifi newsletter sharing_objection on_call_rota user_accounts home_visit_codes
staff_dosimetry
""",
    )
)

VALID = """
description: Dossier fictif
data: Données fictives
force: recommendation
mark: secondary
values:
  2020-07-28:
    phases:
    - {phase: active, from: last_entry, duration: P5Y}
    fate: [delete]
    text: 5 ans après la dernière intervention.
    reference: [{title: Un texte, href: "https://example.org/texte"}]
last_checked_on: 2026-10-01
"""


def read(tmp_path, text, *, subject="retention"):
    path = tmp_path / "fictional.yaml"
    path.write_text(text, encoding="utf-8")
    return dated.read_parameter(path, subject=subject)


def refused(tmp_path, text, *, subject="retention"):
    with pytest.raises(InvalidParameter) as error:
        read(tmp_path, text, subject=subject)
    return str(error.value)


def french(parameter):
    yield from (parameter.description, parameter.data, parameter.notes)
    yield from (conflict.text for conflict in parameter.conflicts)
    for value in parameter.values:
        yield value.text
        yield from (phase.until for phase in value.phases)
        yield from (reference.title for reference in value.references)


@pytest.mark.parametrize("parameter", EVERYTHING, ids=lambda parameter: parameter.key)
class TestEveryParameter:
    def test_has_a_dated_value_with_its_source(self, parameter):
        assert parameter.values
        assert all(value.references for value in parameter.values)
        assert all(conflict.references for conflict in parameter.conflicts)

    def test_was_checked_on_a_day_that_is_not_before_its_values(self, parameter):
        assert parameter.last_checked_on >= max(value.since for value in parameter.values)

    def test_speaks_the_words_of_the_vocabulary(self, parameter):
        assert isinstance(parameter.force, Force)
        assert isinstance(parameter.mark, Mark)

    def test_says_the_whole_rule_in_a_finished_sentence(self, parameter):
        assert all(re.fullmatch(r"[0-9A-ZÀÉ].*[^\s.]\.", value.text) for value in parameter.values)

    def test_is_typeset_as_french_is(self, parameter):
        wrong = re.compile(r"(?i)conform|['!]|[^\u00a0][;:?»]|«[^\u00a0]|\d (ans?|mois|jours?|000)\b| {2}")
        assert not [text for text in french(parameter) if wrong.search(text)]

    def test_is_not_called_mandatory_by_a_proposal(self, parameter):
        assert not (parameter.mark == Mark.PROPOSAL and parameter.force == Force.OBLIGATION)

    def test_says_so_when_two_sources_disagree_and_names_them(self, parameter):
        assert all(conflict.text.endswith(".") for conflict in parameter.conflicts)


@pytest.mark.parametrize("parameter", RETENTION, ids=lambda parameter: parameter.name)
class TestEveryRetentionRule:
    def test_has_phases_in_order_and_a_fate(self, parameter):
        for value in parameter.values:
            names = [phase.phase for phase in value.phases]
            assert names == sorted(names)
            assert value.phases
            assert all(isinstance(fate, Fate) for fate in value.fate)

    def test_names_the_data_it_is_about(self, parameter):
        assert parameter.data


def test_the_retention_rules_are_those_the_catalogue_counts_on():
    assert {parameter.name for parameter in RETENTION} == EXPECTED_RETENTION
    assert len(RETENTION) >= 30


def test_an_adult_file_is_in_use_for_5_years_then_archived_until_20():
    value = dated.get("retention.patient_file").on(date(2026, 11, 23))
    active, archive = value.phases
    assert (active.trigger, active.duration) == (TriggerEvent.LAST_ENTRY, "P5Y")
    assert (archive.trigger, archive.duration) == (TriggerEvent.LAST_CARE, "P20Y")
    assert value.fate == (Fate.DELETE, Fate.ANONYMISE)


def test_a_minor_is_kept_until_the_28th_birthday():
    archive = dated.get("retention.patient_file_minor").on(date(2026, 11, 23)).phases[-1]
    assert archive.not_before == dated.Bound(TriggerEvent.BIRTH, "P28Y")


def test_bounds_of_a_text_stay_bounds():
    duplicates = dated.get("retention.fse_duplicates")
    assert duplicates.on(date(2010, 1, 1)).phases[0].at_least == "P90D"
    today = duplicates.on(date(2026, 11, 23)).phases[0]
    assert (today.at_least, today.not_before) == ("P3M", dated.Bound(TriggerEvent.TRANSMISSION, "P90D"))
    assert dated.get("retention.applicants").on(date(2026, 11, 23)).phases[0].at_most == "P2Y"


@pytest.mark.parametrize("name", ["fse_duplicates", "identity_copy", "accounting_bnc", "accounting_merchant"])
def test_known_disagreements_are_kept_beside_the_value(name):
    assert dated.get(f"retention.{name}").conflicts


def test_the_figure_of_the_cnil_has_a_unit_and_its_day():
    parameter = dated.get("dpo.large_scale_threshold")
    value = parameter.on(date(2020, 7, 28))
    assert (value.value, value.unit) == (10_000, "patients a year")
    assert (parameter.force, value.since) == (Force.RECOMMENDATION, date(2020, 7, 28))


def test_parameters_come_sorted_by_key():
    keys = [parameter.key for parameter in RETENTION]
    assert keys == sorted(keys)


def test_a_day_before_the_first_value_is_a_lookup_error():
    with pytest.raises(NoValueInForce, match="2020-07-28"):
        dated.get("retention.patient_file").on(date(2020, 7, 27))
    assert issubclass(NoValueInForce, LookupError)


@pytest.mark.parametrize(
    "key", ["retention.unheard_of", "patient_file", "../secrets.txt", "retention.Patient_File", ""]
)
def test_an_unknown_key_is_a_lookup_error(key):
    with pytest.raises(UnknownParameter):
        dated.get(key)
    assert issubclass(UnknownParameter, LookupError)


def test_an_unknown_subject_is_a_lookup_error():
    with pytest.raises(UnknownParameter):
        dated.all_parameters("..")


def test_a_valid_file_is_read_whole(tmp_path):
    parameter = read(tmp_path, VALID)
    assert (parameter.key, parameter.subject, parameter.name) == ("retention.fictional", "retention", "fictional")
    assert parameter.values[0].references == (Reference("Un texte", "https://example.org/texte"),)


def test_yesterdays_value_stays_when_a_new_one_comes(tmp_path):
    later = """  2027-03-01:
    phases: [{phase: active, from: last_entry, duration: P3Y}]
    fate: [delete]
    text: 3 ans après la dernière intervention.
    reference: [{title: Un texte plus récent}]
last_checked_on"""
    parameter = read(tmp_path, VALID.replace("last_checked_on", later))
    assert parameter.on(date(2027, 2, 28)).phases[0].duration == "P5Y"
    assert parameter.on(date(2027, 3, 1)).phases[0].duration == "P3Y"
    assert parameter.on(date(2040, 1, 1)).phases[0].duration == "P3Y"


def test_values_are_frozen(tmp_path):
    with pytest.raises(AttributeError):
        read(tmp_path, VALID).values[0].text = "Autre chose."


@pytest.mark.parametrize(
    ("written", "instead", "reason"),
    [
        ('reference: [{title: Un texte, href: "https://example.org/texte"}]', "", "lacks reference"),
        ('reference: [{title: Un texte, href: "https://example.org/texte"}]', "reference: []", "lacks reference"),
        ('[{title: Un texte, href: "https://example.org/texte"}]', '[{title: ""}]', "lacks title"),
        ('[{title: Un texte, href: "https://example.org/texte"}]', "Un texte", "must be a list"),
        ("https://", "http://", "https"),
        ("last_checked_on: 2026-10-01", "", "lacks last_checked_on"),
        ("last_checked_on: 2026-10-01", "last_checked_on: en octobre", "must be a date"),
        ("force: recommendation", "force: advice", "advice"),
        ("mark: secondary", "mark: sure", "sure"),
        ("from: last_entry", "from: full_moon", "full_moon"),
        ("fate: [delete]", "fate: [burn]", "burn"),
        ("fate: [delete]", "", "lacks fate"),
        ("phase: active", "phase: dormant", "dormant"),
        ("duration: P5Y", "duration: 5 ans", "ISO 8601"),
        ("duration: P5Y", "duration: P", "ISO 8601"),
        (", duration: P5Y", "", "a duration, a bound or a criterion"),
        ("from: last_entry, ", "", "runs from an event"),
        ("duration: P5Y", "duration: P5Y, at_most: P6Y", "not both"),
        ("data: Données fictives", "", "lacks data"),
        ("mark: secondary", "mark: secondary\ncolour: blue", "unknown fields: colour"),
        ("fate: [delete]", "fate: [delete]\n    fate: [keep]", "written twice"),
        ("mark: secondary", "mark: secondary\nmark: memory", "written twice"),
        ("2020-07-28:", "dès 2020:", "must be a date"),
        ("mark: secondary", "mark: secondary\nlegal_forms: [gmbh]", "gmbh"),
        ("mark: secondary", "mark: secondary\nlegal_forms:", "NoneType"),
        ("mark: secondary", "mark: secondary\nconflicts: [{text: Deux textes.}]", "lacks reference"),
        ("fate: [delete]", "fate: [delete]\n    value: 3", "unknown fields: value"),
    ],
)
def test_a_malformed_file_is_refused_with_its_reason(tmp_path, written, instead, reason):
    assert written in VALID
    message = refused(tmp_path, VALID.replace(written, instead))
    assert reason in message
    assert message.startswith("retention.fictional")


def test_a_file_that_is_not_yaml_is_refused(tmp_path):
    assert refused(tmp_path, "description: [")


def test_a_number_of_law_comes_with_its_unit(tmp_path):
    number = """
description: Un seuil fictif
force: practice
mark: proposal
values:
  2026-10-01: {value: 12, text: Douze., reference: [{title: Un texte}]}
last_checked_on: 2026-10-01
"""
    assert "unit" in refused(tmp_path, number, subject="dpo")
    assert "whole number" in refused(tmp_path, number.replace("12", "beaucoup, unit: patients"), subject="dpo")
    assert read(tmp_path, number.replace("12", "12, unit: patients"), subject="dpo").values[0].value == 12


def test_words_that_yaml_takes_for_booleans_stay_words(tmp_path):
    path = tmp_path / "words.yaml"
    path.write_text("{on: 2026-10-01, answer: no, really: true}", encoding="utf-8")
    assert dated.load_yaml(path) == {"on": date(2026, 10, 1), "answer": "no", "really": True}


def test_yaml_that_would_build_an_object_is_refused(tmp_path):
    assert refused(tmp_path, "!!python/object/apply:os.getcwd []")


def test_a_value_that_nobody_looked_at_for_a_year_is_told_to_the_maintainers():
    oldest = min(parameter.last_checked_on for parameter in EVERYTHING)
    assert dated.to_check_again(oldest.replace(year=oldest.year + 1)) == ()
    stale = dated.to_check_again(date(2200, 1, 1))
    assert {parameter.key for parameter in stale} == {parameter.key for parameter in EVERYTHING}
    assert [each.last_checked_on for each in stale] == sorted(each.last_checked_on for each in stale)


def test_the_command_lists_them_and_fails(monkeypatch, capsys):
    parameter = dated.get("retention.patient_file")
    monkeypatch.setattr(dated, "to_check_again", lambda today: ())
    call_command("law_review")
    monkeypatch.setattr(dated, "to_check_again", lambda today: (parameter,))
    with pytest.raises(CommandError, match="1 valeurs"):
        call_command("law_review")
    assert "retention.patient_file" in capsys.readouterr().out
