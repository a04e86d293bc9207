"""Which items of art. 13 and 14 are said, and which of those missing forbid publication."""

import pytest

from cabinet_rgpd.history.queries import Receipt
from patients_info import documents
from patients_info.audiences import AUDIENCES
from patients_info.checklist import blocking, checklist
from patients_info.documents import Edition
from patients_info.records import Contact, DpoContact
from registry.activities.records import DataRecord, ResponsibleRecord
from tests.patients_info import registers as r
from tests.patients_info.pages import Page


def states(content):
    return {item.code: item.state for item in checklist(content)}


def blocked(content):
    return {(item.code, item.field) for item in blocking(checklist(content))}


def test_a_complete_sheet_may_be_published():
    content = r.content(r.sheet(processors=(r.supplier(),)), dpo=r.dpo())
    assert blocking(checklist(content)) == ()
    assert "missing" not in states(content).values()


def test_every_item_of_the_articles_stands_in_the_list_once_per_sheet_at_most():
    items = checklist(r.content(r.sheet()))
    assert len({(item.code, item.activity) for item in items}) == len(items)
    articles = " ".join(item.article for item in items)
    for letter in ["13.1.a", "13.1.b", "13.1.c", "13.1.d", "13.1.e", "13.1.f", "13.2.a", "13.2.b", "13.2.c", "13.2.d",
                   "13.2.e", "13.2.f", "14.1.d", "14.2.f", "L1111-8", "L1110-4", "L1111-7", "art. 85"]:  # fmt: skip
        assert letter in articles, letter


@pytest.mark.parametrize(
    ("change", "code", "part"),
    [
        ({"responsibles": ()}, "controllers", "responsibles"),
        ({"purposes": ()}, "purposes", "purposes"),
        ({"purposes": (r.purpose(basis=""),)}, "purposes", "purposes"),
        ({"purposes": (r.purpose(basis="6.1.f"),)}, "interests", "purposes"),
        ({"data_categories": (DataRecord("Nom", "identity", None, ""),)}, "retention", "data"),
        ({"data_categories": ()}, "retention", "data"),
        ({"transfer_stance": "some"}, "transfers", "transfers"),
        ({"transfer_stance": "some", "transfers": (r.transfer(safeguard=""),)}, "transfers", "transfers"),
    ],
)
def test_a_compulsory_item_that_is_missing_blocks_and_names_the_part_that_fills_it(change, code, part):
    sheet = r.sheet(**change)
    assert blocked(r.content(sheet)) == {(code, part)}
    [item] = blocking(checklist(r.content(sheet)))
    assert item.activity == str(sheet.id) and sheet.name in item.detail


@pytest.mark.parametrize(
    "change",
    [
        {"recipients": ()},
        {"data_source": ""},
        {"transfer_stance": "unknown"},
        {"processors": (r.supplier(hds="unknown"),)},
    ],
)
def test_what_is_expected_beyond_is_said_without_blocking(change):
    content = r.content(r.sheet(**change))
    assert blocked(content) == set()
    assert "missing" in states(content).values()


def test_a_structure_that_cannot_be_reached_blocks():
    content = r.content(r.sheet(), structure=Contact("Cabinet des Tilleuls"))
    assert blocked(content) == {("contact", "structure"), ("rights", "notice")}


def test_a_register_without_patients_blocks_and_leads_to_the_register():
    assert blocked(r.content(r.sheet(persons=("staff",)))) == {("sections", "activities")}


def test_a_dpo_is_asked_for_only_when_one_is_designated():
    assert states(r.content(r.sheet()))["dpo"] == "not_applicable"
    assert states(r.content(r.sheet(), dpo=r.dpo()))["dpo"] == "present"
    assert blocked(r.content(r.sheet(), dpo=DpoContact("Camille Carlier"))) == {("dpo", "dpo")}


def test_a_described_transfer_is_enough():
    sheet = r.sheet(transfer_stance="some", transfers=(r.transfer(),))
    assert blocked(r.content(sheet)) == set()


def test_joint_controllers_without_a_signed_agreement_are_told_so_without_blocking():
    joint = r.sheet(responsibles=(ResponsibleRecord(r.ident("denis"), "Denis Delorme", "joint_controller"),))
    assert states(r.content(r.sheet()))["agreements"] == "not_applicable"
    assert states(r.content(joint))["agreements"] == "missing" and blocked(r.content(joint)) == set()
    assert states(r.content(joint, essences=(r.essence(),)))["agreements"] == "present"


def test_a_dpo_reached_by_post_alone_is_reached():
    content = r.content(r.sheet(), dpo=DpoContact("Camille Carlier", address="2 place des Fictions"))
    assert blocked(content) == set()
    assert "2 place des Fictions" in documents.fragment(edition(content))


@pytest.mark.parametrize("audience", AUDIENCES.values(), ids=list(AUDIENCES))
def test_each_item_said_leads_to_the_place_where_it_stands(audience):
    content = r.everything(audience)
    html = documents.fragment(edition(content))
    places, ids = documents.places(html), Page(html).ids
    for item in checklist(content):
        if item.state == "present":
            anchor, _ = places[item.code]
            assert anchor in ids, item.code
    assert places["rights"][1] and places["deadlines"][1] == places["rights"][1]
    assert places["retention"][0] == places["data"][0]


def edition(content):
    return Edition(content=content.as_data(), number=2, effective_on=r.ON, receipt=Receipt(482, "9f3a1c2e" * 8))
