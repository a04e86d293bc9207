"""The list of removals, kept beside the database: applied again when an old backup brings the words back.

It holds no word: a keyed fingerprint, and the length by which the words are found again; or a moment, for the retention
rule of the history; or the deletion of the structure.
"""

import hashlib
import hmac
import json
import os

from django.conf import settings

from cabinet_rgpd.history.removal.words import windows


def path():
    return settings.VAR_DIR / "removals.jsonl"


def mark(words):
    """The fingerprint of words whatever their case, which only the key of this installation can make."""
    key = hashlib.sha256(b"cabinet-rgpd/removals\n" + settings.SECRET_KEY.encode()).digest()
    return hmac.new(key, words.lower().encode(), "sha256").hexdigest()


def add(*, removal_id, structure_id, words, second):
    """One line more, on the disk before this returns. `words` is None for the deletion of the structure."""
    what = {"whole": True} if words is None else {"length": len(words), "mark": mark(words)}
    _append(removal_id, structure_id, {"second": str(second) if second else None, **what})


def add_rule(*, removal_id, structure_id, before):
    """The same for what the history's own retention rule takes away: all that was replaced before a moment."""
    _append(removal_id, structure_id, {"second": None, "before": before.isoformat()})


def _append(removal_id, structure_id, what):
    line = {"id": str(removal_id), "structure": str(structure_id), **what}
    descriptor = os.open(path(), os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(json.dumps(line, sort_keys=True).encode() + b"\n")
        file.flush()
        os.fsync(file.fileno())


def read():
    """The lines of the list; none when nothing was ever removed."""
    if not path().exists():
        return []
    return [json.loads(line) for line in path().read_text(encoding="utf-8").splitlines() if line.strip()]


def found_again(line, text):
    """The words of a line of the list, if a text holds them, else None."""
    return next((each for each in windows(text, line["length"]) if mark(each) == line["mark"]), None)
