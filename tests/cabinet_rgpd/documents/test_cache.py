import os
import stat

import pytest

from cabinet_rgpd.documents import cache

PDF = b"%PDF-1.7 invented"


@pytest.fixture
def calls(monkeypatch):
    made = []

    def render(html, *, variant):
        made.append((html, variant))
        return PDF + html.encode()

    monkeypatch.setattr(cache, "render_pdf", render)
    return made


def test_a_document_is_rendered_once(tmp_path, calls):
    assert cache.rendered("<p>a", directory=tmp_path) == cache.rendered("<p>a", directory=tmp_path)
    assert len(calls) == 1


def test_another_content_or_variant_is_another_document(tmp_path, calls):
    cache.rendered("<p>a", directory=tmp_path)
    cache.rendered("<p>b", directory=tmp_path)
    cache.rendered("<p>a", directory=tmp_path, variant="pdf/a-3a")
    assert len(calls) == 3


def test_files_are_for_the_owner_alone_and_no_half_file_is_left(tmp_path, calls):
    directory = tmp_path / "new" / "pdf"
    cache.rendered("<p>a", directory=directory)
    (file,) = directory.iterdir()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(directory.stat().st_mode) == 0o700
    assert file.suffix == ".pdf"


def test_a_damaged_file_is_rendered_again(tmp_path, calls):
    cache.rendered("<p>a", directory=tmp_path)
    (file,) = tmp_path.iterdir()
    file.write_bytes(b"")
    assert cache.rendered("<p>a", directory=tmp_path).startswith(PDF)
    assert len(calls) == 2


def test_a_directory_that_cannot_be_written_does_not_refuse_the_document(tmp_path, calls):
    (tmp_path / "file").write_text("in the way")
    assert cache.rendered("<p>a", directory=tmp_path / "file" / "pdf").startswith(PDF)


def test_pruning_removes_what_was_used_longest_ago(tmp_path, calls):
    for age, name in enumerate("abcd"):
        cache.rendered(name, directory=tmp_path)
        path = tmp_path / f"{cache.fingerprint(name)}.pdf"
        os.utime(path, (1_000_000 - age, 1_000_000 - age))
    cache.rendered("d", directory=tmp_path)
    size = len(PDF) + 1
    assert cache.prune(tmp_path, 2 * size) == 2 * size
    assert {path.stem for path in tmp_path.iterdir()} == {cache.fingerprint("a"), cache.fingerprint("d")}


def test_pruning_a_small_or_absent_directory_removes_nothing(tmp_path, calls):
    cache.rendered("a", directory=tmp_path)
    assert cache.prune(tmp_path, 10_000) == 0
    assert cache.prune(tmp_path / "absent", 0) == 0


def test_pruning_counts_what_an_interrupted_write_left(tmp_path):
    (tmp_path / "abc.pdf.0123456789ab").write_bytes(b"x" * 50)
    assert cache.prune(tmp_path, 0) == 50
    assert not list(tmp_path.iterdir())
