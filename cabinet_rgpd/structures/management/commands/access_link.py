"""A way back in for a person who lost her password or her second factor."""

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.urls import reverse
from django.utils import timezone

from cabinet_rgpd.structures import operations
from cabinet_rgpd.structures.models import Account


class Command(BaseCommand):
    help = "Print a link, used once within 72 hours, that sets a new password and takes the second factor off."

    def add_arguments(self, parser):
        parser.add_argument("email")

    def handle(self, *, email, **options):
        account = Account.objects.filter(email__iexact=email).first()
        if account is None:
            raise CommandError(f"Aucun compte n’a l’adresse {email}.")
        token = operations.new_link(account=account, at=timezone.now())
        address = settings.PUBLIC_URL or "http://localhost:8000"
        self.stdout.write(f"{address}{reverse('choose_password', args=[token])}")
