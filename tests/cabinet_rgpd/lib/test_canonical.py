import hashlib
import json
from enum import StrEnum

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cabinet_rgpd.lib.canonical import (
    CanonicalError,
    canon,
    entry_hash,
    genesis,
    parse,
    parse_canonical,
    payload_hash,
)

LOG = "0b6f6c5e-8a59-4d6c-9a55-3b1f0d3c2a10"
HEADER = {
    "act": "activity.updated",
    "actor": "system",
    "at": "2026-11-23T15:04:05.123456Z",
    "log": LOG,
    "obj": "activity:7d9c3c1e-2f50-4f0e-8a3a-0f9f6a1c4b22",
    "pay": "ab" * 32,
    "prev": "cd" * 32,
    "seq": 482,
    "v": 1,
    "ver": 7,
}

texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
keys = st.from_regex(r"[a-z0-9_]{1,12}", fullmatch=True)
integers = st.integers(-(2**53) + 1, 2**53 - 1)
values = st.recursive(
    st.none() | st.booleans() | integers | texts,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(keys, inner, max_size=4),
    max_leaves=12,
)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (None, b"null"),
        ({"b": True, "a": False}, b'{"a":false,"b":true}'),
        ([1, -2, 0], b"[1,-2,0]"),
        ([2**53 - 1, 1 - 2**53], b"[9007199254740991,-9007199254740991]"),
        ({"a_1": {}, "9": []}, b'{"9":[],"a_1":{}}'),
        ('"\\/', b'"\\"\\\\/"'),
        ("\b\t\n\f\r", b'"\\b\\t\\n\\f\\r"'),
        ("\x00\x0b\x1f", b'"\\u0000\\u000b\\u001f"'),
        ("\x7f\x85\u2028\u2029", b'"\x7f\xc2\x85\xe2\x80\xa8\xe2\x80\xa9"'),
        ("é\u00a0€ 𝕏", '"é\u00a0€ 𝕏"'.encode()),
        ("e\u0301", b'"e\xcc\x81"'),
    ],
)
def test_known_values_have_known_bytes(value, expected):
    assert canon(value) == expected
    assert parse_canonical(expected) == value


def test_a_term_of_a_vocabulary_is_the_text_it_holds():
    term = StrEnum("State", {"KEPT": "conservé"}).KEPT
    assert canon({"state": term}) == '{"state":"conservé"}'.encode()


@pytest.mark.parametrize(
    "value",
    [
        1.0,
        float("nan"),
        2**53,
        -(2**53),
        "\ud800",
        {"a": ["\udfff"]},
        {"A": 1},
        {"": 1},
        {"a-b": 1},
        {"é": 1},
        {"a\n": 1},
        {1: 2},
        (1, 2),
        {1, 2},
        b"bytes",
        object(),
    ],
)
def test_what_is_outside_the_format_is_refused(value):
    with pytest.raises(CanonicalError):
        canon(value)


def test_an_error_says_where_the_fault_is():
    with pytest.raises(CanonicalError, match=r"\$\.durations\[1\]: float"):
        canon({"durations": [1, 0.5]})


def test_a_value_nested_too_deeply_is_refused_and_not_a_crash():
    nested = []
    for _ in range(100_000):
        nested = [nested]
    with pytest.raises(CanonicalError, match="deeply"):
        canon(nested)
    with pytest.raises(CanonicalError, match="deeply"):
        parse(b"[" * 100_000 + b"]" * 100_000)


def test_a_value_that_holds_itself_is_refused():
    loop = {}
    loop["a"] = loop
    with pytest.raises(CanonicalError):
        canon(loop)


@pytest.mark.parametrize(
    "data",
    [
        b'{"a":1,"a":1}',
        b'{"x":{"a":1,"b":2,"a":3}}',
        b'{"a":1,"\\u0061":2}',
        b"1.0",
        b"1e3",
        b"NaN",
        b"-Infinity",
        b"9007199254740992",
        b"9" * 6000,
        b'"\\ud800"',
        b'"\xff"',
        b"\xef\xbb\xbf{}",
        b'{"A":1}',
        b"{} {}",
        b'"a\nb"',
        b"",
    ],
)
def test_reading_refuses_what_writing_would_never_produce(data):
    with pytest.raises(CanonicalError):
        parse(data)


@pytest.mark.parametrize("data", [b'{"b":1,"a":2}', b"[1, 2]", b'"\\u00e9"', b'"\\/"', b"-0", b"null\n", b'"\\u000A"'])
def test_strict_reading_refuses_a_second_spelling_of_the_same_value(data):
    parse(data)
    with pytest.raises(CanonicalError, match="not in canonical form"):
        parse_canonical(data)


def test_the_map_of_states_may_be_keyed_by_object_names_at_its_top_alone():
    state = {"activity:1": {"schema": 1}}
    assert canon(state, free_top_keys=True) == b'{"activity:1":{"schema":1}}'
    assert parse(canon(state, free_top_keys=True), free_top_keys=True) == state
    with pytest.raises(CanonicalError):
        canon({"activity:1": {"Schema": 1}}, free_top_keys=True)
    with pytest.raises(CanonicalError):
        canon({"\ud800": 1}, free_top_keys=True)


def test_the_hash_of_an_entry_can_be_computed_by_hand():
    by_hand = (
        '{"act":"activity.updated","actor":"system","at":"2026-11-23T15:04:05.123456Z",'
        f'"log":"{LOG}","obj":"activity:7d9c3c1e-2f50-4f0e-8a3a-0f9f6a1c4b22",'
        f'"pay":"{"ab" * 32}","prev":"{"cd" * 32}","seq":482,"v":1,"ver":7}}'
    )
    assert entry_hash(HEADER) == hashlib.sha256(b"\x00" + by_hand.encode()).hexdigest()
    assert entry_hash(HEADER) == "380b453052ba551c3937639d40dca1546bafffa2803d7bf9ca9d845809ca5ade"


def test_the_hash_of_a_body_can_be_computed_by_hand():
    salt = bytes(range(32))
    body = {"schema": 1, "reason": None, "name": "Agenda"}
    by_hand = b'{"name":"Agenda","reason":null,"schema":1}'
    assert payload_hash(salt, body) == hashlib.sha256(b"\x02" + salt + by_hand).hexdigest()
    assert payload_hash(salt, body) == "8d10ccbcc3d78f2e09b72d8e883835d815d28bf3d8fe0672e713a10263e1360a"


@pytest.mark.parametrize("salt", [b"", b"x" * 31, b"x" * 33, "x" * 32, None])
def test_a_salt_of_another_shape_is_refused(salt):
    with pytest.raises(CanonicalError):
        payload_hash(salt, {})


def test_the_first_link_depends_on_the_log_alone():
    assert genesis(LOG) == hashlib.sha256(b"\x03cabinet-rgpd/ledger/v1\n" + LOG.encode()).hexdigest()
    assert genesis(LOG) == "46bc832914decd60b6f02b1b5d11e4abc9865a19db86ce9de69effc6df72b43a"


@pytest.mark.parametrize("log", ["", LOG.upper(), LOG.replace("-", ""), LOG + "\n", None])
def test_a_log_that_is_not_a_lower_case_uuid_is_refused(log):
    with pytest.raises(CanonicalError):
        genesis(log)


@given(values)
def test_every_value_comes_back_from_its_bytes(value):
    data = canon(value)
    assert parse_canonical(data) == value
    assert json.loads(data) == value
    assert b"\n" not in data


@given(st.dictionaries(keys, values, max_size=6))
def test_the_order_in_which_a_body_was_filled_does_not_matter(body):
    assert canon(dict(reversed(body.items()))) == canon(body)


@given(values, values)
def test_two_values_with_the_same_bytes_are_the_same(one, other):
    assert (canon(one) == canon(other)) == (json.dumps(one, sort_keys=True) == json.dumps(other, sort_keys=True))


@given(st.binary(max_size=40))
def test_any_bytes_are_read_or_refused_and_nothing_else(data):
    try:
        value = parse(data)
    except CanonicalError:
        return
    assert parse_canonical(canon(value)) == value
