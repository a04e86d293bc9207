"""The data of the security measures: whole, sourced, in plain French, twelve of them first."""

import pytest

from registry.law import dated, security
from registry.law.dated import InvalidParameter

EVERY = tuple(security.measures().values())


def test_about_sixty_measures_stand_in_twelve_themes():
    assert 60 <= len(EVERY) <= 75
    assert len(security.themes()) == 12


def test_twelve_are_asked_first_and_they_are_the_basics():
    assert [each.first for each in security.twelve()] == list(range(1, 13))
    assert {each.key for each in security.twelve()} == {
        "backups", "restore_test", "leavers_removed", "individual_accounts", "session_locking", "disk_encryption",
        "antivirus", "firewall", "remote_maintenance", "professional_card", "secure_messaging", "no_messaging_apps",
    }  # fmt: skip


@pytest.mark.parametrize("measure", EVERY, ids=lambda each: each.key)
def test_a_measure_says_what_why_how_what_shows_it_and_where_it_comes_from(measure):
    texts = (measure.measure, measure.why, measure.how, measure.proof, measure.description)
    assert all(len(text) > 10 for text in texts)
    assert measure.sources
    assert len(measure.measure) <= 300 and len(measure.key) <= 40
    words = " ".join(texts)
    assert "conform" not in words.lower() and "!" not in words and "'" not in words
    assert "obligatoire" not in words.lower()


def test_the_one_with_tests_of_restoration_is_the_restoration():
    assert [each.key for each in EVERY if each.restore_tests] == ["restore_test"]


def test_the_reading_is_strict(tmp_path, monkeypatch):
    (tmp_path / "sources.yaml").write_text("law: {title: Un texte}\n", encoding="utf-8")
    good = {
        "key": "one", "measure": "m", "why": "w", "how": "h", "proof": "p", "description": "d", "sources": "[law]",
        "mark": "memory",
    }  # fmt: skip
    monkeypatch.setattr(security, "FOLDER", tmp_path)
    for change in ({"unknown": "x"}, {"sources": "[lost]"}, {"mark": "certain"}):
        row = ", ".join(f"{key}: {value}" for key, value in (good | change).items())
        (tmp_path / "01-theme.yaml").write_text(f"name: T\nmeasures:\n- {{{row}}}\n", encoding="utf-8")
        security.themes.cache_clear()
        with pytest.raises((InvalidParameter, ValueError)):
            security.themes()
    security.themes.cache_clear()


@pytest.mark.parametrize("name", ["restore_test_interval", "check_interval"])
def test_the_rhythms_are_proposals_shown_as_such(name):
    assert dated.get(f"security.{name}").mark.to_validate
