"""What runs by itself: each task with how often it runs. All may run twice without harm."""

import datetime as dt

from django.conf import settings
from django.core.management import call_command
from django.utils import timezone

from cabinet_rgpd.documents import cache
from cabinet_rgpd.history import inspections
from cabinet_rgpd.history.anchors import daily
from cabinet_rgpd.history.models import FormKey
from cabinet_rgpd.history.removal import scrubbing
from cabinet_rgpd.isolation.scope import structure_scope
from cabinet_rgpd.mail import delivery
from cabinet_rgpd.structures import queries as structures
from cabinet_rgpd.structures.models import AccessLink
from registry.desk import operations as desk
from registry.inspection import making as inspection
from registry.roadmap import reminding
from registry.witness import operations as witness

#: Bytes of rendered documents that are remembered; they can always be rendered again.
DOCUMENT_CACHE_BYTES = 200_000_000
#: A form left open longer than this is sent as a new one.
FORM_KEY_LIFETIME = dt.timedelta(days=30)


def end_sessions():
    """Delete the sessions that have ended."""
    call_command("clearsessions")


def forget_documents():
    """Bound the cache of rendered documents."""
    cache.prune(settings.VAR_DIR / "cache" / "documents", DOCUMENT_CACHE_BYTES)


def forget_form_keys():
    FormKey.objects.filter(at__lt=timezone.now() - FORM_KEY_LIFETIME).delete()


def forget_links():
    """Delete the access links that can no longer be used."""
    AccessLink.objects.filter(expires_at__lt=timezone.now()).delete()


def send_messages():
    """Send what waits in the outbox."""
    delivery.send_due(timezone.now())


def send_receipts():
    """Queue the receipt of the month for who has not had it; without a mail server, nothing."""
    if not settings.EMAIL_CONFIGURED:
        return
    for structure in structures.all_structures():
        with structure_scope(structure.pk):
            witness.send_receipts(structure=structure, at=timezone.now())


def make_inspection_files():
    """Make the files whose maker died, or that nobody started."""
    inspection.make_waiting()


def send_reminders():
    """Queue what is urgent, and the point of the week; without a mail server, nothing. One structure that fails stops no other."""
    if not settings.EMAIL_CONFIGURED:
        return
    failed = []
    for structure in structures.all_structures():
        try:
            with structure_scope(structure.pk):
                reminding.send_reminders(structure=structure, at=timezone.now())
        except Exception as error:
            failed.append(error)
    if failed:
        raise failed[0]


def read_structures_again():
    """Keep the desks of DPOs up to date: each structure that moved is read again."""
    desk.freshen_all(timezone.now())


def forget_messages():
    """Delete the messages settled more than a year ago."""
    delivery.forget(timezone.now())


def pack_after_removals():
    """Pack the database when a removal found it too busy."""
    scrubbing.pack_if_due()


def stamp_the_day():
    """Have the ends of all chains stamped, once a day; tried again each hour while the authority does not answer."""
    daily.run(timezone.now())


def verify_when_asked():
    """Verify the long chains that someone asked to verify."""
    inspections.run_those_asked()


def verify_every_day():
    """Verify each structure once a day, and log what does not hold."""
    inspections.run_those_due(timezone.now())


EVERY_MINUTE = dt.timedelta(minutes=1)
EVERY_FIVE_MINUTES = dt.timedelta(minutes=5)
EVERY_HOUR = dt.timedelta(hours=1)
EVERY_DAY = dt.timedelta(days=1)
TASKS = [
    (send_reminders, EVERY_FIVE_MINUTES),
    (send_messages, EVERY_MINUTE),
    (make_inspection_files, EVERY_MINUTE),
    (read_structures_again, EVERY_MINUTE),
    (pack_after_removals, EVERY_FIVE_MINUTES),
    (end_sessions, EVERY_HOUR),
    (forget_documents, EVERY_HOUR),
    (stamp_the_day, EVERY_HOUR),
    (verify_when_asked, EVERY_MINUTE),
    (verify_every_day, EVERY_HOUR),
    (forget_form_keys, EVERY_DAY),
    (forget_links, EVERY_DAY),
    (send_receipts, EVERY_DAY),
    (forget_messages, EVERY_DAY),
]
