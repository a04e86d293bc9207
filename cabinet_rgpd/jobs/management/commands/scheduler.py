"""The one scheduler: a compose service, a systemd unit, or `--once` from cron."""

import logging
import signal
import threading

from django.core.management.base import BaseCommand
from django.db import close_old_connections
from django.utils import timezone

from cabinet_rgpd.jobs.tasks import TASKS

logger = logging.getLogger(__name__)
LOOK_EVERY_SECONDS = 30


class Command(BaseCommand):
    help = "Run the tasks that are due, now and then; with --once, run all of them and stop."

    def add_arguments(self, parser):
        parser.add_argument("--once", action="store_true")

    def handle(self, *, once, **options):
        last = {}
        stop = threading.Event()
        if not once:
            for name in (signal.SIGTERM, signal.SIGINT):
                signal.signal(name, lambda *_: stop.set())
        while not stop.is_set():
            failed = [task.__name__ for task, every in TASKS if self.is_due(last, task, every) and not self.run(task)]
            if once:
                if failed:
                    raise SystemExit(f"failed: {', '.join(failed)}")
                return
            close_old_connections()
            stop.wait(LOOK_EVERY_SECONDS)

    def is_due(self, last, task, every):
        now = timezone.now()
        if task in last and now - last[task] < every:
            return False
        last[task] = now
        return True

    def run(self, task):
        """Run one task; a task that fails is logged and stops no other."""
        try:
            task()
        except Exception:
            logger.exception("task %s failed", task.__name__)
            return False
        logger.info("task %s done", task.__name__)
        return True
