"""The history follows its own retention rule (retention.register_versions): run by hand or from cron, never by itself."""

import uuid

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from cabinet_rgpd.history import ledger, verification
from cabinet_rgpd.history.removal import keeping, scrubbing
from registry.law import dated

PARAMETER = "retention.register_versions"


class Command(BaseCommand):
    help = "Take away what was replaced longer ago than the retention rule of the register's versions; places and hashes stay."

    def add_arguments(self, parser):
        parser.add_argument("--structure", type=uuid.UUID, required=True, help="UUID of the structure")

    def handle(self, *, structure, **options):
        if structure not in dict(verification.structures()):
            raise CommandError(f"Aucune structure n’a l’identifiant {structure}.")
        now = timezone.now()
        value = dated.get(PARAMETER).on(timezone.localdate(now))
        years = _years(value)
        before = now.replace(year=now.year - years, day=min(now.day, 28))
        by = ledger.Signature(structure_id=structure, actor=None, at=now, reason=value.text)
        with transaction.atomic():
            redaction = keeping.erase_replaced(before=before, by=by)
            transaction.on_commit(scrubbing.scrub)
        count = len(redaction.seqs) if redaction else 0
        self.stdout.write(f"Contenus retirés, remplacés il y a plus de {years}\u00a0ans\u00a0: {count}")


def _years(value):
    """The whole years of the phase that follows the replacement."""
    [duration] = [phase.duration for phase in value.phases if phase.duration]
    return int(dated.DURATION.fullmatch(duration)["years"])
