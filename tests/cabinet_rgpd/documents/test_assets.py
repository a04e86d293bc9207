import pytest

from cabinet_rgpd.documents import assets
from cabinet_rgpd.documents.fonts import pdf_font


def test_our_style_sheet_and_fonts_are_found():
    assert assets.find("print.css") == (assets.DIRECTORY / "print.css", "text/css")
    assert assets.find("fonts/source-sans-3.ttf") == (pdf_font(), "font/ttf")
    assert assets.find("fonts/source-sans-3-italic.ttf") == (pdf_font(italic=True), "font/ttf")


@pytest.mark.parametrize(
    "name",
    [
        "",
        ".",
        "absent.css",
        "../../manage.py",
        "../css/app.css",
        "/etc/hostname",
        "fonts/other.ttf",
        "print.css/..",
        "a\0b",
    ],
)
def test_any_other_name_is_refused(name):
    with pytest.raises(ValueError):
        assets.find(name)


def test_a_link_that_leads_outside_is_refused(tmp_path, monkeypatch):
    outside = tmp_path / "outside.css"
    outside.write_text("p {}")
    inside = tmp_path / "documents"
    inside.mkdir()
    (inside / "link.css").symlink_to(outside)
    monkeypatch.setattr(assets, "DIRECTORY", inside)
    with pytest.raises(assets.RefusedAsset):
        assets.find("link.css")


def test_the_digest_changes_when_a_file_is_changed_renamed_or_added(tmp_path, monkeypatch):
    monkeypatch.setattr(assets, "DIRECTORY", tmp_path)
    seen = [assets.digest()]
    (tmp_path / "a.css").write_text("p {}")
    seen.append(assets.digest())
    (tmp_path / "a.css").write_text("p { color: red }")
    seen.append(assets.digest())
    (tmp_path / "a.css").rename(tmp_path / "b.css")
    seen.append(assets.digest())
    assert len(set(seen)) == 4
    (tmp_path / "notes.txt").write_text("not loaded by documents")
    assert assets.digest() == seen[-1]
