"""Recompute every chain and compare it with the records: anything changed outside the product is found."""

import uuid

from django.core.management.base import BaseCommand, CommandError

from cabinet_rgpd.history import queries as history
from cabinet_rgpd.history import verification
from cabinet_rgpd.history.anchors import queries as anchors
from cabinet_rgpd.isolation.scope import structure_scope


class Command(BaseCommand):
    help = "Verify the chain and the live records of every structure, or of one. Exit status 1 on any fault."

    def add_arguments(self, parser):
        parser.add_argument("--structure", type=uuid.UUID, help="UUID of one structure")

    def handle(self, *, structure, **options):
        chosen = [(pk, name) for pk, name in verification.structures() if structure in (None, pk)]
        if structure and not chosen:
            raise CommandError(f"Aucune structure n’a l’identifiant {structure}.")
        faults, deleted = 0, set(history.closed().values_list("structure_id", flat=True))
        for pk, name in chosen:
            name = f"{pk} (structure supprimée)" if pk in deleted else name
            report = verification.verify(pk)
            for fault in report.faults:
                self.stdout.write(f"{name} : {fault}")
            if report.is_ok:
                removed = f", corps retirés : {len(report.removed)}" if report.removed else ""
                end = f"position {report.seq}, empreinte {report.hash}" if report.entries else "chaîne vide"
                self.stdout.write(f"{name} : OK, {end}{removed}")
            with structure_scope(pk):
                for day in anchors.days():
                    self.stdout.write(f"{name} : {anchors.COMMAND.format(day=day)}")
            faults += len(report.faults)
        if faults:
            raise CommandError(f"Fautes trouvées : {faults}.")
