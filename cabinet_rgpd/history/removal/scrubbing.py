"""After a removal: nothing of it in the pages that a database gives back late, nor in what was rendered before."""

import logging
import shutil
import time

from django.conf import settings
from django.core.cache import cache
from django.db import DatabaseError, connection

logger = logging.getLogger(__name__)
#: How long a packing waits for the transactions that began before it, then for each table that somebody holds.
PATIENCE_SECONDS = 10
WAIT_SECONDS = 0.2

#: PostgreSQL keeps a dead row while a transaction older than its death is open: a reader of this database, or a writer
#: of any database of the server, since VACUUM FULL reads through a snapshot of its own.
OLDER_IS_OPEN = """
SELECT pg_snapshot_xmin(pg_current_snapshot()) < %(mark)s::xid8 OR EXISTS (
    SELECT FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid() AND age(backend_xmin) > age(%(mark)s::xid8::xid)
)
"""


class Busy(Exception):
    """Somebody still reads what was there before."""


def scrub():
    """Forget rendered documents and cached answers; have the database give freed pages back. Outside a transaction.

    A database too busy to be packed is no reason to fail: the removal itself is done, and the scheduler packs later.
    """
    _due().touch()
    shutil.rmtree(settings.VAR_DIR / "cache" / "documents", ignore_errors=True)
    cache.clear()
    pack_if_due()


def pack_if_due():
    """Pack the database when a removal asked for it and nothing did it since. Returns whether nothing remains to pack."""
    if not _due().exists():
        return True
    try:
        _pack_sqlite() if connection.vendor == "sqlite" else _pack_postgresql()
    except (DatabaseError, Busy):
        logger.warning("the database is too busy to be packed after a removal: tried again later")
        return False
    _due().unlink(missing_ok=True)
    logger.info("the database was packed after a removal")
    return True


def _due():
    return settings.VAR_DIR / "packing-due"


def _pack_sqlite():
    with connection.cursor() as cursor:
        cursor.execute("VACUUM")
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        is_busy, *_ = cursor.fetchone()
    if is_busy:
        raise Busy


def _pack_postgresql():
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('lock_timeout', %s, false)", [f"{max(PATIENCE_SECONDS, 1)}s"])
        try:
            # The statistics quote common values: the former ones stay as dead rows until their table is packed too.
            for command in ("VACUUM (FULL, ANALYZE)", "VACUUM FULL pg_catalog.pg_statistic"):
                _wait_for_older_transactions(cursor)
                cursor.execute(command)
        finally:
            cursor.execute("RESET lock_timeout")


def _wait_for_older_transactions(cursor):
    """Return once no transaction that began before is open; raise Busy after PATIENCE_SECONDS."""
    cursor.execute("SELECT pg_current_xact_id()::text")
    [mark] = cursor.fetchone()
    end = time.monotonic() + PATIENCE_SECONDS
    while True:
        cursor.execute(OLDER_IS_OPEN, {"mark": mark})
        if cursor.fetchone() == (False,):
            return
        if time.monotonic() > end:
            raise Busy
        time.sleep(WAIT_SECONDS)
