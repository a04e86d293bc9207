"""After a removal: nothing of it in the pages that a database gives back late, nor in what was rendered before."""

import contextlib
import logging
import shutil

from django.conf import settings
from django.core.cache import cache
from django.db import DatabaseError, connection

logger = logging.getLogger(__name__)


def scrub():
    """Forget rendered documents and cached answers; have the database give freed pages back. Outside a transaction.

    A database too busy for it is no reason to fail: the removal itself is done, and the daily task scrubs again.
    """
    shutil.rmtree(settings.VAR_DIR / "cache" / "documents", ignore_errors=True)
    cache.clear()
    with contextlib.suppress(DatabaseError), connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("VACUUM")
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        else:
            cursor.execute("VACUUM FULL")
        logger.info("the database was packed after a removal")
