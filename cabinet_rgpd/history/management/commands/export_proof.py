"""Make the proof of a structure from the machine it runs on."""

import uuid
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from cabinet_rgpd.history import export, ledger, verification


class Command(BaseCommand):
    help = "Write proof.zip: the chain of a structure, its state, and a verifier that needs nothing of ours."

    def add_arguments(self, parser):
        parser.add_argument("--structure", type=uuid.UUID, required=True, help="UUID of the structure")
        parser.add_argument("--output", type=Path, default=Path("proof.zip"), help="a file that does not exist yet")

    def handle(self, *, structure, output, **options):
        if structure not in dict(verification.structures()):
            raise CommandError(f"Aucune structure n’a l’identifiant {structure}.")
        try:
            with output.open("xb") as file:
                proof = self._made(structure, output)
                file.write(proof.content)
        except OSError as error:
            raise CommandError(f"{output} ne peut pas être écrit : {error.strerror}.") from None
        self.stdout.write(f"{output} : position {proof.seq}, empreinte {proof.hash}")

    def _made(self, structure, output):
        by = ledger.Signature(structure_id=structure, actor=None, at=timezone.now())
        try:
            return export.make(by=by)
        except BaseException as error:
            output.unlink()
            if isinstance(error, export.NotExportable):
                raise CommandError(
                    "Le registre ne peut pas être exporté ; « manage.py verify » dit pourquoi."
                ) from None
            raise
