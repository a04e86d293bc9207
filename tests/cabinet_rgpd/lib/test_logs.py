"""Log lines: in UTC, one line each."""

import logging
import re
import sys

import pytest

from cabinet_rgpd.lib.logs import UtcOneLineFormatter


def written(message, *args, exc_info=None):
    record = logging.LogRecord("django.request", logging.WARNING, __file__, 1, message, args, exc_info)
    record.created = 1_795_456_800.5  # 2026-11-23 18:00:00 UTC
    return UtcOneLineFormatter().format(record)


def test_a_line_says_when_in_utc_how_serious_and_where_from():
    assert written("Not Found: %s", "/x") == "2026-11-23T18:00:00Z WARNING django.request Not Found: /x"


@pytest.mark.parametrize(
    "forged", ["/a\n2026-11-23T18:00:01Z INFO sign-in ok", "/a\r\nb", "/a\rb", "/a\u2028b\x85c\x0bd"]
)
def test_a_line_break_in_a_request_cannot_forge_a_line(forged):
    assert len(written("Not Found: %s", forged).splitlines()) == 1


def test_the_lines_of_a_trace_stay_readable_and_set_apart():
    try:
        raise ValueError("first\nsecond")
    except ValueError:
        text = written("Internal Server Error: %s", "/a\nb", exc_info=sys.exc_info())
    assert "Traceback" in text and "/a\nb" not in text
    starts = [line for line in text.splitlines() if re.match(r"\d{4}-\d\d-\d\dT", line)]
    assert len(starts) == 1


@pytest.mark.parametrize(
    "path", ["/acces/{}/", "/installation/{}/", "/invitation/{}/", "/compte/password/reset/key/1-{}/"]
)
def test_an_address_that_opens_something_is_not_written(path):
    line = written("Unprocessable Entity: %s", path.format("Xy7-secret_token"))
    assert "secret" not in line and path.split("{")[0].rstrip("1-") in line
