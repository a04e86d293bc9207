"""The WSGI entry point that gunicorn loads.

Loaded before the workers fork: what every page needs is read once, here, and shared by them all. No database connection
is opened.
"""

import gc
import os
from pathlib import Path

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cabinet_rgpd.settings")

application = get_wsgi_application()


def _load_what_workers_share():
    import crispy_bootstrap5
    from django.conf import settings
    from django.template.loader import get_template
    from django.urls import get_resolver

    from registry.law import typical

    get_resolver().check()  # imports every view, form and template tag
    typical.catalogue()
    for folder in (settings.BASE_DIR / "templates", Path(crispy_bootstrap5.__file__).parent / "templates"):
        for path in folder.rglob("*.html"):
            get_template(str(path.relative_to(folder)))
    gc.collect()
    gc.freeze()  # the collector of a worker leaves these pages alone, so that they stay shared


_load_what_workers_share()
