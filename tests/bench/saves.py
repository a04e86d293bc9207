"""One field and one line of a sheet changed, with a version and an entry in the chain; and the same rows written plainly.

`python -m tests.bench.saves STRUCTURE ACTIVITY ACCOUNT` prints both lists of milliseconds.
"""

import json
import sys
import time

import django

from tests.bench import processes
from tests.bench.figures import measure

SAVES = 120
WARM_UP = 10


def measures(saved, folder):
    """The one measure of a save; `saved` is (structure, activity, account) by their ids."""
    told = processes.asked("saves", *saved, VAR_DIR=str(folder))
    against = "the same two rows read and saved in one transaction, without version nor chain"
    return [measure("save with history", "ms", told["ours"], told["plain"], against=against)]


def main(structure_id, activity_id, account_id):
    django.setup()
    from cabinet_rgpd.isolation.scope import structure_scope
    from cabinet_rgpd.structures.models import Account

    actor = Account.objects.get(pk=account_id)
    with structure_scope(structure_id):
        pairs = [_pair(number, structure_id, activity_id, actor) for number in range(SAVES + WARM_UP)][WARM_UP:]
    ours, plain = zip(*pairs, strict=True)
    print(json.dumps({"ours": ours, "plain": plain}))


def _pair(number, structure_id, activity_id, actor):
    from django.utils import timezone

    from cabinet_rgpd.history.ledger import Signature
    from registry.activities import operations, queries

    row = queries.row(activity_id)
    lines = [{"id": each.pk} for each in queries.children(row, "purposes")]
    lines[0]["name"] = f"Suivre les patients, mesure {number}"
    content = {"description": f"Le dossier de chaque patient, mesure {number}.", "purposes": lines}
    by = Signature(structure_id=structure_id, actor=actor, at=timezone.now(), reason="Mesure")

    began = time.perf_counter()
    operations.update_activity(activity=row, lock=row.lock_token, content=content, by=by)
    middle = time.perf_counter()
    _write_plainly(activity_id, lines[0]["id"], number)
    return (middle - began) * 1000, (time.perf_counter() - middle) * 1000


def _write_plainly(activity_id, purpose_id, number):
    """The two rows read and saved in one transaction, past our own save: no version, no entry, no check."""
    from django.db import models, transaction

    from registry.activities.models import ProcessingActivity, Purpose

    with transaction.atomic():
        row = ProcessingActivity._base_manager.get(pk=activity_id)
        line = Purpose._base_manager.get(pk=purpose_id)
        row.description, line.name = f"Mesure nue {number}", f"Mesure nue {number}"
        for each in (row, line):
            each.skip_history_when_saving = True
            models.Model.save(each)


if __name__ == "__main__":
    from uuid import UUID

    main(*map(UUID, sys.argv[1:4]))
