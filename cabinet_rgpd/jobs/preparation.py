"""What a start needs before the server answers: fonts, static files, tables. Quick when nothing changed."""

import hashlib
import io
import os

from django.conf import settings
from django.core.management import call_command

from cabinet_rgpd.documents import fonts
from cabinet_rgpd.history import migrating, verification


def prepare():
    """Make the data folder private, then bring assets and database up to date. Raises what stops the start."""
    settings.VAR_DIR.mkdir(parents=True, exist_ok=True)
    os.chmod(settings.VAR_DIR, 0o700)
    fonts.build(settings.ASSETS_DIR / "fonts")
    collect_static()
    call_command("check", fail_level="ERROR", stdout=io.StringIO())
    call_command("migrate", interactive=False, verbosity=0)
    call_command("createcachetable", verbosity=0)
    seal_new_shapes()
    call_command("reapply_removals")


def seal_new_shapes():
    """After an upgrade that changed what records hold, seal their new shape; once."""
    stamp_file = settings.VAR_DIR / ".shape"
    shape = migrating.shape()
    if stamp_file.exists() and stamp_file.read_text() == shape:
        return
    for structure_id, _ in verification.structures():
        migrating.seal_new_shapes(structure_id)
    stamp_file.write_text(shape)


def collect_static():
    """Collect and compress the static files, unless those collected are of the same sources."""
    stamp_file = settings.STATIC_ROOT / ".stamp"
    stamp = _stamp()
    if stamp_file.exists() and stamp_file.read_text() == stamp:
        return
    # Files that no page of ours uses; source maps stay, because the manifest refuses a reference to a missing file.
    unused = ["*rtl*", "*grid*", "*reboot*", "*utilities*", "*esm*", "*jquery*"]
    call_command("collectstatic", interactive=False, verbosity=0, clear=True, ignore_patterns=unused)
    stamp_file.write_text(stamp)


def _stamp():
    """Changes when a static file of ours or a locked dependency changes."""
    digest = hashlib.sha256((settings.BASE_DIR / "requirements.lock").read_bytes())
    for folder in settings.STATICFILES_DIRS:
        for path in sorted(folder.rglob("*")):
            if path.is_file():
                state = path.stat()
                digest.update(f"{path}:{state.st_size}:{state.st_mtime_ns}".encode())
    return digest.hexdigest()
