"""What a supplier's file leaves open, on situations and on days."""

import datetime as dt
import uuid

import pytest

from registry.law.contracts import clauses
from registry.suppliers.documents import request_letter
from registry.suppliers.files import SupplierFile
from registry.suppliers.points import points
from registry.suppliers.records import SupplierRecord

ON = dt.date(2026, 11, 23)
EVERY_CLAUSE = dict.fromkeys(clauses(), "yes")
WHOLE = {
    "access": "health", "secondary_use": "no", "contract_signed_on": dt.date(2024, 1, 1), "hds_number": "HDS-1",
    "hds_version": "v2", "hds_until": dt.date(2028, 1, 1), "hds_activities": ("1", "2"), "hds_option": "yes",
    "in_eea": "yes", "found": EVERY_CLAUSE,
}  # fmt: skip


def file(kind="hosting", hds="yes", archived_on=None, **content):
    supplier = SupplierRecord(
        id=uuid.uuid4(), version=1, name="Nuage Fictif", kind=kind, hds=hds, archived_on=archived_on
    )
    return SupplierFile(supplier=supplier, **{**WHOLE, **content})


def codes(each, on=ON):
    return [point.code for point in points(each, on)]


def test_a_whole_file_leaves_nothing_open():
    assert codes(file()) == []


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ({"access": "unknown"}, ["access_unknown"]),
        ({"contract_signed_on": None}, ["contract_missing"]),
        ({"contract_ends_on": ON}, []),
        ({"contract_ends_on": ON - dt.timedelta(days=1)}, ["contract_ended"]),
        ({"found": {**EVERY_CLAUSE, "audits": "no"}}, ["clause_audits"]),
        ({"found": {**EVERY_CLAUSE, "audits": "unknown"}}, ["clauses_unknown"]),
        ({"hds": "unknown"}, ["hds_unknown"]),
        ({"hds": "no"}, ["hds_no"]),
        ({"hds": "not_concerned"}, []),
        ({"hds_number": ""}, ["hds_number"]),
        ({"hds_until": ON}, []),
        ({"hds_until": ON - dt.timedelta(days=1)}, ["hds_expired"]),
        ({"hds_version": "v1"}, ["hds_version"]),
        ({"hds_activities": ()}, ["hds_activities"]),
        ({"hds_option": "no"}, ["hds_option"]),
        ({"in_eea": "unknown"}, ["hds_storage"]),
        ({"secondary_use": "unknown"}, ["secondary_unknown"]),
        ({"secondary_use": "yes"}, ["secondary_yes"]),
        ({"secondary_use": "anonymous"}, []),
        ({"kind": "maintenance"}, ["confidentiality_missing"]),
        ({"kind": "maintenance", "confidentiality_on": ON}, []),
        ({"role": "recipient", "contract_signed_on": None, "found": {}, "access": "administrative"}, []),
        ({"archived_on": ON, "contract_signed_on": None}, []),
    ],
)
def test_each_thing_missing_is_one_point(content, expected):
    assert codes(file(**content)) == expected


@pytest.mark.parametrize(
    ("on", "expected"),
    [(dt.date(2026, 5, 15), []), (dt.date(2026, 5, 16), ["hds_version"]), (dt.date(2026, 9, 26), ["hds_version"])],
)
def test_the_second_version_of_the_certificate_is_asked_for_from_its_day(on, expected):
    assert codes(file(hds_version="v1"), on) == expected


@pytest.mark.parametrize(
    ("on", "article"),
    [
        (dt.date(2026, 5, 15), None),
        (dt.date(2026, 9, 25), "Référentiel HDS version 2 (arrêté du 26 avril 2024)"),
        (dt.date(2026, 9, 26), "CSP, art. R1111-9-1 (décret n° 2026-209 du 24 mars 2026)"),
    ],
)
def test_the_place_of_storage_rests_on_the_text_of_the_day(on, article):
    found = [point.article for point in points(file(in_eea="no"), on)]
    assert found == ([article] if article else [])


def test_the_clauses_of_a_host_are_not_asked_of_an_accountant():
    assert "hds_terms" in {clause.key for clause in file().clauses_asked}
    assert "hds_terms" not in {clause.key for clause in file(kind="accountant").clauses_asked}


def test_the_letter_asks_for_each_thing_once():
    each = file(found=dict.fromkeys(clauses(), "no"), hds="unknown")
    letter = request_letter(structure=None, file=each, by="Alice", on=ON, receipt=None)
    assert len(letter.asks) == len(set(letter.asks)) >= len(clauses())
    assert all(ask.startswith(("de ", "d’")) for ask in letter.asks)
