from datetime import date

import pytest

from registry.law import dated
from registry.law.vocabulary import Fate, LegalForm
from registry.retention.rules import (
    Duration,
    Strip,
    accounting_rule,
    describe,
    duration_in_words,
    fate_in_words,
    parse_duration,
    scale,
    strip,
)

TODAY = date(2026, 11, 23)
ALL = dated.all_parameters("retention")


def value(name):
    return dated.get(f"retention.{name}").on(TODAY)


@pytest.mark.parametrize(
    ("iso", "duration"),
    [
        ("P5Y", Duration(years=5)),
        ("P3M", Duration(months=3)),
        ("P90D", Duration(days=90)),
        ("P1Y6M", Duration(years=1, months=6)),
    ],
)
def test_an_iso_duration_is_read(iso, duration):
    assert parse_duration(iso) == duration


@pytest.mark.parametrize("iso", ["", "P", "5Y", "P5", "PT72H", "P6M1Y", "P-5Y", "P5Y ", "P1.5Y"])
def test_anything_else_is_refused(iso):
    with pytest.raises(ValueError):
        parse_duration(iso)


@pytest.mark.parametrize(
    ("iso", "words"),
    [
        ("P5Y", "5\u00a0ans"),
        ("P1Y", "1\u00a0an"),
        ("P3M", "3\u00a0mois"),
        ("P1M", "1\u00a0mois"),
        ("P90D", "90\u00a0jours"),
        ("P1D", "1\u00a0jour"),
        ("P0D", "0\u00a0jour"),
        ("P1Y6M", "1\u00a0an et 6\u00a0mois"),
        ("P2Y1M15D", "2\u00a0ans, 1\u00a0mois et 15\u00a0jours"),
    ],
)
def test_a_duration_is_said_in_french(iso, words):
    assert duration_in_words(iso) == words


@pytest.mark.parametrize(("iso", "months"), [("P5Y", 60), ("P90D", 3), ("P1D", 1), ("P0D", 0), ("P13M", 13)])
def test_a_duration_has_a_length_in_months_for_pictures(iso, months):
    assert parse_duration(iso).in_months == months


def test_a_patient_file_is_described_with_its_two_starting_points():
    texts = describe(value("patient_file"))
    assert texts.trigger == "La dernière intervention sur le dossier\u00a0; la dernière prise en charge"
    assert texts.active == "5\u00a0ans après la dernière intervention sur le dossier"
    assert texts.archive == "Jusqu’à 20\u00a0ans après la dernière prise en charge"
    assert texts.fate == "Suppression ou anonymisation"


def test_a_minors_file_says_the_28th_birthday():
    assert describe(value("patient_file_minor")).archive.endswith("et au moins jusqu’à 28\u00a0ans après la naissance")


def test_bounds_are_said_as_bounds():
    duplicates = describe(value("fse_duplicates")).active
    assert duplicates.startswith("3\u00a0mois au moins après la transmission, et au moins jusqu’à 90\u00a0jours")
    assert describe(value("applicants")).active == "2\u00a0ans au plus après le dernier contact"
    assert describe(value("access_logs")).active.startswith("6\u00a0mois au moins, 12\u00a0mois au plus après")


def test_a_criterion_is_said_where_no_figure_is_given():
    assert describe(value("backups")).active == "Jusqu’à la fin du cycle de rotation écrit par la structure"
    breaches = describe(value("breaches"))
    assert breaches.active == "Tant que le responsable du traitement existe, et 5\u00a0ans au moins après la clôture"


def test_an_archive_that_follows_current_use_says_so():
    texts = describe(value("rights_requests"))
    assert texts.archive == "5\u00a0ans après la fin de l’usage courant"
    assert texts.trigger == "La réponse"


def test_an_empty_column_shows_a_dash():
    assert describe(value("applicants")).archive == "—"
    assert describe(value("tax_vouchers")).active == "—"


def test_two_fates_are_alternatives():
    assert fate_in_words((Fate.DELETE, Fate.DEPOSIT)) == "Suppression ou versement aux archives"
    assert fate_in_words(()) == "—"


@pytest.mark.parametrize("parameter", ALL, ids=lambda parameter: parameter.name)
def test_every_rule_fills_the_columns_of_a_register(parameter):
    texts = describe(parameter.on(TODAY))
    assert texts.trigger[0].isupper() or texts.trigger == "—"
    assert (texts.active, texts.archive) != ("—", "—")
    assert texts.fate != "—"


def test_a_patient_file_is_drawn_as_5_years_then_15():
    assert strip(value("patient_file")) == Strip(60, 180, active_until_event=False, open_ended=False)
    assert strip(value("patient_file")).total_months == 240


def test_a_birth_has_no_place_on_a_scale_that_starts_at_the_last_visit():
    assert strip(value("patient_file_minor")) == strip(value("patient_file"))


def test_accounts_are_drawn_from_the_end_of_their_year():
    assert strip(value("accounting_bnc")) == Strip(0, 72, active_until_event=True, open_ended=False)


def test_an_archive_that_follows_current_use_is_drawn_after_it():
    assert strip(value("rights_requests")) == Strip(12, 60, active_until_event=False, open_ended=False)


def test_what_is_never_deleted_has_an_open_end():
    assert strip(value("breaches")).open_ended
    assert strip(value("patient_file_claim")).open_ended
    assert not strip(value("ai_audio")).open_ended


def test_the_scale_holds_the_longest_bar_in_whole_years():
    assert scale((value("patient_file"), value("cctv"))) == 20
    assert scale((value("cookies"),)) == 2
    assert scale((value("cctv"),)) == 1
    assert scale(()) == 1


def test_a_practitioner_taxed_as_bnc_keeps_6_years_and_a_company_10():
    assert accounting_rule("bnc") == "retention.accounting_bnc"
    assert value("accounting_bnc").phases[-1].duration == "P6Y"
    assert accounting_rule(LegalForm.SEL) == "retention.accounting_merchant"
    assert value("accounting_merchant").phases[-1].duration == "P10Y"


@pytest.mark.parametrize("form", ["association", "public", "other", "unknown"])
def test_a_form_that_no_text_names_keeps_the_longer_period(form):
    assert accounting_rule(form) == "retention.accounting_merchant"


def test_a_legal_form_outside_the_vocabulary_is_refused():
    with pytest.raises(ValueError):
        accounting_rule("gmbh")
