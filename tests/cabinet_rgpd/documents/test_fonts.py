import pytest
from fontTools.ttLib import TTFont

from cabinet_rgpd.documents import fonts


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    return fonts.build(tmp_path_factory.mktemp("static") / "fonts")


def test_the_web_font_is_small_and_keeps_its_weights(built):
    assert built.name == "source-sans-3.woff2"
    assert built.stat().st_size < 52 * 1024
    with TTFont(built) as font:
        assert font.flavor == "woff2"
        (axis,) = font["fvar"].axes
        assert (axis.axisTag, axis.minValue, axis.maxValue) == ("wght", 400, 700)


def test_the_web_font_writes_french(built):
    with TTFont(built) as font:
        cmap = font.getBestCmap()
    assert all(ord(letter) in cmap for letter in "ÀÂÇÉÈÊËÎÏÔŒÙÛÜŸàâæçéèêëîïôœùûüÿ «»’“”–—…€°№²·•→≥−✓□☐\u00a0\u202f")


def test_the_web_font_keeps_its_licence_and_tabular_figures(built):
    with TTFont(built) as font:
        assert "Open Font License" in font["name"].getDebugName(13)
        widths = {font["hmtx"][font.getBestCmap()[ord(figure)]][0] for figure in "0123456789"}
    assert len(widths) == 1


def test_building_twice_makes_nothing_anew(built, monkeypatch):
    before = (built.read_bytes(), built.stat().st_mtime_ns)
    monkeypatch.setattr(fonts, "_web_subset", lambda: pytest.fail("the subset was made again"))
    assert fonts.build(built.parent) == built
    assert (built.read_bytes(), built.stat().st_mtime_ns) == before


def test_building_elsewhere_gives_the_same_bytes(built, tmp_path):
    assert fonts.build(tmp_path).read_bytes() == built.read_bytes()


def test_an_older_recipe_is_built_again(tmp_path, monkeypatch):
    monkeypatch.setattr(fonts, "_web_subset", lambda: b"made")
    target = fonts.build(tmp_path)
    target.write_bytes(b"old")
    assert fonts.build(tmp_path).read_bytes() == b"old"
    monkeypatch.setattr(fonts, "WEB_RECIPE", "another")
    assert fonts.build(tmp_path).read_bytes() == b"made"


def test_the_font_of_documents_draws_the_box_of_missing_characters():
    assert ord("□") in fonts.covered()
    assert fonts.pdf_font().is_file()
    assert fonts.pdf_font(italic=True).is_file()


def test_arabic_has_its_own_font_that_other_documents_do_not_load():
    assert fonts.arabic_font().is_file()
    assert all(ord(letter) in fonts.arabic_alone() for letter in "ابتثجحخدذرزسشصضطظعغفقكلمنهويءآأؤإئةى،؛؟ًٌٍَُِّْ")
    assert not {ord(letter) for letter in "Aé «€—0"} & fonts.arabic_alone()
    assert fonts.version() in fonts.versions() and len(fonts.versions().split()) == 2
