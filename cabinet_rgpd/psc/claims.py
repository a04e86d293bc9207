"""What Pro Santé Connect says of a person, read and checked. Pure.

`SubjectNameID` is the national identifier of the professional: 8 then the RPPS number (eleven digits with their key).
"""

from dataclasses import dataclass

from cabinet_rgpd.lib.identifiers import InvalidIdentifier, clean_rpps

RPPS_PREFIX = "8"
#: The level of the proof given to the provider: two factors, card or telephone.
STRONG = {"eidas1", "eidas2", "eidas3"}
REQUIRED = ("iss", "sub", "aud", "exp", "iat", "nonce")


class Refused(Exception):
    """The answer of the provider cannot be believed."""


@dataclass(frozen=True)
class Identity:
    """`subject` names the person at the provider; `rpps` is empty when she has none."""

    subject: str
    rpps: str
    strong: bool


def check(token, *, nonce, client_id):
    """Refuse an identity token without what it must hold, for another demand of ours, or for another party."""
    absent = [name for name in REQUIRED if name not in token]
    if absent:
        raise Refused(f"the identity token lacks {', '.join(absent)}")
    if not nonce or token["nonce"] != nonce:
        raise Refused("the identity token answers another demand")
    audience = token["aud"] if isinstance(token["aud"], list) else [token["aud"]]
    if client_id not in audience or (len(audience) > 1 and token.get("azp") != client_id):
        raise Refused("the identity token is for another party")


def identity(token, user):
    """The identity told by an identity token that was checked, and by the answer about the same person."""
    if user.get("sub") != token["sub"]:
        raise Refused("the two answers speak of two persons")
    return Identity(token["sub"], rpps_of(user.get("SubjectNameID", "")), token.get("acr") in STRONG)


def rpps_of(identifier):
    """The RPPS number in a national identifier, or "" when it holds none."""
    if not isinstance(identifier, str) or not identifier.startswith(RPPS_PREFIX):
        return ""
    try:
        return clean_rpps(identifier.removeprefix(RPPS_PREFIX))
    except InvalidIdentifier:
        return ""
