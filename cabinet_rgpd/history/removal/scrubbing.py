"""After a removal: nothing of it in the pages that a database gives back late, nor in what was rendered before."""

import logging
import shutil

from django.conf import settings
from django.core.cache import cache
from django.db import DatabaseError, connection

logger = logging.getLogger(__name__)


def scrub():
    """Forget rendered documents and cached answers; have the database give freed pages back. Outside a transaction.

    A database too busy to be packed is no reason to fail: the removal itself is done, and the log says what remains to do.
    """
    shutil.rmtree(settings.VAR_DIR / "cache" / "documents", ignore_errors=True)
    cache.clear()
    try:
        with connection.cursor() as cursor:
            if connection.vendor == "sqlite":
                cursor.execute("VACUUM")
                cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            else:
                cursor.execute("VACUUM (FULL, ANALYZE)")
                # The statistics quote common values: the former ones stay as dead rows until their table is packed too.
                cursor.execute("VACUUM FULL pg_catalog.pg_statistic")
    except DatabaseError:
        logger.warning("the database was not packed after a removal: run VACUUM when it is quiet")
    else:
        logger.info("the database was packed after a removal")
