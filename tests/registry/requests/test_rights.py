"""Which rights apply to which use, and that none stands bare."""

from types import SimpleNamespace

import pytest

from registry.law.vocabulary import LegalBasis
from registry.requests import rights


def sheet(*bases, family="care", health=True):
    return SimpleNamespace(
        purposes=[SimpleNamespace(legal_basis=basis) for basis in bases], family=family, needs_article_9=health
    )


def applies(found, key):
    [right] = [each for each in found if each.key == key]
    return [(answer.applies, answer.why) for answer in right.answers]


def test_the_medical_file_is_kept_and_says_what_may_be_erased_all_the_same():
    [(answer, why)] = applies(rights.rights_of(sheet("6.1.c")), "erasure")
    assert answer == "no" and "durée est passée" in why
    [(answer, why)] = applies(rights.rights_of(sheet("6.1.c")), "access")
    assert answer == "yes" and "8 jours" in why
    [(answer, why)] = applies(rights.rights_of(sheet("6.1.c")), "rectification")
    assert answer == "limited" and "avis médical" in why


@pytest.mark.parametrize(
    ("basis", "expected"),
    [
        ("6.1.a", {"erasure": "yes", "portability": "yes", "objection": "no", "withdrawal": "yes"}),
        ("6.1.b", {"erasure": "limited", "portability": "yes", "objection": "no", "withdrawal": "no"}),
        ("6.1.c", {"erasure": "no", "portability": "no", "objection": "no", "withdrawal": "no"}),
        ("6.1.f", {"erasure": "limited", "portability": "no", "objection": "yes", "withdrawal": "no"}),
    ],
)
def test_each_basis_opens_its_rights(basis, expected):
    found = rights.rights_of(sheet(basis, family="management", health=False))
    assert {key: applies(found, key)[0][0] for key in expected} == expected


def test_two_bases_give_two_answers_and_the_same_answer_once():
    found = rights.rights_of(sheet("6.1.b", "6.1.f", family="management", health=False))
    assert len(applies(found, "objection")) == 2
    assert len(applies(found, "access")) == 1


def test_every_right_has_a_reason_for_every_basis():
    for basis in LegalBasis.values():
        for right in rights.rights_of(sheet(basis)):
            assert right.article and all(answer.why and answer.words for answer in right.answers)


def test_the_checklist_holds_what_a_file_asks_for():
    titles = " ".join(item.title for item in rights.checklist())
    for word in ("identité", "tiers", "Notes personnelles", "Mineur", "Proche", "Première copie", "moyen"):
        assert word in titles
    assert all(item.reference for item in rights.checklist())
