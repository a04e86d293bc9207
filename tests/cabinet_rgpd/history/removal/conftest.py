import pytest

from cabinet_rgpd.history.removal import scrubbing


@pytest.fixture(autouse=True)
def _patience(monkeypatch):
    """On the server of the tests, the transaction of another worker may last."""
    monkeypatch.setattr(scrubbing, "PATIENCE_SECONDS", 300)
