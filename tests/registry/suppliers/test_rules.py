import datetime as dt
import uuid

import pytest

from registry.law.vocabulary import HEALTH_DATA_HOSTS, ProcessorKind
from registry.suppliers import rules
from registry.suppliers.records import SupplierRecord


def supplier(**content):
    return SupplierRecord(**{"id": uuid.uuid4(), "version": 1, "name": "Nuage Fictif", "kind": "hosting", **content})


@pytest.mark.parametrize("kind", sorted(HEALTH_DATA_HOSTS))
def test_a_host_of_health_data_whose_certificate_is_unknown_is_a_point_to_check(kind):
    [finding] = rules.findings(supplier(kind=kind, hds="unknown"))
    assert (finding.code, finding.severity) == ("hds_unknown", "medium")
    assert "certificat" in finding.text


def test_a_host_of_health_data_without_certificate_misses_a_duty_of_the_public_health_code():
    [finding] = rules.findings(supplier(hds="no"))
    assert (finding.code, finding.severity) == ("hds_no", "high")
    assert "L1111-8" in finding.references[0].title


@pytest.mark.parametrize("hds", ["yes", "not_concerned"])
def test_a_certified_host_or_one_that_keeps_no_health_data_leaves_nothing_open(hds):
    assert rules.findings(supplier(hds=hds)) == ()


@pytest.mark.parametrize("kind", sorted(set(ProcessorKind.values()) - HEALTH_DATA_HOSTS))
def test_a_supplier_that_hosts_no_health_data_is_not_asked_for_a_certificate(kind):
    assert rules.findings(supplier(kind=kind, hds="unknown")) == ()


def test_an_archived_supplier_is_left_in_peace():
    assert rules.findings(supplier(hds="no", archived_on=dt.date(2026, 1, 1))) == ()
