"""A practice with a past: what was written, day by day, through the real operations."""

import datetime as dt

from cabinet_rgpd.history import ledger
from registry.dpo.models import DpoDecision, DpoDesignation
from registry.retention.models import RetentionRule
from registry.suppliers.models import Supplier
from tests import cast

BEGINNING = dt.datetime(2023, 1, 9, 8, 0, tzinfo=dt.UTC)


def practice(**content):
    """A practice whose history begins on 9 January 2023."""
    manager = cast.account("Ada Ancien")
    return cast.practice(manager=manager, at=BEGINNING, name="Cabinet du Marronnier", **content)


def at(text):
    """A moment, in UTC."""
    return dt.datetime.fromisoformat(text).replace(tzinfo=dt.UTC)


def made(practice, model, moment, **content):
    with ledger.write(practice.sign(at=moment)) as write:
        return write.create(model, **content)


def changed(practice, row, moment, **content):
    with ledger.write(practice.sign(at=moment)) as write:
        row = write.take(row)
        write.apply(row, content)
    return row


def rule(practice, moment, **content):
    content = {"name": "Dossier du patient", "text": "20 ans après la dernière venue.", **content}
    return made(practice, RetentionRule, moment, **content)


def supplier(practice, moment, **content):
    content = {"name": "Logiciel Fictif SAS", "kind": "practice_software", "country": "France", "hds": "yes", **content}
    return made(practice, Supplier, moment, **content)


def decision(practice, moment, **content):
    content = {
        "decided_on": moment.date(), "facts": ["Type de structure\u00a0: groupe"], "answer": "not_required",
        "reasons": [{"title": "Un motif", "references": []}], "outcome": "do_not", **content,
    }  # fmt: skip
    return made(practice, DpoDecision, moment, **content)


def designation(practice, moment, **content):
    content = {"name": "Claire Fictive", "email": "dpo@exemple.fr", "since": moment.date(), **content}
    return made(practice, DpoDesignation, moment, **content)


def sheet(practice, *, rule, supplier, **content):
    """The content of a sheet in force."""
    return {
        "name": "Suivi des patients", "state": "in_force", "family": "care", "persons": ["patients"],
        "responsibles": [{"party": practice.party, "role": "controller"}],
        "purposes": [{"name": "Soigner", "legal_basis": "6.1.c", "article_9": "9.2.h"}, {"name": "Orienter"}],
        "data_categories": [{"description": "Antécédents", "kind": "health", "retention_rule": rule}],
        "recipients": [{"kind": "care_team", "name": "Ceux qui soignent le même patient"}],
        "processors": [{"kind": "practice_software", "supplier": supplier}],
        "transfers": [{"recipient": "Fictive Inc.", "country": "Canada", "safeguard": "adequacy"}],
        "sources": [{"title": "CSP, art. R4127-45", "href": ""}],
        **content,
    }  # fmt: skip
