"""`make demo`: three fictional structures on an empty installation."""

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from cabinet_rgpd.jobs.preparation import prepare
from cabinet_rgpd.structures import queries
from registry.demo import making


class Command(BaseCommand):
    help = "Fill an empty installation with three fictional structures, and print their accounts once."
    requires_system_checks = []

    def handle(self, **options):
        prepare()
        if queries.any_structure() or queries.any_account():
            raise CommandError(
                "Cette installation contient déjà une structure ou un compte\u00a0: la démonstration ne s’y ajoute pas."
            )
        for structure, name, email, password in making.make(at=timezone.now(), on=timezone.localdate()):
            self.stdout.write(f"{structure} · {name} · {email} · {password}")
        self.stdout.write("Ces mots de passe ne seront plus affichés.")
