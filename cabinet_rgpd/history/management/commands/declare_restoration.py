"""After an old backup was put back: the chain of a structure says what it lost."""

import uuid

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from cabinet_rgpd.history import ledger, restoration, verification


class Command(BaseCommand):
    help = (
        "Write in a chain that an old backup was put back; the last position lost comes from a receipt held elsewhere."
    )

    def add_arguments(self, parser):
        parser.add_argument("--structure", type=uuid.UUID, required=True, help="UUID of the structure")
        parser.add_argument("--lost-head", type=int, required=True, help="the last position lost, read on a receipt")
        parser.add_argument("--lost-from", type=int, help="the first position lost, when something was written since")
        parser.add_argument("--reason", default="Sauvegarde restaurée")

    def handle(self, *, structure, lost_head, lost_from, reason, **options):
        if structure not in dict(verification.structures()):
            raise CommandError(f"Aucune structure n’a l’identifiant {structure}.")
        by = ledger.Signature(structure_id=structure, actor=None, at=timezone.now(), reason=reason)
        try:
            made = restoration.declare(lost_head_seq=lost_head, lost_from=lost_from, by=by)
        except ValidationError as refusal:
            raise CommandError(" ".join(refusal.messages)) from None
        self.stdout.write(str(made))
