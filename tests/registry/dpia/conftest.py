import pytest

from tests.registry.dpo.conftest import answer as answer


@pytest.fixture
def large(clinic, answer):
    """The MSP, which follows 12,000 patients a year in a shared system."""
    answer(clinic, setting="msp", professions=["gp"], shared_software=True, patients=12_000)
    return clinic
