"""A process made to be killed: it says what the chain holds, then writes from several threads until it dies.

`python -m tests.faults.writer make` makes a structure and prints `STRUCTURE ACCOUNT`;
`… write STRUCTURE ACCOUNT` prints one JSON line (the faults found, and each entry as `seq: hash`), then one line
`seq hash` for each write that was acknowledged; `… check STRUCTURE` prints the JSON line alone.
"""

import json
import os
import sys
import threading
import uuid

import django

THREADS = 3


def main(task, *ids):
    django.setup()
    {"make": make, "write": write, "check": check}[task](*map(uuid.UUID, ids))


def say(text):
    """One line in one write: a reader sees it whole or not at all."""
    os.write(1, f"{text}\n".encode())


def make():
    from tests import cast

    practice = cast.practice(manager=cast.account("Alix Tenace", password=None), name="Cabinet des Coupures")
    say(f"{practice.structure.pk} {practice.manager.pk}")


def check(structure_id):
    from cabinet_rgpd.history import verification

    report = verification.verify(structure_id)
    lines = verification.read_lines(structure_id)
    say(json.dumps({"faults": report.faults, "entries": {line.header["seq"]: line.hash for line in lines}}))


def write(structure_id, account_id):
    from cabinet_rgpd.structures.models import Account

    check(structure_id)
    actor = Account.objects.get(pk=account_id)
    threads = [threading.Thread(target=_work, args=(structure_id, actor)) for _ in range(THREADS)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()


def _work(structure_id, actor):
    """A party made, then renamed with a sheet that names it: one entry, then two in one transaction."""
    from django.utils import timezone

    from cabinet_rgpd.history import ledger
    from cabinet_rgpd.structures.models import Party
    from registry.activities.models import ProcessingActivity

    def sign(reason):
        return ledger.Signature(structure_id=structure_id, actor=actor, at=timezone.now(), reason=reason)

    while True:
        with ledger.write(sign("Essai")) as made:
            party = made.create(Party, kind="practitioner", name="Essai de coupure")
        say(f"{made.head.seq} {made.head.hash}")
        with ledger.write(sign("Nouvel essai")) as changed:
            changed.apply(changed.take(party), {"name": "Essai renommé"})
            changed.create(
                ProcessingActivity, name="Suivi", state="in_force", family="care", persons=["patients"],
                reference=uuid.uuid4().hex[:12], purposes=[{"name": "Soigner"}],
                responsibles=[{"party": party, "role": "controller"}],
            )  # fmt: skip
        say(f"{changed.head.seq} {changed.head.hash}")


if __name__ == "__main__":
    main(*sys.argv[1:])
