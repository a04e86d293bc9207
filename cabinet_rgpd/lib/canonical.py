"""The canonical bytes of the history and the hashes built on them (format 1).

Anyone must be able to write a second implementation from the description of the format alone, so
nothing here is lenient: what is not exactly in the format is refused, never converted.
"""

import hashlib
import json
import re

MAX_INTEGER = 2**53 - 1
SALT_LENGTH = 32
HASH_PATTERN = re.compile(r"[0-9a-f]{64}")
LOG_PATTERN = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")

_KEY = re.compile(r"[a-z0-9_]+")
_SURROGATE = re.compile("[\ud800-\udfff]")
_GENESIS = b"\x03cabinet-rgpd/ledger/v1\n"


class CanonicalError(ValueError):
    """The value or the bytes are outside the canonical format; the message says where and why."""


def canon(value, *, free_top_keys: bool = False) -> bytes:
    """Return the one sequence of bytes that stands for `value`.

    `value` is made of dict, list, str, int, bool and None only. Keys match `[a-z0-9_]+`; with
    `free_top_keys` the keys of the outermost object may be any text (the map of live states, keyed
    by `activity:<uuid>`). Raises CanonicalError for anything else: floats, integers beyond
    ±(2^53 − 1), tuples, lone surrogates, a structure nested too deeply or inside itself.
    """
    try:
        _check(value, "$", free_top_keys)
        text = json.dumps(value, ensure_ascii=False, allow_nan=False, sort_keys=True, separators=(",", ":"))
    except (RecursionError, ValueError) as error:
        raise _as_canonical(error) from None
    return text.encode("utf-8")


def parse(data: bytes, *, free_top_keys: bool = False):
    """Read JSON bytes into a value that `canon` accepts.

    White space and the order of keys are free here (see `parse_canonical`), the rest is not:
    duplicate keys, floats, NaN, a byte order mark, invalid UTF-8 raise CanonicalError.
    """
    value = _read(data)
    try:
        _check(value, "$", free_top_keys)
    except (RecursionError, ValueError) as error:
        raise _as_canonical(error) from None
    return value


def parse_canonical(data: bytes, *, free_top_keys: bool = False):
    """Like `parse`, and raise CanonicalError unless `data` is the canonical form of what it says."""
    value = _read(data)
    if canon(value, free_top_keys=free_top_keys) != bytes(data):
        raise CanonicalError("the bytes are valid but not in canonical form")
    return value


def _read(data):
    try:
        text = bytes(data).decode("utf-8", errors="strict")
        return json.loads(text, object_pairs_hook=_object, parse_float=_refuse_number, parse_constant=_refuse_number)
    except (RecursionError, ValueError) as error:
        raise _as_canonical(error) from None


def entry_hash(header: dict) -> str:
    """SHA-256(0x00 ‖ canon(header)), 64 lower-case hexadecimal characters."""
    return hashlib.sha256(b"\x00" + canon(header)).hexdigest()


def payload_hash(salt: bytes, body: dict) -> str:
    """SHA-256(0x02 ‖ salt ‖ canon(body)), 64 lower-case hexadecimal characters.

    `salt` is 32 random bytes; another length raises CanonicalError.
    """
    if not isinstance(salt, (bytes, bytearray, memoryview)) or len(salt) != SALT_LENGTH:
        raise CanonicalError(f"a salt is {SALT_LENGTH} bytes")
    return hashlib.sha256(b"\x02" + bytes(salt) + canon(body)).hexdigest()


def genesis(log) -> str:
    """The `prev` of entry 1: SHA-256(0x03 ‖ "cabinet-rgpd/ledger/v1\\n" ‖ log).

    `log` is the UUID of the structure, as uuid.UUID or as its 36 lower-case ASCII characters;
    anything else raises CanonicalError.
    """
    text = str(log)
    if not LOG_PATTERN.fullmatch(text):
        raise CanonicalError("a log is named by a UUID in lower case")
    return hashlib.sha256(_GENESIS + text.encode("ascii")).hexdigest()


def _check(value, where: str, free_keys: bool = False) -> None:
    if value is None or isinstance(value, bool):
        return
    if isinstance(value, str):  # a term of a vocabulary is the text it holds
        if _SURROGATE.search(value):
            raise CanonicalError(f"{where}: lone surrogate")
    elif isinstance(value, int):
        if abs(value) > MAX_INTEGER:
            raise CanonicalError(f"{where}: integer beyond ±(2^53 − 1)")
    elif type(value) is list:
        for index, item in enumerate(value):
            _check(item, f"{where}[{index}]")
    elif type(value) is dict:
        for key, item in value.items():
            _check_key(key, where, free_keys)
            _check(item, f"{where}.{key}")
    else:
        raise CanonicalError(f"{where}: {type(value).__name__} has no canonical form")


def _check_key(key, where: str, free: bool) -> None:
    if type(key) is not str:
        raise CanonicalError(f"{where}: a key is text, not {type(key).__name__}")
    if free:
        _check(key, f"{where} (key)")
    elif not _KEY.fullmatch(key):
        raise CanonicalError(f"{where}: key {key!r} does not match [a-z0-9_]+")


def _object(pairs: list) -> dict:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise CanonicalError("duplicate key in an object")
    return found


def _refuse_number(text: str):
    raise CanonicalError(f"{text} is not an integer")


def _as_canonical(error: Exception) -> CanonicalError:
    if isinstance(error, CanonicalError):
        return error
    if isinstance(error, RecursionError):
        return CanonicalError("nested too deeply")
    return CanonicalError(str(error))
