"""Who answers for a proposed sheet. Pure."""

from collections.abc import Iterable, Sequence

from registry.law.vocabulary import CatalogueFamily, PartyKind, StructureKind

CENTRES = frozenset({StructureKind.HEALTH_CENTRE, StructureKind.PUBLIC_HEALTH_CENTRE})
#: Legal persons that practise through their members: the files are theirs.
PRACTISING = frozenset({PartyKind.SEL, PartyKind.PUBLIC_BODY})
OF_THE_CARERS = frozenset({CatalogueFamily.CARE, CatalogueFamily.COORDINATION})
#: What the legal person decides even though it belongs to the coordination: its members, its funding, its means.
OF_THE_LEGAL_PERSON = frozenset({"associates_directory", "coordination_indicators", "sisa_services"})


def responsibles(*, family: str, origins: Iterable[str], parties: Sequence, structure_kind: str) -> tuple:
    """The parties that answer for a sheet as controllers, among those present (objects with a `kind`).

    The criterion is who decides the purposes and the means (GDPR art. 4(7)), not who shares a software. Each
    practitioner answers for the files of his own patients; the SISA, the SCM or the association for staff, premises,
    contracts and coordination funding. Where the legal person practises itself (a SEL, a health centre), it answers
    for the care too. Whoever is missing is replaced by whoever is there; people then correct sheet by sheet, and settle
    what they decide together in writing (art. 26).
    """
    carers = tuple(party for party in parties if party.kind == PartyKind.PRACTITIONER)
    legal = tuple(party for party in parties if party.kind != PartyKind.PRACTITIONER)[:1]
    practises = structure_kind in CENTRES or any(party.kind in PRACTISING for party in legal)
    of_the_carers = family in OF_THE_CARERS and next(iter(origins), "") not in OF_THE_LEGAL_PERSON
    first, second = (carers, legal) if of_the_carers and not practises else (legal, carers)
    return first or second
