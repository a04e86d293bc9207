"""`manage.py law_review`: the legal values that nobody has looked at for a year; it fails while there are some."""

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from registry.law import dated


class Command(BaseCommand):
    help = "Liste les valeurs légales qui n’ont pas été relues depuis un an."

    def handle(self, *args, **options):
        today = timezone.localdate()
        stale = dated.to_check_again(today)
        for parameter in stale:
            self.stdout.write(f"{parameter.key} : relue le {parameter.last_checked_on.isoformat()}")
        if stale:
            raise CommandError(f"{len(stale)} valeurs légales à relire.")
        self.stdout.write("Toutes les valeurs légales ont été relues depuis moins d’un an.")
