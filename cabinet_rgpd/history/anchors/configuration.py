"""The authority that the environment names, if it names one. Loaded with the settings: nothing heavy here."""

import datetime as dt
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

TIMEOUT_SECONDS = 15
#: After this long without a time stamp, the page of the proof and the log say so.
WARN_AFTER = dt.timedelta(hours=48)


@dataclass(frozen=True, kw_only=True)
class Authority:
    """Where to ask, whose word is believed (`roots`, a file of PEM certificates), under which policy (empty: any)."""

    url: str
    roots: Path
    policy: str = ""
    is_qualified: bool = False
    timeout: float = TIMEOUT_SECONDS


def authority(env):
    """The Authority of TIMESTAMP_URL, or None without it. Raises ImproperlyConfigured on what cannot work."""
    url = env.str("TIMESTAMP_URL", default="")
    if not url:
        return None
    if urlsplit(url).scheme not in ("http", "https") or not urlsplit(url).hostname:
        raise ImproperlyConfigured(
            "TIMESTAMP_URL must be the http:// or https:// address of a time-stamping authority."
        )
    roots = Path(env.str("TIMESTAMP_CA", default=""))
    if not roots.is_file() or b"BEGIN CERTIFICATE" not in roots.read_bytes():
        raise ImproperlyConfigured(
            "TIMESTAMP_CA must name a file of PEM certificates: those that the authority is checked against."
        )
    return Authority(
        url=url, roots=roots, policy=env.str("TIMESTAMP_POLICY", default=""),
        is_qualified=env.bool("TIMESTAMP_QUALIFIED", default=False),
    )  # fmt: skip
