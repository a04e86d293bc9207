"""Roles and what each may do, as data (isolation.md §7). The table is the rule: views name a permission, never a role."""

from django.db import models


class Role(models.TextChoices):
    MANAGER = "manager", "Gestionnaire"
    PRACTITIONER = "practitioner", "Praticien"
    SECRETARIAT = "secretariat", "Secrétariat"
    DPO = "dpo", "Délégué à la protection des données"
    READER = "reader", "Lecteur"


EXPLAINED = {
    Role.MANAGER: "Fait tout\u00a0: le registre, la notice, les membres.",
    Role.PRACTITIONER: "Modifie ce dont il répond (activités, prestataires, demandes, violations), lit le reste.",
    Role.SECRETARIAT: "Tient le registre\u00a0; ni membres, ni publication.",
    Role.DPO: "Lit tout ; donne son avis, écrit son bilan.",
    Role.READER: "Lit le registre.",
}


class Delegation(models.TextChoices):
    """What the controller may entrust to his DPO for writing, beside what the role allows (WP 243 rev.01, point 4.5)."""

    REGISTER = "register", "Le registre\u00a0: activités et prestataires"
    MEASURES = "measures", "Le registre, les mesures de sécurité et le journal"


_EVERYONE = frozenset(Role)
_EDITORS = frozenset({Role.MANAGER, Role.PRACTITIONER, Role.SECRETARIAT})

PERMISSIONS = {
    "structure.read": _EVERYONE,
    "structure.edit": frozenset({Role.MANAGER}),
    "structure.delete": frozenset({Role.MANAGER}),
    "members.manage": frozenset({Role.MANAGER}),
    "register.read": _EVERYONE,
    "register.edit": _EDITORS,
    "register.plan": frozenset({Role.MANAGER, Role.SECRETARIAT}),
    "proposals.share": frozenset({Role.MANAGER, Role.DPO}),
    "proposals.accept": frozenset({Role.MANAGER}),
    "models.give": frozenset({Role.MANAGER, Role.SECRETARIAT}),
    "suppliers.edit": _EDITORS,
    "incidents.edit": _EDITORS,
    "requests.edit": _EDITORS,
    "people.read": frozenset({Role.MANAGER, Role.SECRETARIAT, Role.DPO}),
    "people.edit": frozenset({Role.MANAGER, Role.SECRETARIAT}),
    "journal.edit": frozenset({Role.MANAGER, Role.SECRETARIAT}),
    "security.edit": frozenset({Role.MANAGER, Role.SECRETARIAT}),
    "decisions.edit": frozenset({Role.MANAGER}),
    "notice.edit": frozenset({Role.MANAGER}),
    "opinions.give": frozenset({Role.MANAGER, Role.DPO}),
    "report.write": frozenset({Role.DPO}),
    "history.read": _EVERYONE,
    "proof.export": frozenset({Role.MANAGER}),
    "removal.ask": frozenset({Role.MANAGER}),
    "removal.confirm": frozenset({Role.MANAGER, Role.DPO}),
    "documents.issue": frozenset({Role.MANAGER, Role.SECRETARIAT}),
}


def allows(role, permission):
    """Whether a role holds a permission. An unknown permission is a mistake of ours: KeyError."""
    return role in PERMISSIONS[permission]


_REGISTER = frozenset({"register.edit", "suppliers.edit"})
DELEGATED = {
    Delegation.REGISTER: _REGISTER,
    Delegation.MEASURES: _REGISTER | {"security.edit", "journal.edit"},
}
#: The kinds of records that these permissions write: what a DPO writes of them waits for the controller.
DELEGATED_KINDS = frozenset({"activity", "supplier", "measure", "journal", "insurance"})
