"""The dated texts: one file for each version, in force from the day that names it."""

import datetime as dt

import pytest

from patients_info import texts


def test_the_text_in_force_is_the_latest_whose_day_has_come(tmp_path, monkeypatch):
    folder = tmp_path / "patients_info/notice/patients/fr"
    folder.mkdir(parents=True)
    for day in ["2026-10-01", "2027-03-01"]:
        (folder / f"{day}.html").write_text("")
    monkeypatch.setattr(texts, "ROOT", tmp_path)
    found = texts.versions.__wrapped__()
    monkeypatch.setattr(texts, "versions", lambda *_: found)
    assert [text.name for text in found] == ["2026-10-01", "2027-03-01"]
    assert texts.in_force(dt.date(2027, 2, 28)).name == "2026-10-01"
    assert texts.in_force(dt.date(2027, 3, 1)).name == "2027-03-01"
    assert texts.in_force(dt.date(2020, 1, 1)).name == "2026-10-01"


def test_every_text_has_its_poster_beside_it():
    for text in texts.versions():
        assert (texts.ROOT / text.template).is_file() and (texts.ROOT / text.poster).is_file()


def test_the_path_of_a_text_holds_notice_and_its_language():
    for text in texts.versions():
        assert "notice" in text.template.split("/") and "fr" in text.template.split("/")


def test_a_text_or_a_language_that_does_not_exist_is_refused():
    with pytest.raises(LookupError):
        texts.named("1999-01-01")
    with pytest.raises(LookupError):
        texts.versions("patients", "xx")
