"""A clinic with a register that may be published, and notices at each stage of their life."""

import pytest

from tests.patients_info.notices import PDF, prepare, publish


@pytest.fixture
def quick_pdf(monkeypatch):
    """No layout: the PDF is a few bytes."""
    monkeypatch.setattr("cabinet_rgpd.documents.answers.rendered", lambda html: PDF)


@pytest.fixture
def notice(clinic, activity):
    """A notice prepared, with a register behind it."""
    activity(clinic)
    return prepare(clinic)


@pytest.fixture
def published(clinic, notice):
    """A notice in force."""
    return publish(clinic, notice)
