"""Chains made in memory, as an honest program makes them, and as a person who owns the database would remake them."""

import copy
import importlib.util
import random
import uuid
from pathlib import Path

from cabinet_rgpd.history import verification
from cabinet_rgpd.lib import canonical

VERIFIER = Path(verification.__file__).parent / "verifier" / "verify.py"
#: Texts that a careless writer or reader of JSON gets wrong.
TEXTS = [
    "Suivi « des » patients", "ligne\u2028autre\u2029fin", "suite\u0085NEL\u00a0", "\U0001f9b4 os \U0010ffff", "\x00\x01\x1f\x7f\x80",
    'guillemet " barre \\ oblique /', "tab\tretour\r\n\b\f", "é e\u0301 \u212b", "", "\ufeff\u200f",
]  # fmt: skip


def _load():
    spec = importlib.util.spec_from_file_location("proof_verifier", VERIFIER)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


verifier = _load()


def random_uuid(rng):
    return str(uuid.UUID(int=rng.getrandbits(128), version=4))


def random_text(rng):
    return rng.choice(TEXTS) + str(rng.randrange(100))


def random_body(rng):
    body = {
        "name": random_text(rng),
        "persons": sorted(random_text(rng) for _ in range(rng.randrange(3))),
        "count": rng.randrange(-(2**53) + 1, 2**53),
        "open": rng.choice([True, False, None]),
        "purposes": [{"id": random_uuid(rng), "name": random_text(rng)} for _ in range(rng.randrange(3))],
    }
    return body | {"schema": 1, "reason": rng.choice([None, random_text(rng)])}


def entry(rng, log, obj, number, body=None):
    """An entry whose place in the chain is still to be sealed."""
    at = f"2026-11-{1 + number // 24:02}T{number % 24:02}:00:00.{rng.randrange(10**6):06}Z"
    header = {"act": f"{obj.partition(':')[0]}.updated", "actor": rng.choice(["system", random_uuid(rng)]), "at": at}
    return {
        "body": body or random_body(rng),
        "header": header | {"log": log, "obj": obj, "v": 1},
        "salt": rng.randbytes(32).hex(),
    }


def sealed(entries):
    """The same entries numbered, linked and hashed anew: an honest chain, or one rewritten from end to end."""
    entries, versions = copy.deepcopy(entries), {}
    previous = canonical.genesis(entries[0]["header"]["log"])
    for seq, each in enumerate(entries, 1):
        header = each["header"]
        versions[header["obj"]] = versions.get(header["obj"], 0) + 1
        header |= {"seq": seq, "prev": previous, "ver": versions[header["obj"]]}
        if each["body"] is not None:
            header["pay"] = canonical.payload_hash(bytes.fromhex(each["salt"]), each["body"])
        previous = each["hash"] = canonical.entry_hash(header)
    return entries


def random_chain(rng, size=None):
    log = random_uuid(rng)
    objects = [
        f"{rng.choice(['activity', 'party', 'supplier'])}:{random_uuid(rng)}" for _ in range(rng.randrange(1, 4))
    ]
    return sealed([entry(rng, log, rng.choice(objects), number) for number in range(size or rng.randrange(4, 10))])


def files(chain, receipts=()):
    """The archive of a chain, whose state is what its last bodies say."""
    state = {each["header"]["obj"]: each["body"] for each in chain}
    return {
        "ledger.jsonl": b"".join(canonical.canon(each) + b"\n" for each in chain),
        "state.json": canonical.canon(state, free_top_keys=True),
        "receipts.json": canonical.canon([*receipts]),
    }


def receipt(chain):
    return len(chain), chain[-1]["hash"]


def faults_by_verifier(chain, *receipts):
    return verifier.verify(files(chain), receipts)[0]


def faults_by_product(chain):
    lines = [
        verification.Line(
            each["header"], each["hash"], each["body"] and canonical.canon(each["body"]).decode(), each["salt"]
        )
        for each in chain
    ]
    return verification.read_chain(chain[0]["header"]["log"], lines).faults


def seeds(count):
    return [random.Random(seed) for seed in range(count)]
