"""The dated texts: one file for each version, in force from the day that names it."""

import datetime as dt

import pytest

from patients_info import texts
from patients_info.audiences import AUDIENCES


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """Two versions of a text and two of the common one, on days of their own."""
    for name, days in {"patients": ["2026-10-01", "2027-03-01"], "common": ["2026-10-01", "2027-05-01"]}.items():
        folder = tmp_path / "patients_info/notice" / name / "fr"
        folder.mkdir(parents=True)
        for day in days:
            (folder / f"{day}.html").write_text("")
    monkeypatch.setattr(texts, "ROOT", tmp_path)
    monkeypatch.setattr(texts, "days", texts.days.__wrapped__)


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize(
    ("on", "name", "own", "common"),
    [
        ("2020-01-01", "2026-10-01", "2026-10-01", "2026-10-01"),
        ("2027-02-28", "2026-10-01", "2026-10-01", "2026-10-01"),
        ("2027-03-01", "2027-03-01", "2027-03-01", "2026-10-01"),
        ("2027-05-01", "2027-05-01", "2027-03-01", "2027-05-01"),
    ],
)
def test_the_text_in_force_is_the_latest_whose_day_has_come(on, name, own, common):
    text = texts.in_force(dt.date.fromisoformat(on))
    assert text.name == name
    assert text.template.endswith(f"patients/fr/{own}.html") and text.frame.endswith(f"common/fr/{common}.html")


@pytest.mark.parametrize("audience", AUDIENCES)
def test_every_audience_has_a_french_text(audience):
    text = texts.in_force(dt.date(2026, 11, 23), audience)
    assert all((texts.ROOT / name).is_file() for name in [text.template, text.frame, text.uses])


def test_the_poster_of_patients_stands_beside_each_of_their_texts():
    for day in texts.days("patients", "fr"):
        assert (texts.ROOT / texts.in_force(day).poster).is_file()


@pytest.mark.parametrize(("audience", "language"), [("patients", "xx"), ("martians", "fr")])
def test_an_audience_or_a_language_without_a_text_is_refused(audience, language):
    with pytest.raises(LookupError):
        texts.in_force(dt.date(2026, 11, 23), audience, language)
