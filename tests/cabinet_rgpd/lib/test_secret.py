"""The secret key: never a default one, never readable by others."""

import stat

import pytest

from cabinet_rgpd.lib.secret import WeakSecret, secret_key

GOOD = "k" * 20 + "8Zr2-fVq_71Lx0wQ"


def test_a_key_is_made_at_first_start_and_read_afterwards(tmp_path):
    file = tmp_path / "var" / "secret_key"
    made = secret_key(given="", file=file)
    assert len(made) >= 64 and secret_key(given="", file=file) == made
    assert [each.name for each in file.parent.iterdir()] == ["secret_key"]


def test_only_its_owner_reads_the_file(tmp_path):
    file = tmp_path / "secret_key"
    secret_key(given="", file=file)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_two_installations_have_two_keys(tmp_path):
    assert secret_key(given="", file=tmp_path / "one") != secret_key(given="", file=tmp_path / "two")


def test_a_process_that_comes_second_reads_the_key_of_the_first(tmp_path, monkeypatch):
    file = tmp_path / "secret_key"
    file.write_text("the key of the first process")
    monkeypatch.setattr(type(file), "exists", lambda self: False)
    assert secret_key(given="", file=file) == "the key of the first process"


def test_a_key_from_the_environment_leaves_no_file(tmp_path):
    assert secret_key(given=GOOD, file=tmp_path / "secret_key") == GOOD
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    "given",
    ["short", "changeme-changeme-changeme-changeme", "django-insecure-" + GOOD, "A-Remplacer-" + GOOD, "x" * 40],
)
def test_a_default_or_short_key_is_refused(tmp_path, given):
    with pytest.raises(WeakSecret):
        secret_key(given=given, file=tmp_path / "secret_key")
