import pytest

from registry.suppliers import operations, queries
from tests import cast

FIELDS = {
    "name": "Agenda Fictif", "kind": "booking_platform", "country": "France", "hds": "unknown", "note": "",
    "role": "processor", "access": "unknown", "secondary_use": "unknown",
}  # fmt: skip


@pytest.fixture
def queries_of(django_assert_max_num_queries):
    """How many queries a page asks for, once the session is known."""

    def count(client, url):
        client.get(url)
        with django_assert_max_num_queries(50) as captured:
            assert client.get(url).status_code == 200
        return len(captured)

    return count


@pytest.fixture
def supplier(clinic):
    return cast.supplier(clinic, name="Nuage Fictif", kind="backup", hds="no")


def test_the_list_shows_each_supplier_with_its_uses_its_finding_and_the_law(clinic, client_of):
    cast.activity(clinic, name="Dossier des patients")
    cast.supplier(clinic, name="Nuage Fictif", kind="backup", hds="no")
    cast.supplier(clinic, name="Comptes Fictifs", kind="accountant", hds="unknown")
    page = client_of(clinic.bob).get(clinic.url("suppliers"))
    text = page.content.decode()
    assert page.status_code == 200
    assert "A-01 Dossier des patients" in text
    assert "CSP, art.\u00a0L1111-8" in text
    assert "RGPD, art.\u00a028.1" in text
    assert text.count('class="finding"') == 1
    assert "Ajouter un prestataire" not in text


def test_the_empty_list_says_where_to_look(clinic, client_of):
    text = client_of(clinic.alice).get(clinic.url("suppliers")).content.decode()
    assert "Cherchez parmi vos factures" in text


def test_a_list_of_fifty_asks_as_many_queries_as_a_list_of_five(clinic, client_of, queries_of):
    client, url = client_of(clinic.alice), clinic.url("suppliers")
    for number in range(5):
        supplier = cast.supplier(clinic, name=f"Prestataire {number}", hds="no")
        cast.activity(clinic, processors=[{"kind": "hosting", "supplier": supplier}], data_categories=[])
    few = queries_of(client, url)
    for number in range(5, 50):
        cast.supplier(clinic, name=f"Prestataire {number}", hds="no")
    assert queries_of(client, url) == few <= 11


def test_a_supplier_is_added_and_said_so(clinic, client_of):
    client = client_of(clinic.sophie)
    answer = client.post(clinic.url("supplier_new"), FIELDS)
    assert answer.url == clinic.url("suppliers")
    text = client.get(answer.url).content.decode()
    assert "Agenda Fictif ajouté." in text


def test_the_service_may_come_with_the_address(clinic, client_of):
    client = client_of(clinic.alice)
    text = client.get(clinic.url("supplier_new"), {"service": "payroll"}).content.decode()
    assert '<option value="payroll" selected>' in text
    assert client.get(clinic.url("supplier_new"), {"service": "<b>"}).status_code == 200


def test_what_is_wrong_is_said_in_french_beside_the_field_and_nothing_typed_is_lost(clinic, client_of):
    answer = client_of(clinic.alice).post(clinic.url("supplier_new"), {**FIELDS, "name": "", "country": "Pays Inventé"})
    text = answer.content.decode()
    assert answer.status_code == 422
    assert "Ce champ est obligatoire." in text
    assert "Pays Inventé" in text


def test_a_change_asked_on_an_old_version_gives_both_texts(clinic, client_of, supplier):
    url = clinic.url("supplier_edit", supplier.pk)
    with clinic.scope():
        operations.update_supplier(supplier=supplier, lock="1", content={"country": "Irlande"}, by=clinic.sign())
    answer = client_of(clinic.alice).post(url, {**FIELDS, "country": "Espagne", "lock": "1", "reason": ""})
    text = answer.content.decode()
    assert answer.status_code == 409
    assert "Irlande" in text
    assert "Espagne" in text


def test_a_supplier_is_archived_then_brought_back(clinic, client_of, supplier):
    client = client_of(clinic.alice)
    url = clinic.url("supplier_archive", supplier.pk)
    client.post(url, {"lock": "1", "reason": "contrat résilié"})
    text = client.get(clinic.url("suppliers")).content.decode()
    assert "1\u00a0prestataire archivé" in text
    assert "Remettre en service" in client.get(clinic.url("supplier_edit", supplier.pk)).content.decode()
    client.post(url, {"lock": "2", "reason": ""})
    with clinic.scope():
        assert queries.supplier(supplier.pk).archived_on is None


def test_archiving_a_supplier_in_use_is_refused_with_the_names_of_its_uses(clinic, client_of, supplier):
    cast.activity(clinic, name="Sauvegardes", processors=[{"kind": "backup", "supplier": supplier}])
    answer = client_of(clinic.alice).post(
        clinic.url("supplier_archive", supplier.pk), {"lock": "1", "reason": ""}, follow=True
    )
    assert "est encore utilisé par «\u00a0A-01 Sauvegardes\u00a0»" in answer.content.decode()


def test_archiving_on_an_old_version_is_refused(clinic, client_of, supplier):
    answer = client_of(clinic.alice).post(clinic.url("supplier_archive", supplier.pk), {"lock": "7", "reason": ""})
    assert answer.status_code == 409


def test_a_reader_reads_and_writes_nothing(clinic, client_of, supplier):
    client = client_of(clinic.bob)
    assert client.get(clinic.url("suppliers")).status_code == 200
    assert client.get(clinic.url("supplier_new")).status_code == 403
    assert client.get(clinic.url("supplier_edit", supplier.pk)).status_code == 403
    assert client.post(clinic.url("supplier_archive", supplier.pk), {"lock": "1"}).status_code == 403


def test_a_stranger_finds_nothing(clinic, neighbour, client_of, supplier):
    client = client_of(neighbour.manager)
    assert client.get(clinic.url("suppliers")).status_code == 404
    assert client.get(clinic.url("supplier_edit", supplier.pk)).status_code == 404
    assert client.get(neighbour.url("supplier_edit", supplier.pk)).status_code == 404
    assert client.post(neighbour.url("supplier_archive", supplier.pk), {"lock": "1"}).status_code == 404
