"""Two states of a record, told apart in words."""

import pytest

from cabinet_rgpd.history.differences import differences, in_words, line_in_words, state_in_words
from registry.activities.models import DataCategory, ProcessingActivity, Purpose, Responsible
from registry.retention.models import RetentionRule

ID = "11111111-1111-4111-8111-111111111111"
EMPTY = {name: [] for name in ProcessingActivity.CHILDREN}


def told(before, after):
    found = differences(ProcessingActivity, {**EMPTY, **before}, {**EMPTY, **after})
    return [(each.where, each.before, each.after) for each in found]


def test_two_equal_states_do_not_differ():
    assert told({"name": "Paie"}, {"name": "Paie"}) == []


def test_choices_dates_and_terms_are_said_in_french():
    before = {"state": "in_force", "started_on": "2026-03-01", "persons": ["staff"], "transfer_stance": "unknown"}
    after = {"state": "archived", "started_on": None, "persons": ["staff", "applicants"], "transfer_stance": "none"}
    assert told(before, after) == [
        ("état", "En vigueur", "Archivée"),
        ("personnes concernées", "Salariés", "Salariés, Candidats à un emploi"),
        ("hors d’Europe", "À vérifier", "Aucun transfert hors de l’Espace économique européen"),
        ("commencée le", "1er mars 2026", ""),
    ]


def test_a_changed_line_is_named_by_its_first_words():
    row = {"id": ID, "name": "Payer", "legal_basis": "", "to_validate": True}
    after = {**row, "legal_basis": "6.1.b", "to_validate": False}
    assert told({"purposes": [row]}, {"purposes": [after]}) == [
        ("finalité «\u00a0Payer\u00a0», base légale", "", "Contrat ou mesures précontractuelles (art. 6.1.b)"),
        ("finalité «\u00a0Payer\u00a0», à valider", "oui", "non"),
    ]


def test_a_line_that_only_moved_is_no_difference():
    first, second = {"id": ID, "name": "Un"}, {"id": ID.replace("1", "2"), "name": "Deux"}
    assert told({"purposes": [first, second]}, {"purposes": [second, first]}) == []


def test_a_reference_is_said_by_its_label():
    line = {"party": {"obj": f"party:{ID}", "label": "SISA des Rives"}, "role": "controller"}
    assert line_in_words(Responsible, line) == "SISA des Rives · Responsable de traitement"


def test_a_value_that_no_vocabulary_knows_any_more_is_said_as_it_is():
    field = Purpose._meta.get_field("legal_basis")
    assert in_words(Purpose, field, "6.1.z") == "6.1.z"
    assert in_words(ProcessingActivity, ProcessingActivity._meta.get_field("persons"), ["martians"]) == "martians"


def test_texts_of_law_are_said_by_their_titles():
    field = RetentionRule._meta.get_field("sources")
    assert in_words(RetentionRule, field, [{"title": "CSP, art. R1112-7", "href": ""}]) == "CSP, art. R1112-7"


@pytest.mark.parametrize("empty", [None, "", [], {}])
def test_nothing_is_said_of_an_empty_value(empty):
    assert in_words(DataCategory, DataCategory._meta.get_field("description"), empty) == ""


def test_a_whole_state_is_told_with_its_lists():
    state = {**EMPTY, "name": "Paie", "purposes": [{"id": ID, "name": "Payer", "legal_basis": "6.1.b"}]}
    words = dict(state_in_words(ProcessingActivity, state))
    assert words["nom"] == ["Paie"] and words["description"] == []
    assert words["finalité"] == ["Payer · Contrat ou mesures précontractuelles (art. 6.1.b)"]
