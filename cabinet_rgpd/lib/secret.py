"""The secret key: given by the environment, or made at first start and kept in a file that its owner alone reads."""

import contextlib
import os
import secrets
from pathlib import Path

#: Values that people leave in place; a start with one of them is refused.
PLACEHOLDERS = ("changeme", "change-me", "secret", "insecure", "a-remplacer", "xxxx", "example")


class WeakSecret(RuntimeError):
    """The secret given by the environment is a default one or too short."""


def secret_key(*, given: str, file: Path) -> str:
    """Return the secret given (at least 32 characters, no placeholder), or the one in `file`, made there when missing.

    Raises WeakSecret.
    """
    if given:
        if len(given) < 32 or any(word in given.lower() for word in PLACEHOLDERS):
            raise WeakSecret("SECRET_KEY is a default value or shorter than 32 characters: make one of your own.")
        return given
    if not file.exists():
        file.parent.mkdir(parents=True, exist_ok=True)
        draft = file.with_name(f".{file.name}.{secrets.token_hex(8)}")
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w", encoding="ascii") as handle:
            handle.write(secrets.token_urlsafe(64))
        with contextlib.suppress(FileExistsError):  # another process was first: both then read the same secret
            os.link(draft, file)
        draft.unlink()
    return file.read_text(encoding="ascii").strip()
