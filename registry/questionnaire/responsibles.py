"""Who answers for a proposed sheet. Pure."""

from collections.abc import Iterable, Sequence

from registry.law import typical
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
    what they decide together in writing (art. 26). Home rounds are the nurses', a pregnancy the midwives': what the
    catalogue proposes to some professions alone is answered for by the practitioners of those professions.
    """
    carers = tuple(party for party in parties if party.kind == PartyKind.PRACTITIONER)
    legal = tuple(party for party in parties if party.kind != PartyKind.PRACTITIONER)[:1]
    practises = structure_kind in CENTRES or any(party.kind in PRACTISING for party in legal)
    origins = tuple(origins)
    of_the_carers = family in OF_THE_CARERS and next(iter(origins), "") not in OF_THE_LEGAL_PERSON
    first, second = (carers, legal) if of_the_carers and not practises else (legal, carers)
    answering = first or second
    concerned = _professions(origins)
    of_the_profession = tuple(party for party in answering if party in legal or party.profession in concerned)
    return (of_the_profession or answering) if concerned else answering


def _professions(origins):
    """The professions that the typical activities are proposed to; empty when one of them is proposed to all."""
    known = typical.catalogue()
    found = set()
    for rule in (rule for key in origins if key in known for rule in known[key].proposed_when):
        named = next((each.any_of for each in rule.conditions if each.key == "professions"), None)
        if named is None:
            return frozenset()
        found |= named
    return frozenset(found)
