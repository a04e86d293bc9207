"""Carry out again the removals of texts that this database does not know: an old backup was put back. Every start runs it."""

from django.core.management.base import BaseCommand
from django.utils import timezone

from cabinet_rgpd.history.removal import operations


class Command(BaseCommand):
    help = "Apply again each removal of the list beside the database that the database does not know."

    def handle(self, **options):
        if count := operations.reapply(timezone.now()):
            self.stdout.write(f"Retraits appliqués de nouveau\u00a0: {count}")
