"""What a chain shows, and what only a receipt held by someone else shows (the table of proof.md §6)."""

import copy
import itertools
import random

import pytest

from cabinet_rgpd.lib import canonical
from tests.cabinet_rgpd.history import chains

#: How many random chains each attack is tried on.
CHAINS = 200


def other_hex(rng):
    return rng.randbytes(32).hex()


CHANGED_HEADERS = {
    "act": lambda rng, header: header["act"] + "x",
    "actor": lambda rng, header: chains.random_uuid(rng),
    "at": lambda rng, header: header["at"].replace("2026", "2027"),
    "log": lambda rng, header: chains.random_uuid(rng),
    "obj": lambda rng, header: f"activity:{chains.random_uuid(rng)}",
    "pay": lambda rng, header: other_hex(rng),
    "prev": lambda rng, header: other_hex(rng),
    "seq": lambda rng, header: header["seq"] + rng.choice([-1, 1, 100]),
    "v": lambda rng, header: 2,
    "ver": lambda rng, header: header["ver"] + rng.choice([-1, 1]),
}


def change_header(rng, chain):
    name = rng.choice(list(CHANGED_HEADERS))
    header = rng.choice(chain)["header"]
    header[name] = CHANGED_HEADERS[name](rng, header)


def change_body(rng, chain):
    rng.choice(chain)["body"]["name"] += "\u200b"


def change_reason(rng, chain):
    rng.choice(chain)["body"]["reason"] = "Autre raison"


def change_salt(rng, chain):
    rng.choice(chain)["salt"] = other_hex(rng)


def change_hash(rng, chain):
    rng.choice(chain)["hash"] = other_hex(rng)


def seal_one_again(rng, chain):
    """A body changed and its own entry hashed again, not those that follow."""
    each = rng.choice(chain[:-1])
    each["body"]["name"] += "x"
    each["header"]["pay"] = canonical.payload_hash(bytes.fromhex(each["salt"]), each["body"])
    each["hash"] = canonical.entry_hash(each["header"])


def swap(rng, chain):
    first, second = rng.sample(range(len(chain)), 2)
    chain[first], chain[second] = chain[second], chain[first]


def duplicate(rng, chain):
    chain.insert(rng.randrange(len(chain)), copy.deepcopy(rng.choice(chain)))


def delete(rng, chain):
    del chain[rng.randrange(len(chain) - 1)]


def remove_body_silently(rng, chain):
    rng.choice(chain).update(body=None, salt=None)


SEEN = [
    change_header, change_body, change_reason, change_salt, change_hash, seal_one_again, swap, duplicate, delete,
    remove_body_silently,
]  # fmt: skip


def truncate(rng, chain):
    return chain[: rng.randrange(1, len(chain))]


def truncate_and_go_on(rng, chain):
    """As many entries as before, or more: only their words differ."""
    kept = truncate(rng, chain)
    return chains.sealed([*kept, *(new_entry(rng, chain, 100 + number) for number in range(len(chain)))])


def rewrite(rng, chain):
    rng.choice(chain)["body"]["name"] += "x"
    return chains.sealed(chain)


def delete_and_hash_again(rng, chain):
    delete(rng, chain)
    return chains.sealed(chain)


def insert_back_dated(rng, chain):
    place = rng.randrange(len(chain))
    inserted = new_entry(rng, chain, 0)
    inserted["header"]["at"] = chain[place]["header"]["at"]
    chain.insert(place, inserted)
    return chains.sealed(chain)


UNSEEN = [truncate, truncate_and_go_on, rewrite, delete_and_hash_again, insert_back_dated]


def new_entry(rng, chain, number):
    log, obj = chain[0]["header"]["log"], rng.choice(chain)["header"]["obj"]
    return chains.entry(rng, log, obj, number)


@pytest.mark.parametrize("attack", SEEN)
def test_a_change_is_found_by_the_chain_alone(attack):
    missed = []
    for seed, rng in enumerate(chains.seeds(CHAINS)):
        chain = chains.random_chain(rng)
        assert chains.faults_by_verifier(chain, chains.receipt(chain)) == chains.faults_by_product(chain) == []
        attack(rng, chain)
        if not chains.faults_by_verifier(chain) or not chains.faults_by_product(chain):
            missed.append(seed)
    assert missed == []


@pytest.mark.parametrize("attack", UNSEEN)
def test_a_chain_cut_or_hashed_again_is_shown_by_a_receipt_and_by_nothing_else(attack):
    for rng in chains.seeds(CHAINS):
        chain = chains.random_chain(rng)
        receipt = chains.receipt(chain)
        attacked = attack(rng, copy.deepcopy(chain))
        assert chains.faults_by_verifier(attacked) == chains.faults_by_product(attacked) == []
        [fault] = chains.faults_by_verifier(attacked, receipt)
        assert fault.startswith("TRONQUÉ" if len(attacked) < len(chain) else "DIVERGENT")


def test_every_bit_of_a_small_export_counts():
    """Each bit of the chain, the state and the receipts, turned alone. The kind of a receipt is a word, not a proof."""
    chain = chains.random_chain(random.Random(3), size=2)
    end = chain[-1]
    known = {"at": end["header"]["at"], "hash": end["hash"], "kind": "", "obj": end["header"]["obj"], "seq": 2}
    archive = chains.files(chain, [known])
    assert chains.verifier.verify(archive)[0] == []
    missed = []
    for name, data in archive.items():
        for place, bit in itertools.product(range(len(data)), range(8)):
            turned = bytearray(data)
            turned[place] ^= 1 << bit
            if not chains.verifier.verify({**archive, name: bytes(turned)})[0]:
                missed.append((name, place, bit))
    assert missed == []


def test_every_bit_of_a_stored_line_counts():
    [line] = chains.random_chain(random.Random(5), size=1)
    text = canonical.canon(line["body"])
    for place, bit in itertools.product(range(len(text)), range(8)):
        turned = bytearray(text)
        turned[place] ^= 1 << bit
        stored = chains.verification.Line(
            line["header"], line["hash"], turned.decode("utf-8", "surrogateescape"), line["salt"]
        )
        assert chains.verification.read_chain(line["header"]["log"], [stored]).faults


# -- Bodies removed, restorations, receipts ----------------------------------------------------------------------------


def with_redaction(rng, seqs):
    """A chain of four entries, the first of which lost its body, and a last entry that lists `seqs`."""
    chain = chains.random_chain(rng, size=4)
    log = chain[0]["header"]["log"]
    body = {"reason": "Un nom y figurait", "schema": 1, "second": None, "seqs": seqs}
    last = chains.entry(rng, log, f"ledger:{log}", 50, body)
    last["header"]["act"] = "text.redacted"
    chain = chains.sealed([*chain, last])
    chain[0].update(body=None, salt=None)
    return chain


def test_a_body_removed_is_accepted_when_a_later_entry_says_so():
    chain = with_redaction(random.Random(1), [1])
    faults, notes = chains.verifier.verify(chains.files(chain), [chains.receipt(chain)])
    assert faults == chains.faults_by_product(chain) == []
    assert "corps retiré\u00a0: position 1" in notes


@pytest.mark.parametrize("seqs", [[], [2], ["1"], [True], 1, None])
def test_a_body_removed_is_refused_when_no_entry_names_it(seqs):
    chain = with_redaction(random.Random(1), seqs)
    assert chains.faults_by_verifier(chain)
    assert chains.faults_by_product(chain)


def test_a_removal_does_not_excuse_a_later_entry():
    rng = random.Random(2)
    chain = with_redaction(rng, [1, 6])
    chain = chains.sealed([*chain, new_entry(rng, chain[1:2], 60)])
    chain[-1].update(body=None, salt=None)
    assert chains.faults_by_verifier(chain)
    assert chains.faults_by_product(chain)


def test_a_body_without_its_salt_is_a_fault():
    chain = with_redaction(random.Random(1), [1])
    chain[0]["salt"] = "0" * 64
    assert chains.faults_by_verifier(chain)
    assert chains.faults_by_product(chain)


def test_a_receipt_lost_in_a_restoration_is_explained_and_still_a_fault():
    rng = random.Random(4)
    chain = chains.random_chain(rng, size=6)
    lost = chains.receipt(chain)
    log = chain[0]["header"]["log"]
    body = {"lost_from": 5, "lost_head_seq": 6, "reason": None, "schema": 1}
    restored = chains.entry(rng, log, f"ledger:{log}", 50, body)
    restored["header"]["act"] = "ledger.restored"
    chain = chains.sealed([*chain[:4], restored])
    [fault] = chains.faults_by_verifier(chain, lost)
    assert fault.startswith("EXPLIQUÉ, NON PROUVÉ")
    [fault] = chains.faults_by_verifier(chain, (4, "0" * 64))
    assert fault.startswith("DIVERGENT")


def test_the_live_state_must_be_the_last_bodies():
    chain = chains.random_chain(random.Random(6))
    archive = chains.files(chain)
    state = canonical.parse(archive["state.json"], free_top_keys=True)
    obj = chain[-1]["header"]["obj"]
    for changed in (
        {**state, obj: {**state[obj], "name": "Autre"}},
        {key: value for key, value in state.items() if key != obj},
        {**state, f"activity:{chains.random_uuid(random.Random(0))}": state[obj]},
    ):
        data = canonical.canon(changed, free_top_keys=True)
        assert chains.verifier.verify({**archive, "state.json": data})[0]


@pytest.mark.parametrize("name", ["ledger.jsonl", "state.json", "receipts.json"])
def test_an_archive_without_one_of_its_files_is_refused(name):
    archive = chains.files(chains.random_chain(random.Random(7)))
    del archive[name]
    assert chains.verifier.verify(archive)[0]


@pytest.mark.parametrize(
    "line",
    [
        b"", b"{}", b"[]", b"null", b"\xff", b'{"body":1.5}', b'{"body":NaN}', b"[" * 100_000,
        b'{"body":null,"hash":"","header":{},"salt":null}', b'{"a":1,"a":1}', b'{"body":"\\ud800"}', b"9" * 5000,
    ],
)  # fmt: skip
def test_a_line_outside_the_format_is_a_fault_and_never_a_crash(line):
    archive = chains.files(chains.random_chain(random.Random(8)))
    for data in (line + b"\n", archive["ledger.jsonl"] + line + b"\n", archive["ledger.jsonl"] + line + b"x"):
        assert chains.verifier.verify({**archive, "ledger.jsonl": data})[0]
        assert chains.verifier.verify({**archive, "state.json": line})[0]
        assert chains.verifier.verify({**archive, "receipts.json": b"[1]" if line in (b"", b"[]") else line})[0]


# -- Anchors -----------------------------------------------------------------------------------------------------------


def node(left, right):
    return chains.verifier.hashlib.sha256(b"\x01" + left + right).digest()


def tree(leaves):
    """The root of the tree of RFC 6962, §2.1, over leaves hashed already."""
    if len(leaves) == 1:
        return leaves[0]
    half = 1 << (len(leaves) - 1).bit_length() - 1
    return node(tree(leaves[:half]), tree(leaves[half:]))


def path(index, leaves):
    """The audit path of RFC 6962, §2.1.1."""
    if len(leaves) == 1:
        return []
    half = 1 << (len(leaves) - 1).bit_length() - 1
    if index < half:
        return [*path(index, leaves[:half]), tree(leaves[half:])]
    return [*path(index - half, leaves[half:]), tree(leaves[:half])]


def anchored(chain, anchor, root, *, day="2026-11-23", size):
    """What the verifier answers about a chain with one anchor."""
    stamped = {"anchors/2026-11-23.txt": f"{day} {size} {root}\n".encode()}
    return chains.verifier.verify(chains.files(chain) | stamped | {"anchors/2026-11-23.json": canonical.canon(anchor)})


@pytest.mark.parametrize("size", [1, 2, 3, 4, 5, 6, 7, 8, 13])
def test_an_anchor_leads_to_the_root_that_was_stamped(size):
    rng = random.Random(size)
    chain = chains.random_chain(rng)
    seq, fingerprint = chains.receipt(chain)
    for index in range(size):
        leaves = [rng.randbytes(32) for _ in range(size)]
        leaves[index] = bytes.fromhex(fingerprint)
        way, root = [each.hex() for each in path(index, leaves)], tree(leaves).hex()
        anchor = {"hash": fingerprint, "index": index, "path": way, "seq": seq}
        faults, notes = anchored(chain, anchor, root, size=size)
        assert faults == []
        assert notes[0].startswith("openssl ts -verify -data anchors/2026-11-23.txt")
        wrong = [{"path": [*way, other_hex(rng)]}, {"index": size}, {"index": -1}, {"hash": other_hex(rng)}]
        wrong += [{"path": way[:-1]}, {"index": (index + 1) % size}] if way else []
        for changed in wrong:
            assert anchored(chain, anchor | changed, root, size=size)[0]
        assert anchored(chain, anchor, other_hex(rng), size=size)[0]
        assert anchored(chain, anchor, root, day="2026-11-24", size=size)[0]
        assert anchored(chain[:-1], anchor, root, size=size)[0]
