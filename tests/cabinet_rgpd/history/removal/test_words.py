"""Words in a value: found whole and whatever their case, replaced and nothing else."""

import pytest

from cabinet_rgpd.history.removal import listed
from cabinet_rgpd.history.removal.words import Words, windows

NAME = Words("Gaspard Zéphirin")


@pytest.mark.parametrize(
    ("text", "without"),
    [
        ("Vu Gaspard Zéphirin hier", "Vu [retiré] hier"),
        ("GASPARD ZÉPHIRIN, gaspard zéphirin.", "[retiré], [retiré]."),
        ("Gaspard Zéphirine", "Gaspard Zéphirine"),
        ("ligne\nGaspard Zéphirin\n", "ligne\n[retiré]\n"),
        ("", ""),
    ],
)
def test_words_go_and_the_rest_stays(text, without):
    assert NAME.out_of(text) == without
    assert NAME.are_in(text) is (text != without)


def test_lists_and_objects_are_gone_through():
    value = {"a": ["Gaspard Zéphirin", {"b": "x"}], "c": None, "d": 3}
    assert NAME.out_of(value) == {"a": ["[retiré]", {"b": "x"}], "c": None, "d": 3}
    assert NAME.are_in(value) and not NAME.are_in({"Gaspard Zéphirin": 1})


def test_words_with_the_marks_of_a_pattern_are_taken_as_they_are():
    assert Words("M. (X)").out_of("vu M. (X) ici") == "vu [retiré] ici"


def test_a_fingerprint_finds_the_words_again_whatever_their_case(settings, tmp_path):
    settings.VAR_DIR = tmp_path
    listed.add(removal_id="1", structure_id="2", words=NAME.text, second=None)
    [line] = listed.read()
    assert listed.found_again(line, "vu GASPARD Zéphirin, hier") == "GASPARD Zéphirin"
    assert listed.found_again(line, "vu Gaspard Zéphirine, hier") is None
    assert "gaspard" not in listed.path().read_text().lower()
    assert listed.path().stat().st_mode & 0o077 == 0


def test_windows_begin_and_end_as_words_do():
    assert list(windows("ab cd ef", 5)) == ["ab cd", "cd ef"]
