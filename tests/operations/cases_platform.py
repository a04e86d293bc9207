"""Structures, parties, members, versions put back, proofs handed out."""

from django.utils import timezone

from cabinet_rgpd.history import export
from cabinet_rgpd.structures import operations as structures
from cabinet_rgpd.timeline import operations as timeline
from tests import cast
from tests.operations.registry_of_cases import case

STRUCTURES = "cabinet_rgpd.structures.operations"


@case(f"{STRUCTURES}.create_structure")
def _(clinic):
    content = {"name": "Cabinet du Bief", "kind": "group", "legal_form": "bnc"}
    return cast.apart(
        lambda: structures.create_structure(account=clinic.alice, content=content, at=timezone.now(), profession="gp")
    )


@case(f"{STRUCTURES}.update_structure")
def _(clinic):
    lock = str(clinic.structure.version)
    return lambda: structures.update_structure(
        structure=clinic.structure, lock=lock, content={"city": "Autreville"}, by=clinic.sign()
    )


@case(f"{STRUCTURES}.add_party")
def _(clinic):
    content = {"kind": "practitioner", "name": "Elise Estève", "profession": "gp"}
    return lambda: structures.add_party(content=content, by=clinic.sign())


@case(f"{STRUCTURES}.update_party")
def _(clinic):
    return lambda: structures.update_party(
        party=clinic.party, lock="1", content={"name": "SISA des Deux Quais"}, by=clinic.sign("Changement de nom")
    )


@case(f"{STRUCTURES}.add_member")
def _(clinic):
    return lambda: structures.add_member(
        email="eve@exemple.fr", name="Eve Ender", role="reader", party=None, ends_on=None, by=clinic.sign()
    )


@case(f"{STRUCTURES}.change_member")
def _(clinic):
    return lambda: structures.change_member(
        membership=clinic.members["bob"], lock="1", content={"role": "secretariat"}, by=clinic.sign()
    )


@case("cabinet_rgpd.timeline.operations.restore")
def _(clinic):
    structures.update_party(party=clinic.party, lock="1", content={"name": "SISA des Quais"}, by=clinic.sign())
    return lambda: timeline.restore(root=clinic.party, lock="2", number=1, by=clinic.sign())


@case("cabinet_rgpd.history.export.make")
def _(clinic):
    return lambda: export.make(by=clinic.sign())
