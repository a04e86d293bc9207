"""Log lines in UTC, one line each, so that a line break in a request cannot forge a line."""

import logging
import re
import time

#: Addresses that open something: what follows is never written.
_SECRETS = re.compile(r"(/(?:acces|installation|invitation)/|/password/reset/key/)[^/\s?'\"]+")
_BREAKS = re.compile("[\x00-\x08\x0a-\x1f\x7f\x85\u2028\u2029]")


class UtcOneLineFormatter(logging.Formatter):
    """`<moment>Z LEVEL logger message`; the lines of a trace follow, each set back, so that none reads as an entry."""

    converter = time.gmtime

    def __init__(self):
        super().__init__("%(asctime)sZ %(levelname)s %(name)s %(message)s", "%Y-%m-%dT%H:%M:%S")

    def formatMessage(self, record):
        return _escaped(super().formatMessage(record))

    def formatException(self, exc_info):
        return _set_back(super().formatException(exc_info))

    def formatStack(self, stack_info):
        return _set_back(stack_info)


def _escaped(text):
    text = _SECRETS.sub(r"\1…", text)
    return _BREAKS.sub(lambda found: ascii(found[0])[1:-1], text)


def _set_back(text):
    return "\n".join(f"    {_escaped(line)}" for line in text.split("\n"))
