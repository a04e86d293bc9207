"""The cast, made through the real operations.

Alice manages the MSP, Bob reads in it, Denis practises there, Sophie keeps its secretariat, Camille is its external DPO
(and another practice's too); Charlie manages the neighbour. Every name and number is invented.
"""

import contextvars
import datetime as dt
import time
import uuid
from dataclasses import dataclass, field
from functools import wraps

from django.db.models import QuerySet
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cabinet_rgpd.evidence import files
from cabinet_rgpd.evidence import operations as evidence_files
from cabinet_rgpd.history import ledger
from cabinet_rgpd.history.models import Head
from cabinet_rgpd.isolation.scope import _current, structure_scope
from cabinet_rgpd.structures import operations as structures
from cabinet_rgpd.structures import queries
from cabinet_rgpd.structures.models import Account, Membership, Structure
from registry.activities import operations as activities
from registry.closing.models import Closing
from registry.desk.models import DueLine, Standing
from registry.dpia.models import ImpactAssessment
from registry.dpo import operations as dpo
from registry.dpo.models import DpoDecision
from registry.incidents import operations as incidents
from registry.journal import operations as journal
from registry.people import operations as people
from registry.requests import operations as requests
from registry.retention.models import PurgeCampaign, RetentionRule
from registry.security import operations as security
from registry.suppliers.models import Supplier

#: The password of every account that is given one.
PASSWORD = "une phrase que personne ne devine"
#: A word found in the texts of the neighbour and nowhere else.
CANARY = "Kookaburra"
TODAY = dt.date(2026, 11, 23)


def apart(function):
    """Run outside whatever scope the test has opened: structures are made one beside the other."""

    @wraps(function)
    def run(*args, **kwargs):
        context = contextvars.copy_context()
        context.run(_current.set, None)
        return context.run(function, *args, **kwargs)

    return run


@dataclass(frozen=True, kw_only=True)
class Practice:
    """A structure with its people. `party` is the one that answers first; `members` are memberships by first name."""

    structure: Structure
    manager: Account
    party: object
    members: dict = field(default_factory=dict)

    def sign(self, reason="", *, actor=None, at=None, key=None, limited_to=None):
        return ledger.Signature(
            structure_id=self.structure.pk, actor=actor or self.manager, at=at or timezone.now(), reason=reason, key=key,
            limited_to=limited_to,
        )  # fmt: skip

    def scope(self):
        return structure_scope(self.structure.pk)

    def url(self, name, *args):
        return reverse(name, args=[self.structure.pk, *args])

    def account(self, first_name):
        return self.members[first_name].account


@dataclass(frozen=True, kw_only=True)
class Clinic(Practice):
    """The MSP: its parties are the SISA (`party`) and Denis (`denis_party`)."""

    denis_party: object

    @property
    def alice(self):
        return self.manager

    @property
    def bob(self):
        return self.account("bob")

    @property
    def denis(self):
        return self.account("denis")

    def as_denis(self, reason=""):
        """What Denis signs: he writes what his party answers for."""
        return self.sign(reason, actor=self.denis, limited_to=self.denis_party.pk)

    @property
    def sophie(self):
        return self.account("sophie")

    @property
    def camille(self):
        return self.account("camille")


def account(name, email=None, *, password=PASSWORD):
    """An account; the address is made from the first name unless given."""
    first_name = name.split()[0].lower()
    return Account.objects.create_account(email=email or f"{first_name}@exemple.fr", name=name, password=password)


@apart
def practice(*, manager, profession="gp", at=None, **content):
    """A structure of its own with its manager, its first party and its chain."""
    content = {
        "kind": "group", "legal_form": "bnc", "second_factor": "left_to_each", "second_factor_reason": "Essais", **content,
    }  # fmt: skip
    structure = structures.create_structure(
        account=manager, content=content, at=at or timezone.now(), profession=profession
    )
    [member] = queries.members(structure.pk)
    [party] = queries.parties(structure.pk)
    first_name = manager.name.split()[0].lower()
    return Practice(structure=structure, manager=manager, party=party, members={first_name: member})


@apart
def add_member(practice, person, role, *, party=None, ends_on=None):
    """Open a practice to an account that exists; returns the membership."""
    return structures.add_member(account=person, role=role, party=party, ends_on=ends_on, by=practice.sign())


@apart
def party(practice, **content):
    """One more party of a practice."""
    content = {"kind": "practitioner", "profession": "nurse", **content}
    return structures.add_party(content=content, by=practice.sign())


@apart
def clinic():
    """The MSP with its five people."""
    base = practice(
        manager=account("Alice Amblard"), name="Maison de santé des Deux Rives", kind="msp", legal_form="sisa",
        address="4 quai des Lilas", postcode="49000", city="Villefictive", phone="02 00 00 00 01",
        email="contact@deux-rives.exemple.fr",
    )  # fmt: skip
    denis_party = structures.add_party(
        content={"kind": "practitioner", "name": "Denis Delorme", "profession": "gp"}, by=base.sign()
    )
    members = dict(base.members)
    for name, role, party in [
        ("Bob Bertin", "reader", None),
        ("Denis Delorme", "practitioner", denis_party),
        ("Sophie Sorel", "secretariat", None),
        ("Camille Carlier", "dpo", None),
    ]:
        members[name.split()[0].lower()] = add_member(base, account(name), role, party=party)
    return Clinic(
        structure=base.structure, manager=base.manager, party=base.party, members=members, denis_party=denis_party
    )


@apart
def neighbour():
    """Charlie's practice, whose every text holds the canary."""
    return practice(
        manager=account("Charlie Caron"), name=f"Cabinet {CANARY}", kind="group", legal_form="bnc",
        address=f"1 rue {CANARY}", postcode="49100", city=CANARY, phone="02 00 00 00 02",
    )  # fmt: skip


@apart
def other_client_of(dpo):
    """A third practice, whose DPO is the same person as the clinic's."""
    third = practice(manager=account("Ines Imbert"), name="Cabinet du Vallon")
    third.members["camille"] = add_member(third, dpo, "dpo")
    return third


@apart
def retention_rule(practice, **content):
    """A retention rule of the practice."""
    content = {
        "name": "Dossier du patient", "trigger": "la dernière prise en charge", "active_use": "5 ans",
        "archive": "15 ans", "fate": "Suppression", "force": "recommendation",
        "text": "20 ans après la dernière prise en charge.", **content,
    }  # fmt: skip
    with ledger.write(practice.sign()) as write:
        return write.create(RetentionRule, **content)


@apart
def campaign(practice, rule_id, **content):
    """A purge campaign of the practice, planned for the end of the year."""
    content = {
        "rule": rule_id, "kind": "final", "cut_off": dt.date(2006, 12, 31), "planned_on": dt.date(2026, 12, 31),
        "criteria": f"Dossiers sans passage depuis 2006, {practice.structure.name}.", "assigned_to": "Le secrétariat",
        **content,
    }  # fmt: skip
    with ledger.write(practice.sign()) as write:
        return write.create(PurgeCampaign, **content)


@apart
def supplier(practice, **content):
    """A supplier of the practice."""
    content = {"name": "Logiciel Fictif SAS", "kind": "practice_software", "country": "France", "hds": "yes", **content}
    with ledger.write(practice.sign()) as write:
        return write.create(Supplier, **content)


@apart
def delegate(practice, **content):
    """A DPO decided upon and named; returns the row of the designation."""
    decision = {
        "decided_on": TODAY, "facts": ["Type de structure\u00a0: groupe"], "answer": "recommended",
        "reasons": [{"title": "Un motif.", "references": []}], "outcome": "designate",
    }  # fmt: skip
    with ledger.write(practice.sign()) as write:
        write.create(DpoDecision, **decision)
    content = {
        "name": "Camille Carlier", "organisation": "Carlier Conseil", "email": "dpo@carlier.exemple.fr",
        "phone": "02 00 00 00 09", "since": dt.date(2026, 1, 1), "kind": "external", **content,
    }  # fmt: skip
    with practice.scope():
        return dpo.set_contact(content=content, lock="", by=practice.sign())


@apart
def delegation(practice, *, member=None, extent="register", **content):
    """A delegation of writing to a DPO of the practice: Camille, unless another member is given."""
    content = {"ends_on": None, "motive": f"Tenue du registre, {practice.structure.name}", **content}
    member = member or practice.members["camille"]
    return structures.grant_delegation(member=member, extent=extent, by=practice.sign(content["motive"]), **content)


@apart
def closing(practice, **content):
    """The retirement of the first party, prepared; returns its row."""
    content = {
        "kind": "retirement", "party": practice.party, "profession": "gp", "ends_on": dt.date(2026, 12, 31),
        "keeper": "successor", "keeper_name": "Paul Fictif", "contact_name": "Secrétariat du Vallon",
        "contact_email": "dossiers@exemple.fr", **content,
    }  # fmt: skip
    with ledger.write(practice.sign()) as write:
        return write.create(Closing, **content)


@apart
def assessment(practice, sheet, **content):
    """The decision to carry out the impact assessment of a sheet, begun; returns its row."""
    content = {
        "activity": sheet, "assessed_version": sheet.version, "decided_on": TODAY, "answer": "recommended",
        "facts": [f"Activité\u00a0: {sheet}"], "reasons": [{"title": "Un motif.", "references": []}],
        "outcome": "carry_out", "due_on": dt.date(2027, 1, 31), "review_on": dt.date(2029, 11, 23),
        "description": "Le dossier de chaque patient.", "criteria": ["sensitive", "vulnerable"], **content,
    }  # fmt: skip
    with ledger.write(practice.sign()) as write:
        return write.create(ImpactAssessment, **content)


@apart
def activity(practice, *, reason="", on=TODAY, **content):
    """A rich sheet in force (or in the state asked for), with its retention rule and its supplier."""
    if "data_categories" not in content:
        rule = retention_rule(practice)
        content["data_categories"] = [
            {"description": "Nom, prénom, coordonnées", "kind": "identity", "retention_rule": rule},
            {"description": "Antécédents, diagnostics, traitements", "kind": "health", "retention_rule": rule},
        ]
    if "processors" not in content:
        content["processors"] = [{"kind": "practice_software", "supplier": supplier(practice)}]
    content = {
        "name": "Suivi des patients",
        "description": "Le dossier de chaque patient, de la première venue à la dernière.",
        "state": "in_force",
        "family": "care",
        "persons": ["patients", "minors"],
        "data_source": "La personne elle-même, ses correspondants.",
        "transfer_stance": "none",
        "software": "Logiciel Fictif",
        "security_measures": "Comptes nominatifs\nSauvegarde chiffrée chaque nuit",
        "information_means": "notice",
        "dpia_state": "not_required",
        "responsibles": [{"party": practice.party, "role": "controller"}],
        "purposes": [
            {
                "name": "Soigner et suivre les patients",
                "legal_basis": "6.1.c",
                "basis_text": "CSP, art. R4127-45",
                "article_9": "9.2.h",
            }
        ],
        "recipients": [{"kind": "care_team", "name": "Ceux qui soignent le même patient"}],
        **content,
    }
    return activities.create_activity(content=content, by=practice.sign(reason), on=on)


@apart
def measure(practice, key="backups", **content):
    """An answer of the practice about a security measure."""
    content = {"state": "in_place", "note": "Chaque nuit", "answered_on": TODAY, **content}
    return security.answer(key=key, row=None, lock="", content=content, on=content["answered_on"], by=practice.sign())


@apart
def journal_entry(practice, kind="note", **content):
    """A line of the practice's journal."""
    content = {"kind": kind, "happened_on": TODAY, "title": "Une ligne", **content}
    return journal.note(row=None, lock="", content=content, on=content["happened_on"], by=practice.sign())


@apart
def passage(practice, kind="departure", **content):
    """Somebody who leaves the practice (or arrives); returns the row of the checklist."""
    content = {"kind": kind, "whom": "practitioner", "person": "Remy Renaud", "on": TODAY, **content}
    return people.open_passage(content=content, by=practice.sign())


@apart
def access_review(practice, **ends):
    """Every access of the practice looked at; those named by first name end."""
    decisions = [(each, ends.get(name, False), each.role, "") for name, each in practice.members.items()]
    return people.review_accesses(
        decisions=decisions, reviewer=practice.manager.name, note="", next_on=dt.date(2027, 11, 23), on=TODAY,
        by=practice.sign(),
    )  # fmt: skip


@apart
def evidence(practice, root, *, name="piece.pdf", content=b"%PDF-1.7 pour essai", by=None, **more):
    """A file attached to a record of the practice."""
    file = files.examine(name, content)
    return evidence_files.attach(root=root, file=file, on=TODAY, by=by or practice.sign(), **more)


@apart
def breach(practice, *, known_at=None, **content):
    """A breach in the register, with one step noted; `step_id` on the row names it."""
    known_at = known_at or timezone.now() - dt.timedelta(hours=5)
    with practice.scope():
        row = incidents.start(
            content={"kind": "ransomware", "title": "Fichiers illisibles", "known_at": known_at, **content},
            by=practice.sign(), on=TODAY,
        )  # fmt: skip
        row = incidents.enter(incident=row, lock=row.lock_token, by=practice.sign())
        step = {"kind": "supplier", "done_at": known_at}
        row = incidents.note_step(
            incident=row, lock=row.lock_token, content=step, by=practice.sign(), now=timezone.now()
        )
        row.step_id = row.steps.get().pk
    return row


@apart
def asked(practice, *, received_at=None, **content):
    """A request of the practice: a patient asks for the medical file."""
    now = timezone.now()
    content = {"kind": "medical_file", "received_at": received_at or now, **content}
    with practice.scope():
        return requests.receive(content=content, by=practice.sign(), now=now, on=TODAY)


def signed_in(person):
    """A test client signed in as an account."""
    client = Client()
    client.force_login(person)
    fresh(client, person)
    return client


def fresh(client, person, *, age=0):
    """As if she had given her password `age` seconds ago, in this session."""
    session = client.session
    session["account_authentication_methods"] = [
        {"method": "password", "at": time.time() - age, "reauthenticated": True}
    ]
    session["account_authentication_methods_user"] = str(person.pk)
    session.save()


def a_random_id():
    return uuid.uuid4()


@apart
def followed(dpo, first, count):
    """Structures whose DPO is an account, as the desk keeps them, written past the product: only their number matters."""
    now = timezone.now()
    open_to_a_password = {"second_factor": "left_to_each", "second_factor_reason": "Essais"}
    made = [
        Structure(name=f"Cabinet {n}", kind="group", updated_at=now, **open_to_a_password)
        for n in range(first, first + count)
    ]
    for each in made:
        each.structure_id = each.pk
    standing = {
        "seq": 3, "read_at": now, "until": now + dt.timedelta(days=1), "in_force": 4, "lacking": 2,
        "first_passes_at": now - dt.timedelta(days=1),
    }  # fmt: skip
    due = {"subject": "Demandes", "on": now.date(), "what": "Répondre", "why": "RGPD, art. 12.3", "route": "requests"}
    rows = {
        Structure: made,
        Membership: [Membership(structure=each, account=dpo, role="dpo", updated_at=now) for each in made],
        Head: [Head(structure=each, seq=3, hash="0" * 64, at=now) for each in made],
        Standing: [Standing(structure=each, words=each.name.lower(), **standing) for each in made],
        DueLine: [
            DueLine(structure=each, key=f"k{days}", passes_at=now + dt.timedelta(days=days), **due)
            for each in made
            for days in range(-1, 3)
        ],
    }
    for model, batch in rows.items():
        QuerySet(model).bulk_create(batch)
    return made
