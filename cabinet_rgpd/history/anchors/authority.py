"""The time-stamping authority: one request, one answer, believed only once verified. The only outgoing call of the product."""

import datetime as dt
import hashlib
import http.client
import time
from dataclasses import dataclass
from urllib.parse import urlsplit

from cryptography import x509
from rfc3161_client import HashAlgorithm, TimestampRequestBuilder, VerifierBuilder, decode_timestamp_response

#: An answer holds a token and a few certificates: some kilobytes.
MAX_ANSWER_BYTES = 64_000
#: How far the clock of the authority may stand from ours.
CLOCK_TOLERANCE = dt.timedelta(minutes=5)


class Unavailable(Exception):
    """No time stamp could be had; the message says why, in French, for the person who keeps the installation."""


@dataclass(frozen=True)
class Token:
    """The answer as received (`content`, DER), which holds, and the moment that it certifies."""

    content: bytes
    at: dt.datetime


def stamp(authority, text, now) -> Token:
    """Have `text` stamped. Raises Unavailable; what is returned was verified: status, signature and certificates up to
    the configured roots, imprint, nonce, policy, moment.
    """
    request = TimestampRequestBuilder(data=text, hash_algorithm=HashAlgorithm.SHA256).build()
    try:
        content = _asked(authority, request.as_bytes())
    except (OSError, http.client.HTTPException) as error:
        raise Unavailable(f"L’autorité ne répond pas : {error or type(error).__name__}.") from error
    return Token(content, _verified(authority, text, content, request.nonce, now))


def _asked(authority, request):
    address = urlsplit(authority.url)
    make = http.client.HTTPSConnection if address.scheme == "https" else http.client.HTTPConnection
    end = time.monotonic() + authority.timeout
    connection = make(address.hostname, address.port, timeout=authority.timeout)
    try:
        target = (address.path or "/") + (f"?{address.query}" if address.query else "")
        headers = {"Content-Type": "application/timestamp-query", "Accept": "application/timestamp-reply"}
        connection.request("POST", target, request, headers)
        answer = connection.getresponse()
        if answer.status != 200:
            raise Unavailable(f"L’autorité répond par le statut HTTP {answer.status}.")
        return _read(connection, answer, end)
    finally:
        connection.close()


def _read(connection, answer, end):
    """The body, read piece by piece: an authority that gives a byte a second is slow too."""
    content = b""
    while piece := answer.read1(8192):
        content += piece
        if len(content) > MAX_ANSWER_BYTES:
            raise Unavailable("L’autorité envoie plus que ne tient un horodatage.")
        if time.monotonic() > end:
            raise Unavailable("L’autorité met trop de temps à répondre.")
    return content


def _verified(authority, text, content, nonce, now):
    """The moment that the answer certifies, once everything in it holds."""
    try:
        response = decode_timestamp_response(content)
        builder = VerifierBuilder(roots=x509.load_pem_x509_certificates(authority.roots.read_bytes()), nonce=nonce)
        if authority.policy:
            builder = builder.policy_id(x509.ObjectIdentifier(authority.policy))
        builder.build().verify(response, hashlib.sha256(text).digest())
        at = response.tst_info.gen_time
    except Exception as error:  # the library raises of many kinds on bytes from outside: none of them is believed
        raise Unavailable(f"La réponse de l’autorité ne tient pas : {error}.") from error
    if abs(at - now) > CLOCK_TOLERANCE:
        raise Unavailable(f"L’horloge de l’autorité dit {at:%Y-%m-%d %H:%M} UTC, la nôtre {now:%Y-%m-%d %H:%M} UTC.")
    return at
