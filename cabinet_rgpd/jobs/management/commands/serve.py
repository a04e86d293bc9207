"""The one way to start the product: `make run`, the image and the tests all call it."""

import os
import sys

from django.conf import settings
from django.core.management.base import BaseCommand
from django.urls import reverse
from django.utils import timezone

from cabinet_rgpd.jobs.preparation import prepare
from cabinet_rgpd.structures import operations, queries


class Command(BaseCommand):
    help = "Prepare the installation, print the set-up link of a new one, start the server."
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("--bind", default=os.environ.get("BIND", "127.0.0.1:8000"))
        parser.add_argument("--workers", type=int, default=int(os.environ.get("WEB_WORKERS", "2")))

    def handle(self, *, bind, workers, **options):
        prepare()
        address = settings.PUBLIC_URL or f"http://localhost:{bind.rpartition(':')[2]}"
        self.stdout.write(f"Cabinet RGPD : {address}/")
        if not queries.any_account():
            token = operations.new_setup_link(at=timezone.now())
            self.stdout.write("Installation neuve. Ce lien crée le premier compte\u00a0; il ne sert qu’une fois\u00a0:")
            self.stdout.write(f"  {address}{reverse('claim', args=[token])}")
        self.stdout.flush()
        arguments = [
            sys.executable, "-m", "gunicorn", "cabinet_rgpd.wsgi", "--bind", bind, "--preload", "--no-control-socket",
            "--workers", str(workers), "--worker-class", "gthread", "--threads", "4", "--timeout", "60",
            "--max-requests", "50000", "--max-requests-jitter", "5000", "--log-level", "warning",
            "--forwarded-allow-ips", os.environ.get("FORWARDED_ALLOW_IPS", "127.0.0.1"),
        ]  # fmt: skip
        # glibc gives each thread an arena of its own, which a small machine pays for and these workers do not need;
        # a fixed threshold gives the memory of a large answer back.
        os.environ.setdefault("MALLOC_ARENA_MAX", "2")
        os.environ.setdefault("MALLOC_TRIM_THRESHOLD_", "131072")
        os.chdir(settings.BASE_DIR)
        os.execv(sys.executable, arguments)
