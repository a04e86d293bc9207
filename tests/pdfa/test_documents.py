"""Every document of the product, laid out for real: what accessibility (PDF/UA-1) and archiving (PDF/A) ask of it."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from cabinet_rgpd.documents import archival, rendering
from cabinet_rgpd.documents.archival import Attachment
from tests.pdfa import checks, sources


@pytest.fixture
def documents(clinic, client_of, monkeypatch):
    return sources.written(clinic, client_of, monkeypatch)


def test_every_document_is_accessible(documents):
    with ThreadPoolExecutor(rendering.AT_ONCE) as together:
        found = dict(zip(documents, together.map(_faults, documents.values()), strict=True))
    assert {name: each for name, each in found.items() if each} == {}
    assert len(found) > 30


def _faults(html):
    return sorted(set(checks.faults(rendering.render_pdf(html))))


def test_the_inspection_file_is_accessible_and_each_of_its_files_says_what_it_is_once(documents):
    files = [Attachment("register.json", b"{}", "Le registre, lisible par une machine", "Source")]
    made = rendering.render_pdf(documents["inspection_pdf"], variant=archival.VARIANT, attachments=files)
    assert checks.faults(made) == []


@pytest.mark.parametrize(
    ("html", "fault"),
    [
        ('<html lang="fr"><title>T</title><h2>Un</h2>', "the first heading is of level 2"),
        ('<html lang="fr"><title>T</title><h1>Un</h1><h3>Deux</h3>', "a heading of level 3 comes after one of level 1"),
        ('<html lang="fr"><title>T</title><table><tr><td>Un</td></tr></table>', "a table has no header cell"),
        ('<html lang="fr"><title>T</title><p><a href="ftp://exemple.fr">Un</a></p>', "page 1: a link leads to ftp://exemple.fr"),
        ('<html lang="fr"><title>T</title><p>Un</p>', "nobody is named as the author"),
    ],
)  # fmt: skip
def test_a_fault_is_found(html, fault):
    assert fault in checks.faults(rendering.render_pdf(html))
