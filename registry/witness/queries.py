"""Reads about the receipts in other hands, of the structure in scope."""

from dataclasses import dataclass

from cabinet_rgpd.mail import queries as mail
from cabinet_rgpd.structures import queries as structures
from cabinet_rgpd.structures.roles import Role
from registry.dpo import queries as dpo
from registry.witness.models import Witness


@dataclass(frozen=True)
class Recipient:
    """Who receives the receipt of a month, and as what."""

    name: str
    email: str
    as_what: str


def witness_row():
    """The row of the witness, whatever its end, or None."""
    return Witness.objects.first()


def recipients(structure_id, on):
    """The managers, the DPO (designated, else members with that role) and the witness on a day, each address once."""
    members = [each for each in structures.members(structure_id) if each.is_active_on(on)]
    found = [
        Recipient(each.account.name, each.account.email, "gestionnaire")
        for each in members
        if each.role == Role.MANAGER and each.account.is_active
    ]
    contact, witness = dpo.contact(on), witness_row()
    if contact is not None:
        found.append(Recipient(contact.name, contact.email, "délégué à la protection des données"))
    else:
        found += [
            Recipient(each.account.name, each.account.email, "délégué à la protection des données")
            for each in members
            if each.role == Role.DPO and each.account.is_active
        ]
    if witness is not None and (witness.until is None or on <= witness.until):
        found.append(Recipient(witness.name, witness.email, "témoin"))
    once = {}
    for each in found:
        once.setdefault(each.email.lower(), each)
    return list(once.values())


def outside(recipients):
    """Those who do not keep the register themselves: only their receipts prove something against its keeper."""
    return [each for each in recipients if each.as_what != "gestionnaire"]


def last_sent(structure_id):
    """When a receipt last left by mail, or None."""
    return mail.last_sent(structure_id, KEY)


#: The start of the keys of these messages.
KEY = "receipt:"
