"""Several people write on one chain at the same moment, each through a connection of her own."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from cabinet_rgpd.history import ledger
from cabinet_rgpd.history.models import Entry, Head
from cabinet_rgpd.structures.models import Party

WRITERS, WRITES = 16, 4

pytestmark = pytest.mark.django_db(transaction=True)


def test_sixteen_writers_leave_one_chain_without_a_hole(clinic):
    with clinic.scope():
        before = Head.objects.get().seq

    def work(writer):
        try:
            for number in range(WRITES):
                with ledger.write(clinic.sign()) as write:
                    write.create(Party, kind="practitioner", name=f"Praticien {writer}-{number}")
        finally:
            connection.close()

    with ThreadPoolExecutor(WRITERS) as pool:
        list(pool.map(work, range(WRITERS)))
    with clinic.scope():
        entries = list(Entry.objects.order_by("seq"))
        assert [entry.seq for entry in entries] == list(range(1, before + WRITERS * WRITES + 1))
        assert all(entry.prev == former.hash for former, entry in zip(entries, entries[1:], strict=False))
        moments = [entry.at for entry in entries[before - 1 :]]
        assert moments == sorted(set(moments))
        assert Head.objects.get().hash == entries[-1].hash


def test_no_request_holds_the_chain_longer_than_its_write():
    """A page is not a transaction; and on SQLite a transaction takes the lock as it begins, rather than failing half-way."""
    assert connection.settings_dict["ATOMIC_REQUESTS"] is False
    if connection.vendor == "sqlite":
        assert connection.settings_dict["OPTIONS"]["transaction_mode"] == "IMMEDIATE"


def test_two_people_on_one_record_one_is_told(clinic):
    outcomes = []

    def rename(name):
        try:
            with ledger.write(clinic.sign()) as write:
                write.apply(write.take(clinic.party, "1"), {"name": name})
            outcomes.append("written")
        except ledger.Stale:
            outcomes.append("stale")
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(rename, ["SISA du Quai", "SISA des Rives"]))
    assert sorted(outcomes) == ["stale", "written"]
