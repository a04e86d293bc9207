"""The price of proof: verifying a chain, appending to it, keeping a version. Each beside the same thing without it.

`python -m tests.bench.history STRUCTURE ACTIVITY ACCOUNT` prints lists of milliseconds, and bytes.
"""

import hashlib
import json
import sys
import time

import django

from tests.bench import processes
from tests.bench.figures import Aim, measure

ENTRIES, MANY = 600, 100_000
ROUNDS, ROUNDS_OF_MANY, SAVES = 20, 3, 80
_AGAINST = "the same rows read by one query and hashed, without reading what they say"


def measures(saved, folder):
    """The measures of the history; `saved` is (structure, activity, account) by their ids."""
    told = processes.asked("history", *saved, VAR_DIR=str(folder))
    aim = Aim("p95", "<", 100)
    few, many = told["few"], told["many"]
    note = f"of a sheet of some {told['body']:.1f} kB, its entry and body included"
    same = "the same save, with its version and without its entry"
    return [
        measure("save, its part of the chain", "ms", told["with"], told["without"], against=same),
        measure("storage of a version", "kB", [told["stored"]], note=note),
        measure(f"verification, {ENTRIES} entries", "ms", few["ours"], few["raw"], aim=aim, against=_AGAINST),
        measure(f"verification, {MANY} entries", "ms", many["ours"], many["raw"], against=_AGAINST),
    ]


def main(structure_id, activity_id, account_id):
    django.setup()
    from cabinet_rgpd.isolation.scope import structure_scope
    from cabinet_rgpd.structures.models import Account

    actor = Account.objects.get(pk=account_id)
    with structure_scope(structure_id):
        told = _saves(structure_id, activity_id, actor)
    told["few"], told["many"] = _verified(ENTRIES, ROUNDS), _verified(MANY, ROUNDS_OF_MANY)
    print(json.dumps(told))


# -- Saves -------------------------------------------------------------------------------------------------------------


def _saves(structure_id, activity_id, actor):
    """Pairs of saves, with their entry and without; then what so many versions weigh."""
    from cabinet_rgpd.history import ledger
    from cabinet_rgpd.history.models import Payload

    append, pairs = ledger.Write._append, []
    before = _size()
    for number in range(SAVES):
        with_chain = _save(structure_id, activity_id, actor, f"avec {number}")
        pairs.append([with_chain])
    stored = (_size() - before) / SAVES / 1000
    for number in range(SAVES):
        ledger.Write._append = lambda self, root, act: self.entries.append(root)
        try:
            pairs[number].append(_save(structure_id, activity_id, actor, f"sans {number}"))
        finally:
            ledger.Write._append = append
        pairs[number][0] = _save(structure_id, activity_id, actor, f"encore {number}")
    body = Payload.objects.latest("pk").body
    ours, plain = zip(*pairs, strict=True)
    return {"with": ours, "without": plain, "stored": stored, "body": len(body.encode()) / 1000}


def _save(structure_id, activity_id, actor, text):
    from django.utils import timezone

    from cabinet_rgpd.history.ledger import Signature
    from registry.activities import operations, queries

    row = queries.row(activity_id)
    by = Signature(structure_id=structure_id, actor=actor, at=timezone.now(), reason="Mesure")
    began = time.perf_counter()
    operations.update_activity(activity=row, lock=row.lock_token, content={"description": text}, by=by)
    return (time.perf_counter() - began) * 1000


def _size():
    """Bytes of the database."""
    from django.db import connection

    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT page_count * page_size FROM pragma_page_count, pragma_page_size")
        else:
            cursor.execute("SELECT pg_database_size(current_database())")
        return cursor.fetchone()[0]


# -- Verifications -----------------------------------------------------------------------------------------------------


def _verified(entries, rounds):
    from cabinet_rgpd.history import verification

    structure_id = long_chain(entries)
    ours, raw = [], []
    for _ in range(rounds):
        began = time.perf_counter()
        report = verification.verify(structure_id)
        middle = time.perf_counter()
        _hashed(structure_id)
        ours.append((middle - began) * 1000)
        raw.append((time.perf_counter() - middle) * 1000)
        if not report.is_ok or report.entries != entries:
            raise SystemExit(f"the chain that was measured does not verify: {report.faults[:3]}")
    return {"ours": ours, "raw": raw}


def _hashed(structure_id):
    from cabinet_rgpd.history.models import Entry

    names = ("act", "actor", "obj", "prev", "pay", "hash", "payload__salt", "payload__body")
    for values in Entry._base_manager.filter(structure_id=structure_id).order_by("seq").values_list(*names):
        hashlib.sha256("".join(values[:6]).encode()).digest()
        hashlib.sha256((values[6] + values[7]).encode()).digest()


def long_chain(entries):
    """A structure whose chain has so many entries, made as the write path makes them but many rows at a time."""
    from django.db.models import QuerySet
    from django.utils import timezone

    from cabinet_rgpd.history import aggregates
    from cabinet_rgpd.history.models import Entry, Head, Payload
    from registry.suppliers.models import Supplier
    from tests import cast

    practice = cast.practice(
        manager=cast.account(f"Alix {entries}", f"alix{entries}@exemple.fr", password=None), name=f"Cabinet {entries}"
    )
    supplier = cast.supplier(practice)
    head = Head._base_manager.get(structure=practice.structure)
    with practice.scope():
        state = aggregates.state(supplier)
    at, missing = max(head.at, timezone.now()), entries - head.seq
    rows = _made(head, supplier, state, at, missing)
    while batch := [each for _, each in zip(range(5000), rows, strict=False)]:
        made = QuerySet(Entry).bulk_create([entry for entry, _ in batch])
        QuerySet(Payload).bulk_create(
            Payload(entry=entry, structure_id=head.structure_id, body=body, salt=salt)
            for entry, (_, (body, salt)) in zip(made, batch, strict=True)
        )
    head.save()
    QuerySet(Supplier).filter(pk=supplier.pk).update(version=supplier.version)
    return practice.structure.pk


def _made(head, supplier, state, at, count):
    import secrets

    from cabinet_rgpd.history import aggregates
    from cabinet_rgpd.history.models import Entry
    from cabinet_rgpd.lib import canonical

    body = {**state, "schema": aggregates.SCHEMA, "reason": "Mesure"}
    text = canonical.canon(body).decode()
    for _ in range(count):
        salt = secrets.token_bytes(32)
        supplier.version += 1
        header = {
            "act": "supplier.updated", "actor": "system", "at": aggregates.moment(at), "log": str(head.structure_id),
            "obj": supplier.obj, "pay": hashlib.sha256(b"\x02" + salt + text.encode()).hexdigest(), "prev": head.hash,
            "seq": head.seq + 1, "v": 1, "ver": supplier.version,
        }  # fmt: skip
        columns = {name: header[name] for name in ("act", "actor", "obj", "pay", "prev", "seq", "ver")}
        head.seq, head.hash, head.at = head.seq + 1, canonical.entry_hash(header), at
        yield Entry(structure_id=head.structure_id, at=at, hash=head.hash, **columns), (text, salt.hex())


if __name__ == "__main__":
    from uuid import UUID

    main(*map(UUID, sys.argv[1:4]))
