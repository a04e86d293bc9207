"""The product's settings, with what a test run needs of its own: plain static files, cheap passwords, kept mails."""

import atexit
import os
import shutil
import tempfile

for name in ("PUBLIC_URL", "EMAIL_URL", "SECRET_KEY", "ALLOWED_HOSTS", "TRUSTED_PROXIES", "DEBUG", "PSC_ISSUER"):
    os.environ.pop(name, None)  # the suite knows one installation, whatever the machine it runs on is set up for
if "VAR_DIR" not in os.environ:  # set once, in the first process: the workers of pytest-xdist share the folder
    os.environ["VAR_DIR"] = tempfile.mkdtemp(prefix="cabinet-rgpd-tests-")
    atexit.register(shutil.rmtree, os.environ["VAR_DIR"], ignore_errors=True)

from cabinet_rgpd import settings as product

globals().update({name: getattr(product, name) for name in dir(product) if name.isupper()})

ALLOWED_HOSTS = [*product.ALLOWED_HOSTS, "testserver"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {**product.STORAGES, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
STATIC_ROOT.mkdir(parents=True, exist_ok=True)
EMAIL_CONFIGURED = True
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
if product.DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # A file, not memory: threads that write at once each need their own connection.
    DATABASES["default"]["TEST"] = {"NAME": os.path.join(os.environ["VAR_DIR"], "test.sqlite3")}
else:
    DATABASES["default"]["OPTIONS"] = {}
